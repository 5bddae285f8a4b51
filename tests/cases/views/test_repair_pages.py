"""The pages on which something is put right: one that lists them, annulling, merging, CPR numbers."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import AccessKind, Role
from accounts.models import AccessEvent, Membership
from cases.enums import State
from cases.models import Case, Decision
from core import clock
from tests.cases.repair_scene import handed, merged, neighbour, refused_case, twin
from tests.cases.views.repair_page_scene import OWN, TWIN, case, data, member
from tests.factories import CaseFactory, DecisionFactory, MembershipFactory
from tests.pages import signed_in, text

__all__ = ["case", "member"]
pytestmark = pytest.mark.django_db


def test_one_page_says_what_can_be_put_right(browser: Browser, case: Case) -> None:
    DecisionFactory(case=case)
    page = text(browser.get(reverse("case_repair", args=[case.ref])))
    for name in ("case_contact", "case_change_cpr", "client_merge", "case_handover"):
        assert reverse(name, args=[case.ref]) in page
    assert reverse("case_annul", args=[case.ref, Decision.objects.get().pk]) in page
    assert reverse("case_repair", args=[case.ref]) in text(browser.get(reverse("case_timeline", args=[case.ref]))), (
        "in the menu of every page"
    )


def test_a_grant_is_annulled_once_and_can_still_be_read(browser: Browser, case: Case) -> None:
    decision = DecisionFactory(case=case)
    address = reverse("case_annul", args=[case.ref, decision.pk])
    assert "back to the assessment" in text(browser.get(address)) or "tilbage til vurderingen" in text(browser.get(address))
    sent = data(case, why="Forkert borger")
    assert browser.post(address, {**sent, "why": ""}).status_code == 422
    first, second = browser.post(address, sent), browser.post(address, sent)
    assert first.status_code == second.status_code == 302 and first.url == second.url == reverse("case_assessment", args=[case.ref])
    for page in (address, reverse("case_repair", args=[case.ref]), reverse("case_assessment", args=[case.ref])):
        assert "Forkert borger" in text(browser.get(page))
    assert browser.post(address, data(case, why="Igen")).status_code == 422


def test_an_old_page_keeps_the_reason_that_was_typed(browser: Browser, case: Case) -> None:
    decision = DecisionFactory(case=case)
    sent = data(case, why="Forkert borger")
    Case.objects.filter(pk=case.pk).update(version=case.version + 1)
    answer = browser.post(reverse("case_annul", args=[case.ref, decision.pk]), sent)
    assert answer.status_code == 409 and "Forkert borger" in text(answer)


def test_the_list_costs_the_same_for_one_decision_and_for_three(browser: Browser, case: Case) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as done:
            assert browser.get(reverse("case_repair", args=[case.ref])).status_code == 200
        return len(done)

    DecisionFactory(case=case, annulled_on=clock.today(), annulled_by=case.caseworker, annulled_why="Fejl")
    one = cost()
    for _n in range(2):
        DecisionFactory(case=case, annulled_on=clock.today(), annulled_by=case.caseworker, annulled_why="Fejl")
    assert cost() == one <= 14


def test_the_other_record_is_found_by_number_compared_and_merged(browser: Browser, case: Case) -> None:
    other = twin(case, cpr=TWIN)
    address = reverse("client_merge", args=[case.ref])
    for sought in (TWIN, other.ref):
        page = browser.post(address, {"find": "1", "find_text": sought})
        assert page.status_code == 200 and other.client.name in text(page) and TWIN not in text(page)
    assert AccessEvent.objects.filter(kind=AccessKind.SEARCH, subject_id=other.client_id).count() == 2
    sent = data(case, other=str(other.client_id), keep="this", reason="Samme person")
    problem = browser.post(address, {**sent, "keep": ""})
    assert problem.status_code == 422 and "Samme person" in text(problem) and other.client.name in text(problem)
    first, second = browser.post(address, sent), browser.post(address, sent)
    assert first.url == second.url == reverse("case_repair", args=[case.ref])
    other.refresh_from_db()
    assert other.client_id == case.client_id


def test_a_search_without_a_hit_says_why_and_is_logged(browser: Browser, case: Case) -> None:
    address = reverse("client_merge", args=[case.ref])
    for sought in ("", "6101999999", case.ref, OWN, CaseFactory().ref):
        page = browser.post(address, {"find": "1", "find_text": sought})
        assert page.status_code == 422 and "id_find_error" in text(page), sought
    assert AccessEvent.objects.filter(kind=AccessKind.SEARCH, subject_id=None).count() == 5
    busy = twin(case, state=State.CHALLENGES)
    page = text(browser.post(address, {"find": "1", "find_text": busy.ref}))
    assert busy.ref in page and case.ref in page and "id_keep" not in page


def test_a_merged_record_is_read_as_it_was(browser: Browser, case: Case) -> None:
    other = twin(case, phone="20 77 66 55")
    row = merged(case, other, case.caseworker)
    page = text(browser.get(reverse("client_merged", args=[case.ref, row.pk])))
    assert "20 77 66 55" in page and other.ref in page
    assert AccessEvent.objects.filter(kind=AccessKind.PAGE, subject_id=row.merged_id).exists()
    elsewhere = CaseFactory(jobcentre=case.jobcentre)
    assert browser.get(reverse("client_merged", args=[elsewhere.ref, row.pk])).status_code == 404


def test_a_wrong_number_of_a_closed_case_is_replaced(browser: Browser, member: Membership) -> None:
    closed = CaseFactory(jobcentre=member.jobcentre, state=State.WITHDRAWN)
    address = reverse("case_change_cpr", args=[closed.ref])
    assert "<form" in text(browser.get(address)).split("mc-narrow")[1]
    answer = browser.post(address, {"version": closed.version, "cpr": "610782-8888", "reason": "Tastefejl"})
    assert answer.status_code == 302


def test_the_numbers_of_before_are_listed_masked_and_shown_by_the_logged_button(browser: Browser, case: Case) -> None:
    """R10"""
    case.caseworker.language = "en"
    case.caseworker.save()
    here = reverse("case_repair", args=[case.ref])
    assert "Former CPR numbers" not in text(browser.get(here))
    for number in ("610782-8888", "620782-9999"):
        case.refresh_from_db()
        sent = {"version": case.version, "cpr": number, "reason": f"Tastefejl før {number[:6]}"}
        assert browser.post(reverse("case_change_cpr", args=[case.ref]), sent).status_code == 302
    page = text(browser.get(here))
    assert "Former CPR numbers" in page and "610782-••••" in page
    assert "Tastefejl før 610782" in page and "Tastefejl før 620782" in page and f"by {case.caseworker.name}" in page
    assert "610782-8888" not in page
    browser.post(reverse("case_cpr", args=[case.ref]), headers={"referer": f"http://testserver{here}"})
    assert AccessEvent.objects.filter(kind=AccessKind.REVEAL, subject_id=case.client_id).count() == 1
    shown = text(browser.get(here))
    assert "610782-8888" in shown and "620782-9999" in shown
    assert "610782-8888" not in text(browser.get(here))


def test_the_list_of_numbers_costs_the_same_for_one_and_for_three(browser: Browser, case: Case) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as done:
            assert browser.get(reverse("case_repair", args=[case.ref])).status_code == 200
        return len(done)

    def replaced(number: str) -> None:
        case.refresh_from_db()
        sent = {"version": case.version, "cpr": number, "reason": "Tastefejl"}
        assert browser.post(reverse("case_change_cpr", args=[case.ref]), sent).status_code == 302

    replaced("610782-8888")
    browser.get(reverse("case_repair", args=[case.ref]))
    one = cost()
    replaced("620782-9999")
    replaced("630782-7777")
    browser.get(reverse("case_repair", args=[case.ref]))
    assert cost() == one


def test_a_manager_reads_and_writes_nothing(case: Case) -> None:
    manager = signed_in(MembershipFactory(jobcentre=case.jobcentre, role=Role.MANAGER))
    decision, there = DecisionFactory(case=case), neighbour()
    row = handed(CaseFactory(jobcentre=there.jobcentre), case.jobcentre, there.user)
    pages = [
        reverse("case_annul", args=[case.ref, decision.pk]),
        reverse("client_merge", args=[case.ref]),
        reverse("case_handover", args=[case.ref]),
        reverse("handover_take", args=[row.pk]),
    ]
    for address in pages:
        assert manager.get(address).status_code == 200
        assert manager.post(address, {"why": "x"}).status_code == 403


def test_a_refusal_is_annulled_from_its_closed_case(browser: Browser, member: Membership) -> None:
    closed, decision = refused_case(jobcentre=member.jobcentre, caseworker=member.user)
    answer = browser.post(reverse("case_annul", args=[closed.ref, decision.pk]), data(closed, why="Fejl i målgruppen"))
    assert answer.status_code == 302
    closed.refresh_from_db()
    assert closed.state == State.ASSESSMENT and isinstance(closed.answer_due_on, dt.date)
