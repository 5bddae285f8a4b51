"""The main job: a caseworker signs in, takes one client from "New application" to a running course, and reads it on the case page.

Everything is done through the browser, as a person would; no row is made behind its back except the jobcentre, the users and a mentor.
"""

import datetime as dt
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.enums import AccessKind
from accounts.models import AccessEvent, AuditEvent
from cases.enums import State
from cases.models import Case, Period
from core import clock
from core.days import last_day_of_months
from mentors.enums import SupportArea
from tests.browser.steps import choose, enter, looks_right, press
from tests.factories import MembershipFactory, MentorFactory, replacement_cpr
from tests.pages import typed

pytestmark = pytest.mark.django_db(transaction=True)


def send(page: Page, form: str) -> None:
    """Press the main button of a form."""
    press(page.locator(f"{form} button.button-primary[type=submit]").first)


@pytest.mark.parametrize(
    ("language", "words"),
    [("da", {"new": "Ny ansøgning", "running": "Mentor i gang"}), ("en", {"new": "New application", "running": "Mentor under way"})],
)
def test_one_client_from_new_application_to_a_running_course(
    page: Page, live_server: Any, axe: Any, language: str, words: dict[str, str]
) -> None:
    today = clock.today()
    starts = today + dt.timedelta(days=20)
    member = MembershipFactory(user__email="mette@example.org", user__name="Mette Lindegaard", user__language=language)
    member.user.set_password("et langt kodeord")
    member.user.save()
    MentorFactory(
        jobcentre=member.jobcentre,
        name="Karin Toft",
        confidentiality_signed_on=today - dt.timedelta(days=30),
        confidentiality_valid_until=today + dt.timedelta(days=700),
    )

    page.goto(live_server.url + "/login/")
    page.fill("input[name=login]", "mette@example.org")
    page.fill("input[name=password]", "et langt kodeord")
    enter(page.locator("input[name=password]"))
    expect(page).to_have_url(live_server.url + "/desk/")

    # Step 1: contact
    press(page.get_by_role("link", name=words["new"]).first)
    page.fill("#id_given_name", "Ærø")
    page.fill("#id_family_name", "Ågård'\"><script>")
    page.fill("#id_cpr", replacement_cpr(4711))
    for field in ("id_proposed_by_0", "id_situation_0_0", "id_consent_0"):
        choose(page, f"#{field}")
    page.fill("#id_place", "Havnebageriet")
    page.fill("#id_situation_starts_on", typed(starts))
    page.fill("#id_consent_on", typed(today))
    press(page.locator("aside .button-primary"))
    expect(page).to_have_url(re.compile(r"/challenges/$"))
    case = Case.objects.get()

    # Step 2: challenges
    for area in SupportArea:
        choose(page, f"#id_{area}_weight_0")
    choose(page, "#id_practical_weight_3")
    page.fill("#id_practical_words", "Jeg mister overblikket, når der er flere opgaver")
    page.fill("#id_minutes_a_week", "3")
    page.select_option("#id_months", "6")
    press(page.locator("button[name=complete]"))
    expect(page).to_have_url(re.compile(r"/assessment/$"))

    # Step 3: assessment and decision
    for question in ("impairment", "concrete", "transition", "voluntary", "beyond"):
        choose(page, f"#id_{question}_0")
        page.fill(f"#id_{question}_evidence", "Samtale i dag")
    page.fill("#id_why_extra", "Værkføreren lærer opgaverne fra sig; mentoren hjælper med ugen.")
    choose(page, "#id_groups_0")
    page.fill("#id_since_disability", "01-09-2025")
    for question, answer in (("need_in_a_period", 0), ("manages_afterwards", 0), ("cannot_do_tasks", 1), ("need_is_lasting", 1)):
        choose(page, f"#id_{question}_{answer}")
    choose(page, "#id_outcome_1")  # granted in part: two hours instead of three
    page.fill("#id_minutes_a_week", "2")
    page.fill("#id_first_day", typed(starts))
    page.fill("#id_last_day", typed(last_day_of_months(starts, 6)))
    page.select_option("#id_mentor_type", "external")
    page.fill("#id_purpose", "At blive i jobbet")
    page.fill("#id_tasks", "Planlægge ugen sammen")
    choose(page, "#id_funding_1")
    press(page.locator("aside .button-primary"))
    # Two hours are less than three: the page asks why before it goes on.
    page.fill("#id_why_fewer_hours", "To samtaler om ugen dækker behovet.")
    press(page.locator("aside .button-primary"))
    expect(page).to_have_url(re.compile(r"/decide/$"))
    looks_right(page, axe, f"journey-decide-{language}")
    send(page, "main form")
    expect(page.locator(".alert-success").first).to_be_visible()

    # Step 4: match
    page.goto(f"{live_server.url}/cases/{case.ref}/match/")
    choose(page, "input[name=mentor] >> nth=0")
    page.fill("#id_reason", "Karin kommer udefra og kender situationen.")
    choose(page, "#id_conflict_0")
    choose(page, "#id_asked_how_1")
    send(page, "#propose")
    press(page.locator("[aria-labelledby=h-open] a.button"))
    for _asked in ("the client", "the mentor"):
        choose(page, "#id_answer_0")
        send(page, "#answer")
    send(page, "#answer")  # assign

    # Step 5: meeting, agreement, signatures, period
    page.goto(f"{live_server.url}/cases/{case.ref}/startup/")
    page.fill("#id_meeting_day", typed(today))
    page.fill("#id_meeting_time", "0.15")
    page.fill("#id_meeting_place", "Jobcentret, lokale 2.14")
    send(page, "form:has(#id_meeting_day)")
    page.fill("#id_held_held_on", typed(today))
    send(page, "form:has(#id_held_held_on)")
    page.goto(f"{live_server.url}/cases/{case.ref}/agreement/")
    page.locator("#id_goal1").fill("Møder til tiden mindst 4 af 5 dage")
    choose(page, "#id_ways_of_meeting_0")
    page.fill("#id_when_where", "Mandag kl. 9 på arbejdspladsen")
    page.fill("#id_cancelling", "Sms senest kl. 8 samme dag")
    page.fill("#id_may_write_down", "Dag, minutter og emne")
    press(page.locator("button[form=f_agreement]:not([name])"))
    for party in ("client", "mentor"):
        page.locator(f"label[for=id_sign_party_{0 if party == 'client' else 1}]").click()
        page.fill("#id_sign_signed_on", typed(today))
        press(page.locator(".mc-signform button"))
    page.goto(f"{live_server.url}/cases/{case.ref}/agreement/start/")
    send(page, "main form")

    # The running course, read on the case page
    page.goto(f"{live_server.url}/cases/{case.ref}/")
    expect(page.locator("h1")).to_contain_text("Ærø Ågård'\"><script>")
    expect(page.locator("h1")).to_contain_text(words["running"])
    expect(page.get_by_text("Karin Toft").first).to_be_visible()
    expect(page.get_by_text("Møder til tiden mindst 4 af 5 dage").first).to_be_visible()
    looks_right(page, axe, f"journey-running-{language}")

    case.refresh_from_db()
    period = Period.objects.get()
    assert (case.state, period.first_day, period.last_day) == (State.RUNNING, starts, last_day_of_months(starts, 6))
    assert period.minutes_a_week == 120
    assert AuditEvent.objects.filter(subject_id=case.pk, kind="case.period_started", by_id=member.user_id).count() == 1
    assert AccessEvent.objects.filter(subject_id=case.pk, kind=AccessKind.PAGE, user_id=member.user_id).exists()
