"""Pauses and changed wishes: which days, and which decision answers (R107, R108, R110)."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.enums import DecisionKind, State
from cases.rules.hours import Step, minutes_between
from cases.rules.pauses import answers_wish, has_begun, minutes_paused, pause_verdict, wish_verdict
from core.days import DAY, DaySpan

FIRST = dt.date(2026, 6, 8)
PERIOD = DaySpan(FIRST, dt.date(2026, 12, 7))
NEXT = DaySpan(dt.date(2026, 12, 8), dt.date(2027, 3, 7))


def verdict(first: int, last: int | None, *, others=(), used=(), state=State.RUNNING, periods=(PERIOD, NEXT)):
    return pause_verdict(
        state=state,
        first_day=FIRST + first * DAY,
        last_day=None if last is None else FIRST + last * DAY,
        periods=list(periods),
        others=[DaySpan(FIRST + a * DAY, None if b is None else FIRST + b * DAY) for a, b in others],
        used=[FIRST + n * DAY for n in used],
    )


@pytest.mark.parametrize(
    ("first", "last", "known", "code"),
    [
        (0, 0, {}, ""),
        (7, None, {}, ""),
        (170, 200, {}, ""),  # over into the next period
        (-1, 3, {}, "pause_outside_course"),
        (3, 2, {}, "pause_ends_before_start"),
        (0, 273, {}, "pause_after_course"),
        (0, 7, {"others": [(7, 9)]}, "pause_overlaps"),
        (10, 12, {"others": [(7, None)]}, "pause_overlaps"),
        (0, None, {"others": [(7, 9)]}, "pause_overlaps"),
        (0, 6, {"others": [(7, 9)]}, ""),
        (0, 6, {"used": [6]}, "pause_has_hours"),
        (0, 6, {"used": [7]}, ""),
        (0, 6, {"state": State.ENDED}, "pause_not_running"),
        (0, 6, {"periods": ()}, "pause_outside_course"),
    ],
)
def test_a_pause_lies_in_the_course_and_overlaps_nothing(first, last, known, code):
    """R107"""
    assert verdict(first, last, **known).code == code


def test_a_pause_that_has_begun_is_not_taken_back():
    """R107"""
    assert has_begun(first_day=FIRST, today=FIRST)
    assert not has_begun(first_day=FIRST + DAY, today=FIRST)


@given(st.integers(-20, 200), st.none() | st.integers(0, 200), st.integers(1, 2220))
def test_the_hours_that_fall_into_a_pause_and_those_beside_it_are_the_grant(start, length, minutes):
    """R108: nothing moves the last day, so they add up to what is granted."""
    granted = (Step(FIRST, minutes),)
    first = FIRST + start * DAY
    pause = DaySpan(first, None if length is None else first + length * DAY)
    inside = minutes_paused(granted=granted, period=PERIOD, pause=pause)
    days = [FIRST + n * DAY for n in range(PERIOD.days())]
    beside = sum(minutes_between(granted, span=DaySpan(day, day)) for day in days if day not in pause)
    assert inside + beside == minutes_between(granted, span=PERIOD)


def wish(**other):
    known = {
        "state": State.RUNNING,
        "has_open": False,
        "day": FIRST,
        "minutes_a_week": 120,
        "last_day": None,
        "granted_minutes": 180,
        "course": PERIOD,
        "received_on": FIRST - 30 * DAY,
        "today": FIRST,
    }
    return wish_verdict(**{**known, **other})


@pytest.mark.parametrize(
    ("known", "code"),
    [
        ({}, ""),
        ({"minutes_a_week": None, "last_day": PERIOD.last_day + DAY}, ""),
        ({"minutes_a_week": 180, "last_day": PERIOD.last_day + DAY}, ""),
        ({"state": State.ENDED}, "wish_not_running"),
        ({"course": None}, "wish_not_running"),
        ({"has_open": True}, "wish_open_already"),
        ({"day": FIRST + DAY}, "wish_in_future"),
        ({"day": FIRST - 31 * DAY}, "wish_before_application"),
        ({"minutes_a_week": None}, "wish_for_nothing"),
        ({"minutes_a_week": 0}, "wish_without_hours"),
        ({"minutes_a_week": 60 * 60}, "wish_more_than_a_week"),
        ({"minutes_a_week": 180}, "wish_as_granted"),
        ({"minutes_a_week": None, "last_day": PERIOD.last_day}, "wish_as_granted"),
        ({"last_day": FIRST - DAY}, "wish_ends_before"),
    ],
)
def test_a_changed_wish_differs_from_what_is_granted(known, code):
    """R110"""
    assert wish(**known)[1].code == code


def test_each_decision_answers_the_wishes_it_is_about():
    """R110"""
    later = dt.date(2027, 3, 1)
    assert answers_wish(kind=DecisionKind.CHANGE, minutes_a_week=60, last_day=None)
    assert not answers_wish(kind=DecisionKind.CHANGE, minutes_a_week=60, last_day=later)
    assert answers_wish(kind=DecisionKind.EXTENSION, minutes_a_week=60, last_day=later)
    assert not answers_wish(kind=DecisionKind.EXTENSION, minutes_a_week=60, last_day=None)
    assert not answers_wish(kind=DecisionKind.FIRST, minutes_a_week=60, last_day=None)
    assert answers_wish(kind=DecisionKind.CHANGE, minutes_a_week=None, last_day=later, is_no=True)
