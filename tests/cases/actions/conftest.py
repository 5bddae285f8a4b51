"""Who acts, and on which case."""

import pytest

from accounts.models import User
from cases.models import Case
from tests.factories import CaseFactory, MembershipFactory


@pytest.fixture
def scene(db: None) -> tuple[Case, User]:
    """A case and its caseworker."""
    member = MembershipFactory()
    return CaseFactory(jobcentre=member.jobcentre, caseworker=member.user), member.user
