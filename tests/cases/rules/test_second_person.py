"""When a second person is asked, and who that can be."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.enums_course import ApprovalState, Limit
from cases.rules.second_person import Figures, Limits, approver_verdict, cost_of, limits_passed, price_verdict, still_waiting

some = st.none() | st.integers(0, 100_000)


def test_a_limit_is_passed_above_it_and_not_on_it() -> None:
    """R118"""
    limits = Limits(minutes=4200, cost=2_000_000, extensions=1)
    assert limits_passed(limits=limits, figures=Figures(4200, 2_000_000, 1)) == ()
    assert limits_passed(limits=limits, figures=Figures(4201, 2_000_001, 2)) == (Limit.HOURS, Limit.COST, Limit.EXTENSIONS)
    assert limits_passed(limits=Limits(minutes=4200), figures=Figures(4440)) == (Limit.HOURS,)


def test_what_is_not_known_and_what_has_no_limit_asks_nobody() -> None:
    """R118"""
    assert limits_passed(limits=Limits(), figures=Figures(99999, 99999, 9)) == ()
    assert limits_passed(limits=Limits(cost=0), figures=Figures(60, None, 0)) == ()


def test_a_cost_is_rounded_up_to_whole_oere() -> None:
    """R118"""
    assert cost_of(minutes=90, cost_an_hour=40_000) == 60_000
    assert cost_of(minutes=1, cost_an_hour=100) == 2
    assert cost_of(minutes=90, cost_an_hour=None) is None


@given(minutes=st.integers(0, 100_000), cost=some, number=st.integers(0, 50), more=st.integers(0, 1000), limits=st.tuples(some, some, some))
def test_more_never_passes_fewer_limits(minutes: int, cost: int | None, number: int, more: int, limits: tuple) -> None:
    """R118"""
    own = Limits(*limits)
    before = limits_passed(limits=own, figures=Figures(minutes, cost, number))
    after = limits_passed(limits=own, figures=Figures(minutes + more, cost + more if cost is not None else None, number + more))
    assert set(before) <= set(after)


@pytest.mark.parametrize(
    ("limit", "cost", "approved", "fits"),
    [
        (None, 10**9, None, True),
        (1000, None, None, True),
        (1000, 1000, None, True),
        (1000, 1001, None, False),
        (1000, 1001, 1001, True),
        (1000, 1002, 1001, False),
        (1000, 900, 800, True),
    ],
)
def test_a_mentor_costs_no_more_than_the_limit_or_what_was_approved(
    limit: int | None, cost: int | None, approved: int | None, fits
) -> None:
    """R118"""
    verdict = price_verdict(limit=limit, cost=cost, approved=approved)
    assert bool(verdict) is fits and (fits or verdict.code == "cost_not_approved")


def test_the_second_person_is_neither_the_first_nor_the_one_who_asks() -> None:
    """R119"""
    first, second, asker = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
    assert approver_verdict(prepared_by=first, asked_by=None, approver=second)
    assert approver_verdict(prepared_by=first, asked_by=None, approver=first).code == "second_is_first"
    assert approver_verdict(prepared_by=first, asked_by=asker, approver=asker).code == "decided_by_requester"


@pytest.mark.parametrize("state", ApprovalState)
def test_it_is_answered_once(state: ApprovalState) -> None:
    """R119"""
    assert bool(still_waiting(state=state)) == (state == ApprovalState.WAITING)
