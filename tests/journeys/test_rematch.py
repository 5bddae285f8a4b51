"""A second chance in the browser: the match does not work in a running course, and a new mentor takes over with goals and hours intact."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cases.enums import State
from cases.models import Agreement, Assignment, Period, Rematch
from core import clock
from core.days import DAY
from tests.browser.steps import ENGLISH_FIRST, choose, looks_right, press, sign_in
from tests.cases.course_scene import next_mentor, running
from tests.cases.startup_scene import TERMS
from tests.factories import NeedFactory, WishesFactory
from tests.pages import typed

pytestmark = pytest.mark.django_db(transaction=True)


def sign(page: Page, party: int) -> None:
    page.locator(f"label[for=id_sign_party_{party}]").click()
    page.fill("#id_sign_signed_on", typed(clock.today()))
    press(page.locator(".mc-signform button"))


@pytest.mark.parametrize("language", ENGLISH_FIRST)
def test_the_match_does_not_work_and_a_new_mentor_takes_over(page: Page, live_server: Any, axe: Any, language: str) -> None:
    began = clock.now() - 20 * DAY
    case, old, by = running(at=began, name="Susanne Brandt", phone="20 00 31 77")
    by.language, by.name = language, "Mette Lindegaard"
    by.save()
    NeedFactory(case=case)
    WishesFactory(case=case, gender="woman")
    new = next_mentor(case, name="Karin Toft", phone="20 00 44 18", gender="man")
    period = Period.objects.get()
    case.client.given_name, case.client.family_name = "Lars", "Thygesen"
    case.client.save()
    here = f"{live_server.url}/cases/{case.ref}/"
    sign_in(page, live_server, by)

    page.goto(here)
    looks_right(page, axe, f"rematch-{language}-1-running")
    page.locator("details.mc-drop--page summary").first.click()
    press(page.locator(f'a[href="/cases/{case.ref}/rematch/"]').first)
    looks_right(page, axe, f"rematch-{language}-2-page")

    # Nothing is written yet: the summary leads to what is missing, and what stands there stays.
    page.fill("#id_stops_on", typed(clock.today() + 6 * DAY))
    press(page.locator("aside .button-primary"))
    expect(page.locator(".mc-errsum")).to_be_focused()
    expect(page.locator("#id_stops_on")).to_have_value(typed(clock.today() + 6 * DAY))
    looks_right(page, axe, f"rematch-{language}-3-missing")
    choose(page, "#id_raised_by_0")
    choose(page, "#id_reason_1")
    page.fill("#id_words", "Mentoren kan kun om aftenen, og jeg er træt efter arbejde.")
    choose(page, "#id_may_read_1")
    page.fill("#id_summary", "Lars og Susanne har øvet ugeplanen om mandagen.")
    press(page.locator("aside .button-primary"))
    expect(page).to_have_url(f"{here}match/")
    looks_right(page, axe, f"rematch-{language}-4-board")

    choose(page, "input[name=mentor] >> nth=0")
    page.fill("#id_reason", "Karin kan om formiddagen og kender stedet.")
    choose(page, "#id_conflict_0")
    choose(page, "#id_asked_how_1")
    press(page.locator("#propose .button-primary").first)
    if page.locator("#id_unmet_gender").count():
        page.fill("#id_unmet_gender", "Ingen kvinder har plads nu, og Lars er indforstået.")
        press(page.locator("#propose .button-primary").first)
    press(page.locator("[aria-labelledby=h-open] a.button"))
    for _asked in ("the client", "the mentor"):
        choose(page, "#id_answer_0")
        if page.locator("#id_mentor_answer_by").count():
            page.fill("#id_mentor_answer_by", typed(clock.today() + 2 * DAY))
        press(page.locator("#answer .button-primary"))
    expect(page.locator("#id_first_day")).to_have_value(typed(clock.today() + 7 * DAY))
    looks_right(page, axe, f"rematch-{language}-5-assign")
    press(page.locator("#answer .button-primary"))

    # The agreement has a new version with the new mentor; both sign it.
    page.goto(f"{here}agreement/")
    expect(page.locator("main .alert-warning .alert-heading")).to_contain_text("Karin Toft")
    looks_right(page, axe, f"rematch-{language}-6-agreement")
    press(page.locator(f'a[href="/cases/{case.ref}/agreement/2/"]').first)
    looks_right(page, axe, f"rematch-{language}-7-difference")
    page.goto(here)
    looks_right(page, axe, f"rematch-{language}-8-case")
    page.goto(f"{here}agreement/")
    sign(page, 0)
    sign(page, 1)
    looks_right(page, axe, f"rematch-{language}-9-holds")
    press(page.locator("aside a.button-secondary").first)
    looks_right(page, axe, f"rematch-{language}-A-changing")
    page.goto(here)
    for name in ("Susanne Brandt", "Karin Toft"):
        expect(page.get_by_role("link", name=name).first).to_be_visible()
    expect(page.get_by_text(TERMS["goals"][0][0]).first).to_be_visible()
    looks_right(page, axe, f"rematch-{language}-B-after")
    page.goto(f"{here}timeline/")
    looks_right(page, axe, f"rematch-{language}-C-timeline")

    case.refresh_from_db()
    old.refresh_from_db()
    now = Assignment.objects.get(case=case, ended_on=None)
    version = Agreement.objects.get(case=case, number=2)
    assert (case.state, Period.objects.get()) == (State.RUNNING, period)
    assert (old.ended_on, now.first_day) == (clock.today() + 6 * DAY, clock.today() + 7 * DAY)
    assert (now.mentor, now.minutes_a_week, version.minutes_a_week) == (new, 180, 180)
    assert [(goal.words, goal.by_when) for goal in version.goals.all()] == TERMS["goals"]
    assert (version.last_day, version.locked_at is not None) == (period.last_day, True)
    assert Rematch.objects.get().new_assignment == now


def test_they_go_on_together(page: Page, live_server: Any, axe: Any) -> None:
    case, old, by = running(at=clock.now() - 20 * DAY, name="Susanne Brandt")
    here = f"{live_server.url}/cases/{case.ref}/"
    sign_in(page, live_server, by)
    page.goto(f"{here}rematch/")
    choose(page, "#id_raised_by_1")
    choose(page, "#id_reason_0")
    page.fill("#id_words", "De taler forbi hinanden.")
    press(page.locator("aside .button-primary"))
    page.goto(f"{here}rematch/")
    looks_right(page, axe, "rematch-open")
    press(page.locator(f'a[href="/cases/{case.ref}/rematch/drop/"]'))
    looks_right(page, axe, "rematch-drop")
    page.fill("#id_why", "De har talt sammen og vil prøve igen.")
    press(page.locator("main .button-primary"))
    expect(page).to_have_url(here)
    old.refresh_from_db()
    assert (old.ended_on, Rematch.objects.get().closed_on) == (None, clock.today())
