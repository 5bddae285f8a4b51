"""The desk, the lists, help and the administration in a browser: accessible, no sideways scroll on a phone, nothing inline."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

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


WINDOWS = (1100, 980, 900, 800, 781, 780, 640)
"""Between a desk's screen and a telephone: the menu folds at 780 px, and must fit until then."""


@pytest.mark.parametrize("role", list(Role))
def test_the_menu_fits_into_every_window(page: Page, live_server: Any, member: Membership, role: Role) -> None:
    other = MembershipFactory(jobcentre=member.jobcentre, role=role, user__is_staff=True)
    sign_in(page, live_server, other.user)
    page.goto(f"{live_server.url}/help/")
    expect(page.locator("header.mc-top")).to_be_visible()
    for width in WINDOWS:
        resize(page, width)
        expect(page.locator("html"), f"the page of {role} sticks out at {width}").to_have_js_property("scrollWidth", width)
