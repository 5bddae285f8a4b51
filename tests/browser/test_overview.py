"""The overview in a browser: accessible and on a phone, its choices, the cases behind a number, and a report that is asked for and stopped."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from accounts.enums import Role
from accounts.models import Membership
from cases.enums import State
from core import clock
from reports.actions.preparing import prepare_figures
from tests.browser.steps import looks_right_at, press, resize, sign_in
from tests.factories import CaseFactory, MembershipFactory, TeamFactory, UserFactory
from tests.reports.actions.scene import courses

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def manager() -> Membership:
    member = MembershipFactory(role=Role.MANAGER, user__language="en")
    courses(member, 12)
    CaseFactory(jobcentre=member.jobcentre, state=State.MATCH, due_on=clock.today().replace(year=clock.today().year - 1))
    TeamFactory(jobcentre=member.jobcentre, name="Mentorteamet")
    return member


@pytest.mark.parametrize("width", [1366, 320])
def test_the_overview_leads_to_cases_and_reports(page: Any, live_server: Any, axe: Any, manager: Membership, width: int) -> None:
    prepare_figures(now=clock.now)
    sign_in(page, live_server, manager.user)
    resize(page, width)
    page.goto(live_server.url + "/")
    expect(page).to_have_url(re.compile("/overview/$"))
    for each in page.locator("main details").all():
        each.evaluate("each => each.open = true")
    looks_right_at(page, axe, "overview-1", width)
    press(page.get_by_role("link", name="All figures with their cases"))
    looks_right_at(page, axe, "overview-1-figures", width)
    page.goto(live_server.url + "/overview/")

    page.get_by_label("Team").select_option(label="Mentorteamet")
    press(page.get_by_role("button", name="Update the figures"))
    expect(page.locator("main")).to_contain_text("No course began in")
    looks_right_at(page, axe, "overview-2-nothing", width)
    page.get_by_label("Team").select_option(label="All teams")
    press(page.get_by_role("button", name="Update the figures"))
    press(page.locator(".mc-kpis").get_by_role("link", name="Courses that began"))
    expect(page.locator("main")).to_contain_text("12 cases.")
    looks_right_at(page, axe, "overview-3-cases", width)

    page.goto(live_server.url + "/overview/")
    press(page.get_by_role("button", name="Figures as XLSX"))
    page.goto(live_server.url + "/overview/")
    looks_right_at(page, axe, "overview-4-report", width)
    press(page.get_by_role("button", name="Stop the report"))
    expect(page.locator("main")).to_contain_text("The report is stopped.")


def test_the_authority_chooses_among_jobcentres(page: Any, live_server: Any, axe: Any, manager: Membership) -> None:
    sign_in(page, live_server, UserFactory(is_superuser=True, is_staff=True, language="en"))
    page.goto(live_server.url + "/overview/")
    looks_right_at(page, axe, "overview-5-not-counted", 1366)
    press(page.get_by_role("button", name="Update the figures"))
    prepare_figures(now=clock.now)
    page.get_by_label("Jobcentre").select_option(label=manager.jobcentre.name)
    press(page.get_by_role("button", name="Show these figures"))
    expect(page.locator(".mc-kpis")).to_contain_text("12")
    looks_right_at(page, axe, "overview-6-authority", 1366)
