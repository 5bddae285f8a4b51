"""The last so many months."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from reports.rules.months import last_months
from reports.scope import Scope


def test_the_month_of_the_day_is_the_last_of_them() -> None:
    on = dt.date(2026, 11, 22)
    assert last_months(12, on=on) == (dt.date(2025, 12, 1), on)
    assert last_months(36, on=on) == (dt.date(2023, 12, 1), on)
    assert last_months(1, on=on) == (dt.date(2026, 11, 1), on)
    assert last_months(12, on=dt.date(2026, 12, 31)) == (dt.date(2026, 1, 1), dt.date(2026, 12, 31))


@given(st.integers(1, 120), st.dates(dt.date(2015, 1, 1), dt.date(2100, 12, 31)))
def test_there_are_as_many_as_asked_for(number: int, on: dt.date) -> None:
    first, last = last_months(number, on=on)
    scope = Scope.months(first, last)
    between = (scope.last_day.year - scope.first_day.year) * 12 + scope.last_day.month - scope.first_day.month
    assert (first, between + 1) == (scope.first_day, number)
