"""When measurements are due, what answers add up to, and what a score says (R100-R102)."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.enums_course import MeasuredAt, Scoring
from cases.rules.measurements import (
    AFTER_MONTHS,
    EARLY,
    LATE,
    Point,
    PointState,
    answers_verdict,
    belongs,
    day_verdict,
    due_points,
    months_between,
    needs_notice,
    range_of,
    relevant_change,
    schedule,
    score_of,
    state_of,
)
from core.days import DAY, DaySpan, last_day_of_months

FIRST = dt.date(2026, 11, 16)
HALF_A_YEAR = DaySpan(FIRST, dt.date(2027, 5, 15))
POINT = Point(MeasuredAt.DURING, 3, dt.date(2027, 2, 16))
spans = st.builds(
    lambda first, days: DaySpan(first, first + days * DAY), st.dates(dt.date(2024, 1, 1), dt.date(2032, 12, 31)), st.integers(0, 1500)
)


def test_a_course_of_six_months_has_start_three_months_end_and_three_days_after() -> None:
    """R100"""
    assert [(point.kind, point.months, point.day) for point in schedule(course=HALF_A_YEAR)] == [
        (MeasuredAt.START, 0, FIRST),
        (MeasuredAt.DURING, 3, dt.date(2027, 2, 16)),
        (MeasuredAt.END, 0, dt.date(2027, 5, 15)),
        (MeasuredAt.AFTER, 3, dt.date(2027, 8, 15)),
        (MeasuredAt.AFTER, 6, dt.date(2027, 11, 15)),
        (MeasuredAt.AFTER, 12, dt.date(2028, 5, 15)),
    ]


def test_a_longer_course_has_one_every_third_month_and_none_close_before_the_end() -> None:
    """R100"""
    year = DaySpan(FIRST, last_day_of_months(FIRST, 12))
    assert [point.months for point in schedule(course=year) if point.kind == MeasuredAt.DURING] == [3, 6, 9]
    short = DaySpan(FIRST, dt.date(2027, 3, 1))
    assert [point.months for point in schedule(course=short) if point.kind == MeasuredAt.DURING] == []
    assert [point.kind for point in schedule(course=DaySpan(FIRST))] == [MeasuredAt.START]


@given(spans)
def test_points_stand_in_order_and_each_once(course: DaySpan) -> None:
    """R100"""
    points = schedule(course=course)
    assert [point.day for point in points] == sorted(point.day for point in points)
    assert len({point.key for point in points}) == len(points)
    assert [point.months for point in points if point.kind == MeasuredAt.AFTER] == list(AFTER_MONTHS)


@given(spans, st.integers(-100, 2500))
def test_what_is_due_waits_in_its_window_and_nowhere_else(course: DaySpan, later: int) -> None:
    """R100"""
    points, today = schedule(course=course), course.first_day + later * DAY
    due = due_points(points=points, done=(), today=today)
    for point in points:
        state = state_of(point=point, is_answered=False, is_missing=False, today=today)
        assert (point in due) == (state == PointState.DUE)
        assert state == (
            PointState.COMING if today < point.day - EARLY else PointState.PASSED if today > point.day + LATE else PointState.DUE
        )
    assert due_points(points=points, done={point.key for point in points}, today=today) == ()


def test_what_is_written_decides_the_state() -> None:
    """R100"""
    long_after = POINT.day + 300 * DAY
    assert state_of(point=POINT, is_answered=True, is_missing=False, today=long_after) == PointState.ANSWERED
    assert state_of(point=POINT, is_answered=True, is_missing=True, today=long_after) == PointState.MISSING


def test_an_answer_counts_from_two_weeks_before_to_four_weeks_after() -> None:
    """R100"""
    today = POINT.day + 400 * DAY
    for day in (POINT.day - 14 * DAY, POINT.day, POINT.day + 28 * DAY):
        assert day_verdict(point=POINT, day=day, today=today, is_missing=False)
        assert belongs(point=POINT, day=day, is_missing=False)
    early = day_verdict(point=POINT, day=POINT.day - 15 * DAY, today=today, is_missing=False)
    assert (early.code, early.facts) == ("measured_too_early", {"first_day": "2027-02-02"})
    late = day_verdict(point=POINT, day=POINT.day + 29 * DAY, today=today, is_missing=False)
    assert (late.code, late.facts) == ("measured_too_late", {"first_day": "2027-02-02", "last_day": "2027-03-16"})
    assert day_verdict(point=POINT, day=POINT.day, today=POINT.day - DAY, is_missing=False).code == "measured_in_future"


def test_that_it_is_missing_can_be_written_later_but_not_before() -> None:
    """R100"""
    today = POINT.day + 400 * DAY
    assert day_verdict(point=POINT, day=today, today=today, is_missing=True)
    assert day_verdict(point=POINT, day=POINT.day - 15 * DAY, today=today, is_missing=True).code == "measured_too_early"
    assert belongs(point=POINT, day=today, is_missing=True) and not belongs(point=POINT, day=today, is_missing=False)
    assert not belongs(point=POINT, day=POINT.day - 15 * DAY, is_missing=True)


@given(st.lists(st.integers(0, 5), min_size=5, max_size=5))
def test_who_5_goes_from_0_to_100(answers: list[int]) -> None:
    """R101"""
    score = score_of(answers=answers, factor=4)
    assert score == 4 * sum(answers) and 0 <= score <= 100


@given(st.lists(st.integers(0, 10), min_size=1, max_size=5))
def test_a_mean_stays_on_the_scale_of_the_answers_with_one_decimal(answers: list[int]) -> None:
    """R101: the motivation scale goes from 0 to 10, however many questions it has."""
    score = score_of(answers=answers, factor=4, scoring=Scoring.MEAN)
    assert score is not None and min(answers) <= score <= max(answers)
    assert abs(score - Decimal(sum(answers)) / len(answers)) <= Decimal("0.05")
    assert score == score.quantize(Decimal("0.1"))


def test_the_scale_of_a_score() -> None:
    """R101"""
    assert range_of(lowest=0, highest=5, questions=5, factor=4) == (0, 100)
    assert range_of(lowest=0, highest=10, questions=3, factor=1, scoring=Scoring.MEAN) == (0, 10)
    assert score_of(answers=[10, 9, 8], factor=1, scoring=Scoring.MEAN) == 9
    assert score_of(answers=[7, 7, 6], factor=1, scoring=Scoring.MEAN) == Decimal("6.7")
    assert score_of(answers=[7, None, 6], factor=1, scoring=Scoring.MEAN) is None


def test_a_score_with_an_answer_missing_is_none_and_not_less() -> None:
    """R101"""
    assert score_of(answers=[5, None, 5, 5, 5], factor=4) is None
    assert score_of(answers=[], factor=4) is None
    assert score_of(answers=[0, 0, 0, 0, 0], factor=4) == 0


def test_answers_fit_the_questions_and_their_scale() -> None:
    """R101"""
    assert answers_verdict(answers=[0, 5, None], questions=3, lowest=0, highest=5)
    assert answers_verdict(answers=[0, 6, 1], questions=3, lowest=0, highest=5).code == "answer_off_scale"
    assert answers_verdict(answers=[-1, 1, 1], questions=3, lowest=0, highest=5).code == "answer_off_scale"
    assert answers_verdict(answers=[1, 1], questions=3, lowest=0, highest=5).code == "answer_off_scale"
    assert answers_verdict(answers=[None, None, None], questions=3, lowest=0, highest=5).code == "answers_none"


@pytest.mark.parametrize(("score", "told"), [(0, True), (35, True), (36, False), (None, False)])
def test_a_low_score_is_told_and_a_missing_one_is_not(score: int | None, told: bool) -> None:
    """R102"""
    assert needs_notice(score=score, notice_at=35) is told
    assert needs_notice(score=score, notice_at=None) is False


def test_ten_points_are_a_change_that_counts() -> None:
    """R102"""
    assert relevant_change(before=40, now=52, least=10) == 12
    assert relevant_change(before=40, now=30, least=10) == -10
    assert relevant_change(before=40, now=48, least=10) == 0
    assert relevant_change(before=None, now=48, least=10) == relevant_change(before=1, now=48, least=None) == 0


@given(st.integers(0, 2000), st.sets(st.integers(1, 60)))
def test_an_answer_whose_point_has_moved_finds_a_free_month(days: int, taken: set[int]) -> None:
    """R100"""
    month = months_between(first_day=FIRST, day=FIRST + days * DAY, taken=taken)
    assert month >= 1 and month not in taken
