"""Feedback: what counts, by when it is dealt with, when the client is asked next (R140-R142)."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.feedback import answer_by, feedback_verdict, next_question
from core.days import DAY, DaySpan, add_months, is_working_day

TODAY = dt.date(2026, 11, 17)
COURSE = DaySpan(dt.date(2026, 6, 8), dt.date(2026, 12, 6))
days = st.dates(dt.date(2026, 1, 1), dt.date(2028, 1, 1))


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({}, ""),
        ({"going": None, "words": "Det går"}, ""),
        ({"going": None, "words": "  "}, "feedback_says_nothing"),
        ({"not_working": True, "words": " "}, "feedback_what_is_wrong"),
        ({"not_working": True, "words": "Vi mødes ikke", "going": None}, ""),
        ({"day": TODAY + DAY}, "feedback_in_future"),
        ({"day": COURSE.first_day}, ""),
        ({"day": COURSE.first_day - DAY}, "feedback_before_course"),
        ({"course_first_day": None}, "feedback_no_course"),
    ],
)
def test_it_says_something_and_was_said_since_the_course_began(other, code):
    """R140"""
    known = {"day": TODAY, "today": TODAY, "course_first_day": COURSE.first_day, "going": 4, "words": "", "not_working": False}
    assert feedback_verdict(**{**known, **other}).code == code


@pytest.mark.parametrize(
    ("recorded", "until"),
    [
        (dt.date(2026, 11, 17), dt.date(2026, 11, 18)),
        (dt.date(2026, 11, 20), dt.date(2026, 11, 23)),
        (dt.date(2026, 12, 23), dt.date(2026, 12, 28)),
        (dt.date(2026, 12, 30), dt.date(2027, 1, 4)),
    ],
)
def test_what_does_not_work_is_dealt_with_by_the_next_working_day(recorded, until):
    """R141"""
    assert answer_by(recorded_on=recorded) == until


@given(days)
def test_the_day_to_deal_with_it_is_always_a_working_day_after_it(day):
    """R141"""
    assert answer_by(recorded_on=day) > day
    assert is_working_day(answer_by(recorded_on=day))


@pytest.mark.parametrize(
    ("asked", "pauses", "expected"),
    [
        ([], [], dt.date(2026, 7, 6)),
        ([dt.date(2026, 6, 10)], [], dt.date(2026, 7, 10)),
        ([dt.date(2026, 6, 8)], [], dt.date(2026, 7, 8)),
        ([dt.date(2026, 7, 6), dt.date(2026, 10, 31)], [], dt.date(2026, 11, 30)),
        ([dt.date(2026, 11, 10)], [], None),
        ([], [DaySpan(dt.date(2026, 7, 1), dt.date(2026, 8, 1))], dt.date(2026, 8, 2)),
        ([], [DaySpan(dt.date(2026, 7, 1))], None),
    ],
)
def test_the_client_is_asked_after_four_weeks_and_then_every_month(asked, pauses, expected):
    """R142"""
    assert next_question(course=COURSE, asked_on=asked, first_weeks=4, every_months=1, pauses=pauses) == expected


def test_without_a_course_nobody_is_asked():
    """R142"""
    assert next_question(course=None, asked_on=[], first_weeks=4, every_months=1) is None


@given(st.lists(st.dates(COURSE.first_day, dt.date(2026, 12, 6)), max_size=4), st.integers(1, 26), st.integers(1, 6))
def test_a_question_lies_in_the_course_and_never_sooner_than_the_interval(asked, weeks, months):
    """R142"""
    found = next_question(course=COURSE, asked_on=asked, first_weeks=weeks, every_months=months)
    if found is not None:
        assert found in COURSE
        assert found >= COURSE.first_day + weeks * 7 * DAY
        assert not asked or found >= add_months(max(asked), months)
