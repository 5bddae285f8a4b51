"""A case as it was, or will be, on a day: its state, and which decision comes next (R87, R14)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from cases.enums import STEPS, State
from cases.rules.deadlines import decide_by
from core.days import DaySpan


class Standing(StrEnum):
    """Where a period stands on a day."""

    COMING = "coming"
    RUNNING = "running"
    OVER = "over"
    ENDED_EARLY = "ended_early"


class NextKind(StrEnum):
    """Which decision is next: the first one, one on a request that waits, or whether the course is extended or ends."""

    FIRST = "first"
    REQUEST = "request"
    EXTEND_OR_END = "extend_or_end"


@dataclass(frozen=True, slots=True)
class NextDecision:
    kind: NextKind
    day: dt.date


@dataclass(frozen=True, slots=True)
class End:
    """An end of the course that was opened again: from `closed_on` until the day before `opened_on` it was ended."""

    closed_on: dt.date
    opened_on: dt.date


def state_on(
    *,
    state: State,
    received_on: dt.date,
    step_days: Sequence[dt.date | None],
    began_on: dt.date | None,
    closed_on: dt.date | None,
    ends: Sequence[End] = (),
    on: dt.date,
) -> State | None:
    """The state on the day; None before the application. `step_days` are the days on which the five steps were completed, in their order.

    From `began_on`, the first day of the first period, the course runs; from each of the earlier `ends` to its re-opening it was ended (R124).
    What comes later than today is not known: then it is the state of now.
    """
    if on < received_on:
        return None
    if any(end.closed_on <= on < end.opened_on for end in ends):
        return State.ENDED
    if closed_on is not None and on >= closed_on:
        return state
    if began_on is not None and on >= began_on:
        return State.RUNNING
    for step, done_on in zip(STEPS, step_days, strict=True):
        if done_on is None or done_on > on:
            return step
    return State.RUNNING


def known_end(
    *, ended_on: dt.date | None, created_on: dt.date, taken_back_on: dt.date | None, closed: Sequence[dt.date], on: dt.date
) -> dt.date | None:
    """The day on which a period ended early, as it was known on the day; None when nobody knew yet.

    It is known from that day on, and earlier when the course was closed before (`closed`: its ends), or when its decision was annulled
    (`taken_back_on`): then a period that was still to come ended before it began.
    """
    if ended_on is None or ended_on <= on:
        return ended_on
    was_closed = any(created_on <= day <= on for day in closed)
    return ended_on if was_closed or (taken_back_on is not None and taken_back_on <= on) else None


def standing(*, first_day: dt.date, last_day: dt.date, ended_on: dt.date | None, on: dt.date) -> Standing:
    """Where the period stands on the day. One that was ended before its first day has ended early from then on."""
    if ended_on is not None and on > ended_on:
        return Standing.ENDED_EARLY
    if on < first_day:
        return Standing.COMING
    return Standing.RUNNING if on <= last_day else Standing.OVER


def next_decision(
    *, state: State | None, answer_due_on: dt.date, waiting_until: dt.date | None, course: DaySpan | None, notice_weeks: int
) -> NextDecision | None:
    """The decision that comes next, and by when (R11, R14). None while the mentor is found, and when nothing is left to decide.

    It is the answer to the application, to a request that waits (`waiting_until`), or whether the course is extended.
    """
    if state in (State.CONTACT, State.CHALLENGES, State.ASSESSMENT):
        return NextDecision(NextKind.FIRST, answer_due_on)
    if state != State.RUNNING:
        return None
    if waiting_until is not None:
        return NextDecision(NextKind.REQUEST, waiting_until)
    if course is None or course.last_day is None:
        return None
    return NextDecision(NextKind.EXTEND_OR_END, decide_by(last_day=course.last_day, notice_weeks=notice_weeks))
