"""The pages of step 1: open once, correct later; who may; drafts; nothing typed is lost."""

import datetime as dt

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.enums import Role
from accounts.models import AccessEvent, Draft, Membership
from cases.enums import State
from cases.models import Case
from core import clock
from tests.cases.views.application_page_scene import EVIL, NEW, changed, looking_for, typed
from tests.factories import CaseFactory, ClientFactory, MembershipFactory, WorkplaceFactory, replacement_cpr
from tests.statements import statements

pytestmark = pytest.mark.django_db


def test_a_complete_application_opens_a_case_and_goes_on_to_the_challenges(browser: Browser, member: Membership) -> None:
    answer = browser.post(NEW, typed(place="Havnebageriet"), follow=True)
    case = Case.objects.get()
    assert answer.redirect_chain == [(reverse("case_challenges", args=[case.ref]), 302)]
    assert f"Case {case.ref} is created" in answer.text
    assert (case.state, case.jobcentre, case.caseworker) == (State.CHALLENGES, member.jobcentre, member.user)


def test_a_situation_that_begins_soon_is_shown_as_late_in_days_and_does_not_hinder_r15(browser: Browser) -> None:
    soon = (clock.today() + dt.timedelta(days=9)).strftime("%d-%m-%Y")
    answer = browser.post(NEW, typed(situation_starts_on=soon), follow=True)
    assert "The situation begins 5 days before a mentor is usually found" in answer.text


def test_a_double_click_makes_one_case_and_gives_the_same_page(browser: Browser) -> None:
    data = typed()
    first, second = browser.post(NEW, data), browser.post(NEW, data)
    assert first.status_code == second.status_code == 302
    assert first.url == second.url
    assert Case.objects.count() == 1


def test_without_consent_the_page_says_what_is_missing(browser: Browser) -> None:
    answer = browser.post(NEW, typed(consent="not_asked", consent_on="31-13-2026"), follow=True)
    case = Case.objects.get()
    assert answer.redirect_chain == [(reverse("case_contact", args=[case.ref]), 302)]
    assert "Step 1 is not done yet" in answer.text
    answer = browser.post(reverse("case_contact", args=[case.ref]), changed(case), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("case_challenges", args=[case.ref])


def test_every_gap_is_named_at_its_field_and_in_the_summary(browser: Browser) -> None:
    born = clock.today() + dt.timedelta(days=400)
    data = typed(cpr="3104991418", proposed_by="", situation_starts_on="25-13-2026", consent_on="", received_on=born.strftime("%d-%m-%Y"))
    answer = browser.post(NEW, data)
    assert answer.status_code == 422
    for anchor in ("#id_cpr", "#id_proposed_by_0", "#id_situation_starts_on", "#id_consent_on"):
        assert f'href="{anchor}"' in answer.text
    assert "Day 31, month 04, year 99 is not a date" in answer.text
    assert 'value="3104991418"' in answer.text
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"given_name": "a\x00b"},
        {"contact_note": "x" * 1_000_000},
        {"family_name": "y" * 121},
        {"received_on": "32-01-2026"},
        {"received_on": "\x00"},
        {"situation": "unheard_of"},
        {"channel": "pigeon"},
        {"language": "xx"},
        {"cvr": "123"},
        {"email": "not an address"},
        {"key": "no key"},
        {"cpr": "٠٦١٠٩٠١٢٣٤"},
        {"proposed_by": "\x00"},
        {"situation_starts_on": "25-11-2199"},
    ],
)
def test_impossible_values_are_refused_at_the_field_and_never_a_fault(browser: Browser, changes: dict) -> None:
    answer = browser.post(NEW, typed(**changes))
    assert answer.status_code == 422
    assert "Skovgaard" in answer.text or "family_name" in changes
    assert not Case.objects.exists()


def test_a_name_is_text_wherever_it_is_shown(browser: Browser) -> None:
    browser.post(NEW, typed(given_name=EVIL, place=EVIL, contact_note=EVIL))
    case = Case.objects.get()
    for name in ("case_contact", "case_challenges", "case_exit", "case_change_cpr"):
        answer = browser.get(reverse(name, args=[case.ref]))
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text
        assert "Ærøskøbing" not in answer.text.split("</title>")[0]
    assert "<script>alert" not in browser.post(NEW, looking_for(EVIL)).text


# Drafts


def test_a_draft_keeps_what_is_typed_but_never_the_cpr_number(browser: Browser) -> None:
    number = replacement_cpr()
    assert browser.post(NEW, typed(cpr=number, situation_starts_on="soon", draft="1")).status_code == 302
    draft = Draft.objects.get()
    assert "cpr" not in draft.data
    assert number not in str(draft.data)
    page = browser.get(NEW)
    assert 'value="soon"' in page.text
    assert "The CPR number is never kept in a draft" in page.text
    assert "form-error" not in page.text
    browser.post(NEW, typed())
    assert not Draft.objects.exists()


# Who may


@pytest.mark.parametrize("role", [Role.MANAGER, Role.ADMINISTRATOR, Role.AUDITOR])
def test_only_caseworkers_open_cases(client: Browser, role: Role) -> None:
    client.force_login(MembershipFactory(role=role).user)
    assert client.get(NEW).status_code == 403
    assert client.post(NEW, typed()).status_code == 403
    assert client.post(NEW, looking_for("Ida")).status_code == 403


PAGES = ["case_contact", "case_challenges", "case_exit", "case_change_cpr"]


@pytest.mark.parametrize("name", PAGES)
def test_a_manager_reads_and_does_not_write(client: Browser, name: str) -> None:
    case = CaseFactory()
    client.force_login(MembershipFactory(role=Role.MANAGER, jobcentre=case.jobcentre).user)
    page = client.get(reverse(name, args=[case.ref]))
    assert page.status_code == 200
    assert 'name="version"' not in page.text
    assert client.post(reverse(name, args=[case.ref]), changed(case)).status_code == 403


@pytest.mark.parametrize("name", [*PAGES, "case_cpr"])
def test_another_jobcentres_case_is_not_there(browser: Browser, name: str) -> None:
    case = CaseFactory()
    address = reverse(name, args=[case.ref])
    assert browser.get(address).status_code == 404
    assert browser.post(address, {"version": 1}).status_code == 404


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_in_every_state(browser: Browser, member: Membership, name: str, state: State) -> None:
    case = CaseFactory(jobcentre=member.jobcentre, state=state)
    with statements() as found:
        assert browser.get(reverse(name, args=[case.ref])).status_code == 200
    assert len(found) <= 14, "\n".join(found)


def test_the_new_page_asks_little_of_the_database(browser: Browser, member: Membership) -> None:
    for n in range(3):
        WorkplaceFactory(jobcentre=member.jobcentre, name=f"Bageri {n}")
    with statements() as found:
        browser.get(NEW)
    assert len(found) <= 14, "\n".join(found)


# Changing it later


def test_who_saves_second_sees_both_texts_and_the_next_press_saves(browser: Browser, member: Membership) -> None:
    case = CaseFactory(jobcentre=member.jobcentre)
    address = reverse("case_contact", args=[case.ref])
    assert browser.post(address, changed(case, contact_note="Ring før kl. 10")).status_code == 302
    answer = browser.post(address, changed(case, contact_note="Ring efter kl. 12"))
    assert answer.status_code == 409
    assert "Ring før kl. 10" in answer.text
    assert "Ring efter kl. 12" in answer.text
    assert browser.post(address, changed(case, contact_note="Ring efter kl. 12", version=case.version + 1)).status_code == 302
    case.client.refresh_from_db()
    assert case.client.contact_note == "Ring efter kl. 12"


def test_a_phone_number_is_checked_where_it_is_typed(browser: Browser, member: Membership) -> None:
    answer = browser.post(NEW, typed(phone="abc"))
    assert answer.status_code == 422 and set(answer.context["form"].errors) == {"phone"}
    case = CaseFactory(jobcentre=member.jobcentre, client__phone="lok. 12")
    address = reverse("case_contact", args=[case.ref])
    assert browser.post(address, changed(case, phone="abc")).status_code == 422
    assert browser.post(address, changed(case, phone="lok. 12", contact_note="Ring")).status_code == 302


def test_a_closed_case_is_not_changed(browser: Browser, member: Membership) -> None:
    case = CaseFactory(jobcentre=member.jobcentre, state=State.REFUSED)
    answer = browser.post(reverse("case_contact", args=[case.ref]), changed(case))
    assert answer.status_code == 422


# The CPR number


def test_showing_the_cpr_number_is_logged_and_shown_once(browser: Browser, member: Membership) -> None:
    number = replacement_cpr()
    case = CaseFactory(jobcentre=member.jobcentre, client=ClientFactory(jobcentre=member.jobcentre, cpr=number))
    contact = reverse("case_contact", args=[case.ref])
    whole = f"{number[:6]}-{number[6:]}"
    assert whole not in browser.get(contact).text
    answer = browser.post(reverse("case_cpr", args=[case.ref]), headers={"referer": f"http://testserver{contact}"})
    assert (answer.status_code, answer.url) == (302, contact)
    event = AccessEvent.objects.get(kind="reveal")
    assert (event.subject_kind, event.subject_id, event.user_id) == ("client", case.client_id, member.user.pk)
    assert number not in str(dict(browser.session))
    assert whole in browser.get(contact).text
    assert whole not in browser.get(contact).text


@pytest.mark.parametrize("referer", ["", "https://evil.example/cases/", "http://testserver/desk/", "//evil.example"])
def test_showing_leads_back_to_this_case_only(browser: Browser, member: Membership, referer: str) -> None:
    case = CaseFactory(jobcentre=member.jobcentre)
    answer = browser.post(reverse("case_cpr", args=[case.ref]), headers={"referer": referer})
    assert answer.url == reverse("case", args=[case.ref])
    assert browser.get(reverse("case_cpr", args=[case.ref])).status_code == 302


def test_a_reveal_is_for_its_own_case(browser: Browser, member: Membership) -> None:
    number = replacement_cpr()
    asked, other = (
        CaseFactory(jobcentre=member.jobcentre),
        CaseFactory(jobcentre=member.jobcentre, client=ClientFactory(jobcentre=member.jobcentre, cpr=number)),
    )
    browser.post(reverse("case_cpr", args=[asked.ref]))
    assert f"{number[:6]}-{number[6:]}" not in browser.get(reverse("case_contact", args=[other.ref])).text


def test_a_wrong_or_stale_new_cpr_number_keeps_what_was_typed(browser: Browser, member: Membership) -> None:
    case = CaseFactory(jobcentre=member.jobcentre)
    address = reverse("case_change_cpr", args=[case.ref])
    answer = browser.post(address, {"cpr": "3104991418", "reason": "Nyt nummer", "version": case.version})
    assert (answer.status_code, 'value="3104991418"' in answer.text) == (422, True)
    answer = browser.post(address, {"cpr": replacement_cpr(), "reason": "Nyt nummer", "version": case.version + 5})
    assert (answer.status_code, 'value="Nyt nummer"' in answer.text) == (409, True)
