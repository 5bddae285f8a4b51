"""After the end: when the client is asked again, and what an answer holds (R126, R127)."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.enums import Outcome, OutcomePoint
from cases.rules.followup import MONTHS, answer_verdict, asking_verdict, days_verdict, follow_up_days, plain_day
from core.days import DAY, add_months, is_working_day

M3, M6, M12 = MONTHS
CLOSED = dt.date(2026, 11, 17)


@pytest.mark.parametrize(
    ("closed", "expected"),
    [
        ("2026-11-17", ("2027-02-17", "2027-05-18", "2027-11-17")),  # 17 May 2027 is Whit Monday
        ("2026-11-30", ("2027-03-01", "2027-05-31", "2027-11-30")),  # 28 February 2027 is a Sunday
        ("2028-02-29", ("2028-05-29", "2028-08-29", "2029-02-28")),
        ("2026-09-25", ("2026-12-28", "2027-03-30", "2027-09-27")),  # Christmas; Maundy Thursday to Easter Monday; a Saturday
    ],
)
def test_three_six_and_twelve_months_after_on_a_working_day_r126(closed, expected):
    found = follow_up_days(closed_on=dt.date.fromisoformat(closed))
    assert tuple(found[point].isoformat() for point in (M3, M6, M12)) == expected


@given(st.dates(dt.date(2020, 1, 1), dt.date(2090, 12, 31)))
def test_the_days_are_always_possible_r126(closed):
    days = follow_up_days(closed_on=closed)
    assert days_verdict(closed_on=closed, days=days)[1]
    for point, day in days.items():
        assert is_working_day(day)
        assert dt.timedelta(0) <= day - plain_day(closed_on=closed, point=point) <= dt.timedelta(days=8)


@pytest.mark.parametrize(
    ("changed", "point", "code"),
    [
        ({M3: CLOSED + DAY}, None, ""),
        ({M3: CLOSED}, M3, "follow_up_before_end"),
        ({M3: dt.date(2026, 12, 25)}, M3, "follow_up_day_off"),
        ({M6: dt.date(2027, 2, 17)}, M6, "follow_up_order"),
        ({M12: add_months(CLOSED, 18)}, None, ""),
        ({M12: add_months(CLOSED, 18) + DAY}, M12, "follow_up_too_late"),
    ],
)
def test_a_day_can_be_changed_to_another_working_day_in_order_r126(changed, point, code):
    found = days_verdict(closed_on=CLOSED, days={**follow_up_days(closed_on=CLOSED), **changed})
    assert (found[0], found[1].code) == (point, code)


def test_days_that_are_not_there_are_not_judged_r126():
    assert days_verdict(closed_on=CLOSED, days={OutcomePoint.MONTHS_12: dt.date(2027, 11, 17)})[1]


def test_before_its_day_it_is_not_asked_yet_r127():
    assert asking_verdict(due_on=CLOSED, today=CLOSED - DAY).code == "follow_up_too_early"
    assert asking_verdict(due_on=CLOSED, today=CLOSED)
    assert asking_verdict(due_on=CLOSED, today=CLOSED + 400 * DAY)


def test_not_reached_is_an_answer_r127():
    assert answer_verdict(reached=False, outcome=None)
    assert answer_verdict(reached=True, outcome=Outcome.UNKNOWN)
    assert answer_verdict(reached=True, outcome=None).code == "outcome_not_chosen"
