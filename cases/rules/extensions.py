"""Extension: when it can be asked for, by when it is decided, what a decision needs, and what the course comes to (rules R112-R117).

A new period is a new decision: silence never makes one. Whole minutes; days are inclusive.
"""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from cases.enums import DecisionOutcome, State
from cases.enums_course import AskedBy, ExtensionState
from cases.rules.assessment import Gap
from cases.rules.deadlines import decide_by
from cases.rules.decisions import LATEST_SENDING
from cases.rules.hours import Step
from cases.rules.periods import latest_last_day, length_verdict
from core.days import DAY, FULL_TIME_MINUTES, WEEK, DaySpan, last_day_of_months
from core.verdicts import YES, Answer, no

MOST_STEPS = 8
"""So many dated steps of hours in one grant are enough for anybody."""


# When


def window(*, last_day: dt.date, request_weeks: int, late_request_days: int) -> DaySpan:
    """The days on which an extension can be asked for (R112): so many weeks before the last day of the course, and so many days after it."""
    return DaySpan(last_day - request_weeks * WEEK, last_day + late_request_days * DAY)


def opening_verdict(
    *, state: State, consent_withdrawn: bool, is_pending: bool, last_day: dt.date | None, days: DaySpan | None, today: dt.date
) -> Answer:
    """Whether a request can be written down today (R112): in a running course with the client's consent, one at a time, from the first day
    of the `window` on. What was asked in time can be typed later; that is the request's own day.

    Refuses with `extension_not_running`, `consent_withdrawn`, `extension_pending`, `extension_no_period` or `extension_too_early`.
    """
    if state != State.RUNNING:
        return no("extension_not_running", state=str(state))
    if consent_withdrawn:
        return no("consent_withdrawn")
    if is_pending:
        return no("extension_pending")
    if last_day is None or days is None:
        return no("extension_no_period")
    if today < days.first_day:
        return no("extension_too_early", day=days.first_day.isoformat())
    return YES


def asked_verdict(*, asked_on: dt.date, today: dt.date, course: DaySpan, days: DaySpan) -> Answer:
    """Whether the day of the request can be true and is in time (R112). Refuses with `asked_in_future`, `asked_before_course` or
    `extension_too_late`."""
    if asked_on > today:
        return no("asked_in_future")
    if asked_on < course.first_day:
        return no("asked_before_course", first_day=course.first_day.isoformat())
    if days.last_day is not None and asked_on > days.last_day:
        return no("extension_too_late", day=days.last_day.isoformat())
    return YES


def is_late(*, asked_on: dt.date, last_day: dt.date) -> bool:
    """Asked after the last day (R113): it is named late, and the days without a period stay visible."""
    return asked_on > last_day


def due(*, last_day: dt.date, notice_weeks: int, asked_on: dt.date) -> dt.date:
    """By when the request is decided (R14): the notice before the last day, moved back to a working day; never before it was asked."""
    return max(decide_by(last_day=last_day, notice_weeks=notice_weeks), asked_on)


def new_first_day(*, last_day: dt.date, decided_on: dt.date) -> dt.date:
    """The first day of the new period (R113): the day after the old last day; decided later, the day of the decision. A gap is not filled."""
    return max(last_day + DAY, decided_on)


def latest_day(*, first_day: dt.date, longest_months: int) -> dt.date:
    """The latest possible last day (R31): by the month rule from the new period's own first day."""
    return latest_last_day(first_day=first_day, longest_months=longest_months)


def last_day_of(*, first_day: dt.date, months: int) -> dt.date:
    """The last day of so many months from the new first day (R31)."""
    return last_day_of_months(first_day, months)


def wish_verdict(*, minutes_a_week: int, last_day: dt.date, first_day: dt.date, longest_months: int) -> Gap | None:
    """What of the wished hours and last day cannot be (R114): the field and `grant_hours_out_of_range`, `ends_before_start` or `period_too_long`."""
    if not 1 <= minutes_a_week <= FULL_TIME_MINUTES:
        return Gap("minutes_a_week", "grant_hours_out_of_range", {"hours": FULL_TIME_MINUTES // 60})
    fits = length_verdict(first_day=first_day, last_day=last_day, longest_months=longest_months)
    return None if fits else Gap("last_day", fits.code, fits.facts)


# Who


def requester(*, asked_by: AskedBy, recorded_by: uuid.UUID) -> uuid.UUID | None:
    """The colleague who asks (R116): a caseworker's own request. Who only writes down what client or mentor asks for is not the one who asks."""
    return recorded_by if asked_by == AskedBy.CASEWORKER else None


def asker_verdict(*, before: AskedBy, after: AskedBy) -> Answer:
    """Whether a request can become that of somebody else (R116): one of the client or mentor can become a colleague's own, never the other way
    round, so that who asks cannot turn to deciding. Refuses with `own_request_stays`."""
    return no("own_request_stays") if before == AskedBy.CASEWORKER and after != AskedBy.CASEWORKER else YES


def decider_verdict(*, state: ExtensionState, asked_by: uuid.UUID | None, decider: uuid.UUID) -> Answer:
    """Whether this person can decide the request now (R116): once, while it waits, and never the one who asks.

    Refuses with `extension_over`, `approval_waiting` or `decided_by_requester`.
    """
    if state in (ExtensionState.DECIDED, ExtensionState.WITHDRAWN):
        return no("extension_over", state=str(state))
    if state == ExtensionState.SECOND:
        return no("approval_waiting")
    return no("decided_by_requester") if asked_by is not None and asked_by == decider else YES


# What


class Choice(StrEnum):
    """What can be done with a request. Sending it back is no decision: the deadline stands."""

    AS_WISHED = "granted"
    LESS = "partial"
    SEND_BACK = "sent_back"
    REFUSE = "refused"


OUTCOMES: dict[Choice, DecisionOutcome] = {
    Choice.AS_WISHED: DecisionOutcome.GRANTED,
    Choice.LESS: DecisionOutcome.PARTIAL,
    Choice.REFUSE: DecisionOutcome.REFUSED,
}


@dataclass(frozen=True, slots=True)
class Wished:
    """What is asked for: so many minutes every week until this day."""

    minutes_a_week: int
    last_day: dt.date


@dataclass(frozen=True, slots=True)
class Proposed:
    """A decision as it is written. The first day is not chosen, it is computed. `steps` are what a grant is made of, by day."""

    choice: Choice | None = None
    first_day: dt.date | None = None
    last_day: dt.date | None = None
    steps: tuple[Step, ...] = ()
    purpose: str = ""
    tasks: str = ""
    mentor_type: str = ""
    funding: str = ""
    less_reason: str = ""
    reasons: str = ""
    offered_instead: str = ""
    sent_on: dt.date | None = None

    @property
    def is_grant(self) -> bool:
        return self.choice in (Choice.AS_WISHED, Choice.LESS)

    @property
    def span(self) -> DaySpan | None:
        """The days of the new period, as far as they can be told."""
        if self.first_day is None or self.last_day is None or self.last_day < self.first_day:
            return None
        return DaySpan(self.first_day, self.last_day)

    @property
    def minutes_a_week(self) -> int | None:
        """The most minutes of any week: those of the first step, as hours only go down."""
        return max((step.minutes_a_week for step in self.steps), default=None)


def as_taken(*, proposed: Proposed, wished: Wished, first_day: dt.date) -> Proposed:
    """The decision with the computed first day, and without the fields of choices that were not taken: hidden fields are sent all the same."""
    if proposed.choice == Choice.AS_WISHED:
        proposed = replace(
            proposed,
            last_day=wished.last_day,
            steps=(Step(first_day, wished.minutes_a_week),),
            less_reason="",
            reasons="",
            offered_instead="",
        )
    elif proposed.choice == Choice.LESS:
        proposed = replace(proposed, steps=tuple(sorted(proposed.steps)), reasons=proposed.reasons.strip(), offered_instead="")
    else:
        return Proposed(
            choice=proposed.choice,
            reasons=proposed.reasons.strip(),
            offered_instead=proposed.offered_instead.strip(),
            sent_on=proposed.sent_on,
        )
    return replace(proposed, first_day=first_day, purpose=proposed.purpose.strip(), tasks=proposed.tasks.strip())


def steps_from(*, steps: Sequence[Step], first_day: dt.date) -> tuple[Step, ...]:
    """The same steps when the period begins on another day (R113): what holds on that day begins with it, and later steps stay."""
    begun = [step for step in sorted(steps) if step.first_day <= first_day] or sorted(steps)[:1]
    later = [step for step in sorted(steps) if step.first_day > first_day]
    if not begun:
        return ()
    later = [step for step in later if step != begun[-1]]
    return (Step(first_day, begun[-1].minutes_a_week), *later)


def is_less(*, proposed: Proposed, wished: Wished) -> bool:
    """Whether the grant lies below the wish (R115): fewer hours in some week, or an earlier last day."""
    shorter = proposed.last_day is not None and proposed.last_day < wished.last_day
    return shorter or any(step.minutes_a_week < wished.minutes_a_week for step in proposed.steps)


def step_gaps(*, proposed: Proposed) -> list[Gap]:
    """What the steps of hours lack (R115): the first begins with the period, each later one inside it, and hours only go down.

    Codes: `steps_missing`, `steps_begin_elsewhere`, `step_outside`, `step_twice`, `steps_rise`, `grant_hours_out_of_range`.
    """
    steps = sorted(proposed.steps)
    if not steps:
        return [Gap("steps", "steps_missing")]
    span = proposed.span
    if proposed.first_day is not None and steps[0].first_day != proposed.first_day:
        return [Gap("steps", "steps_begin_elsewhere", {"first_day": proposed.first_day.isoformat()})]
    for step in steps:
        if not 1 <= step.minutes_a_week <= FULL_TIME_MINUTES:
            return [Gap("steps", "grant_hours_out_of_range", {"hours": FULL_TIME_MINUTES // 60})]
        if span is not None and step.first_day not in span:
            return [Gap("steps", "step_outside", {"day": step.first_day.isoformat(), "last_day": str(span.last_day)})]
    for before, after in pairwise(steps):
        if before.first_day == after.first_day:
            return [Gap("steps", "step_twice", {"day": after.first_day.isoformat()})]
        if after.minutes_a_week > before.minutes_a_week:
            return [Gap("steps", "steps_rise", {"day": after.first_day.isoformat()})]
    return []


def gaps(*, proposed: Proposed, wished: Wished, on: dt.date, longest_months: int) -> list[Gap]:
    """Everything that the decision lacks before it can be issued on the day (R115), in the order of the page. `proposed` is `as_taken`.

    A grant has hours, days of at most `longest_months` from its own first day, purpose, tasks, mentor and funding. Less than wished needs
    reasons, a refusal needs reasons and what is offered instead [law].
    """
    found: list[Gap] = []
    if proposed.choice is None:
        found.append(Gap("choice", "extension_choice_missing"))
    elif proposed.is_grant:
        found += _grant_gaps(proposed=proposed, wished=wished, longest_months=longest_months)
    elif proposed.choice == Choice.REFUSE:
        found += [Gap(name, f"{name}_missing") for name in ("reasons", "offered_instead") if not getattr(proposed, name).strip()]
    if proposed.sent_on is None:
        found.append(Gap("sent_on", "sent_on_missing"))
    elif proposed.sent_on < on:
        found.append(Gap("sent_on", "sent_before_decision"))
    elif proposed.sent_on > on + LATEST_SENDING:
        found.append(Gap("sent_on", "sent_too_late", {"latest": (on + LATEST_SENDING).isoformat()}))
    return found


def _grant_gaps(*, proposed: Proposed, wished: Wished, longest_months: int) -> list[Gap]:
    found: list[Gap] = []
    if proposed.last_day is None:
        found.append(Gap("last_day", "grant_last_day_missing"))
    elif proposed.first_day is not None:
        fits = length_verdict(first_day=proposed.first_day, last_day=proposed.last_day, longest_months=longest_months)
        if not fits:
            found.append(Gap("last_day", fits.code, fits.facts))
    if not found:
        found += step_gaps(proposed=proposed)
    if not found and proposed.choice == Choice.LESS and not is_less(proposed=proposed, wished=wished):
        found.append(Gap("choice", "extension_nothing_less"))
    if proposed.choice == Choice.LESS and not proposed.reasons:
        found.append(Gap("reasons", "reasons_missing"))
    names = ("mentor_type", "purpose", "tasks", "funding")
    return found + [Gap(name, f"grant_{name}_missing") for name in names if not getattr(proposed, name).strip()]


# How much
