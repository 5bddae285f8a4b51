"""Complaints (R134-R136). Days are worked out by hand from the calendars of 2026 and 2027."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.enums_course import AppealOutcome, Reassessment
from cases.rules.appeals import (
    AppealState,
    Complaint,
    due_on,
    forward_verdict,
    is_late,
    late_verdict,
    outcome_verdict,
    outcomes_of,
    reassess_by,
    reassess_verdict,
    received_verdict,
    state_of,
    to_remember,
)
from cases.rules.deadlines import appeal_until
from core.days import DAY, WEEK, is_working_day

D = dt.date
SEVENTH, EIGHTH, TWENTIETH = D(2026, 12, 7), D(2026, 12, 8), D(2026, 12, 20)
NEW = Complaint(received_on=D(2026, 11, 27), reassess_by=D(2026, 12, 28))
UPHELD = replace(NEW, reassessed_on=D(2026, 12, 7), reassessment=Reassessment.UPHELD)
PASSED_ON = replace(UPHELD, forwarded_on=D(2026, 12, 8))
CHANGED = replace(NEW, reassessed_on=D(2026, 12, 7), reassessment=Reassessment.CHANGED)
days = st.dates(D(2024, 1, 1), D(2032, 12, 31))


def test_a_decision_received_on_a_friday_before_christmas_can_be_complained_about_until_the_monday_after() -> None:
    """R134: four weeks end on 25 December, a holiday; 26 is one, too, and 27 a Sunday"""
    until = appeal_until(received_on=D(2026, 11, 27), weeks=4)
    assert until == D(2026, 12, 28)
    assert not is_late(received_on=D(2026, 12, 28), appeal_until=until)
    assert not is_late(received_on=D(2026, 12, 27), appeal_until=until), "also on a day off"
    assert is_late(received_on=D(2026, 12, 29), appeal_until=until)


@pytest.mark.parametrize(
    ("received", "weeks", "by"),
    [
        (D(2026, 11, 16), 4, D(2026, 12, 14)),  # a Monday
        (D(2026, 11, 27), 4, D(2026, 12, 28)),  # 25 and 26 December, then a Sunday
        (D(2026, 11, 26), 4, D(2026, 12, 28)),  # Christmas Eve, both days after it, a Sunday
        (D(2027, 2, 25), 4, D(2027, 3, 30)),  # Maundy Thursday to Easter Monday
        (D(2027, 4, 8), 4, D(2027, 5, 7)),  # Ascension Day on 6 May, then the Friday
        (D(2026, 12, 4), 4, D(2027, 1, 4)),  # New Year's Day, then a weekend: over the year's end and week 53
        (D(2027, 5, 8), 4, D(2027, 6, 7)),  # 5 June is Constitution Day and a Saturday
        (D(2026, 11, 16), 1, D(2026, 11, 23)),
    ],
)
def test_the_decision_is_looked_at_again_within_so_many_weeks_of_the_calendar(received: dt.date, weeks: int, by: dt.date) -> None:
    """R135"""
    assert reassess_by(received_on=received, weeks=weeks) == by


@given(received=days, weeks=st.integers(1, 12))
def test_the_deadline_is_a_working_day_never_early_and_at_most_a_week_late(received: dt.date, weeks: int) -> None:
    """R135"""
    by = reassess_by(received_on=received, weeks=weeks)
    assert is_working_day(by) and received + weeks * WEEK <= by <= received + (weeks + 1) * WEEK


def test_a_complaint_came_after_the_decision_and_not_tomorrow() -> None:
    """R134"""
    on, decided = D(2026, 11, 16), D(2026, 11, 10)
    assert received_verdict(received_on=decided, decided_on=decided, on=on)
    assert received_verdict(received_on=on, decided_on=decided, on=on)
    assert received_verdict(received_on=on + DAY, decided_on=decided, on=on).code == "appeal_in_future"
    assert received_verdict(received_on=decided - DAY, decided_on=decided, on=on).code == "appeal_before_decision"


def test_a_late_complaint_is_taken_up_or_dismissed_each_with_its_reason() -> None:
    """R134"""
    assert late_verdict(late=False, take_up=None, why="")
    assert late_verdict(late=True, take_up=None, why="").code == "appeal_is_late"
    assert late_verdict(late=True, take_up=True, why=" ").code == "appeal_late_why_missing"
    assert late_verdict(late=True, take_up=False, why="").code == "appeal_late_why_missing"
    assert late_verdict(late=True, take_up=True, why="Indlagt i perioden")


@pytest.mark.parametrize(
    ("complaint", "state", "due"),
    [
        (NEW, AppealState.LOOK_AGAIN, NEW.reassess_by),
        (UPHELD, AppealState.FORWARD, NEW.reassess_by),
        (replace(UPHELD, reassessment=Reassessment.PARTLY), AppealState.FORWARD, NEW.reassess_by),
        (CHANGED, AppealState.DECIDE_AGAIN, NEW.reassess_by),
        (PASSED_ON, AppealState.AT_BOARD, None),
        (replace(PASSED_ON, outcome=AppealOutcome.CHANGED), AppealState.ENDED, None),
        (replace(NEW, outcome=AppealOutcome.WITHDRAWN), AppealState.ENDED, None),
    ],
)
def test_each_complaint_has_a_state_and_its_next_deadline(complaint: Complaint, state: AppealState, due: dt.date | None) -> None:
    """R135, R136"""
    assert (state_of(complaint), due_on(complaint)) == (state, due)


def test_reminders_name_what_is_over_or_near_the_most_pressing_first() -> None:
    """R135"""
    other = replace(NEW, received_on=D(2026, 11, 20), reassess_by=D(2026, 12, 18))
    found = to_remember([NEW, PASSED_ON, other, UPHELD], on=D(2026, 12, 21))
    assert [(due, state) for due, state, _each in found] == [
        (D(2026, 12, 18), AppealState.LOOK_AGAIN),
        (D(2026, 12, 28), AppealState.LOOK_AGAIN),
        (D(2026, 12, 28), AppealState.FORWARD),
    ]
    assert to_remember([NEW], on=D(2026, 12, 20)) == []
    assert len(to_remember([NEW], on=D(2026, 12, 20), days=8)) == 1


def test_the_new_look_is_written_once_with_reasons_on_a_day_that_can_be() -> None:
    """R135"""

    def ask(complaint: Complaint = NEW, day: dt.date = SEVENTH, words: str = "Vurderet igen") -> str:
        return reassess_verdict(
            complaint=complaint, reassessed_on=day, reassessment=Reassessment.UPHELD, words=words, on=D(2026, 12, 7)
        ).code

    assert ask() == ""
    assert ask(day=D(2026, 12, 8)) == "appeal_day_in_future"
    assert ask(day=D(2026, 11, 26)) == "appeal_day_too_early"
    assert ask(words=" ") == "appeal_reasons_missing"
    assert ask(UPHELD) == "appeal_reassessed_already"
    assert ask(replace(NEW, outcome=AppealOutcome.WITHDRAWN)) == "appeal_ended"


def test_only_what_was_not_changed_in_full_is_passed_on_and_once() -> None:
    """R136"""

    def ask(complaint: Complaint, day: dt.date = EIGHTH) -> str:
        return forward_verdict(complaint=complaint, forwarded_on=day, on=D(2026, 12, 8)).code

    assert ask(UPHELD) == ask(replace(UPHELD, reassessment=Reassessment.PARTLY)) == ""
    assert ask(NEW) == "appeal_not_reassessed"
    assert ask(CHANGED) == "appeal_nothing_to_pass_on"
    assert ask(PASSED_ON) == "appeal_forwarded_already"
    assert ask(replace(PASSED_ON, outcome=AppealOutcome.UPHELD)) == "appeal_ended"
    assert ask(UPHELD, D(2026, 12, 6)) == "appeal_day_too_early"
    assert ask(UPHELD, D(2026, 12, 9)) == "appeal_day_in_future"


def test_the_client_withdraws_on_any_day_and_the_board_answers_when_it_has_the_complaint() -> None:
    """R136"""
    for state in AppealState:
        assert (AppealOutcome.WITHDRAWN in outcomes_of(state)) is (state != AppealState.ENDED)
        assert (AppealOutcome.UPHELD in outcomes_of(state)) is (state == AppealState.AT_BOARD)
    assert AppealOutcome.CHANGED in outcomes_of(AppealState.DECIDE_AGAIN)


def test_an_outcome_says_what_it_means_for_the_course() -> None:
    """R136"""

    def ask(complaint: Complaint, outcome: AppealOutcome, day: dt.date = TWENTIETH, effect: str = "Flere timer") -> str:
        return outcome_verdict(complaint=complaint, outcome=outcome, outcome_on=day, effect=effect, on=D(2026, 12, 20)).code

    assert ask(PASSED_ON, AppealOutcome.UPHELD) == ""
    assert ask(PASSED_ON, AppealOutcome.UPHELD, effect="") == "appeal_effect_missing"
    assert ask(NEW, AppealOutcome.WITHDRAWN, effect="") == ""
    assert ask(NEW, AppealOutcome.UPHELD) == "appeal_outcome_not_yet"
    assert ask(PASSED_ON, AppealOutcome.UPHELD, D(2026, 12, 7)) == "appeal_day_too_early"
    assert ask(PASSED_ON, AppealOutcome.UPHELD, D(2026, 12, 21)) == "appeal_day_in_future"
    assert ask(replace(NEW, outcome=AppealOutcome.WITHDRAWN), AppealOutcome.WITHDRAWN) == "appeal_ended"
