"""Handing a case over to another jobcentre, taking it there, and taking it back."""

import uuid

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import AccessKind
from accounts.models import AccessEvent, Draft
from cases.models import Case, Client, Handover
from core import clock
from tests.cases.around_scene import noted
from tests.cases.repair_scene import REASONS, handed, neighbour
from tests.cases.views.repair_page_scene import OWN, case, data, member
from tests.factories import CaseFactory, MembershipFactory, NeedFactory
from tests.pages import signed_in, text

__all__ = ["case", "member"]
pytestmark = pytest.mark.django_db


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
