"""From an assigned mentor to a running course that is read on the case page, in both languages; axe finds nothing at both widths."""

import os
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cases.enums import State
from cases.models import Agreement, Period, Signature
from core import clock
from core.days import DAY
from tests.cases.startup_scene import assigned

pytestmark = pytest.mark.django_db(transaction=True)

WIDTHS = [1366, 320]


def look(page: Page, axe: Any, name: str) -> None:
    """No finding of axe and nothing wider than the screen, at both widths. SHOTS=<folder> keeps pictures to look at."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 768})
        assert axe(page) == [], f"{name} at {width}"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} at {width}"
        if folder := os.environ.get("SHOTS"):
            page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
    page.set_viewport_size({"width": 1366, "height": 768})


@pytest.mark.parametrize("language", ["da", "en"])
def test_from_an_assigned_mentor_to_a_running_course(page: Page, live_server: Any, client: Any, axe: Any, language: str) -> None:
    case, _assignment, by = assigned(at=clock.now() - DAY, name="Susanne Brandt", email="susanne@mentorhuset.example", phone="20 00 31 77")
    by.language, by.name = language, "Mette Lindegaard"
    by.save()
    case.client.given_name, case.client.family_name = "Amalie", "Frandsen"
    case.client.save()
    client.force_login(by)
    page.context.add_cookies([{"name": "session", "value": client.cookies["session"].value, "url": live_server.url}])
    today = clock.today().strftime("%d-%m-%Y")
    here = f"{live_server.url}/cases/{case.ref}/"

    page.goto(here)
    look(page, axe, f"{language}-1-case")
    page.locator(".mc-id .button-primary").click()
    expect(page).to_have_url(f"{here}startup/")
    look(page, axe, f"{language}-2-startup")

    # A time that is none: the summary takes the focus and leads to the field; what was typed stays.
    page.locator("#id_meeting_day").fill(today)
    page.locator("#id_meeting_time").fill("25.00")
    page.locator("#id_meeting_place").fill("Jobcentret, lokale 2.14")
    page.locator("main .button-primary").first.click()
    expect(page.locator(".mc-errsum")).to_be_focused()
    look(page, axe, f"{language}-3-error")
    page.locator(".mc-errsum a").click()
    expect(page.locator("#id_meeting_time")).to_be_focused()
    page.locator("#id_meeting_time").fill("13:00")
    page.locator("#id_meeting_time").press("Enter")
    expect(page.locator("#meeting")).to_contain_text("lokale 2.14")
    look(page, axe, f"{language}-4-planned")
    page.locator("#id_held_held_on").press("Enter")
    expect(page.locator(".mc-todo .is-ok")).to_have_count(1)

    page.locator("aside .button-primary").click()
    expect(page).to_have_url(f"{here}agreement/")
    look(page, axe, f"{language}-5-agreement")
    page.locator("#id_goal1").fill("Møder til tiden mindst 4 af 5 dage")
    page.locator("#id_by1").fill("Aftales hver mandag")
    page.locator("#id_goal2").fill("Spørger selv, når en opgave er uklar")
    page.locator("label[for=id_ways_of_meeting_0]").click()
    page.locator("label[for=id_ways_of_meeting_2]").click()
    page.locator("#id_when_where").fill("Mandag kl. 9.00-10.30 i personalerummet. Torsdag kl. 15.00 i telefon.")
    page.locator("#id_cancelling").fill("Sms senest kl. 8 samme dag. Find en ny tid samme uge.")
    page.locator("#id_may_write_down").fill("Dag, minutter og emne. Ikke helbred og ikke samtaler med kolleger.")
    page.locator("aside .button-primary").click()
    expect(page.locator("#signatures")).to_be_visible()

    # The mentor signs, then the hours change: version 2, and the mentor's signature is void.
    sign(page, 1)
    page.locator("#id_minutes_a_week").fill("2,5")
    page.locator('aside button[form="f_agreement"]').first.click()
    expect(page.locator("main .alert-info .alert-heading").filter(has_text="Susanne Brandt")).to_be_visible()
    look(page, axe, f"{language}-6-version-two")
    page.locator(f'a[href="/cases/{case.ref}/agreement/2/"]').first.click()
    look(page, axe, f"{language}-7-difference")
    expect(page.locator("td", has_text="2").first).to_be_visible()
    page.go_back()

    sign(page, 0, on_behalf=True)
    sign(page, 1)
    assert Agreement.objects.filter(case=case).count() == 2
    assert Signature.objects.get(agreement__number=2, party="client").on_behalf_by == "Kirsten Frandsen"
    expect(page.locator(".mc-todo .is-open")).to_have_count(0)
    look(page, axe, f"{language}-8-signed")

    page.locator("aside a.button-primary").click()
    look(page, axe, f"{language}-9-start")
    page.locator("main button.button-primary").click()
    expect(page).to_have_url(here)
    case.refresh_from_db()
    assert (case.state, Period.objects.get(case=case).number) == (State.RUNNING, 1)
    expect(page.locator(".mc-stepbar .is-now")).to_contain_text("26")
    expect(page.locator(".mc-goals li")).to_have_count(2)
    look(page, axe, f"{language}-A-running")

    page.goto(f"{here}agreement/")
    look(page, axe, f"{language}-B-locked")
    page.goto(f"{here}timeline/")
    expect(page.locator(".mc-time li")).to_have_count(8)
    look(page, axe, f"{language}-C-timeline")
    page.goto(f"{here}startup/")
    look(page, axe, f"{language}-D-started")
    assert not re.search(r"Amalie|Frandsen|Susanne", page.url + page.title())


def sign(page: Page, party: int, *, on_behalf: bool = False) -> None:
    page.locator(f"label[for=id_sign_party_{party}]").click()
    if on_behalf:
        page.locator("label[for=id_on_behalf_0]").click()
        page.locator("#id_sign_on_behalf_by").fill("Kirsten Frandsen")
        page.locator("#id_sign_on_behalf_reason").fill("Søster. Fuldmagt af 12. november")
    page.locator(".mc-signform button").click()
    expect(page.locator(".mc-signs .mc-tag--ok")).not_to_have_count(0)
