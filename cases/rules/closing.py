"""The end of a course: what must be settled first, why it can end, when it counts as completed, and whether it can be opened again (R122-R125)."""

import datetime as dt
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from cases.enums import EndReason, Outcome, OutcomePoint, State
from cases.rules.followup import days_verdict
from core.days import DAY, FULL_TIME_MINUTES, DaySpan, add_months
from core.verdicts import YES, Answer, no

COMPLETED = (EndReason.GOAL_REACHED, EndReason.MANAGES_WITHOUT, EndReason.OTHER_SOLUTION, EndReason.RAN_OUT)
"""The reasons of a course that was completed."""
NEEDS_WORDS = (EndReason.OTHER,)
"""Reasons that say nothing by themselves."""
ENDS_A_MATCH = (EndReason.MATCH_FAILED,)
"""The reasons with which a course can end while a new mentor is looked for."""
WORKING = (Outcome.ORDINARY_JOB, Outcome.FLEXIBLE_JOB, Outcome.ORDINARY_EDUCATION, Outcome.KEPT_JOB)
"""In work or education: the pilot's four [1]."""
SINCE_MONTHS = 12
"""A job that is certain to begin within so many months is an outcome."""
MOST_WEEKLY = 2 * FULL_TIME_MINUTES


# Closing


@dataclass(frozen=True, slots=True)
class Unsettled:
    """What waits in a running course: entries of the log to approve, a request for an extension, a prepared decision, a search for a mentor."""

    entries: int = 0
    extension: bool = False
    approval: bool = False
    rematch: bool = False


def closing_verdict(*, state: State, unsettled: Unsettled, reason: EndReason | None = None) -> Answer:
    """Whether a course can be closed (R122): nothing is left to approve or to decide. A view that is missing stops nothing.

    With a reason that says that the match failed the search for another mentor ends with the course. Refuses with `closing_not_running`,
    `hours_to_approve`, `closing_extension`, `closing_approval` or `closing_rematch`.
    """
    if state != State.RUNNING:
        return no("closing_not_running", state=str(state))
    if unsettled.entries:
        return no("hours_to_approve", entries=unsettled.entries)
    if unsettled.extension:
        return no("closing_extension")
    if unsettled.approval:
        return no("closing_approval")
    if unsettled.rematch and reason is not None and reason not in ENDS_A_MATCH:
        return no("closing_rematch")
    return YES


def end_reasons(*, today: dt.date, last_day: dt.date | None) -> tuple[EndReason, ...]:
    """The reasons there are on a day (R123): a period has run out on its last day and not before."""
    has_run_out = last_day is None or today >= last_day
    return tuple(reason for reason in EndReason if reason != EndReason.RAN_OUT or has_run_out)


def reason_verdict(*, reason: EndReason, today: dt.date, last_day: dt.date | None) -> Answer:
    """Refuses with `not_run_out_yet` (R123)."""
    if reason in end_reasons(today=today, last_day=last_day):
        return YES
    return no("not_run_out_yet", last_day=last_day.isoformat() if last_day else "")


def is_completed(*, reason: EndReason, contacts: int) -> bool:
    """Whether a course counts as completed (R123): one of the first four reasons, and at least one contact that took place."""
    return reason in COMPLETED and contacts > 0


# What became of the client


@dataclass(frozen=True, slots=True)
class Became:
    """What became of the client: the outcome, and where, since when and for how many minutes a week, as far as that is asked."""

    outcome: Outcome
    where: str = ""
    since: dt.date | None = None
    minutes_a_week: int | None = None


_ASKED: dict[Outcome, frozenset[str]] = {
    **dict.fromkeys((*WORKING, Outcome.WAGE_SUBSIDY, Outcome.OTHER_MEASURE), frozenset({"where", "since", "minutes_a_week"})),
    **dict.fromkeys((Outcome.SICKNESS, Outcome.PENSION), frozenset({"since"})),
    Outcome.MOVED: frozenset({"where", "since"}),
}


def asked_of(outcome: Outcome) -> frozenset[str]:
    """What is asked besides the outcome itself (R125); of stopped and unknown nothing."""
    return _ASKED.get(outcome, frozenset())


def as_asked(became: Became) -> Became:
    """Without what the outcome does not ask for: the fields of a choice not taken stay empty (R125)."""
    asked = asked_of(became.outcome)
    return Became(
        outcome=became.outcome,
        where=became.where.strip() if "where" in asked else "",
        since=became.since if "since" in asked else None,
        minutes_a_week=became.minutes_a_week if "minutes_a_week" in asked else None,
    )


def outcome_verdict(*, became: Became, today: dt.date) -> Answer:
    """Whether where, since and hours can be true (R125). Refuses with `outcome_since_too_far` or `outcome_hours_range`."""
    latest = add_months(today, SINCE_MONTHS)
    if became.since is not None and became.since > latest:
        return no("outcome_since_too_far", latest=latest.isoformat())
    if became.minutes_a_week is not None and not 1 <= became.minutes_a_week <= MOST_WEEKLY:
        return no("outcome_hours_range", hours=MOST_WEEKLY // 60)
    return YES


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a course is to be closed, as it is typed: why, words, what became of the client, and the days to ask again."""

    reason: EndReason
    words: str
    became: Became
    days: Mapping[OutcomePoint, dt.date]


def first_problem(*, wanted: Wanted, last_day: dt.date | None, today: dt.date) -> tuple[str, Answer]:
    """The first thing that cannot be, with its field (R123, R125, R126): reason, words, where and since, a day to ask again. Yes when all can.

    Refuses as `reason_verdict`, `outcome_verdict` and `days_verdict`, and with `words_missing` where the reason says nothing by itself.
    """
    if not (answer := reason_verdict(reason=wanted.reason, today=today, last_day=last_day)):
        return "reason", answer
    if wanted.reason in NEEDS_WORDS and not wanted.words.strip():
        return "words", no("words_missing")
    if not (answer := outcome_verdict(became=as_asked(wanted.became), today=today)):
        return "since" if answer.code == "outcome_since_too_far" else "minutes_a_week", answer
    point, answer = days_verdict(closed_on=today, days=wanted.days)
    return f"day_{point}", answer


# Opening again


@dataclass(frozen=True, slots=True)
class Granted:
    """A period as it was granted, and the day on which it ended early; `decision` is whatever names its decision."""

    decision: Hashable
    days: DaySpan
    minutes_a_week: int
    ended_on: dt.date | None = None
    annulled: bool = False


@dataclass(frozen=True, slots=True)
class Again:
    """Days that are left of a grant: a new period under the same decision."""

    decision: Hashable
    days: DaySpan
    minutes_a_week: int


def days_again(*, periods: Sequence[Granted], today: dt.date) -> list[Again]:
    """What is left of the granted days from today on, in order (R124): never a day more, and no day twice. `periods` in the order of their numbers.

    The day on which a period ended is used; an annulled decision gives nothing back.
    """
    found: list[Again] = []
    for each in reversed(periods):
        last_day = each.days.last_day
        if each.annulled or last_day is None:
            continue
        first_day = max([today, each.days.first_day, *([each.ended_on + DAY] if each.ended_on is not None else [])])
        if first_day > last_day:
            continue
        days = DaySpan(first_day, last_day)
        if not any(days.overlaps(other.days) for other in found):
            found.append(Again(each.decision, days, each.minutes_a_week))
    return sorted(found, key=lambda again: again.days.first_day)


def reopening_verdict(*, state: State, handed_over: bool, latest: dt.date | None, today: dt.date) -> Answer:
    """Whether an ended course can be opened again (R124): within its granted days, or while an extension can still be asked for late, until `latest`.

    Refuses with `reopening_not_ended`, `reopening_handed_over` or `reopening_too_late`: then it is a new application.
    """
    if state != State.ENDED:
        return no("reopening_not_ended", state=str(state))
    if handed_over:
        return no("reopening_handed_over")
    if latest is None or today > latest:
        return no("reopening_too_late", latest=latest.isoformat() if latest else "")
    return YES


def consent_verdict(*, given_on: dt.date | None, closed_on: dt.date, today: dt.date) -> Answer:
    """The client says yes again, on a day from the end to today (R124). Refuses with `consent_day_missing`, `consent_in_future` or `consent_before_end`."""
    if given_on is None:
        return no("consent_day_missing")
    if given_on > today:
        return no("consent_in_future")
    return YES if given_on >= closed_on else no("consent_before_end", closed_on=closed_on.isoformat())
