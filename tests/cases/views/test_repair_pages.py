"""The pages on which something is put right: one that lists them, annulling, merging, handing over."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import AccessKind, Role
from accounts.models import AccessEvent, Draft, Membership
from cases.enums import State
from cases.models import Case, Client, Decision, Handover
from core import clock
from tests.cases.around_scene import noted
from tests.cases.repair_scene import REASONS, handed, merged, neighbour, refused_case, twin
from tests.factories import CaseFactory, DecisionFactory, MembershipFactory, NeedFactory
from tests.pages import signed_in, text

pytestmark = pytest.mark.django_db
OWN, TWIN = "6107824444", "6107825555"


@pytest.fixture
def member() -> Membership:
    return MembershipFactory()


@pytest.fixture
def case(member: Membership) -> Case:
    return CaseFactory(jobcentre=member.jobcentre, caseworker=member.user, state=State.MATCH, client__cpr=OWN)


def data(case: Case, **other: Any) -> dict[str, Any]:
    case.refresh_from_db()
    return {"version": case.version, "key": str(uuid.uuid4()), "jobcentre": str(case.jobcentre_id), **other}


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


def test_a_case_is_handed_over_with_a_draft_on_the_way(browser: Browser, case: Case) -> None:
    there = neighbour()
    address = reverse("case_handover", args=[case.ref])
    sent = data(case, to=str(there.jobcentre_id), with_challenges="on", **REASONS)
    assert browser.post(address, {**sent, "draft": "1"}).status_code == 302 and Draft.objects.filter(form="handover").count() == 1
    assert REASONS["ground"] in text(browser.get(address))
    for missing in ("to", "reason", "ground"):
        assert browser.post(address, {**sent, missing: ""}).status_code == 422
    first, second = browser.post(address, sent), browser.post(address, sent)
    assert first.status_code == second.status_code == 302 and Handover.objects.count() == 1
    assert not Draft.objects.exists()
    page = text(browser.get(address))
    assert there.jobcentre.name in page and REASONS["ground"] in page


def test_the_other_jobcentre_sees_what_was_handed_over_and_nothing_else(case: Case) -> None:
    there, third = neighbour(), neighbour()
    NeedFactory(case=case, words="Jeg mister overblikket")
    noted(case, case.caseworker, words="Kun for os")
    row = handed(case, there.jobcentre, case.caseworker, with_challenges=False, at=clock.now())
    theirs = signed_in(there)
    listed = text(theirs.get(reverse("handover_list")))
    assert case.client.name in listed and case.jobcentre.name in listed
    page = text(theirs.get(reverse("handover_take", args=[row.pk])))
    assert REASONS["ground"] in page and "overblikket" not in page and "Kun for os" not in page
    assert OWN[6:] not in page
    for name in ("case", "case_timeline", "case_handover", "case_challenges"):
        assert theirs.get(reverse(name, args=[case.ref])).status_code == 404
    for stranger in (third, MembershipFactory(jobcentre=case.jobcentre)):
        assert signed_in(stranger).get(reverse("handover_take", args=[row.pk])).status_code == 404
        assert case.client.name not in text(signed_in(stranger).get(reverse("handover_list")))
    reads = AccessEvent.objects.filter(subject_id=case.pk, jobcentre_id=there.jobcentre_id)
    assert set(reads.values_list("kind", flat=True)) == {AccessKind.LIST, AccessKind.PAGE}


def test_it_is_taken_with_one_press_and_the_old_jobcentre_learns_no_more_than_that(case: Case) -> None:
    there = neighbour()
    NeedFactory(case=case, words="Jeg mister overblikket")
    row = handed(case, there.jobcentre, case.caseworker, at=clock.now())
    theirs, address = signed_in(there), reverse("handover_take", args=[row.pk])
    assert "overblikket" in text(theirs.get(address))
    sent = {"key": str(uuid.uuid4()), "jobcentre": str(there.jobcentre_id)}
    first, second = theirs.post(address, sent), theirs.post(address, sent)
    new = Case.objects.get(jobcentre=there.jobcentre)
    assert first.url == second.url == reverse("case", args=[new.ref])
    assert new.ref in text(theirs.get(address)) and case.client.name not in text(theirs.get(reverse("handover_list")))
    Client.objects.filter(pk=case.client_id).update(given_name="Siden", phone="20 99 88 77", address="Ny vej 4")
    page = text(theirs.get(address))
    assert REASONS["ground"] in page
    assert all(word not in page for word in ("overblikket", "Siden", "20 99 88 77", "Ny vej 4")), "what is written there later stays there"
    assert theirs.post(address, {**sent, "key": str(uuid.uuid4())}).status_code == 422
    ours = signed_in(MembershipFactory(jobcentre=case.jobcentre))
    pages = [text(ours.get(reverse(name, args=[case.ref]))) for name in ("case", "case_timeline", "case_handover")]
    assert all(new.ref not in page and there.user.name not in page for page in pages)
    assert ours.get(reverse("case", args=[new.ref])).status_code == 404


def test_the_list_of_hand_overs_costs_the_same_for_one_and_for_three() -> None:
    there = neighbour()
    browser = signed_in(there)

    def cost() -> int:
        with CaptureQueriesContext(connection) as done:
            assert browser.get(reverse("handover_list")).status_code == 200
        return len(done)

    def add() -> None:
        old = CaseFactory()
        handed(old, there.jobcentre, old.caseworker)

    add()
    one = cost()
    add()
    add()
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


def test_a_case_that_was_handed_over_is_taken_back_with_a_reason(browser: Browser, case: Case) -> None:
    """R173"""
    there = neighbour()
    row = handed(case, there.jobcentre, case.caseworker, at=clock.now())
    theirs, shown = signed_in(there), reverse("handover_take", args=[row.pk])
    assert theirs.get(shown).status_code == 200
    address, back = reverse("case_handover", args=[case.ref]), reverse("case_handover_back", args=[case.ref])
    assert back in text(browser.get(address))
    sent = {"key": str(uuid.uuid4()), "why": "Hun bliver alligevel boende"}
    assert browser.post(back, {**sent, "why": ""}).status_code == 422
    first, second = browser.post(back, sent), browser.post(back, sent)
    assert first.status_code == second.status_code == 302 and first.url == second.url == address
    page = text(browser.get(address))
    assert "Hun bliver alligevel boende" in page and REASONS["ground"] in page and back not in page
    assert theirs.get(shown).status_code == 404 and case.client.name not in text(theirs.get(reverse("handover_list")))
    late = theirs.post(shown, {"key": str(uuid.uuid4()), "jobcentre": str(there.jobcentre_id)})
    assert late.status_code == 422 and case.client.name not in text(late) and REASONS["ground"] not in text(late)
    again = browser.post(back, {"key": str(uuid.uuid4()), "why": "En gang til"})
    assert again.status_code == 422 and "En gang til" in text(again)


def test_a_case_that_was_taken_there_is_not_taken_back(browser: Browser, case: Case) -> None:
    """R173"""
    there = neighbour()
    row = handed(case, there.jobcentre, case.caseworker, at=clock.now())
    signed_in(there).post(reverse("handover_take", args=[row.pk]), {"key": str(uuid.uuid4()), "jobcentre": str(there.jobcentre_id)})
    back = reverse("case_handover_back", args=[case.ref])
    assert back not in text(browser.get(reverse("case_handover", args=[case.ref]))) and browser.get(back).status_code == 200
    answer = browser.post(back, {"key": str(uuid.uuid4()), "why": "For sent"})
    assert answer.status_code == 422 and "For sent" in text(answer)
