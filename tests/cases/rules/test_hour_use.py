"""Too much and too little of the hours (R89)."""

import datetime as dt

import pytest

from cases.rules.hour_use import OverUse, over_use, under_use
from cases.rules.hours import Use
from tests.cases.rules.test_hours import D, period, told


def test_over_use_is_told_by_period_and_by_week() -> None:
    """R89"""
    found = told(period(D(2026, 11, 2), D(2026, 11, 15)), uses=[Use(D(2026, 11, 3), 300, 0)])
    assert over_use(found, day=D(2026, 11, 3), minutes=60) == OverUse(period=0, week=180)
    assert over_use(found, day=D(2026, 11, 10), minutes=61) == OverUse(period=1, week=0)
    assert over_use(found, day=D(2026, 12, 1), minutes=600) == OverUse(period=0, week=0)
    assert over_use(told(period(D(2026, 11, 2), D(2026, 11, 15)), uses=[Use(D(2026, 11, 3), 400, 0)]), day=D(2026, 11, 3), minutes=0) == (
        OverUse(period=0, week=0)
    )


@pytest.mark.parametrize(
    ("used", "on", "flagged"), [(539, D(2026, 12, 13), False), (539, D(2026, 12, 14), True), (553, D(2026, 12, 14), False)]
)
def test_under_use_is_told_when_less_than_half_of_the_plan_is_used_after_six_weeks(used: int, on: dt.date, flagged: bool) -> None:
    """R89: 43 days of three hours a week are 1,106 minutes."""
    found = told(period(D(2026, 11, 2), D(2027, 5, 1)), uses=[Use(D(2026, 11, 3), used, 0)], on=on)
    assert bool(under_use(found, on=on, percent=50, weeks=6)) is flagged
    assert under_use(found, on=D(2027, 6, 1), percent=50, weeks=6) is None
