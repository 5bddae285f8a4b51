"""The page of a proposal: from no to the next mentor, from both yes to the assignment, and what has come between."""

import datetime as dt

import pytest
from django.test import RequestFactory
from django.utils.translation import override

from cases.enums import ProposalState, State
from cases.models import Assignment, Proposal
from cases.views.match import Board
from core import clock
from tests.cases.views.match_page_scene import board, case, mentor, typed
from tests.factories import (
    AssignmentFactory,
    ProposalFactory,
)

__all__ = ["case"]
pytestmark = pytest.mark.django_db


def test_from_no_to_the_next_mentor_to_both_yes_to_the_assignment(browser, case):
    first, second = mentor(case, name="Bent Skov"), mentor(case, name="Karin Toft")
    browser.post(board(case), typed(first))
    page = f"{board(case)}{Proposal.objects.get().pk}/"
    today = clock.today().isoformat()
    assert browser.post(page, {"step": "client", "answer": "no", "answered_on": today, "version": 1}).context["form"].errors["words"]
    assert browser.post(page, {"step": "client", "answer": "no", "words": "Vi er naboer", "answered_on": today, "version": 1}).url == board(
        case
    )
    shown = browser.get(board(case))
    assert [row["name"] for row in shown.context["candidates"]] == ["Karin Toft"]
    assert "Vi er naboer" in shown.content.decode()
    browser.post(board(case), typed(second))
    proposal = Proposal.objects.get(mentor=second)
    page = f"{board(case)}{proposal.pk}/"
    assert (
        browser.post(page, {"step": "client", "answer": "yes", "answered_on": today, "mentor_answer_by": today, "version": 1}).url == page
    )
    assert browser.post(page, {"step": "mentor", "answer": "yes", "answered_on": today, "version": 2}).url == page
    assert "Assign Karin Toft" in browser.get(page).content.decode()
    assert browser.post(page, {"step": "assign", "version": 3}).url == f"/cases/{case.ref}/startup/"
    case.refresh_from_db()
    assert case.state == State.STARTUP
    assert Assignment.objects.get().mentor == second
    assert "Karin Toft is chosen" in browser.get(board(case)).content.decode()


def test_an_answer_that_somebody_typed_already_is_told(browser, case):
    proposal = ProposalFactory(case=case, mentor=mentor(case), proposed_at=clock.now())
    page, today = f"{board(case)}{proposal.pk}/", clock.today().isoformat()
    data = {"step": "client", "answer": "yes", "words": "Ja tak", "answered_on": today, "mentor_answer_by": today, "version": 1}
    assert browser.post(page, data).status_code == 302
    again = browser.post(page, data)
    assert again.status_code == 422
    assert "Somebody has typed this answer already" in again.content.decode()
    assert browser.post(page, {"step": "withdraw", "version": 2}).status_code == 302
    assert "closed and takes no more answers" in browser.post(page, data).content.decode()


def test_a_stale_answer_shows_what_is_saved_now(browser, case):
    proposal = ProposalFactory(case=case, mentor=mentor(case), proposed_at=clock.now())
    page, today = f"{board(case)}{proposal.pk}/", clock.today().isoformat()
    later = (clock.today() + dt.timedelta(days=5)).isoformat()
    browser.post(
        page,
        {"step": "client", "answer": "thinking", "words": "Skal tale med min kone", "answered_on": today, "answer_by": later, "version": 1},
    )
    yes = {"step": "client", "answer": "yes", "words": "Ja tak", "answered_on": today, "mentor_answer_by": later, "version": 1}
    answer = browser.post(page, yes)
    assert answer.status_code == 409
    assert "Skal tale med min kone" in answer.content.decode()
    assert "Ja tak" in answer.content.decode()


def test_a_mentor_who_was_full_and_has_a_place_again_is_named_too(case, member):
    """Between the refusal and the page that says it somebody else may give a place up."""
    chosen = mentor(case, name="Karin Toft")
    request = RequestFactory().post(board(case), {"mentor": str(chosen.pk)})
    page = Board()
    page.setup(request, ref=case.ref)
    page.member, page.user = member, member.user
    page.load(ref=case.ref)
    with override("en"):
        said = page.sentence("mentor_full", {"taken": 4, "most": 4})
    assert said == "Karin Toft cannot be proposed now. Has no free place: 4 of 4 are taken."


@pytest.mark.parametrize("step", ["", "boss", "assign", "mentor"])
def test_a_step_that_is_not_next_changes_nothing(browser, case, step):
    proposal = ProposalFactory(case=case, mentor=mentor(case), proposed_at=clock.now())
    data = {"step": step, "answer": "yes", "answered_on": clock.today().isoformat(), "version": 1}
    assert browser.post(f"{board(case)}{proposal.pk}/", data).status_code == 422
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.CLIENT_ASKED


def test_the_page_of_a_proposal_says_what_has_come_between(browser, case):
    """R45"""
    chosen = mentor(case, most_clients=1)
    proposal = ProposalFactory(case=case, mentor=chosen, state=ProposalState.ACCEPTED)
    AssignmentFactory(mentor=chosen)
    page = f"{board(case)}{proposal.pk}/"
    assert "Has no free place" in browser.get(page).content.decode()
    answer = browser.post(page, {"step": "assign", "version": 1})
    assert answer.status_code == 422
    assert "Has no free place" in answer.context["form"].non_field_errors()[0]
