"""A caseworker opens a case and describes the challenges, in both languages, on a wide and on a narrow screen; axe finds nothing."""

import datetime as dt
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Membership
from cases.enums import State
from cases.models import Case
from core import clock
from mentors.enums import SupportArea
from tests.factories import CaseFactory, ClientFactory, MembershipFactory, WorkplaceFactory, replacement_cpr

pytestmark = pytest.mark.django_db(transaction=True)

WIDTHS = [1366, 320]


@pytest.fixture
def member(page: Page, live_server: Any, client: Any, request: pytest.FixtureRequest) -> Membership:
    member = MembershipFactory(user__name="Mette Lindegaard", user__language=request.param)
    client.force_login(member.user)
    page.context.add_cookies([{"name": "session", "value": client.cookies["session"].value, "url": live_server.url}])
    return member


def look(page: Page, axe: Any) -> None:
    """No finding of axe and nothing wider than the screen, at both widths."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 768})
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.set_viewport_size({"width": 1366, "height": 768})


@pytest.mark.parametrize("member", ["da", "en"], indirect=True)
def test_a_new_application_and_its_challenges(page: Page, live_server: Any, member: Membership, axe: Any) -> None:
    known = ClientFactory(jobcentre=member.jobcentre, given_name="Ida M.", family_name="Skovgård", phone="20 00 14 52")
    CaseFactory(jobcentre=member.jobcentre, client=known, state=State.WITHDRAWN, number=77)
    riis = ClientFactory(jobcentre=member.jobcentre, given_name="Ida", family_name="Skovgaard Riis")
    CaseFactory(jobcentre=member.jobcentre, client=riis, number=78)
    WorkplaceFactory(jobcentre=member.jobcentre, name="Havnebageriet")
    today = clock.today()

    page.goto(live_server.url + "/cases/new/")
    look(page, axe)
    page.locator("#id_find").fill("Ida Skovgaard")
    page.locator("#id_find").press("Enter")
    expect(page.locator(".mc-dups > li")).to_have_count(2)
    assert "Skov" not in page.url
    expect(page.locator("#id_given_name")).to_have_value("Ida")
    look(page, axe)

    # With gaps: the summary says what to do, and a press on a line leads to its field.
    page.locator("aside .button-primary").click()
    expect(page.locator(".mc-errsum")).to_be_focused()
    look(page, axe)
    page.locator('.mc-errsum a[href="#id_proposed_by_0"]').click()
    expect(page.locator("#id_proposed_by_0")).to_be_focused()

    page.locator("#id_given_name").fill("Ida")
    page.locator("#id_family_name").fill("Skovgaard")
    page.locator("#id_cpr").fill(replacement_cpr(4001))
    page.locator("label[for=id_proposed_by_0]").click()
    page.locator("label[for=id_situation_0_0]").click()
    page.locator("#id_place").fill("Havnebageriet")
    page.locator("#id_situation_starts_on").fill((today + dt.timedelta(days=9)).strftime("%d-%m-%Y"))
    page.locator("label[for=id_consent_0]").click()
    page.locator("#id_consent_on").fill(today.strftime("%d-%m-%Y"))
    page.locator("aside .button-primary").click()

    case = Case.objects.get(client__family_name="Skovgaard", client__given_name="Ida")
    expect(page).to_have_url(re.compile(rf"/cases/{case.ref}/challenges/"))
    assert case.state == State.CHALLENGES
    assert case.workplace is not None and case.workplace.name == "Havnebageriet"
    look(page, axe)

    for area in SupportArea:
        page.locator(f"label[for=id_{area}_weight_0]").click()
    page.locator("label[for=id_practical_weight_3]").click()
    page.locator("button[name=complete]").click()
    expect(page.locator('.mc-errsum a[href="#id_practical_words"]')).to_be_visible()
    look(page, axe)

    page.locator("#id_practical_words").fill("Jeg mister overblikket")
    page.locator("#id_minutes_a_week").fill("2,5")
    page.locator("#id_months").select_option("6")
    page.locator("button[name=save]").click()
    expect(page.locator("#id_minutes_a_week_note")).not_to_be_empty()
    expect(page.locator("#id_minutes_a_week")).to_have_value("2:30")
    look(page, axe)
    page.locator("button[name=complete]").click()
    expect(page).to_have_url(re.compile(rf"/cases/{case.ref}/assessment/"))
    case.refresh_from_db()
    assert case.state == State.ASSESSMENT

    for name in ("contact", "exit", "cpr/change"):
        page.goto(f"{live_server.url}/cases/{case.ref}/{name}/")
        look(page, axe)


@pytest.mark.parametrize("member", ["da"], indirect=True)
def test_a_cpr_number_that_was_shown_hides_by_itself(page: Page, live_server: Any, member: Membership) -> None:
    number = replacement_cpr(4002)
    case = CaseFactory(jobcentre=member.jobcentre, client=ClientFactory(jobcentre=member.jobcentre, cpr=number))
    page.clock.install()
    page.goto(f"{live_server.url}/cases/{case.ref}/contact/")
    page.locator(".mc-facts form button").click()
    shown = page.locator("[data-mask]")
    expect(shown).to_have_text(f"{number[:6]}-{number[6:]}")
    page.clock.fast_forward(31_000)
    expect(shown).to_have_text(f"{number[:6]}-••••")
