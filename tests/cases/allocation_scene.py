"""Clients who wait for a mentor, and an allocation of all of them."""

import datetime as dt
from typing import Any

import pytest

from cases.actions.allocations import ask_allocation
from cases.enums import State
from cases.models import Allocation, AllocationLine
from tests.factories import (
    AT,
    CaseFactory,
    DecisionFactory,
    MembershipFactory,
    NeedFactory,
)


@pytest.fixture
def member() -> Any:
    return MembershipFactory()


def waiting(member: Any, **more: Any) -> Any:
    """A client with a grant of three hours a week, one need, and no mentor."""
    grant = {name: more.pop(name) for name in ("minutes_a_week", "first_day", "last_day") if name in more}
    case = CaseFactory(jobcentre=member.jobcentre, caseworker=member.user, state=State.MATCH, **more)
    DecisionFactory(case=case, **grant)
    NeedFactory(case=case)
    return case


def ask(member: Any, at: dt.datetime = AT) -> Allocation:
    return ask_allocation(jobcentre_id=member.jobcentre_id, by=member.user, at=at)


def lines_of(allocation: Allocation) -> dict[Any, AllocationLine]:
    return {line.case_id: line for line in allocation.lines.all()}
