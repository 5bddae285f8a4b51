"""Annulling, merging and handing over: when each can be done (R130-R133)."""

import datetime as dt
import uuid
from dataclasses import replace

import pytest

from cases.enums import OPEN_STATES, DecisionKind, State
from cases.rules.annulling import Effect, Issued, annul_verdict, effect
from cases.rules.handover import handover_verdict, take_verdict
from cases.rules.merging import Record, merge_verdict
from core.days import DAY, DaySpan

ON = dt.date(2026, 11, 16)
FIRST = Issued(DecisionKind.FIRST, is_grant=True)
BEGUN = Issued(DecisionKind.EXTENSION, is_grant=True, days=DaySpan(ON - 5 * DAY, ON + 60 * DAY))
COMING = replace(BEGUN, days=DaySpan(ON + DAY, ON + 60 * DAY))
CHANGE = replace(BEGUN, kind=DecisionKind.CHANGE)
REFUSED = Issued(DecisionKind.EXTENSION, is_grant=False)


@pytest.mark.parametrize("state", State)
def test_a_first_decision_is_annulled_until_its_period_starts(state: State) -> None:
    """R130"""
    answer = annul_verdict(issued=FIRST, state=state, on=ON)
    if state in (State.MATCH, State.STARTUP, State.REFUSED):
        assert answer and effect(issued=FIRST, on=ON) == Effect.DECIDE_AGAIN
    else:
        assert answer.code == ("annul_course_runs" if state in OPEN_STATES else "case_closed")


@pytest.mark.parametrize(
    ("issued", "state", "code"),
    [
        (COMING, State.RUNNING, ""),
        (BEGUN, State.RUNNING, ""),
        (CHANGE, State.RUNNING, ""),
        (REFUSED, State.RUNNING, ""),
        (REFUSED, State.ENDED, ""),
        (replace(BEGUN, has_hours=True), State.RUNNING, "annul_has_hours"),
        (replace(CHANGE, has_hours=True), State.RUNNING, "annul_has_hours"),
        (replace(COMING, has_hours=True), State.RUNNING, ""),  # a planned entry on a day that has not been
        (replace(BEGUN, has_later=True), State.RUNNING, "annul_newer_first"),
        (replace(BEGUN, annulled=True), State.RUNNING, "annulled_already"),
        (BEGUN, State.ENDED, "case_closed"),
        (REFUSED, State.WITHDRAWN, "case_closed"),
    ],
)
def test_a_later_decision_is_annulled_while_nothing_builds_on_it(issued: Issued, state: State, code: str) -> None:
    """R131"""
    assert annul_verdict(issued=issued, state=state, on=ON).code == code


def test_what_follows_is_said_before_the_button_is_pressed() -> None:
    """R131"""
    assert effect(issued=COMING, on=ON) == Effect.PERIOD_NEVER
    assert effect(issued=BEGUN, on=ON) == Effect.PERIOD_ENDS
    assert effect(issued=replace(BEGUN, days=DaySpan(ON, ON)), on=ON) == Effect.PERIOD_ENDS, "it began today"
    assert effect(issued=CHANGE, on=ON) == Effect.OLD_HOURS
    assert effect(issued=REFUSED, on=ON) == effect(issued=replace(BEGUN, days=None), on=ON) == Effect.NOTHING


def test_two_records_are_merged_unless_both_have_an_open_case() -> None:
    """R132"""
    here = uuid.uuid4()
    one, other = Record(uuid.uuid4(), here), Record(uuid.uuid4(), here, open_ref="2026-0002")
    assert merge_verdict(one=one, other=other)
    both = merge_verdict(one=replace(one, open_ref="2026-0001"), other=other)
    assert (both.code, both.facts) == ("merge_two_open", {"one": "2026-0001", "other": "2026-0002"})
    assert merge_verdict(one=one, other=replace(other, id=one.id)).code == "merge_itself"
    assert merge_verdict(one=one, other=replace(other, jobcentre_id=uuid.uuid4())).code == "merge_other_jobcentre"
    assert merge_verdict(one=one, other=replace(other, is_merged=True)).code == "merged_already"
    assert merge_verdict(one=replace(one, is_merged=True), other=other).code == "merged_already"


@pytest.mark.parametrize("state", State)
def test_an_open_case_is_handed_to_another_jobcentre(state: State) -> None:
    """R133"""
    here, there = uuid.uuid4(), uuid.uuid4()
    assert handover_verdict(state=state, from_id=here, to_id=there).code == ("" if state in OPEN_STATES else "case_closed")
    assert not handover_verdict(state=state, from_id=here, to_id=here)


def test_it_is_taken_once_and_while_the_client_has_no_open_case_there() -> None:
    """R133"""
    assert take_verdict()
    assert take_verdict(taken=True).code == "handover_taken"
    assert take_verdict(open_ref="2026-0007").code == "client_has_open_case"
