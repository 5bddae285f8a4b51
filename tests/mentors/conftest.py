import pytest

from tests.factories import MembershipFactory, MentorFactory
from tests.pages import signed_in


@pytest.fixture
def member():
    return MembershipFactory(user__language="en")


@pytest.fixture
def http(member):
    return signed_in(member)


@pytest.fixture
def mentor(member):
    return MentorFactory(jobcentre=member.jobcentre, name="Karin Toft", confidentiality_valid_until=None)
