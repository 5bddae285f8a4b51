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
from tests.browser.steps import ENGLISH_FIRST, enter, looks_right, press, sign_in
from tests.factories import CaseFactory, ClientFactory, MembershipFactory, WorkplaceFactory, replacement_cpr

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def member(page: Page, live_server: Any, request: pytest.FixtureRequest) -> Membership:
    member = MembershipFactory(user__name="Mette Lindegaard", user__language=request.param)
    sign_in(page, live_server, member.user)
    return member


@pytest.mark.parametrize("member", ENGLISH_FIRST, indirect=True)
def test_a_new_application_and_its_challenges(page: Page, live_server: Any, member: Membership, axe: Any) -> None:
    known = ClientFactory(jobcentre=member.jobcentre, given_name="Ida M.", family_name="Skovgård", phone="20 00 14 52")
    CaseFactory(jobcentre=member.jobcentre, client=known, state=State.WITHDRAWN, number=77)
    riis = ClientFactory(jobcentre=member.jobcentre, given_name="Ida", family_name="Skovgaard Riis")
    CaseFactory(jobcentre=member.jobcentre, client=riis, number=78)
    WorkplaceFactory(jobcentre=member.jobcentre, name="Havnebageriet")
    today, language = clock.today(), member.user.language

    page.goto(live_server.url + "/cases/new/")
    looks_right(page, axe, f"new-{language}-1-empty")
    page.locator("#id_find").fill("Ida Skovgaard")
    enter(page.locator("#id_find"))
    expect(page.locator(".mc-dups > li")).to_have_count(2)
    assert "Skov" not in page.url
    expect(page.locator("#id_given_name")).to_have_value("Ida")
    looks_right(page, axe, f"new-{language}-2-found")

    # With gaps: the summary says what to do, and a press on a line leads to its field.
    press(page.locator("aside .button-primary"))
    expect(page.locator(".mc-errsum")).to_be_focused()
    looks_right(page, axe, f"new-{language}-3-gaps")
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
    press(page.locator("aside .button-primary"))

    case = Case.objects.get(client__family_name="Skovgaard", client__given_name="Ida")
    expect(page).to_have_url(re.compile(rf"/cases/{case.ref}/challenges/"))
    assert case.state == State.CHALLENGES
    assert case.workplace is not None and case.workplace.name == "Havnebageriet"
    looks_right(page, axe, f"new-{language}-4-challenges")

    for area in SupportArea:
        page.locator(f"label[for=id_{area}_weight_0]").click()
    page.locator("label[for=id_practical_weight_3]").click()
    press(page.locator("button[name=complete]"))
    expect(page.locator('.mc-errsum a[href="#id_practical_words"]')).to_be_visible()
    looks_right(page, axe, f"new-{language}-5-no-words")

    page.locator("#id_practical_words").fill("Jeg mister overblikket")
    page.locator("#id_minutes_a_week").fill("2,5")
    page.locator("#id_months").select_option("6")
    press(page.locator("button[name=save]"))
    expect(page.locator("#id_minutes_a_week_note")).not_to_be_empty()
    expect(page.locator("#id_minutes_a_week")).to_have_value("2:30")
    looks_right(page, axe, f"new-{language}-6-saved")
    press(page.locator("button[name=complete]"))
    expect(page).to_have_url(re.compile(rf"/cases/{case.ref}/assessment/"))
    case.refresh_from_db()
    assert case.state == State.ASSESSMENT

    for name in ("contact", "exit", "cpr/change"):
        page.goto(f"{live_server.url}/cases/{case.ref}/{name}/")
        looks_right(page, axe, f"new-{language}-{name.replace('/', '-')}")


@pytest.mark.parametrize("member", ["da"], indirect=True)
def test_a_cpr_number_that_was_shown_hides_by_itself(page: Page, live_server: Any, member: Membership) -> None:
    number = replacement_cpr(4002)
    case = CaseFactory(jobcentre=member.jobcentre, client=ClientFactory(jobcentre=member.jobcentre, cpr=number))
    page.clock.install()
    page.goto(f"{live_server.url}/cases/{case.ref}/contact/")
    press(page.locator(".mc-facts form button"))
    shown = page.locator("[data-mask]")
    expect(shown).to_have_text(f"{number[:6]}-{number[6:]}")
    page.clock.fast_forward(31_000)
    expect(shown).to_have_text(f"{number[:6]}-••••")
