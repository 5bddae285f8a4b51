"""The desk, the lists, help and the administration in a browser: accessible, no sideways scroll on a phone, nothing inline."""

from typing import Any

import pytest

from accounts.enums import Role
from accounts.models import Membership
from cases.enums import State
from core import clock
from tests.browser.steps import looks_right_at, resize, sign_in
from tests.factories import CaseFactory, MeetingFactory, MembershipFactory, ProposalFactory

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = {
    Role.CASEWORKER: ("/desk/", "/desk/?step=x", "/cases/", "/cases/?step=match&whose=mine", "/help/"),
    Role.AUDITOR: ("/audit/", "/audit/?case=x"),
    Role.ADMINISTRATOR: ("/status/", "/admin/", "/admin/accounts/user/", "/admin/accounts/user/add/", "/admin/cases/schemerules/add/"),
}


@pytest.fixture
def member() -> Membership:
    member = MembershipFactory()
    for days, state in ((-2, State.ASSESSMENT), (0, State.STARTUP), (3, State.MATCH), (40, State.RUNNING)):
        case = CaseFactory(
            jobcentre=member.jobcentre,
            caseworker=member.user,
            state=state,
            due_on=clock.today().fromordinal(clock.today().toordinal() + days),
        )
        if state == State.MATCH:
            ProposalFactory(case=case)
        if state == State.STARTUP:
            MeetingFactory(case=case, at=clock.now())
    return member


@pytest.mark.parametrize("width", [1366, 320])
@pytest.mark.parametrize("role", list(PAGES))
def test_pages_are_accessible_and_fit(page: Any, live_server: Any, axe: Any, member: Membership, role: Role, width: int) -> None:
    user = member.user if role == Role.CASEWORKER else MembershipFactory(jobcentre=member.jobcentre, role=role, user__is_staff=True).user
    sign_in(page, live_server, user)
    resize(page, width)
    for number, address in enumerate(PAGES[role], start=1):
        response = page.goto(live_server.url + address)
        assert response.status == 200, address
        looks_right_at(page, axe, f"{role}-{number}", width)
