"""From an assigned mentor to a running course that is read on the case page, in both languages; axe finds nothing at both widths."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cases.enums import State
from cases.models import Agreement, Period, Signature
from core import clock
from core.days import DAY
from tests.browser.steps import DANISH_FIRST, enter, looks_right, press, sign_in
from tests.cases.startup_scene import assigned

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("language", DANISH_FIRST)
def test_from_an_assigned_mentor_to_a_running_course(page: Page, live_server: Any, axe: Any, language: str) -> None:
    case, _assignment, by = assigned(at=clock.now() - DAY, name="Susanne Brandt", email="susanne@mentorhuset.example", phone="20 00 31 77")
    by.language, by.name = language, "Mette Lindegaard"
    by.save()
    case.client.given_name, case.client.family_name = "Amalie", "Frandsen"
    case.client.save()
    sign_in(page, live_server, by)
    today = clock.today().strftime("%d-%m-%Y")
    here = f"{live_server.url}/cases/{case.ref}/"

    page.goto(here)
    looks_right(page, axe, f"startup-{language}-1-case")
    press(page.locator(".mc-id .button-primary"))
    expect(page).to_have_url(f"{here}startup/")
    looks_right(page, axe, f"startup-{language}-2-startup")

    # A time that is none: the summary takes the focus and leads to the field; what was typed stays.
    page.locator("#id_meeting_day").fill(today)
    page.locator("#id_meeting_time").fill("25.00")
    page.locator("#id_meeting_place").fill("Jobcentret, lokale 2.14")
    press(page.locator("main .button-primary").first)
    expect(page.locator(".mc-errsum")).to_be_focused()
    looks_right(page, axe, f"startup-{language}-3-error")
    page.locator(".mc-errsum a").click()
    expect(page.locator("#id_meeting_time")).to_be_focused()
    page.locator("#id_meeting_time").fill("13:00")
    enter(page.locator("#id_meeting_time"))
    expect(page.locator("#meeting")).to_contain_text("lokale 2.14")
    looks_right(page, axe, f"startup-{language}-4-planned")
    enter(page.locator("#id_held_held_on"))
    expect(page.locator(".mc-todo .is-ok")).to_have_count(1)

    press(page.locator("aside .button-primary"))
    expect(page).to_have_url(f"{here}agreement/")
    looks_right(page, axe, f"startup-{language}-5-agreement")
    page.locator("#id_goal1").fill("Møder til tiden mindst 4 af 5 dage")
    page.locator("#id_by1").fill("Aftales hver mandag")
    page.locator("#id_goal2").fill("Spørger selv, når en opgave er uklar")
    page.locator("label[for=id_ways_of_meeting_0]").click()
    page.locator("label[for=id_ways_of_meeting_2]").click()
    page.locator("#id_when_where").fill("Mandag kl. 9.00-10.30 i personalerummet. Torsdag kl. 15.00 i telefon.")
    page.locator("#id_cancelling").fill("Sms senest kl. 8 samme dag. Find en ny tid samme uge.")
    page.locator("#id_may_write_down").fill("Dag, minutter og emne. Ikke helbred og ikke samtaler med kolleger.")
    press(page.locator("aside .button-primary"))
    expect(page.locator("#signatures")).to_be_visible()

    # The mentor signs, then the hours change: version 2, and the mentor's signature is void.
    sign(page, 1)
    page.locator("#id_minutes_a_week").fill("2,5")
    press(page.locator('aside button[form="f_agreement"]').first)
    expect(page.locator("main .alert-info .alert-heading").filter(has_text="Susanne Brandt")).to_be_visible()
    looks_right(page, axe, f"startup-{language}-6-version-two")
    press(page.locator(f'a[href="/cases/{case.ref}/agreement/2/"]').first)
    looks_right(page, axe, f"startup-{language}-7-difference")
    expect(page.locator("td", has_text="2").first).to_be_visible()
    page.go_back()
    expect(page).to_have_url(re.compile(f"^{here}agreement/"))

    sign(page, 0, on_behalf=True)
    sign(page, 1)
    assert Agreement.objects.filter(case=case).count() == 2
    assert Signature.objects.get(agreement__number=2, party="client").on_behalf_by == "Kirsten Frandsen"
    expect(page.locator(".mc-todo .is-open")).to_have_count(0)
    looks_right(page, axe, f"startup-{language}-8-signed")

    press(page.locator("aside a.button-primary"))
    looks_right(page, axe, f"startup-{language}-9-start")
    press(page.locator("main button.button-primary"))
    expect(page).to_have_url(here)
    case.refresh_from_db()
    assert (case.state, Period.objects.get(case=case).number) == (State.RUNNING, 1)
    expect(page.locator(".mc-stepbar .is-now")).to_contain_text("26")
    expect(page.locator(".mc-goals li")).to_have_count(2)
    looks_right(page, axe, f"startup-{language}-A-running")

    page.goto(f"{here}agreement/")
    looks_right(page, axe, f"startup-{language}-B-locked")
    page.goto(f"{here}timeline/")
    expect(page.locator(".mc-time li")).to_have_count(8)
    looks_right(page, axe, f"startup-{language}-C-timeline")
    page.goto(f"{here}startup/")
    looks_right(page, axe, f"startup-{language}-D-started")
    assert not re.search(r"Amalie|Frandsen|Susanne", page.url + page.title())


def sign(page: Page, party: int, *, on_behalf: bool = False) -> None:
    page.locator(f"label[for=id_sign_party_{party}]").click()
    if on_behalf:
        page.locator("label[for=id_on_behalf_0]").click()
        page.locator("#id_sign_on_behalf_by").fill("Kirsten Frandsen")
        page.locator("#id_sign_on_behalf_reason").fill("Søster. Fuldmagt af 12. november")
    signed = page.locator(".mc-signs .mc-tag--ok")
    before = signed.count()
    press(page.locator(".mc-signform button"))
    expect(signed).to_have_count(before + 1)
