"""Lengths and days of periods (R31-R34)."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.periods import LAW_MONTHS, first_period, latest_last_day, length_verdict, overlap_verdict
from core.days import DAY, DaySpan

days = st.dates(dt.date(2024, 1, 1), dt.date(2032, 12, 31))
spans = st.builds(lambda first, number: DaySpan(first, first + number * DAY), days, st.integers(0, 400))


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (dt.date(2026, 1, 1), dt.date(2026, 6, 30)),
        (dt.date(2026, 8, 31), dt.date(2027, 2, 28)),
        (dt.date(2026, 8, 30), dt.date(2027, 2, 28)),
        (dt.date(2026, 8, 28), dt.date(2027, 2, 27)),
        (dt.date(2026, 3, 31), dt.date(2026, 9, 30)),
        (dt.date(2027, 8, 29), dt.date(2028, 2, 28)),
        (dt.date(2027, 8, 31), dt.date(2028, 2, 29)),
    ],
)
def test_six_months_end_on_the_day_before_the_same_day_number(first: dt.date, last: dt.date) -> None:
    """R31"""
    assert latest_last_day(first_day=first, longest_months=6) == last
    assert length_verdict(first_day=first, last_day=last, longest_months=6)
    refusal = length_verdict(first_day=first, last_day=last + DAY, longest_months=6)
    assert refusal.code == "period_too_long" and refusal.facts == {"months": 6, "latest": last.isoformat()}


@given(days, st.integers(1, 12))
def test_a_dated_rule_can_be_shorter_than_the_law_and_never_longer(first: dt.date, months: int) -> None:
    """R31"""
    latest = latest_last_day(first_day=first, longest_months=months)
    assert latest <= latest_last_day(first_day=first, longest_months=LAW_MONTHS)
    assert length_verdict(first_day=first, last_day=latest, longest_months=months)
    assert not length_verdict(first_day=first, last_day=latest + DAY, longest_months=months)


@given(days, st.integers(1, 1000))
def test_a_period_cannot_end_before_it_begins_and_one_day_is_a_period(first: dt.date, number: int) -> None:
    """R31"""
    assert length_verdict(first_day=first, last_day=first - number * DAY, longest_months=6).code == "ends_before_start"
    assert length_verdict(first_day=first, last_day=first, longest_months=1)


@given(spans, st.lists(spans, max_size=5))
def test_a_span_overlaps_exactly_when_it_shares_a_day(span: DaySpan, others: list[DaySpan]) -> None:
    """R32"""

    def all_days(each: DaySpan) -> set[dt.date]:
        return {each.first_day + number * DAY for number in range(each.days())}

    shares = any(all_days(span) & all_days(other) for other in others)
    assert bool(overlap_verdict(span=span, others=others)) == (not shares)


def test_the_clashing_period_is_named_and_one_without_an_end_clashes_with_all_that_follows() -> None:
    """R32"""
    open_end = DaySpan(dt.date(2027, 1, 1))
    answer = overlap_verdict(span=DaySpan(dt.date(2028, 1, 1), dt.date(2028, 1, 2)), others=[open_end])
    assert answer.code == "period_overlaps" and answer.facts == {"first_day": "2027-01-01", "last_day": ""}
    assert overlap_verdict(span=DaySpan(dt.date(2026, 12, 1), dt.date(2026, 12, 31)), others=[open_end])


@given(spans, days)
def test_the_first_period_lies_inside_the_grant_and_begins_at_the_later_of_grant_and_startup(granted: DaySpan, startup: dt.date) -> None:
    """R33"""
    period = first_period(granted=granted, startup_on=startup)
    assert granted.last_day is not None
    if startup > granted.last_day:
        assert period is None
    else:
        assert period == DaySpan(max(granted.first_day, startup), granted.last_day)
