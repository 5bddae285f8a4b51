"""Complaints about decisions: days by the Danish calendar, what is next, and what each step needs (rules R134-R136) [law]."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from cases.enums_course import AppealOutcome, Reassessment
from core.days import WEEK, next_working_day
from core.verdicts import YES, Answer, no

OF_THE_BOARD = frozenset({AppealOutcome.UPHELD, AppealOutcome.CHANGED, AppealOutcome.SENT_BACK, AppealOutcome.DISMISSED})

REMIND_DAYS = 7


class AppealState(StrEnum):
    """Where a complaint is."""

    LOOK_AGAIN = "look_again"
    FORWARD = "forward"
    DECIDE_AGAIN = "decide_again"
    AT_BOARD = "at_board"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Complaint:
    """A complaint as the rules read it."""

    received_on: dt.date
    reassess_by: dt.date
    reassessed_on: dt.date | None = None
    reassessment: str = ""
    forwarded_on: dt.date | None = None
    outcome: str = ""


def is_late(*, received_on: dt.date, appeal_until: dt.date) -> bool:
    """Whether a complaint came after the last day to complain (R134). It may come on any day, also on a day off; the last day is in time."""
    return received_on > appeal_until


def reassess_by(*, received_on: dt.date, weeks: int) -> dt.date:
    """By when the decision is looked at again and, if it is upheld, passed on (R135): the same weekday so many weeks after the complaint came,
    which is not counted itself; a day off moves it to the next working day."""
    return next_working_day(received_on + weeks * WEEK)


def received_verdict(*, received_on: dt.date, decided_on: dt.date, on: dt.date) -> Answer:
    """Whether a complaint can have come on this day (R134). Refuses with `appeal_in_future` or `appeal_before_decision`."""
    if received_on > on:
        return no("appeal_in_future")
    return no("appeal_before_decision", decided_on=decided_on.isoformat()) if received_on < decided_on else YES


def late_verdict(*, late: bool, take_up: bool | None, why: str) -> Answer:
    """Whether it is said what is done with a late complaint (R134): taken up or dismissed, each with its reason.

    Refuses with `appeal_is_late` (nothing is chosen yet) or `appeal_late_why_missing`.
    """
    if not late:
        return YES
    if take_up is None:
        return no("appeal_is_late")
    return YES if why.strip() else no("appeal_late_why_missing")


def state_of(complaint: Complaint) -> AppealState:
    """Where a complaint is (R135, R136)."""
    if complaint.outcome:
        return AppealState.ENDED
    if complaint.reassessed_on is None:
        return AppealState.LOOK_AGAIN
    if complaint.reassessment == Reassessment.CHANGED:
        return AppealState.DECIDE_AGAIN
    # Upheld or changed in part: what the client did not get in full goes to the appeals board.
    return AppealState.FORWARD if complaint.forwarded_on is None else AppealState.AT_BOARD


def due_on(complaint: Complaint) -> dt.date | None:
    """The next deadline of a complaint (R135): looking again, deciding again and passing on have the same one; the board has none of ours."""
    waits = state_of(complaint) in (AppealState.LOOK_AGAIN, AppealState.DECIDE_AGAIN, AppealState.FORWARD)
    return complaint.reassess_by if waits else None


def to_remember(complaints: Iterable[Complaint], *, on: dt.date, days: int = REMIND_DAYS) -> list[tuple[dt.date, AppealState, Complaint]]:
    """For reminders: the complaints whose deadline has come, has passed or comes within so many days, the most pressing first."""
    found = [(due, state_of(each), each) for each in complaints if (due := due_on(each)) is not None and (due - on).days <= days]
    return sorted(found, key=lambda row: (row[0], row[2].received_on))


def reassess_verdict(*, complaint: Complaint, reassessed_on: dt.date, reassessment: Reassessment, words: str, on: dt.date) -> Answer:
    """Whether the new look can be written down (R135): once, with reasons whatever it led to.

    Refuses with `appeal_ended`, `appeal_reassessed_already`, `appeal_day_in_future`, `appeal_day_too_early` or `appeal_reasons_missing`.
    """
    state = state_of(complaint)
    if state != AppealState.LOOK_AGAIN:
        return no("appeal_ended" if state == AppealState.ENDED else "appeal_reassessed_already")
    if not (fits := _day_verdict(reassessed_on, earliest=complaint.received_on, on=on)):
        return fits
    return YES if words.strip() else no("appeal_reasons_missing")


def forward_verdict(*, complaint: Complaint, forwarded_on: dt.date, on: dt.date) -> Answer:
    """Whether it can be passed on to the appeals board (R136): after a new look that did not change all.

    Refuses with `appeal_ended`, `appeal_not_reassessed`, `appeal_nothing_to_pass_on`, `appeal_forwarded_already` or as days do.
    """
    refusals = {
        AppealState.ENDED: "appeal_ended",
        AppealState.LOOK_AGAIN: "appeal_not_reassessed",
        AppealState.DECIDE_AGAIN: "appeal_nothing_to_pass_on",
        AppealState.AT_BOARD: "appeal_forwarded_already",
    }
    if refusal := refusals.get(state_of(complaint)):
        return no(refusal)
    return _day_verdict(forwarded_on, earliest=complaint.reassessed_on or complaint.received_on, on=on)


def outcomes_of(state: AppealState) -> tuple[AppealOutcome, ...]:
    """What can come of a complaint that is here (R136): the client can withdraw it on any day, the board answers when it has it."""
    if state == AppealState.ENDED:
        return ()
    if state == AppealState.DECIDE_AGAIN:
        return (AppealOutcome.CHANGED, AppealOutcome.WITHDRAWN)
    if state == AppealState.AT_BOARD:
        return (*(each for each in AppealOutcome if each in OF_THE_BOARD), AppealOutcome.WITHDRAWN)
    return (AppealOutcome.WITHDRAWN,)


def outcome_verdict(*, complaint: Complaint, outcome: AppealOutcome, outcome_on: dt.date, effect: str, on: dt.date) -> Answer:
    """Whether the outcome can be written down (R136): with what it means for the course, unless the client withdrew.

    Refuses with `appeal_ended`, `appeal_outcome_not_yet`, `appeal_effect_missing` or as days do.
    """
    state = state_of(complaint)
    if state == AppealState.ENDED:
        return no("appeal_ended")
    if outcome not in outcomes_of(state):
        return no("appeal_outcome_not_yet")
    earliest = complaint.received_on if outcome == AppealOutcome.WITHDRAWN else complaint.forwarded_on or complaint.reassessed_on
    if not (fits := _day_verdict(outcome_on, earliest=earliest or complaint.received_on, on=on)):
        return fits
    return YES if effect.strip() or outcome == AppealOutcome.WITHDRAWN else no("appeal_effect_missing")


def _day_verdict(day: dt.date, *, earliest: dt.date, on: dt.date) -> Answer:
    if day > on:
        return no("appeal_day_in_future")
    return no("appeal_day_too_early", earliest=earliest.isoformat()) if day < earliest else YES
