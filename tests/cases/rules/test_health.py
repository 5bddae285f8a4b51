"""The health of a match: each sign by itself, and nothing when all is well (R143-R145)."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.enums_course import Attendance
from cases.rules.health import CourseSigns, Flag, Said, is_falling, quiet_for, signs
from core.days import DAY, WEEK, DaySpan

TODAY = dt.date(2026, 11, 17)
PERIOD = DaySpan(dt.date(2026, 6, 8), dt.date(2026, 12, 6))
WELL = {"period": PERIOD, "last_contact": TODAY - DAY}


def flags(**other) -> list[Flag]:
    return [sign.flag for sign in signs(known=CourseSigns(**{**WELL, **other}), quiet_days=14, today=TODAY)]


def test_nothing_stands_out_when_all_is_well():
    assert flags() == []


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ({"last_contact": TODAY - 13 * DAY}, []),
        ({"last_contact": TODAY - 14 * DAY}, [Flag.QUIET]),
        ({"last_contact": None}, [Flag.QUIET]),
        ({"last_contact": None, "period": DaySpan(TODAY - 12 * DAY, PERIOD.last_day)}, []),
        ({"last_contact": None, "period": DaySpan(TODAY - 13 * DAY, PERIOD.last_day)}, [Flag.QUIET]),
        ({"last_contact": TODAY - 20 * DAY, "pauses": [DaySpan(TODAY - 10 * DAY, TODAY - 3 * DAY)]}, []),
        ({"last_contact": TODAY - 60 * DAY, "pauses": [DaySpan(TODAY - 10 * DAY, TODAY)]}, []),
        ({"last_contact": TODAY - 60 * DAY, "pauses": [DaySpan(TODAY)]}, []),
        ({"last_contact": TODAY - 60 * DAY, "period": None}, []),
    ],
)
def test_two_weeks_without_contact_are_flagged_but_not_a_pause(other, expected):
    """R143"""
    assert flags(**other) == expected


@pytest.mark.parametrize(
    ("met", "expected"),
    [
        ([Attendance.NO_SHOW, Attendance.NO_SHOW], [Flag.NO_SHOWS]),
        ([Attendance.NO_SHOW, Attendance.LATE], []),
        ([Attendance.ATTENDED, Attendance.NO_SHOW, Attendance.NO_SHOW], []),
        ([Attendance.NO_SHOW], []),
    ],
)
def test_two_no_shows_in_a_row_are_flagged(met, expected):
    """R143"""
    assert flags(met=[(TODAY - n * DAY, each) for n, each in enumerate(met)]) == expected


@pytest.mark.parametrize(("last", "before", "falling"), [(60, 121, True), (60, 120, False), (0, 1, True), (0, 0, False), (200, 100, False)])
def test_hours_fall_when_four_weeks_are_under_half_of_the_four_before(last, before, falling):
    """R144"""
    uses = [(TODAY, last), (TODAY - 4 * WEEK, before)]
    assert (is_falling(uses=uses, today=TODAY) is not None) == falling
    assert (Flag.FALLING in flags(uses=uses)) == falling


def test_a_pause_in_the_last_four_weeks_explains_fewer_hours():
    """R144"""
    assert flags(uses=[(TODAY - 5 * WEEK, 600)], pauses=[DaySpan(TODAY - 20 * DAY, TODAY - 10 * DAY)]) == []


@given(st.lists(st.tuples(st.integers(0, 70), st.integers(0, 600)), max_size=30))
def test_what_lies_before_eight_weeks_changes_nothing(uses):
    """R144"""
    of_days = [(TODAY - days * DAY, minutes) for days, minutes in uses]
    newer = [use for use in of_days if use[0] > TODAY - 8 * WEEK]
    assert is_falling(uses=of_days, today=TODAY) == is_falling(uses=newer, today=TODAY)


@given(st.dates(dt.date(2026, 6, 8), TODAY), st.dates(dt.date(2026, 6, 8), TODAY), st.integers(0, 60))
def test_days_of_a_pause_are_not_quiet_days(since, begins, length):
    """R143"""
    pause = DaySpan(begins, begins + length * DAY)
    quiet = quiet_for(since=since, today=TODAY, pauses=[pause])
    paused = sum(1 for n in range(1, (TODAY - since).days + 1) if since + n * DAY in pause)
    assert quiet + paused == (TODAY - since).days


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ({"said": [Said("client", TODAY, 2)]}, [Flag.SOUR]),
        ({"said": [Said("client", TODAY, 3), Said("mentor", TODAY, 1)]}, [Flag.SOUR]),
        ({"said": [Said("client", TODAY, 3)]}, []),
        ({"trouble": Said("client", TODAY, None)}, [Flag.NOT_WORKING]),
        ({"trouble": Said("client", TODAY, None), "said": [Said("client", TODAY, 2)]}, [Flag.NOT_WORKING]),
        ({"trouble": Said("client", TODAY, None), "said": [Said("mentor", TODAY, 2)]}, [Flag.NOT_WORKING, Flag.SOUR]),
        ({"under": (60, 600)}, [Flag.UNDER_USE]),
        ({"oldest_question": TODAY - 7 * DAY}, []),
        ({"oldest_question": TODAY - 8 * DAY}, [Flag.QUESTION]),
    ],
)
def test_feedback_under_use_and_old_questions_are_flagged(other, expected):
    """R145"""
    assert flags(**other) == expected


def test_of_two_sour_words_the_worse_is_told():
    """R145"""
    said = [Said("client", TODAY, 2), Said("mentor", TODAY - DAY, 1)]
    (sign,) = signs(known=CourseSigns(**{**WELL, "said": said}), quiet_days=14, today=TODAY)
    assert sign.facts["who"] == "mentor"
