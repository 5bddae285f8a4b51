"""What a decision must hold, and how it stands to the wish (rules R35-R39). The pure part: facts in, gaps and deviations out."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from cases.enums import GRANTS, DecisionOutcome, State
from cases.rules import assessment
from cases.rules.assessment import Answers, Gap
from cases.rules.periods import length_verdict
from core.days import FULL_TIME_MINUTES, DaySpan, last_day_of_months, whole_months
from core.verdicts import YES, Answer, no

LATEST_SENDING = dt.timedelta(days=31)
"""A letter goes out within a month of the decision; a later day is a slip of the pen."""


class Item(StrEnum):
    """What can lie below the wish."""

    HOURS = "hours"
    START = "start"
    LENGTH = "length"
    MENTOR = "mentor"


REASON_FIELDS: dict[Item, str] = {
    Item.HOURS: "why_fewer_hours",
    Item.START: "why_later",
    Item.LENGTH: "why_shorter",
    Item.MENTOR: "why_other_mentor",
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What the client wishes; None or empty where nothing was said, and nothing can be below that."""

    minutes_a_week: int | None = None
    months: int | None = None
    first_day: dt.date | None = None
    mentor_types: frozenset[str] = frozenset()

    @property
    def last_day(self) -> dt.date | None:
        """The last day of the wished months, counted from the wished first day."""
        return last_day_of_months(self.first_day, self.months) if self.first_day and self.months else None


@dataclass(frozen=True, slots=True)
class Proposed:
    """A decision as it is written, before it is issued."""

    outcome: DecisionOutcome | None = None
    minutes_a_week: int | None = None
    first_day: dt.date | None = None
    last_day: dt.date | None = None
    mentor_type: str = ""
    purpose: str = ""
    tasks: str = ""
    funding: str = ""
    also_assistance: bool = False
    why_fewer_hours: str = ""
    why_shorter: str = ""
    why_later: str = ""
    why_other_mentor: str = ""
    reasons: str = ""
    offered_instead: str = ""
    sent_on: dt.date | None = None

    @property
    def is_grant(self) -> bool:
        return self.outcome in GRANTS


@dataclass(frozen=True, slots=True)
class Deviation:
    """One item that is less than wished or another than wished, with the numbers that say how much."""

    item: Item
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def reason_field(self) -> str:
        return REASON_FIELDS[self.item]


def wished_first_day(*, situation_starts_on: dt.date, received_on: dt.date) -> dt.date | None:
    """The first day the client wishes (R35): the start of the situation.

    None when the situation had begun before the application came: then nobody wished for a day, only for help soon.
    """
    return situation_starts_on if situation_starts_on >= received_on else None


def deviations(*, wish: Wish, proposed: Proposed) -> list[Deviation]:
    """Where the grant lies below the wish or is another than wished (R35) [law]. What is not filled in yet is not below anything.

    Length is compared from the granted first day, so that a later start of the same length is later and not shorter as well.
    """
    found: list[Deviation] = []
    minutes = proposed.minutes_a_week
    if minutes is not None and wish.minutes_a_week is not None and minutes < wish.minutes_a_week:
        found.append(Deviation(Item.HOURS, {"minutes": wish.minutes_a_week - minutes}))
    first, last = proposed.first_day, proposed.last_day
    if first and wish.first_day and first > wish.first_day:
        found.append(Deviation(Item.START, {"days": (first - wish.first_day).days}))
    if first and last and wish.months and first <= last:
        wished_last = last_day_of_months(first, wish.months)
        if last < wished_last:
            months = whole_months(DaySpan(first, last))
            even = months > 0 and last_day_of_months(first, months) == last
            found.append(Deviation(Item.LENGTH, {"months": wish.months - months} if even else {"days": (wished_last - last).days}))
    if proposed.mentor_type and wish.mentor_types and proposed.mentor_type not in wish.mentor_types:
        found.append(Deviation(Item.MENTOR))
    return found


def beyond(*, wish: Wish, proposed: Proposed) -> list[Deviation]:
    """Where the grant is more than wished: nothing to give reasons for, but not as wished either."""
    found: list[Deviation] = []
    minutes, first, last = proposed.minutes_a_week, proposed.first_day, proposed.last_day
    if minutes is not None and wish.minutes_a_week is not None and minutes > wish.minutes_a_week:
        found.append(Deviation(Item.HOURS, {"minutes": minutes - wish.minutes_a_week}))
    if first and wish.first_day and first < wish.first_day:
        found.append(Deviation(Item.START, {"days": (wish.first_day - first).days}))
    if first and last and wish.months and first <= last and last > last_day_of_months(first, wish.months):
        found.append(Deviation(Item.LENGTH, {"days": (last - last_day_of_months(first, wish.months)).days}))
    return found


def outcome_verdict(*, outcome: DecisionOutcome, below: list[Deviation]) -> Answer:
    """Whether the word fits the grant (R36): granted when nothing is below the wish, in part when something is.

    Refuses with `below_the_wish`, naming the items, or `nothing_below_the_wish`.
    """
    if outcome == DecisionOutcome.GRANTED and below:
        return no("below_the_wish", items=[str(each.item) for each in below])
    if outcome == DecisionOutcome.PARTIAL and not below:
        return no("nothing_below_the_wish")
    return YES


def as_taken(*, proposed: Proposed, wish: Wish) -> Proposed:
    """The decision without the fields of choices that were not taken: hidden fields are sent all the same."""
    if not proposed.is_grant:
        return Proposed(
            outcome=proposed.outcome,
            also_assistance=proposed.also_assistance,
            reasons=proposed.reasons.strip(),
            offered_instead=proposed.offered_instead.strip(),
            sent_on=proposed.sent_on,
        )
    needed = {each.reason_field for each in deviations(wish=wish, proposed=proposed)}
    kept: dict[str, Any] = {name: getattr(proposed, name).strip() if name in needed else "" for name in REASON_FIELDS.values()}
    full = proposed.outcome == DecisionOutcome.GRANTED
    return replace(
        proposed,
        purpose=proposed.purpose.strip(),
        tasks=proposed.tasks.strip(),
        reasons="" if full else proposed.reasons.strip(),
        offered_instead="",
        **kept,
    )


def _grant_gaps(*, proposed: Proposed, wish: Wish, on: dt.date, longest_months: int) -> list[Gap]:
    """What a grant lacks (R37), in the order of the page."""
    found: list[Gap] = []
    below = {each.item: each for each in deviations(wish=wish, proposed=proposed)}

    def reason(item: Item) -> None:
        if item in below and not getattr(proposed, REASON_FIELDS[item]).strip():
            found.append(Gap(REASON_FIELDS[item], f"{REASON_FIELDS[item]}_missing", below[item].facts))

    if proposed.minutes_a_week is None:
        found.append(Gap("minutes_a_week", "grant_hours_missing"))
    elif not 1 <= proposed.minutes_a_week <= FULL_TIME_MINUTES:
        found.append(Gap("minutes_a_week", "grant_hours_out_of_range", {"hours": FULL_TIME_MINUTES // 60}))
    reason(Item.HOURS)
    if proposed.first_day is None:
        found.append(Gap("first_day", "grant_first_day_missing"))
    reason(Item.START)
    if proposed.last_day is None:
        found.append(Gap("last_day", "grant_last_day_missing"))
    elif proposed.last_day < on:
        found.append(Gap("last_day", "grant_is_past"))
    elif proposed.first_day is not None:
        fits = length_verdict(first_day=proposed.first_day, last_day=proposed.last_day, longest_months=longest_months)
        if not fits:
            found.append(Gap("last_day", fits.code, fits.facts))
    reason(Item.LENGTH)
    if not proposed.mentor_type:
        found.append(Gap("mentor_type", "grant_mentor_type_missing"))
    reason(Item.MENTOR)
    found += [Gap(name, f"grant_{name}_missing") for name in ("purpose", "tasks", "funding") if not getattr(proposed, name).strip()]
    return found


def gaps(*, proposed: Proposed, wish: Wish, on: dt.date, longest_months: int) -> list[Gap]:
    """Everything that the decision lacks before it can be issued on the day `on` (R36, R37, R38), in the order of the page.

    A refusal or another scheme needs its reasons and what is offered instead [law]; a grant needs hours, days of at most
    `longest_months`, mentor, purpose, tasks, funding, and a reason for each item below the wish.
    """
    found: list[Gap] = []
    if proposed.outcome is None:
        found.append(Gap("outcome", "outcome_missing"))
    elif proposed.is_grant:
        fits = outcome_verdict(outcome=proposed.outcome, below=deviations(wish=wish, proposed=proposed))
        if not fits:
            found.append(Gap("outcome", fits.code, fits.facts))
        found += _grant_gaps(proposed=proposed, wish=wish, on=on, longest_months=longest_months)
    else:
        found += [Gap(name, f"{name}_missing") for name in ("reasons", "offered_instead") if not getattr(proposed, name).strip()]
    if proposed.sent_on is None:
        found.append(Gap("sent_on", "sent_on_missing"))
    elif proposed.sent_on < on:
        found.append(Gap("sent_on", "sent_before_decision"))
    elif proposed.sent_on > on + LATEST_SENDING:
        found.append(Gap("sent_on", "sent_too_late", {"latest": (on + LATEST_SENDING).isoformat()}))
    return found


def gaps_of_all(
    *,
    answers: Answers,
    groups: Mapping[str, dt.date | None],
    proposed: Proposed,
    wish: Wish,
    on: dt.date,
    longest_months: int | None,
) -> list[Gap]:
    """Everything that is missing in the assessment and the decision (R25-R29, R36-R38); `longest_months` None: no rules are in force."""
    granting = proposed.is_grant or proposed.outcome is None
    found = assessment.gaps(answers=answers, groups=groups, granting=granting, on=on)
    found += gaps(proposed=proposed, wish=wish, on=on, longest_months=longest_months or 1)
    return found if longest_months else [*found, Gap("", "no_rules_in_force")]


def decidable(*, state: State) -> Answer:
    """Whether the first decision can be made in this step (R39): in step 3 only. Refuses with `decide_later` or `decided_already`."""
    if state == State.ASSESSMENT:
        return YES
    return no("decide_later") if state in (State.CONTACT, State.CHALLENGES) else no("decided_already")
