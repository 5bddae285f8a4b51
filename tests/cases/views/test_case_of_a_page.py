"""Whose case a page finds: its statement is kept, who asks is new each time."""

import pytest

from accounts.enums import Role
from tests.factories import CaseFactory, MembershipFactory
from tests.pages import signed_in

pytestmark = pytest.mark.django_db
PAGES = ("", "match/", "timeline/")


@pytest.mark.parametrize("page", PAGES)
def test_the_second_reader_gets_the_own_case_and_not_the_first_readers(page):
    readers = [MembershipFactory(), MembershipFactory(role=Role.MANAGER), MembershipFactory()]
    own = [CaseFactory(jobcentre=member.jobcentre) for member in readers]
    for member, mine in zip(readers, own, strict=True):
        found = {each: signed_in(member).get(f"/cases/{each.ref}/{page}").status_code for each in own}
        assert found == {each: 200 if each == mine else 404 for each in own}


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR])
def test_who_reads_no_cases_is_refused_after_somebody_who_does(role):
    reader = MembershipFactory()
    case = CaseFactory(jobcentre=reader.jobcentre)
    assert signed_in(reader).get(f"/cases/{case.ref}/").status_code == 200
    other = MembershipFactory(jobcentre=reader.jobcentre, role=role)
    assert signed_in(other).get(f"/cases/{case.ref}/").status_code == 403


@pytest.mark.parametrize("ref", ["2026-9999", "2026-99999999999", "abc"])
def test_a_number_that_is_none_is_not_found(ref):
    assert signed_in(MembershipFactory()).get(f"/cases/{ref}/").status_code == 404
