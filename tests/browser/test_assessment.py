"""Step 3 in Chromium: by keyboard and mouse, in both languages, wide and on a phone, with axe, and without JavaScript."""

import re

import pytest
from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import expect

from accounts.models import User
from cases.enums import State
from cases.models import Decision
from core import clock
from core.days import DAY, last_day_of_months
from tests.browser.steps import DANISH_FIRST, choose, looks_right, press, sign_in
from tests.factories import CaseFactory, MembershipFactory, NeedFactory, WishesFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


def words_of(language: str) -> dict[str, str]:
    with translation.override(language):
        partial = gettext("Granted in part").lower()
        return {
            "review": gettext("Review the decision"),
            "compare": gettext("Compare with the wish"),
            "decide": gettext("Decide: %(decision)s") % {"decision": partial},
        }


@pytest.fixture
def case():
    found = CaseFactory(state=State.ASSESSMENT, situation_starts_on=clock.today() + 7 * DAY, received_on=clock.today() - 22 * DAY)
    found.client.given_name, found.client.family_name = "Yusuf", "Demir"
    found.client.save()
    NeedFactory(case=found)
    WishesFactory(case=found, minutes_a_week=240, months=6, mentor_types=["colleague"])
    return found


def caseworker(case, language: str) -> User:
    return MembershipFactory(jobcentre=case.jobcentre, user__language=language).user


def fill(page, case) -> None:
    for question in ("impairment", "concrete", "transition", "voluntary", "beyond"):
        choose(page, f"input[name={question}][value=yes]")
        page.fill(f"#id_{question}_evidence", "Samtale den 3. november")
    page.fill("#id_why_extra", "Værkføreren lærer Yusuf opgaverne.")
    choose(page, "input[name=groups][value=long_term_unemployed]")
    page.fill("#id_since_long_term_unemployed", "01-09-2025")
    for question, answer in {
        "need_in_a_period": "yes",
        "manages_afterwards": "yes",
        "cannot_do_tasks": "no",
        "need_is_lasting": "no",
    }.items():
        choose(page, f"input[name={question}][value={answer}]")
    choose(page, "input[name=outcome][value=partial]")
    page.fill("#id_minutes_a_week", "3:00")
    first = case.situation_starts_on
    page.fill("#id_last_day", last_day_of_months(first, 4).strftime("%d-%m-%Y"))
    page.fill("#id_purpose", "At Yusuf bliver i løntilskuddet.")
    page.fill("#id_tasks", "Planlægge ugen sammen.")
    page.fill("#id_reasons", "Tre timer dækker to ugentlige samtaler.")
    choose(page, "input[name=funding][value=municipal]")


@pytest.mark.parametrize("language", DANISH_FIRST)
def test_a_grant_in_part_from_the_empty_page_to_the_issued_decision(page, live_server, axe, case, language) -> None:
    words = words_of(language)
    sign_in(page, live_server, caseworker(case, language))
    page.goto(f"{live_server.url}/cases/{case.ref}/assessment/")
    looks_right(page, axe, f"assessment-empty-{language}")

    press(page.get_by_role("button", name=words["review"]))
    expect(page.locator(".mc-errsum")).to_be_focused()
    looks_right(page, axe, f"assessment-errors-{language}")
    page.locator(".mc-errsum a").first.click()
    expect(page.locator("#id_impairment_0"), "a link leads to the first option").to_be_focused()

    fill(page, case)
    press(page.get_by_role("button", name=words["compare"]))
    expect(page.locator("#id_why_fewer_hours")).to_be_visible()
    expect(page.locator("#id_why_shorter")).to_be_visible()
    looks_right(page, axe, f"assessment-compared-{language}")
    page.fill("#id_why_fewer_hours", "Værkføreren holder morgenmøde hver dag.")
    page.fill("#id_why_shorter", "Fire måneder dækker oplæringen.")
    press(page.get_by_role("button", name=words["review"]))

    expect(page).to_have_url(f"{live_server.url}/cases/{case.ref}/assessment/decide/")
    looks_right(page, axe, f"decide-{language}")
    press(page.get_by_role("button", name=words["decide"]))
    expect(page.locator(".alert-success")).to_be_visible()
    looks_right(page, axe, f"decided-{language}")
    assert Decision.objects.get(case=case).why_shorter == "Fire måneder dækker oplæringen."


def test_what_a_choice_does_not_need_is_folded_away(page, live_server, case) -> None:
    sign_in(page, live_server, caseworker(case, "en"))
    page.goto(f"{live_server.url}/cases/{case.ref}/assessment/")
    expect(page.locator("#id_since_disability")).to_be_hidden()
    choose(page, "input[name=groups][value=disability]")
    expect(page.locator("#id_since_disability")).to_be_visible()
    choose(page, "input[name=beyond][value=unknown]")
    expect(page.locator("label[for=id_beyond_evidence] .mc-unknown")).to_be_visible()
    expect(page.locator("label[for=id_beyond_evidence] .mc-known")).to_be_hidden()
    choose(page, "input[name=outcome][value=refused]")
    expect(page.locator("#id_offered_instead")).to_be_visible()
    expect(page.locator("#id_purpose")).to_be_hidden()
    choose(page, "input[name=outcome][value=granted]")
    expect(page.locator("#id_offered_instead")).to_be_hidden()
    expect(page.locator("#id_reasons")).to_be_hidden()


class TestWithoutJavaScript:
    @pytest.fixture
    def context_options(self) -> dict:
        return {"java_script_enabled": False}

    def test_the_advice_and_the_decision_need_no_script(self, page, live_server, case) -> None:
        sign_in(page, live_server, caseworker(case, "en"))
        page.goto(f"{live_server.url}/cases/{case.ref}/assessment/")
        fill(page, case)
        press(page.get_by_role("button", name="Update the advice"))
        expect(page).to_have_url(re.compile(r"/assessment/#s4$"))
        expect(page.get_by_text("The answers point to: mentor").first).to_be_visible()
        page.fill("#id_minutes_a_week", "4:00")
        page.fill("#id_last_day", last_day_of_months(case.situation_starts_on, 6).strftime("%d-%m-%Y"))
        choose(page, "input[name=outcome][value=granted]")
        press(page.get_by_role("button", name="Review the decision"))
        press(page.get_by_role("button", name="Decide: granted"))
        expect(page.locator(".alert-success")).to_be_visible()
        assert Decision.objects.get(case=case).minutes_a_week == 240
