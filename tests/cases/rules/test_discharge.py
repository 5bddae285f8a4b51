"""Discharge from a psychiatric hospital (R137-R139)."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.enums_course import DischargeAnswer
from cases.rules.discharge import (
    Coming,
    NoticeCode,
    answer_verdict,
    ask_by,
    discharged_verdict,
    earliest_first_day,
    notices,
    right_until,
    told_verdict,
)
from core.days import DAY, DaySpan, add_months, last_day_of_months

D = dt.date
ON = D(2026, 11, 16)
COMING = Coming(expected_on=D(2027, 1, 15), asked_on=ON, answer=DischargeAnswer.YES)


def codes(*spans: tuple[dt.date, dt.date], coming: Coming = COMING) -> list[NoticeCode]:
    return [each.code for each in notices(coming=coming, spans=[DaySpan(*span) for span in spans])]


@pytest.mark.parametrize(
    ("discharge", "earliest", "until"),
    [
        (D(2027, 1, 15), D(2026, 10, 15), D(2027, 7, 14)),
        (D(2026, 5, 31), D(2026, 2, 28), D(2026, 11, 30)),  # no 31 February, no 31 November
        (D(2028, 5, 31), D(2028, 2, 29), D(2028, 11, 30)),  # a leap year
        (D(2026, 8, 31), D(2026, 5, 31), D(2027, 2, 28)),
        (D(2026, 1, 1), D(2025, 10, 1), D(2026, 6, 30)),  # over the year's end
    ],
)
def test_the_right_begins_three_months_before_and_reaches_six_months_after(discharge: dt.date, earliest: dt.date, until: dt.date) -> None:
    """R138, R139"""
    assert (earliest_first_day(discharge_on=discharge), right_until(discharge_on=discharge)) == (earliest, until)


def test_a_notice_has_days_that_can_be_true() -> None:
    """R137"""
    assert told_verdict(notified_on=ON, expected_on=D(2027, 1, 15), on=ON)
    assert told_verdict(notified_on=ON + DAY, expected_on=D(2027, 1, 15), on=ON).code == "discharge_told_in_future"
    assert told_verdict(notified_on=ON, expected_on=D(2028, 1, 15), on=ON).code == "discharge_too_far"
    assert told_verdict(notified_on=ON, expected_on=D(2025, 1, 15), on=ON).code == "discharge_too_long_ago"


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({}, ""),
        ({"answer": "", "answered_on": None}, ""),
        ({"asked_on": ON + DAY}, "discharge_asked_in_future"),
        ({"asked_on": ON - 3 * DAY}, "discharge_asked_too_early"),
        ({"answer": ""}, "discharge_answer_missing"),
        ({"answered_on": None}, "discharge_answered_missing"),
        ({"answered_on": ON + DAY}, "discharge_answered_in_future"),
        ({"answered_on": ON - 2 * DAY}, "discharge_answered_too_early"),
    ],
)
def test_the_client_is_asked_and_may_answer_later(other: dict[str, Any], code: str) -> None:
    """R137"""
    known: dict[str, Any] = {"asked_on": ON - DAY, "answer": DischargeAnswer.LATER, "answered_on": ON, "notified_on": ON - 2 * DAY}
    answer, _field = answer_verdict(**{**known, **other}, on=ON)
    assert answer.code == code


def test_who_was_not_asked_is_to_be_remembered() -> None:
    """R137"""
    assert ask_by(notified_on=ON, asked_on=None) == ON + 7 * DAY
    assert ask_by(notified_on=ON, asked_on=ON) is None
    assert codes(coming=Coming(expected_on=D(2027, 1, 15))) == [NoticeCode.RIGHT, NoticeCode.NOT_ASKED]


def test_nobody_was_discharged_tomorrow() -> None:
    assert discharged_verdict(discharged_on=ON, notified_on=ON, on=ON)
    assert discharged_verdict(discharged_on=ON + DAY, notified_on=ON, on=ON).code == "discharged_in_future"
    assert discharged_verdict(discharged_on=D(2024, 1, 1), notified_on=ON, on=ON).code == "discharged_too_long_ago"


def test_a_grant_that_begins_too_early_or_is_too_short_is_warned_of() -> None:
    """R138, R139"""
    assert codes() == [NoticeCode.RIGHT]
    assert codes((D(2027, 1, 15), D(2027, 7, 14))) == [NoticeCode.RIGHT]
    assert codes((D(2026, 10, 14), D(2027, 4, 13))) == [NoticeCode.RIGHT, NoticeCode.TOO_EARLY, NoticeCode.TOO_SHORT]
    assert codes((D(2026, 10, 15), D(2027, 4, 14))) == [NoticeCode.RIGHT, NoticeCode.TOO_SHORT], "in periods: it needs an extension"
    assert codes((D(2026, 10, 15), D(2027, 4, 14)), (D(2027, 4, 15), D(2027, 7, 14))) == [NoticeCode.RIGHT]
    assert codes((D(2027, 1, 15), D(2027, 7, 13))) == [NoticeCode.RIGHT, NoticeCode.TOO_SHORT]
    assert codes((D(2027, 2, 1), D(2027, 7, 31))) == [NoticeCode.RIGHT], "a later begin of six months is six months"
    assert codes((D(2026, 10, 15), D(2026, 12, 31))) == [NoticeCode.RIGHT, NoticeCode.TOO_SHORT], "nothing after the discharge"


def test_who_has_said_no_is_not_warned_for() -> None:
    assert codes((D(2027, 1, 15), D(2027, 2, 14)), coming=Coming(expected_on=D(2027, 1, 15), asked_on=ON, answer=DischargeAnswer.NO)) == []


def test_the_day_it_was_counts_and_not_the_day_that_was_expected() -> None:
    """R138"""
    moved = Coming(expected_on=D(2027, 1, 15), discharged_on=D(2027, 2, 15), asked_on=ON, answer=DischargeAnswer.YES)
    assert codes((D(2027, 2, 15), D(2027, 8, 14)), coming=moved) == [NoticeCode.RIGHT]
    assert codes((D(2027, 1, 15), D(2027, 7, 14)), coming=moved) == [NoticeCode.RIGHT, NoticeCode.TOO_SHORT]


@given(day=st.dates(D(2024, 1, 1), D(2032, 12, 31)), later=st.integers(0, 400))
def test_six_months_from_the_discharge_or_later_are_always_enough(day: dt.date, later: int) -> None:
    """R139"""
    first = day + later * DAY
    found = codes((first, last_day_of_months(first, 6)), coming=Coming(expected_on=day, asked_on=day, answer=DischargeAnswer.YES))
    assert found == [NoticeCode.RIGHT]


@given(day=st.dates(D(2024, 1, 1), D(2032, 12, 31)))
def test_the_right_never_begins_more_than_three_months_before(day: dt.date) -> None:
    """R138"""
    earliest = earliest_first_day(discharge_on=day)
    assert earliest < day and add_months(earliest, 3) <= day
