"""On which day a mail of reminders comes (R167). Days by hand from the calendars of 2026 and 2027."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.digests import listed_by, mail_day, morning
from core.days import is_working_day

days = st.dates(dt.date(2024, 1, 1), dt.date(2032, 12, 31))
MONDAY = dt.date(2026, 11, 16)


@pytest.mark.parametrize(
    ("told", "mailed"),
    [
        (MONDAY, MONDAY),
        (dt.date(2026, 11, 21), dt.date(2026, 11, 23)),  # a Saturday
        (dt.date(2026, 12, 24), dt.date(2026, 12, 28)),  # Christmas Eve on a Thursday
        (dt.date(2027, 3, 25), dt.date(2027, 3, 30)),  # Maundy Thursday to Easter Monday
    ],
)
def test_each_working_day_tells_what_came_since_the_last_one(told: dt.date, mailed: dt.date) -> None:
    """R167"""
    assert mail_day(told_on=told, weekly=False) == mailed


@pytest.mark.parametrize(
    ("told", "mailed"),
    [
        (MONDAY, MONDAY),
        (dt.date(2026, 11, 17), dt.date(2026, 11, 23)),
        (dt.date(2026, 11, 22), dt.date(2026, 11, 23)),  # a Sunday
        (dt.date(2027, 3, 26), dt.date(2027, 3, 30)),  # Easter Monday is a day off, so Tuesday
        (dt.date(2027, 3, 29), dt.date(2027, 3, 30)),  # Easter Monday itself
        (dt.date(2027, 3, 30), dt.date(2027, 3, 30)),
        (dt.date(2027, 3, 31), dt.date(2027, 4, 5)),
    ],
)
def test_mondays_are_the_first_working_day_of_a_week_r167(told: dt.date, mailed: dt.date) -> None:
    assert mail_day(told_on=told, weekly=True) == mailed


@given(days, st.booleans())
def test_a_mail_comes_on_a_working_day_and_soon(told: dt.date, weekly: bool) -> None:
    """R167"""
    found = mail_day(told_on=told, weekly=weekly)
    assert is_working_day(found)
    assert 0 <= (found - told).days <= (12 if weekly else 6)


@given(days, days, st.booleans())
def test_a_mail_lists_what_was_told_by_its_day_and_what_missed_its_own(told: dt.date, on: dt.date, weekly: bool) -> None:
    """R167: also after nights that were missed; and none on a day off."""
    last = listed_by(on=on, weekly=weekly)
    assert (last is None) == (not is_working_day(on))
    if last is not None:
        assert (told <= last) == (mail_day(told_on=told, weekly=weekly) <= on)


@pytest.mark.parametrize(
    ("day", "utc"),
    [
        (dt.date(2026, 11, 16), "2026-11-16T06:00:00+00:00"),
        (dt.date(2027, 3, 29), "2027-03-29T05:00:00+00:00"),  # summer time began the day before
        (dt.date(2026, 10, 26), "2026-10-26T06:00:00+00:00"),  # and ended the day before
    ],
)
def test_seven_is_seven_in_copenhagen_all_year(day: dt.date, utc: str) -> None:
    """R167"""
    assert morning(day) == dt.datetime.fromisoformat(utc)
