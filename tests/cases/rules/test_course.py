"""Which period pages speak of, and its week (R147)."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.course import PeriodDays, Week, days_gone, goes_on_until, period_shown, week_of
from core.days import DAY

ONE = PeriodDays(1, dt.date(2026, 6, 8), dt.date(2026, 12, 6))
TWO = PeriodDays(2, dt.date(2026, 12, 20), dt.date(2027, 6, 19))
NEVER = PeriodDays(3, dt.date(2027, 7, 1), dt.date(2027, 12, 31), ended_on=dt.date(2027, 6, 30))


@pytest.mark.parametrize(
    ("day", "number"),
    [
        (ONE.first_day - DAY, 1),
        (ONE.first_day, 1),
        (ONE.last_day, 1),
        (ONE.last_day + DAY, 1),
        (TWO.first_day, 2),
        (TWO.last_day + 100 * DAY, 2),
    ],
)
def test_the_period_of_now_is_the_last_one_that_has_begun(day, number):
    """R147"""
    shown = period_shown(periods=[TWO, ONE, NEVER], today=day)
    assert shown is not None
    assert shown.number == number


def test_without_a_period_that_held_there_is_none():
    """R147"""
    assert period_shown(periods=[NEVER], today=NEVER.first_day) is None
    assert goes_on_until(periods=[]) is None


def test_week_24_of_26():
    """R147"""
    assert week_of(period=ONE, today=dt.date(2026, 11, 17)) == Week(24, 26)
    assert week_of(period=ONE, today=ONE.last_day + DAY) is None
    assert days_gone(period=ONE, today=dt.date(2026, 11, 17)).left == 20


def test_the_course_goes_on_until_the_last_day_that_holds():
    """R147"""
    assert goes_on_until(periods=[ONE, TWO, NEVER]) == TWO.last_day


@given(st.dates(dt.date(2026, 1, 1), dt.date(2027, 12, 31)))
def test_days_that_are_gone_and_left_are_all_of_them(day):
    """R147"""
    found = days_gone(period=ONE, today=day)
    assert found.gone + found.left == found.whole == 182
    assert found.gone >= 0 <= found.left
