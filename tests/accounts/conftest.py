"""Who administers: a role administrator (`boss`) of one jobcentre (`here`), and the platform administrator."""

import pytest

from accounts.enums import Role
from accounts.models import Jobcentre, User
from tests.factories import JobcentreFactory, MembershipFactory, UserFactory


@pytest.fixture
def here() -> Jobcentre:
    return JobcentreFactory()


@pytest.fixture
def boss(here: Jobcentre) -> User:
    """A role administrator of `here`."""
    return MembershipFactory(jobcentre=here, role=Role.ADMINISTRATOR, user__is_staff=True, user__language="en").user


@pytest.fixture
def platform() -> User:
    return UserFactory(is_staff=True, is_superuser=True, language="en")
