"""Step 3 in Chromium: by keyboard and mouse, in both languages, wide and on a phone, with axe, and without JavaScript."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client as Browser
from django.utils import translation
from django.utils.translation import gettext

from cases.enums import State
from cases.models import Decision
from core import clock
from core.days import DAY, last_day_of_months
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


def sign_in(page, live_server, case, language: str) -> None:
    user = MembershipFactory(jobcentre=case.jobcentre, user__language=language).user
    browser = Browser()
    browser.force_login(user)
    cookie = browser.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])


def picture(page, name: str) -> None:
    """A picture to look at, where a folder for it is named."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def looks_right(page, axe, name: str) -> None:
    """No finding of axe, nothing sticks out, on a wide screen and on a narrow one."""
    for width in (1366, 320):
        page.set_viewport_size({"width": width, "height": 768})
        picture(page, f"{name}-{width}")
        assert axe(page) == []
        assert fits(page), f"{name} is wider than {width}"
    page.set_viewport_size({"width": 1366, "height": 768})


def fill(page, case) -> None:
    for question in ("impairment", "concrete", "transition", "voluntary", "beyond"):
        page.check(f"input[name={question}][value=yes]", force=True)
        page.fill(f"#id_{question}_evidence", "Samtale den 3. november")
    page.fill("#id_why_extra", "Værkføreren lærer Yusuf opgaverne.")
    page.check("input[name=groups][value=long_term_unemployed]", force=True)
    page.fill("#id_since_long_term_unemployed", "01-09-2025")
    for question, answer in {
        "need_in_a_period": "yes",
        "manages_afterwards": "yes",
        "cannot_do_tasks": "no",
        "need_is_lasting": "no",
    }.items():
        page.check(f"input[name={question}][value={answer}]", force=True)
    page.check("input[name=outcome][value=partial]", force=True)
    page.fill("#id_minutes_a_week", "3:00")
    first = case.situation_starts_on
    page.fill("#id_last_day", last_day_of_months(first, 4).strftime("%d-%m-%Y"))
    page.fill("#id_purpose", "At Yusuf bliver i løntilskuddet.")
    page.fill("#id_tasks", "Planlægge ugen sammen.")
    page.fill("#id_reasons", "Tre timer dækker to ugentlige samtaler.")
    page.check("input[name=funding][value=municipal]", force=True)


@pytest.mark.parametrize("language", ["da", "en"])
def test_a_grant_in_part_from_the_empty_page_to_the_issued_decision(page, live_server, axe, case, language) -> None:
    words = words_of(language)
    sign_in(page, live_server, case, language)
    page.goto(f"{live_server.url}/cases/{case.ref}/assessment/")
    looks_right(page, axe, f"assessment-empty-{language}")

    page.get_by_role("button", name=words["review"]).click()
    assert page.locator(".mc-errsum").evaluate("node => node === document.activeElement"), "the summary has the focus"
    looks_right(page, axe, f"assessment-errors-{language}")
    page.locator(".mc-errsum a").first.click()
    assert page.evaluate("document.activeElement.id") == "id_impairment_0", "a link leads to the first option"

    fill(page, case)
    page.get_by_role("button", name=words["compare"]).click()
    assert page.locator("#id_why_fewer_hours").is_visible() and page.locator("#id_why_shorter").is_visible()
    looks_right(page, axe, f"assessment-compared-{language}")
    page.fill("#id_why_fewer_hours", "Værkføreren holder morgenmøde hver dag.")
    page.fill("#id_why_shorter", "Fire måneder dækker oplæringen.")
    page.get_by_role("button", name=words["review"]).click()

    page.wait_for_url("**/assessment/decide/")
    looks_right(page, axe, f"decide-{language}")
    page.get_by_role("button", name=words["decide"]).click()
    page.wait_for_selector(".alert-success")
    looks_right(page, axe, f"decided-{language}")
    assert Decision.objects.get(case=case).why_shorter == "Fire måneder dækker oplæringen."


def test_what_a_choice_does_not_need_is_folded_away(page, live_server, case) -> None:
    sign_in(page, live_server, case, "en")
    page.goto(f"{live_server.url}/cases/{case.ref}/assessment/")
    assert not page.locator("#id_since_disability").is_visible()
    page.check("input[name=groups][value=disability]", force=True)
    assert page.locator("#id_since_disability").is_visible()
    page.check("input[name=beyond][value=unknown]", force=True)
    assert page.locator("label[for=id_beyond_evidence] .mc-unknown").is_visible()
    assert not page.locator("label[for=id_beyond_evidence] .mc-known").is_visible()
    page.check("input[name=outcome][value=refused]", force=True)
    assert page.locator("#id_offered_instead").is_visible() and not page.locator("#id_purpose").is_visible()
    page.check("input[name=outcome][value=granted]", force=True)
    assert not page.locator("#id_offered_instead").is_visible() and not page.locator("#id_reasons").is_visible()


class TestWithoutJavaScript:
    @pytest.fixture
    def context_options(self) -> dict:
        return {"java_script_enabled": False}

    def test_the_advice_and_the_decision_need_no_script(self, page, live_server, case) -> None:
        sign_in(page, live_server, case, "en")
        page.goto(f"{live_server.url}/cases/{case.ref}/assessment/")
        fill(page, case)
        page.get_by_role("button", name="Update the advice").click()
        assert page.url.endswith("#s4") and page.get_by_text("The answers point to: mentor").first.is_visible()
        page.fill("#id_minutes_a_week", "4:00")
        page.fill("#id_last_day", last_day_of_months(case.situation_starts_on, 6).strftime("%d-%m-%Y"))
        page.check("input[name=outcome][value=granted]", force=True)
        page.get_by_role("button", name="Review the decision").click()
        page.get_by_role("button", name="Decide: granted").click()
        page.wait_for_selector(".alert-success")
        assert Decision.objects.get(case=case).minutes_a_week == 240
