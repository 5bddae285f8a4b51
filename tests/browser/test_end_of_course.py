"""A course is closed, followed up and opened again, in both languages; axe finds nothing at both widths."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cases.enums import State
from cases.models import CourseOutcome, CourseView, FollowUp, Period
from core import clock
from core.days import DAY
from tests.browser.steps import ENGLISH_FIRST, choose, enter, looks_right, press, sign_in
from tests.cases.closing_scene import met_mentor
from tests.cases.course_scene import running

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("language", ENGLISH_FIRST)
def test_a_course_is_closed_followed_up_and_opened_again(page: Page, live_server: Any, axe: Any, language: str) -> None:
    case, assignment, by = running(at=clock.now() - 30 * DAY, name="Bente Hald")
    by.language, by.name = language, "Mette Lindegaard"
    by.save()
    case.client.given_name, case.client.family_name = "Elin", "Mikkelsen"
    case.client.save()
    met_mentor(assignment, by, approved=False, at=clock.now() - DAY, note="Aftaler i det nye job")
    sign_in(page, live_server, by)
    here = f"{live_server.url}/cases/{case.ref}/"

    # What is typed survives the approval, and the button comes with it.
    page.goto(f"{here}close/")
    looks_right(page, axe, f"end-{language}-1-to-approve")
    expect(page.locator("aside .button-primary")).to_have_count(0)
    page.locator("#id_where").fill("Egebæk Bibliotek")
    press(page.locator(".mx-appr button").first)
    expect(page.locator("#id_where")).to_have_value("Egebæk Bibliotek")
    expect(page.locator("aside .button-primary")).to_have_count(1)

    # Too little: the summary leads to the first radio.
    press(page.locator("aside .button-primary"))
    expect(page.locator(".mc-errsum")).to_be_focused()
    looks_right(page, axe, f"end-{language}-2-errors")

    press(page.locator(f'a[href="/cases/{case.ref}/view/client/"]').first)
    page.locator("#id_words").fill("Jeg tør spørge nu.")
    choose(page, "#id_better_1")
    looks_right(page, axe, f"end-{language}-3-view")
    press(page.locator("main .button-primary"))
    assert CourseView.objects.get().better == 4
    expect(page.locator(".mx-view")).to_contain_text("Jeg tør spørge nu.")

    choose(page, 'input[name="reason"][value="manages_without"]')
    expect(page.locator(".mx-live--yes")).to_be_visible()
    expect(page.locator(".mx-live--no")).to_be_hidden()
    choose(page, 'input[name="outcome"][value="ordinary_job"]')
    page.locator("#id_minutes_a_week").fill("30")
    page.locator("#id_where").fill("Egebæk Bibliotek")
    enter(page.locator("#id_where"))
    expect(page).to_have_url(f"{here}close/confirm/")
    looks_right(page, axe, f"end-{language}-4-confirm")
    press(page.locator("main .button-primary"))
    expect(page).to_have_url(here)
    case.refresh_from_db()
    assert case.state == State.ENDED

    FollowUp.objects.filter(case=case, point="m3").update(due_on=clock.today())
    page.goto(f"{here}followup/")
    looks_right(page, axe, f"end-{language}-5-follow-up")
    press(page.locator(f'a[href="/cases/{case.ref}/followup/m3/"]'))
    choose(page, 'input[name="reached"][value="no"]')
    expect(page.locator("#id_where")).to_be_hidden()
    looks_right(page, axe, f"end-{language}-6-answer")
    press(page.locator("main .button-primary"))
    assert CourseOutcome.objects.get(point="m3").outcome == "unknown"

    press(page.locator(f'main a[href="/cases/{case.ref}/reopen/"]'))
    page.locator("#id_words").fill("Det gik ikke alligevel")
    choose(page, 'input[name="consent"][value="oral"]')
    looks_right(page, axe, f"end-{language}-7-reopen")
    press(page.locator("main .button-primary"))
    expect(page).to_have_url(here)
    case.refresh_from_db()
    assert (case.state, Period.objects.filter(case=case).count()) == (State.RUNNING, 2)
    page.goto(f"{here}followup/")
    looks_right(page, axe, f"end-{language}-8-earlier-end")
