"""A contact is registered and approved: by keyboard, and without scripts; axe finds nothing at both widths."""

import datetime as dt
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from cases.enums_course import ContactState
from cases.models import Case, Contact
from core import clock
from tests.browser.steps import enter, leading_on, looks_right, press, sign_in
from tests.cases.course_scene import running
from tests.cases.log_scene import WEEKS_AGO, entry

pytestmark = pytest.mark.django_db(transaction=True)


def course() -> tuple[Case, User]:
    case, _assignment, by = running(at=clock.now() - dt.timedelta(weeks=WEEKS_AGO), name="Henrik Bjerregaard")
    by.name = "Mette Lindegaard"
    by.save()
    case.client.given_name, case.client.family_name = "Camilla", "Østergaard"
    case.client.save()
    return case, by


def tab_to(page: Page, selector: str) -> None:
    """Reach an element with the Tab key alone."""
    for _n in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab does not reach {selector} on {page.url}")


def test_a_contact_is_registered_and_approved_by_keyboard(page: Page, live_server: Any, axe: Any) -> None:
    case, by = course()
    sign_in(page, live_server, by)
    here = f"{live_server.url}/cases/{case.ref}/contacts/"
    page.goto(here)
    looks_right(page, axe, "log-1-empty")
    tab_to(page, "a[href$='/contacts/new/']")
    with leading_on(page):
        page.keyboard.press("Enter")
    looks_right(page, axe, "log-2-new")

    # What is missing is told, and the summary has the focus; today's day is there already.
    tab_to(page, "#id_minutes")
    page.keyboard.type("1,5")
    enter(page.locator("#id_minutes"))
    expect(page.locator(".mc-errsum")).to_be_focused()
    expect(page.locator("#id_minutes")).to_have_value("1,5")
    looks_right(page, axe, "log-3-error")
    tab_to(page, "input[name=form]")
    page.keyboard.press("Space")
    tab_to(page, "#id_note")
    page.keyboard.type("Gennemgik ugen")
    with leading_on(page):
        page.keyboard.press("Control+Enter")
    expect(page).to_have_url(here)
    contact = Contact.objects.get()
    assert (contact.minutes, contact.form, contact.day, contact.note) == (90, "meeting", clock.today(), "Gennemgik ugen")
    looks_right(page, axe, "log-4-list")

    tab_to(page, "button[name=only]")
    with leading_on(page):
        page.keyboard.press("Enter")
    contact.refresh_from_db()
    assert contact.state == ContactState.APPROVED
    tab_to(page, ".mc-undo button")
    with leading_on(page):
        page.keyboard.press("Enter")
    contact.refresh_from_db()
    assert contact.state == ContactState.WAITING

    press(page.locator(f"a[href$='{contact.pk}/']"))
    looks_right(page, axe, "log-5-entry")
    press(page.locator("a[href$='/correct/']"))
    looks_right(page, axe, "log-6-correct")
    page.goto(f"{here}hours/")
    looks_right(page, axe, "log-7-hours")


def test_from_the_desk_to_a_saved_contact_are_five_clicks(page: Page, live_server: Any) -> None:
    """Each press counts: on a link, in a field to write in it, on what is chosen of a list, on the button."""
    case, by = course()
    sign_in(page, live_server, by)
    page.goto(f"{live_server.url}/desk/")
    page.evaluate("sessionStorage.clicks = 0")
    page.add_init_script("addEventListener('pointerdown', () => sessionStorage.clicks++, true)")
    page.reload()
    press(page.locator(f".mc-task-act a[href$='/cases/{case.ref}/']"))
    press(page.locator("a[href$='/contacts/new/']").first)
    page.locator("#id_minutes").click()
    page.keyboard.type("45")
    page.locator("label[for=id_form_1]").click()
    press(page.locator("aside .button-primary"))
    expect(page).to_have_url(f"{live_server.url}/cases/{case.ref}/contacts/")
    contact = Contact.objects.get()
    assert (contact.minutes, contact.day, contact.state) == (45, clock.today(), ContactState.WAITING)
    assert 1 <= int(page.evaluate("sessionStorage.clicks")) <= 5


def test_without_scripts_it_goes_the_same_way(browser: Browser, live_server: Any) -> None:
    case, by = course()
    for days in (0, 1):
        entry(case, by, at=clock.now(), days_ago=7 + days, note="Kundemøde")
    context = browser.new_context(java_script_enabled=False, locale="da-DK")
    page = context.new_page()
    sign_in(page, live_server, by)
    here = f"{live_server.url}/cases/{case.ref}/contacts/"
    page.goto(f"{here}new/")
    page.locator("#id_minutes").fill("45")
    page.locator("label[for=id_form_3]").click()
    press(page.locator("aside .button-primary"))
    expect(page).to_have_url(here)
    assert Contact.objects.filter(minutes=45, form="phone").exists()
    for box in page.locator("input[name=contact]").all():
        box.check(force=True)
    press(page.locator("#f_approve .button-primary"))
    assert not Contact.objects.filter(state=ContactState.WAITING).exists()
    context.close()
