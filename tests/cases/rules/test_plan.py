"""The plan of hours: templates that always fit, steps that only go down, and a sum within the grant (R104-R106)."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.enums_course import PlanShape
from cases.rules import plan
from cases.rules.hours import Step, granted_steps, minutes_between
from core.days import DAY, FULL_TIME_MINUTES, DaySpan, last_day_of_months

MONDAY = dt.date(2026, 6, 8)
SPAN = DaySpan(MONDAY, dt.date(2026, 12, 6))
THREE_HOURS = (Step(MONDAY, 180),)

first_days = st.dates(dt.date(2024, 1, 1), dt.date(2032, 12, 31))
minutes = st.integers(1, FULL_TIME_MINUTES)


@st.composite
def periods(draw) -> DaySpan:
    """A period of a day to six months, which may pass a year with week 53."""
    first = draw(first_days)
    longest = (last_day_of_months(first, 6) - first).days
    return DaySpan(first, first + draw(st.integers(0, longest)) * DAY)


@st.composite
def grants(draw) -> tuple[DaySpan, tuple[Step, ...]]:
    """A period and what is granted in it: the same every week, or going down on some days."""
    span = draw(periods())
    days = draw(st.lists(st.integers(0, span.days() - 1), max_size=3, unique=True))
    starts = sorted({0, *days})
    levels = sorted(draw(st.lists(minutes, min_size=len(starts), max_size=len(starts))), reverse=True)
    return span, tuple(Step(span.first_day + n * DAY, level) for n, level in zip(starts, levels, strict=True))


@given(periods(), minutes, st.sampled_from(list(PlanShape)))
def test_a_template_is_valid_for_every_period(span, granted, shape):
    """R104, R105, R106: one day, six months, over a year's end and in week 53."""
    steps = plan.template(shape=shape, start=span.first_day, last_day=span.last_day, minutes_a_week=granted)
    assert plan.starts_verdict(steps=steps, span=span)[1]
    assert plan.minutes_verdict(steps=steps, most=granted)[1]
    assert not plan.fit(steps=steps, granted=(Step(span.first_day, granted),), span=span).over
    assert len(steps) <= plan.MOST_STEPS
    assert steps[0] == Step(span.first_day, granted)


@given(periods(), minutes, st.integers(-10, 200), st.sampled_from(list(PlanShape)))
def test_a_template_in_the_middle_of_a_period_begins_on_a_monday_of_it(span, granted, days, shape):
    """R104"""
    start = plan.suggested_start(span=span, today=span.first_day + days * DAY)
    assert start in span
    steps = plan.template(shape=shape, start=start, last_day=span.last_day, minutes_a_week=granted)
    assert plan.starts_verdict(steps=steps, span=span)[1]
    assert not plan.fit(steps=steps, granted=(Step(span.first_day, granted),), span=span).over


def test_stairs_of_26_weeks_are_those_of_the_drawing():
    """R104"""
    assert plan.template(shape=PlanShape.STAIRS, start=MONDAY, last_day=SPAN.last_day, minutes_a_week=180) == (
        Step(MONDAY, 180),
        Step(MONDAY + 56 * DAY, 120),
        Step(MONDAY + 112 * DAY, 90),
        Step(MONDAY + 154 * DAY, 60),
    )


def test_straight_goes_down_to_a_quarter_in_quarters_of_an_hour():
    """R104"""
    steps = plan.template(shape=PlanShape.STRAIGHT, start=MONDAY, last_day=SPAN.last_day, minutes_a_week=180)
    assert [step.minutes_a_week for step in steps] == [180, 165, 150, 135, 120, 105, 90, 75, 60, 45, 30, 15]


def test_a_period_of_one_day_has_one_step():
    """R104"""
    for shape in PlanShape:
        assert plan.template(shape=shape, start=MONDAY, last_day=MONDAY, minutes_a_week=60) == (Step(MONDAY, 60),)


@pytest.mark.parametrize(
    ("days", "place", "code"),
    [
        ([-1], 0, "plan_outside_period"),
        ([0, 182], 1, "plan_outside_period"),
        ([0, 3], 1, "plan_not_monday"),
        ([0, 7, 7], 2, "plan_same_day"),
        ([7], -1, ""),
    ],
)
def test_steps_begin_on_mondays_of_the_period(days, place, code):
    """R104"""
    steps = [Step(MONDAY + n * DAY, 60) for n in days]
    found, answer = plan.starts_verdict(steps=steps, span=SPAN)
    assert (found, answer.code) == (place, code)


def test_a_step_may_begin_on_the_periods_first_day_and_where_the_grant_changes():
    """R104"""
    span = DaySpan(MONDAY + 2 * DAY, SPAN.last_day)
    steps = [Step(span.first_day, 60), Step(MONDAY + 9 * DAY, 30)]
    assert plan.starts_verdict(steps=steps, span=span)[1].facts == {"monday": "2026-06-15"}
    assert plan.starts_verdict(steps=steps, span=span, also={MONDAY + 9 * DAY})[1]


@pytest.mark.parametrize(
    ("levels", "place", "code"),
    [
        ([180, 120, 121], 2, "plan_rises"),
        ([60, 180, 120], -1, ""),
        ([60, 180, 120, 180], 3, "plan_rises"),
        ([180, 181], 1, "plan_more_than_granted"),
        ([180, 60 * 60], 1, "plan_more_than_granted"),
        ([180, 60, 0], -1, ""),
        ([180, 60, 0, 0], -1, ""),
        ([0, 60], 1, "plan_rises"),
        ([180, 0, 60], 2, "plan_rises"),
        ([0], 0, "plan_no_hours"),
    ],
)
def test_a_phase_out_only_goes_down_and_no_hours_are_the_end(levels, place, code):
    """R106"""
    steps = [Step(MONDAY + n * 7 * DAY, level) for n, level in enumerate(levels)]
    found, answer = plan.minutes_verdict(steps=steps, most=180)
    assert (found, answer.code) == (place, code)


def test_a_plan_above_a_grant_that_goes_down_is_told_with_the_difference():
    """R105"""
    granted = (Step(MONDAY, 180), Step(MONDAY + 91 * DAY, 60))
    found = plan.fit(steps=THREE_HOURS, granted=granted, span=SPAN)
    assert found == plan.Fit(planned=26 * 180, granted=13 * 180 + 13 * 60)
    assert plan.sum_verdict(found).facts == {"planned": 4680, "granted": 3120, "minutes": 1560}
    steps = plan.scaled(steps=THREE_HOURS, granted=granted, span=SPAN)
    assert steps == (Step(MONDAY, 120),)
    assert plan.sum_verdict(plan.fit(steps=steps, granted=granted, span=SPAN))


@given(grants(), st.data())
def test_what_is_scaled_or_cut_is_never_above_the_grant_and_never_rises(found, data):
    """R105, R106"""
    span, granted = found
    mondays = [day for n in range(span.days()) if (day := span.first_day + n * DAY).isoweekday() == 1 or n == 0]
    days = sorted(data.draw(st.lists(st.sampled_from(mondays), min_size=1, max_size=5, unique=True)))
    most = plan.most_a_week(granted=granted, span=span)
    levels = sorted(data.draw(st.lists(st.integers(0, most), min_size=len(days), max_size=len(days))), reverse=True)
    steps = tuple(Step(day, level) for day, level in zip(days, levels, strict=True))
    for smaller in (plan.scaled(steps=steps, granted=granted, span=span), plan.within(steps=steps, granted=granted, span=span)):
        assert plan.sum_verdict(plan.fit(steps=smaller, granted=granted, span=span))
        assert plan.minutes_verdict(steps=smaller, most=most)[1].code in ("", "plan_no_hours")
    cut = plan.within(steps=steps, granted=granted, span=span)
    for n in range(span.days()):
        day = span.first_day + n * DAY
        assert plan.minutes_on(granted_steps(granted, changes=[cut]), day=day) <= plan.minutes_on(granted, day=day)


@given(periods(), minutes)
def test_what_fits_is_not_scaled(span, granted):
    """R105"""
    steps = (Step(span.first_day, granted),)
    assert plan.scaled(steps=steps, granted=steps, span=span) == steps
    assert minutes_between(steps, span=span) == plan.fit(steps=steps, granted=steps, span=span).planned


def test_a_new_plan_keeps_what_has_been():
    """R104"""
    steps = plan.template(shape=PlanShape.STAIRS, start=MONDAY, last_day=SPAN.last_day, minutes_a_week=180)
    assert plan.kept_before(steps=steps, start=MONDAY + 60 * DAY) == steps[:2]


def test_steps_that_change_nothing_are_left_out():
    assert plan.merged([Step(MONDAY + 7 * DAY, 60), Step(MONDAY, 60), Step(MONDAY + 14 * DAY, 30)]) == (
        Step(MONDAY, 60),
        Step(MONDAY + 14 * DAY, 30),
    )
