"""A second chance in a running course: days, hours and deadlines (R71-R75)."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.enums import MayRead, State
from cases.rules.rematches import (
    Left,
    earliest_day,
    last_day_of_old,
    may_read_verdict,
    opening_verdict,
    raised_verdict,
    room_verdict,
    stop_verdict,
    suggested_day,
    takeover_verdict,
    what_is_left,
)
from core.days import DAY, DaySpan

TODAY = dt.date(2026, 12, 14)
COURSE = DaySpan(dt.date(2026, 11, 16), dt.date(2027, 5, 15))
OLD = COURSE.first_day

days = st.dates(dt.date(2026, 1, 1), dt.date(2028, 1, 1))


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({}, ""),
        ({"state": State.STARTUP}, "rematch_not_running"),
        ({"state": State.ENDED}, "rematch_not_running"),
        ({"has_open": True}, "rematch_open_already"),
        ({"course": None}, "rematch_no_period"),
        ({"today": COURSE.last_day}, "rematch_no_days_left"),
        ({"today": COURSE.last_day + DAY}, "rematch_no_days_left"),
        ({"today": COURSE.last_day - DAY}, ""),
    ],
)
def test_a_rematch_is_opened_in_a_running_course_with_days_left_and_one_at_a_time(other, code):
    """R71"""
    known = {"state": State.RUNNING, "has_open": False, "course": COURSE, "today": TODAY, **other}
    assert opening_verdict(**known).code == code


@pytest.mark.parametrize(
    ("raised_on", "code"), [(TODAY, ""), (OLD, ""), (OLD - DAY, "raised_before_mentor"), (TODAY + DAY, "raised_in_future")]
)
def test_it_was_said_since_the_mentor_was_assigned_and_not_in_the_future(raised_on, code):
    """R71"""
    assert raised_verdict(raised_on=raised_on, assigned_on=OLD, today=TODAY).code == code


@pytest.mark.parametrize(
    ("stops_on", "code"),
    [
        (None, ""),
        (TODAY, ""),
        (OLD - DAY, ""),
        (OLD - 2 * DAY, "stops_before_start"),
        (COURSE.last_day, ""),
        (COURSE.last_day + DAY, "stops_after_course"),
    ],
)
def test_the_mentors_last_day_lies_in_the_course_or_the_day_before_it_began(stops_on, code):
    """R71"""
    assert stop_verdict(stops_on=stops_on, place=DaySpan(OLD), course=COURSE).code == code


@pytest.mark.parametrize(
    ("may_read", "summary", "code"),
    [
        (MayRead.NOTHING, "", ""),
        (MayRead.ALL, "", ""),
        (MayRead.SUMMARY, "  ", "summary_missing"),
        (MayRead.SUMMARY, "Mødes om mandagen", ""),
    ],
)
def test_a_summary_is_written_before_it_can_be_read(may_read, summary, code):
    """R74"""
    assert may_read_verdict(may_read=may_read, summary=summary).code == code


@pytest.mark.parametrize(
    ("first_day", "code"),
    [
        (TODAY, ""),
        (TODAY - DAY, "takeover_too_early"),
        (COURSE.last_day, ""),
        (COURSE.last_day + DAY, "takeover_after_course"),
    ],
)
def test_the_new_mentor_begins_today_or_later_inside_the_course(first_day, code):
    """R72"""
    assert takeover_verdict(first_day=first_day, today=TODAY, course=COURSE, old_first_day=OLD).code == code


def test_nobody_takes_over_before_the_course_or_the_mentor_of_now_begins():
    """R72"""
    early = COURSE.first_day - 30 * DAY
    assert earliest_day(today=early, course=COURSE, old_first_day=OLD) == COURSE.first_day
    later = COURSE.first_day + 40 * DAY
    assert earliest_day(today=TODAY, course=COURSE, old_first_day=later) == later


@given(today=days, stops_on=st.none() | days)
def test_the_suggested_day_is_always_one_that_is_allowed(today, stops_on):
    """R72: whatever the days, what stands in the form is inside the course and never too early, unless the course is over."""
    day = suggested_day(today=today, course=COURSE, old_first_day=OLD, stops_on=stops_on)
    answer = takeover_verdict(first_day=day, today=today, course=COURSE, old_first_day=OLD)
    assert answer or today > COURSE.last_day
    if stops_on is not None and OLD <= stops_on < COURSE.last_day:
        assert day > stops_on


@given(first_day=days, stops_on=st.none() | days)
def test_two_mentors_share_no_day(first_day, stops_on):
    """R72"""
    last_day = last_day_of_old(first_day=first_day, stops_on=stops_on)
    assert last_day < first_day
    assert last_day == first_day - DAY or last_day == stops_on


def test_what_is_left_counts_today_and_the_last_day():
    """R73"""
    course = DaySpan(TODAY, TODAY + 97 * DAY)
    assert what_is_left(course=course, today=TODAY, minutes_a_week=120) == Left(days=98, minutes=28 * 60)
    left = what_is_left(course=course, today=TODAY + 2 * DAY, minutes_a_week=120)
    assert (left.weeks, left.odd_days) == (13, 5)


@given(today=days, minutes_a_week=st.integers(1, 37 * 60))
def test_what_is_left_never_grows_and_ends_with_nothing(today, minutes_a_week):
    """R73"""
    now = what_is_left(course=COURSE, today=today, minutes_a_week=minutes_a_week)
    tomorrow = what_is_left(course=COURSE, today=today + DAY, minutes_a_week=minutes_a_week)
    assert 0 <= tomorrow.days <= now.days
    assert 0 <= tomorrow.minutes <= now.minutes
    assert what_is_left(course=COURSE, today=COURSE.last_day + DAY, minutes_a_week=minutes_a_week) == Left(0, 0)


@given(free=st.integers(-600, 600), more=st.integers(-600, 600))
def test_more_hours_need_that_much_room_and_fewer_need_none(free, more):
    """R75"""
    assert bool(room_verdict(free_minutes=free, more_minutes=more)) == (more <= 0 or more <= free)
