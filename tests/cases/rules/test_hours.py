"""The hours account (R87-R89): part weeks, ISO weeks, changes of hours, pauses, and parts that add up to the whole."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.hours import (
    Account,
    GrantedPeriod,
    Step,
    Use,
    account,
    granted_steps,
    minutes_between,
    paused_steps,
)
from core.days import DAY, DaySpan, day_of

D = dt.date
TODAY = D(2026, 11, 16)


def period(first: dt.date, last: dt.date, minutes: int = 180, *, number: int = 1, **other) -> GrantedPeriod:
    return GrantedPeriod(number, first, last, other.pop("ended_on", None), (Step(first, minutes),), **other)


def told(*periods: GrantedPeriod, uses=(), pauses=(), on: dt.date = TODAY) -> Account:
    return account(periods=periods, uses=uses, pauses=pauses, on=on)


def test_a_whole_week_has_the_weeks_minutes_and_a_part_its_days() -> None:
    steps = [Step(D(2026, 11, 16), 180)]
    assert minutes_between(steps, span=DaySpan(D(2026, 11, 16), D(2026, 11, 22))) == 180
    assert minutes_between(steps, span=DaySpan(D(2026, 11, 16), D(2026, 11, 16))) == 26  # 25.7
    assert minutes_between(steps, span=DaySpan(D(2026, 11, 14), D(2026, 11, 16))) == 26  # nothing before the first step
    assert minutes_between([], span=DaySpan(D(2026, 11, 16), D(2026, 11, 22))) == 0
    with pytest.raises(ValueError, match="without an end"):
        minutes_between(steps, span=DaySpan(D(2026, 11, 16)))


def test_no_hours_and_full_hours() -> None:
    year = DaySpan(D(2026, 1, 1), D(2026, 6, 30))
    assert minutes_between([Step(D(2026, 1, 1), 0)], span=year) == 0
    assert minutes_between([Step(D(2026, 1, 1), 37 * 60)], span=year) == round(37 * 60 * 181 / 7)


def test_a_night_of_summer_time_is_a_day_like_others() -> None:
    steps = [Step(D(2026, 1, 5), 70)]
    assert {minutes_between(steps, span=DaySpan(day, day)) for day in (D(2026, 3, 29), D(2026, 10, 25), D(2026, 2, 3))} == {10}


def test_the_week_of_the_autumn_night_is_a_week_like_others_and_what_is_used_on_both_sides_of_it_counts_there() -> None:
    """The night to 31 October 2027 has 25 hours: a contact at 02.30 is one of that Sunday, whichever of the two it was."""
    found = told(
        period(D(2027, 10, 18), D(2027, 11, 7)), uses=[Use(D(2027, 10, 31), 90, 90), Use(D(2027, 11, 1), 30, 0)], on=D(2027, 10, 31)
    )
    assert [(w.week, w.granted, w.used, w.left, w.forecast, w.is_part) for w in found.weeks] == [
        (42, 180, 0, 180, 0, False),
        (43, 180, 90, 90, 90, False),
        (44, 180, 30, 150, 210, False),
    ]
    first, again = (dt.datetime(2027, 10, 31, hour, 30, tzinfo=dt.UTC) for hour in (0, 1))
    assert day_of(first) == day_of(again) == D(2027, 10, 31)


def test_weeks_over_the_years_end_carry_the_iso_year_and_week_53() -> None:
    found = told(period(D(2026, 12, 30), D(2027, 1, 12)))
    assert [(w.year, w.week, w.first_day, w.last_day, w.is_part) for w in found.weeks] == [
        (2026, 53, D(2026, 12, 30), D(2027, 1, 3), True),
        (2027, 1, D(2027, 1, 4), D(2027, 1, 10), False),
        (2027, 2, D(2027, 1, 11), D(2027, 1, 12), True),
    ]
    assert [w.granted for w in found.weeks] == [129, 180, 51]
    assert found.granted == 360


def test_a_week_that_two_periods_share_has_two_parts() -> None:
    found = told(period(D(2026, 11, 2), D(2026, 11, 11)), period(D(2026, 11, 12), D(2026, 11, 18), 60, number=2))
    assert [(w.week, w.period, w.is_part) for w in found.weeks] == [(45, 1, False), (46, 1, True), (46, 2, True), (47, 2, True)]
    assert [row.granted for row in found.periods] == [257, 60]


def test_a_period_that_ended_early_counts_until_then_keeps_its_grant_and_what_is_left_lapses() -> None:
    """R88"""
    ended = period(D(2026, 11, 2), D(2026, 11, 29), ended_on=D(2026, 11, 15))
    found = told(ended, uses=[Use(D(2026, 11, 3), 90, 60)], on=D(2026, 11, 15))
    (row,) = found.periods
    assert (row.granted, row.planned, row.used, row.approved, row.waiting, row.left) == (720, 360, 90, 60, 30, 630)
    assert [w.week for w in found.weeks] == [45, 46]
    assert told(ended, on=D(2026, 11, 16)).left == 0


def test_a_period_that_ended_before_it_began_has_no_weeks() -> None:
    found = told(period(D(2026, 12, 1), D(2027, 5, 31), ended_on=D(2026, 11, 30)))
    assert (found.weeks, found.planned, found.left) == ((), 0, 0)
    assert found.granted == minutes_between([Step(D(2026, 12, 1), 180)], span=DaySpan(D(2026, 12, 1), D(2027, 5, 31)))


def test_a_use_after_the_early_end_counts_in_the_last_week_and_in_the_next_period_where_that_holds() -> None:
    ended = period(D(2026, 11, 2), D(2026, 11, 29), ended_on=D(2026, 11, 11))
    late = Use(D(2026, 11, 20), 45, 0)
    assert [w.used for w in told(ended, uses=[late]).weeks] == [0, 45]
    reopened = period(D(2026, 11, 16), D(2026, 11, 29), number=2)
    assert [row.used for row in told(ended, reopened, uses=[late]).periods] == [0, 45]
    outside = told(ended, uses=[Use(D(2027, 1, 1), 30, 30)])
    assert (outside.used, sum(w.used for w in outside.weeks), outside.periods[0].used) == (30, 0, 0)


def test_a_change_of_hours_holds_from_its_day_and_the_later_decision_wins() -> None:
    """R88"""
    base = [Step(D(2026, 11, 2), 180)]
    up, down = [Step(D(2026, 11, 16), 240)], [Step(D(2026, 11, 23), 120), Step(D(2026, 11, 30), 60)]
    assert granted_steps(base, changes=[up, down]) == (*base, *up, *down)
    assert granted_steps(base, changes=[down, up]) == (*base, *up)
    assert granted_steps(base, changes=[[]]) == tuple(base)


def test_a_pause_plans_nothing_and_afterwards_the_plan_goes_on() -> None:
    """R88"""
    steps = [Step(D(2026, 11, 2), 180), Step(D(2026, 11, 11), 120)]
    assert paused_steps(steps, pauses=[DaySpan(D(2026, 11, 9), D(2026, 11, 15))]) == (
        Step(D(2026, 11, 2), 180),
        Step(D(2026, 11, 9), 0),
        Step(D(2026, 11, 16), 120),
    )
    assert paused_steps(steps, pauses=[DaySpan(D(2026, 11, 9))]) == (Step(D(2026, 11, 2), 180), Step(D(2026, 11, 9), 0))
    found = told(period(D(2026, 11, 2), D(2026, 11, 29)), pauses=[DaySpan(D(2026, 11, 9), D(2026, 11, 15))])
    assert [(w.granted, w.planned) for w in found.weeks] == [(180, 180), (180, 0), (180, 180), (180, 180)]


def test_what_is_planned_until_the_first_step_of_a_plan_is_what_is_granted() -> None:
    found = told(period(D(2026, 11, 2), D(2026, 11, 29), plan=(Step(D(2026, 11, 16), 60),)), on=D(2026, 11, 15))
    assert [w.planned for w in found.weeks] == [180, 180, 60, 60]
    assert (found.planned, found.planned_to_date, found.forecast) == (480, 360, 120)


def test_left_and_forecast_of_a_period_and_its_weeks() -> None:
    """R87: three hours a week from a Thursday, one planned from the third week on; today is the second Wednesday."""
    course = period(D(2026, 11, 5), D(2026, 11, 22), plan=(Step(D(2026, 11, 16), 60),))
    found = told(course, uses=[Use(D(2026, 11, 6), 150, 0), Use(D(2026, 11, 10), 60, 60)], on=D(2026, 11, 11))
    assert [w.granted for w in found.weeks] == [103, 180, 180]
    assert [w.left for w in found.weeks] == [103 - 150, 120, 180]
    assert [w.forecast for w in found.weeks] == [150, 60 + 103, 60]
    (row,) = found.periods
    assert (row.left, row.forecast, found.forecast) == (253, 373, 373)
    over = told(course, uses=[Use(D(2026, 11, 6), 150, 0)], on=D(2026, 11, 23))
    assert [(w.left, w.forecast) for w in over.weeks] == [(0, 150), (0, 0), (0, 0)]
    assert (over.periods[0].left, over.periods[0].forecast) == (0, 150)


DAYS = st.dates(D(2024, 1, 1), D(2032, 12, 31))
STEPS = st.lists(st.builds(Step, DAYS, st.integers(0, 37 * 60)), max_size=8, unique_by=lambda step: step.first_day)
SPANS = st.tuples(DAYS, st.integers(0, 400)).map(lambda pair: DaySpan(pair[0], pair[0] + pair[1] * DAY))


@given(STEPS, SPANS, st.lists(DAYS, max_size=6))
def test_the_parts_add_up_to_the_whole(steps: list[Step], span: DaySpan, cuts: list[dt.date]) -> None:
    """R87"""
    assert span.last_day is not None
    marks = sorted({span.first_day, *(cut for cut in cuts if span.first_day < cut <= span.last_day), span.last_day + DAY})
    parts = [minutes_between(steps, span=DaySpan(first, after - DAY)) for first, after in pairwise(marks)]
    assert sum(parts) == minutes_between(steps, span=span)


@given(STEPS, SPANS)
def test_whole_minutes_lie_within_one_of_the_exact_sum(steps: list[Step], span: DaySpan) -> None:
    assert span.last_day is not None
    by_day = {step.first_day: step.minutes_a_week for step in steps}
    exact, rate, day = 0, 0, min([*by_day, span.first_day])
    while day <= span.last_day:
        rate = by_day.get(day, rate)
        exact += rate if day in span else 0
        day += DAY
    assert abs(minutes_between(steps, span=span) - exact / 7) <= 1


@st.composite
def courses(draw) -> tuple[list[GrantedPeriod], list[Use], list[DaySpan], dt.date]:
    first, periods = draw(DAYS), []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        last = first + draw(st.integers(0, 183)) * DAY
        ended = draw(st.none() | st.integers(-1, (last - first).days).map(lambda days, first=first: first + days * DAY))
        plan = tuple(draw(st.lists(st.builds(Step, st.just(first), st.integers(0, 2220)), max_size=1)))
        periods.append(GrantedPeriod(number, first, last, ended, (Step(first, draw(st.integers(1, 2220))),), plan))
        first = (ended or last) + draw(st.integers(1, 20)) * DAY
    inside = st.dates(periods[0].first_day, first)
    uses = draw(
        st.lists(st.tuples(inside, st.integers(0, 600)).flatmap(lambda p: st.integers(0, p[1]).map(lambda a: Use(*p, a))), max_size=20)
    )
    pauses = draw(st.lists(st.tuples(inside, st.integers(0, 30)).map(lambda p: DaySpan(p[0], p[0] + p[1] * DAY)), max_size=1))
    return periods, uses, pauses, draw(inside)


@given(courses())
def test_weeks_add_up_to_periods_and_periods_to_the_account(course: tuple) -> None:
    """R87: what was used, granted, planned, is left and expected is nowhere lost and nowhere counted twice."""
    periods, uses, pauses, on = course
    found = account(periods=periods, uses=uses, pauses=pauses, on=on)
    for row, granted in zip(found.periods, periods, strict=True):
        weeks = [week for week in found.weeks if week.period == row.number]
        if weeks:
            assert sum(week.used for week in weeks) == row.used
            assert sum(week.approved for week in weeks) == row.approved
        assert sum(week.planned for week in weeks) == row.planned
        if granted.ended_on is None:
            assert sum(week.granted for week in weeks) == row.granted
        if weeks:
            assert sum(week.forecast for week in weeks) == row.forecast
        is_over = not weeks or on > weeks[-1].last_day
        lapses_later = 0 if is_over else row.granted - sum(week.granted for week in weeks)  # days after an early end that is still to come
        assert row.left == (0 if is_over else max(sum(week.left for week in weeks) + lapses_later, 0))
        assert row.forecast == row.used + row.planned - row.planned_to_date
        assert row.waiting == row.used - row.approved >= 0
        assert 0 <= row.planned_to_date <= row.planned
        assert all(a.last_day < b.first_day for a, b in pairwise(weeks))
    assert found.granted == sum(row.granted for row in found.periods)
    assert found.used == sum(use.used for use in uses) == found.approved + found.waiting
    outside = found.used - sum(row.used for row in found.periods)
    assert found.forecast == found.used + found.planned - found.planned_to_date == sum(row.forecast for row in found.periods) + outside
    assert found.left == sum(row.left for row in found.periods)
