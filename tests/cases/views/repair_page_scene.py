"""What the pages of putting right are asked with."""

import uuid
from typing import Any

import pytest

from accounts.models import Membership
from cases.enums import State
from cases.models import Case
from tests.factories import CaseFactory, MembershipFactory

OWN, TWIN = "6107824444", "6107825555"


@pytest.fixture
def member() -> Membership:
    return MembershipFactory()


@pytest.fixture
def case(member: Membership) -> Case:
    return CaseFactory(jobcentre=member.jobcentre, caseworker=member.user, state=State.MATCH, client__cpr=OWN)


def data(case: Case, **other: Any) -> dict[str, Any]:
    case.refresh_from_db()
    return {"version": case.version, "key": str(uuid.uuid4()), "jobcentre": str(case.jobcentre_id), **other}
