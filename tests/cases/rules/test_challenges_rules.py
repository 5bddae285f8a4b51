"""Step 2 as rules: what is missing (R20, R21), what can be kept unfinished, what can be wished (R23); exits (R02, R03, R08)."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.enums import CLOSED_STATES, STEPS, State, Weight
from cases.rules.challenges import AreaAnswer, can_be_kept, gaps, wished_last_day, wished_minutes_verdict
from cases.rules.exits import exits_from, last_used_day
from cases.rules.lifecycle import Event
from core.days import last_day_of_months
from mentors.enums import SupportArea

TODAY = dt.date(2026, 11, 16)


def answers(**weights: int | None) -> list[AreaAnswer]:
    """All five areas not a need, but for those named; a need has words."""
    return [
        AreaAnswer(area, None if value is None else Weight(value), "Jeg mister overblikket" if value else "")
        for area in SupportArea
        for value in [weights.get(area.value, 0)]
    ]


def test_five_answers_and_one_need_in_words_are_enough_r20_r21() -> None:
    assert gaps(answers=answers(practical=3)) == []


def test_every_unanswered_area_is_named_r20() -> None:
    found = gaps(answers=answers(practical=3, social=None, tasks=None))
    assert [(gap.code, gap.area) for gap in found] == [("area_unanswered", SupportArea.SOCIAL), ("area_unanswered", SupportArea.TASKS)]
    assert len(gaps(answers=[])) == 5


def test_not_a_need_everywhere_is_no_ground_for_a_mentor_r21() -> None:
    assert [gap.code for gap in gaps(answers=answers())] == ["no_need"]


def test_a_need_without_words_is_a_gap_at_the_heaviest_area_r21() -> None:
    rows = [
        AreaAnswer(a.area, {SupportArea.SOCIAL: Weight.LITTLE, SupportArea.TASKS: Weight.MUCH}.get(a.area, Weight.NONE), " ")
        for a in answers()
    ]
    assert [(gap.code, gap.area) for gap in gaps(answers=rows)] == [("need_without_words", SupportArea.TASKS)]


@given(st.lists(st.sampled_from([None, 0, 1, 2, 3]), min_size=5, max_size=5))
def test_a_complete_step_always_has_five_answers_and_a_need_r20_r21(weights: list[int | None]) -> None:
    rows = answers(**dict(zip(SupportArea.values, weights, strict=True)))
    if not gaps(answers=rows):
        assert None not in weights and any(weights)


def test_words_need_the_weight_they_explain() -> None:
    assert not can_be_kept(answer=AreaAnswer(SupportArea.SOCIAL, None, "Pauserne"))
    assert not can_be_kept(answer=AreaAnswer(SupportArea.SOCIAL, None, "", "I kantinen"))
    assert can_be_kept(answer=AreaAnswer(SupportArea.SOCIAL, None, "  "))
    assert can_be_kept(answer=AreaAnswer(SupportArea.SOCIAL, Weight.NONE, "Pauserne"))


@pytest.mark.parametrize(("minutes", "fine"), [(None, True), (0, False), (1, True), (150, True), (37 * 60, True), (37 * 60 + 1, False)])
def test_between_one_minute_and_full_time_can_be_wished_r23(minutes: int | None, fine: bool) -> None:
    assert bool(wished_minutes_verdict(minutes_a_week=minutes)) is fine


def test_the_wished_months_run_from_the_situation_or_from_today_when_it_has_begun_r23() -> None:
    assert wished_last_day(starts_on=dt.date(2027, 1, 11), today=TODAY, months=6) == dt.date(2027, 7, 10)
    assert wished_last_day(starts_on=dt.date(2026, 1, 1), today=TODAY, months=1) == last_day_of_months(TODAY, 1)


def test_every_step_has_two_exits_and_a_running_course_one_r02_r03() -> None:
    for step in STEPS:
        assert exits_from(state=step) == [Event.WITHDRAWN, Event.NOT_RELEVANT]
    assert exits_from(state=State.RUNNING) == [Event.WITHDRAWN]
    for closed in CLOSED_STATES:
        assert exits_from(state=closed) == []


def test_what_is_given_up_ends_today_or_the_day_before_it_began_r08() -> None:
    assert last_used_day(first_day=TODAY - dt.timedelta(days=30), today=TODAY) == TODAY
    assert last_used_day(first_day=TODAY, today=TODAY) == TODAY
    assert last_used_day(first_day=TODAY + dt.timedelta(days=5), today=TODAY) == TODAY + dt.timedelta(days=4)
