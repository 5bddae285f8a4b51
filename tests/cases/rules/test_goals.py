"""Goals by goal attainment scaling (R96-R99)."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.goals import is_reached, paired, review_day_verdict, t_score, take_up_verdict
from core.days import DAY

TODAY = dt.date(2026, 11, 16)
weights = st.integers(1, 3)
levels = st.integers(-2, 2)
scored = st.lists(st.tuples(weights, levels), min_size=1, max_size=4)


@pytest.mark.parametrize(
    ("client", "mentor", "reached"),
    [(0, 0, True), (2, 1, True), (0, -1, False), (-1, 2, False), (None, 2, False), (0, None, False), (None, None, False)],
)
def test_a_goal_is_reached_when_both_have_set_what_was_agreed_or_more(client: int | None, mentor: int | None, reached: bool) -> None:
    """R97"""
    assert is_reached(client=client, mentor=mentor) is reached


@pytest.mark.parametrize(
    ("goals", "score"),
    [
        ([(1, 0)], 50),
        ([(1, 1)], 60),
        ([(1, -2)], 30),
        ([(1, 2), (1, 2), (1, 2), (1, 2)], 79),  # 50 + 80 / sqrt(2.8 + 4.8)
        ([(1, 1), (1, 0), (1, -1), (1, -2)], 43),
        ([(3, 1), (1, -1)], 56),  # 50 + 20 / sqrt(7 + 4.8)
    ],
)
def test_the_t_score_follows_the_formula(goals: list[tuple[int, int]], score: int) -> None:
    """R98"""
    assert t_score(scored=goals) == score


def test_a_goal_that_is_not_set_leaves_no_score() -> None:
    """R98: what is missing is not 0."""
    assert t_score(scored=[(1, 1), (1, None)]) is None
    assert t_score(scored=[]) is None


@given(st.lists(weights, min_size=1, max_size=4))
def test_all_as_expected_is_fifty(of: list[int]) -> None:
    """R98"""
    assert t_score(scored=[(weight, 0) for weight in of]) == 50


@given(scored)
def test_the_score_is_symmetric_about_fifty(goals: list[tuple[int, int]]) -> None:
    """R98"""
    assert (t_score(scored=goals) or 0) + (t_score(scored=[(weight, -level) for weight, level in goals]) or 0) == 100


@given(scored, st.data())
def test_a_higher_level_never_lowers_the_score(goals: list[tuple[int, int]], data: st.DataObject) -> None:
    """R98"""
    place = data.draw(st.integers(0, len(goals) - 1))
    weight, level = goals[place]
    higher = [*goals[:place], (weight, data.draw(st.integers(level, 2))), *goals[place + 1 :]]
    assert (t_score(scored=higher) or 0) >= (t_score(scored=goals) or 0)


def test_a_review_is_of_a_day_since_the_goals_began_and_not_in_the_future() -> None:
    """R96"""
    begun = TODAY - 10 * DAY
    assert review_day_verdict(day=TODAY, begun_on=begun, today=TODAY)
    assert review_day_verdict(day=begun, begun_on=begun, today=TODAY)
    assert review_day_verdict(day=TODAY + DAY, begun_on=begun, today=TODAY).code == "review_in_future"
    early = review_day_verdict(day=begun - DAY, begun_on=begun, today=TODAY)
    assert (early.code, early.facts) == ("review_before_goals", {"begun_on": begun.isoformat()})


def test_at_most_four_goals_at_a_time() -> None:
    """R99"""
    assert take_up_verdict(goals_now=3)
    assert take_up_verdict(goals_now=4).code == "goals_too_many"


class TestPaired:
    """R99: which goal of a new agreement is one of before."""

    def test_the_same_words_are_the_same_goal_wherever_they_stand(self) -> None:
        assert paired(before=["Møder til tiden", "Planlægger sin uge"], now=["Planlægger  sin uge.", "møder til tiden"]) == (1, 0)

    def test_a_letter_put_right_is_the_same_goal_and_other_words_are_another(self) -> None:
        assert paired(before=["Møder til tidn mindst 4 af 5 dage"], now=["Møder til tiden mindst 4 af 5 dage"]) == (0,)
        assert paired(before=["Møder til tiden"], now=["Holder kundemøder uden mentor"]) == (None,)

    @given(st.lists(st.text(max_size=30), max_size=4), st.lists(st.text(max_size=30), max_size=4))
    def test_no_goal_of_before_is_taken_twice(self, before: list[str], now: list[str]) -> None:
        found = paired(before=before, now=now)
        taken = [n for n in found if n is not None]
        assert len(found) == len(now) and len(taken) == len(set(taken)) and all(0 <= n < len(before) for n in taken)

    @given(st.lists(st.text(max_size=30), max_size=4))
    def test_the_same_agreement_again_changes_nothing(self, words: list[str]) -> None:
        assert None not in paired(before=words, now=words)
