"""Step 4 in the browser's terms: the board, proposing, answering, assigning."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from accounts.enums import Role
from accounts.models import AccessEvent
from cases.board import SHOWN
from cases.enums import ProposalState, State
from cases.models import Assignment, Proposal
from cases.views.match import Board
from core import clock
from tests.cases.views.match_page_scene import board, case, mentor, typed
from tests.factories import (
    AssignmentFactory,
    CaseFactory,
    DecisionFactory,
    MembershipFactory,
    MentorFactory,
    ProposalFactory,
)

__all__ = ["case"]
pytestmark = pytest.mark.django_db


def test_the_board_shows_candidates_with_reasons_and_the_others_with_theirs(browser, case):
    mentor(case, name="Karin Toft")
    full = mentor(case, name="Bent Skov", most_clients=1)
    AssignmentFactory(mentor=full)
    MentorFactory(name="Fremmed Fyr")
    page = browser.get(f"{board(case)}?excluded=all").content.decode()
    assert "Karin Toft" in page
    assert "Covers 1 of 1" in page or "Dækker 1 af 1" in page or "1 of 1" in page
    assert "Bent Skov" in page
    assert "Fremmed Fyr" not in page
    assert "Helst en udefra" in page


def test_a_proposal_is_made_once_even_when_the_button_is_pressed_twice(browser, case):
    chosen = mentor(case)
    data = typed(chosen, key=str(browser.get(board(case)).context["form"].initial["key"]))
    assert browser.post(board(case), data).status_code == 302
    assert browser.post(board(case), data).status_code == 302
    assert Proposal.objects.count() == 1
    page = browser.get(board(case)).content.decode()
    assert chosen.name in page
    assert "Type the client&#x27;s answer" in page


def test_the_page_asks_for_the_reason_of_each_unmet_wish_and_keeps_what_was_typed(browser, case):
    """R44"""
    chosen = mentor(case, type="professional")
    answer = browser.post(board(case), typed(chosen))
    assert answer.status_code == 422
    assert "unmet_type" in answer.context["form"].errors
    page = answer.content.decode()
    assert "Kender arbejdet" in page
    assert 'name="unmet_type"' in page
    assert f'value="{chosen.pk}"' in page
    assert browser.post(board(case), typed(chosen, unmet_type="Den eneste ledige")).status_code == 302
    assert Proposal.objects.get().unmet_wishes == {"type": "Den eneste ledige"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("mentor", ""),
        ("mentor", "karin"),
        ("mentor", "00000000-0000-0000-0000-000000000000"),
        ("reason", ""),
        ("reason", "\x00"),
        ("reason", "x" * 1_000_000),
        ("conflict", ""),
        ("conflict", "perhaps"),
        ("asked_how", "pigeon"),
        ("answer_by", "31-02-2027"),
        ("answer_by", "01-01-2020"),
    ],
)
def test_a_bad_proposal_is_told_at_its_field_and_nothing_typed_is_lost(browser, case, field, value):
    chosen = mentor(case)
    data = typed(chosen) | {field: value}
    if not value:
        del data[field]
    answer = browser.post(board(case), data)
    assert answer.status_code == 422
    assert answer.context["form"].errors[field]
    assert field == "reason" or "Kender arbejdet" in answer.content.decode()
    assert not Proposal.objects.exists()


def test_a_mentor_who_has_just_become_full_is_told_and_the_text_is_kept(browser, case):
    """R40"""
    chosen = mentor(case, most_clients=1)
    browser.get(board(case))
    AssignmentFactory(mentor=chosen)
    answer = browser.post(board(case), typed(chosen))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Has no free place: 1 of 1" in page
    assert "Kender arbejdet" in page


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


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("decided", [True, False])
def test_the_board_answers_in_every_state(browser, member, state, decided):
    found = CaseFactory(jobcentre=member.jobcentre, caseworker=member.user, state=state)
    if decided:
        DecisionFactory(case=found)
    proposal = ProposalFactory(case=found)
    assert browser.get(board(found)).status_code == 200
    assert browser.get(f"{board(found)}{proposal.pk}/").status_code == 200
    posted = browser.post(board(found), typed(proposal.mentor))
    assert posted.status_code == 422 or (state == "match" and decided)


def asked(captured) -> list[str]:
    """The statements of the page; the savepoint stands for the transaction that a page has outside of a test."""
    return [q["sql"][:200] for q in captured if "SAVEPOINT" not in q["sql"]]


def test_the_board_reads_at_most_14_statements_for_any_number_of_mentors(browser, case):
    proposed = mentor(case)
    ProposalFactory(case=case, mentor=proposed)
    mentor(case)
    AssignmentFactory(mentor=mentor(case, most_clients=1))
    with CaptureQueriesContext(connection) as few:
        browser.get(board(case))
    for number in range(30):
        mentor(case, most_clients=1 + number % 2)
    with CaptureQueriesContext(connection) as many:
        browser.get(board(case))
    assert len(asked(many)) == len(asked(few)) <= 14, "\n".join(asked(few))


def test_the_page_of_a_proposal_reads_at_most_14_statements(browser, case):
    proposal = ProposalFactory(case=case, mentor=mentor(case))
    with CaptureQueriesContext(connection) as statements:
        browser.get(f"{board(case)}{proposal.pk}/")
    assert len(asked(statements)) <= 14, "\n".join(asked(statements))


def test_who_is_not_on_the_list_is_counted_and_named_only_on_demand(browser, case):
    """R41: nobody is read, and no look at anybody is logged, who is not shown."""
    shown, full = mentor(case, name="Karin Toft"), mentor(case, name="Bent Skov", most_clients=1)
    AssignmentFactory(mentor=full)
    page = browser.get(board(case)).content.decode()
    assert "Bent Skov" not in page
    assert "(1 has no free place or time)" in page
    assert 'href="?excluded=all#h-excluded"' in page
    assert full.pk not in AccessEvent.objects.values_list("subject_id", flat=True)
    page = browser.get(f"{board(case)}?excluded=all&shown=all").content.decode()
    assert "Bent Skov" in page
    assert "Has no free place: 1 of 1 are taken." in page
    assert 'href="?excluded=all' not in page
    assert {shown.pk, full.pk} <= set(AccessEvent.objects.values_list("subject_id", flat=True))


def test_asking_for_one_list_keeps_the_other_open(browser, case):
    for _each in range(SHOWN + 1):
        mentor(case)
    mentor(case, name="Bent Skov", most_minutes=10)
    assert len(browser.get(board(case)).context["candidates"]) == SHOWN
    page = browser.get(f"{board(case)}?excluded=all").content.decode()
    assert 'href="?shown=all&amp;excluded=all"' in page
    page = browser.get(f"{board(case)}?shown=all")
    assert len(page.context["candidates"]) == SHOWN + 1
    assert 'href="?shown=all&amp;excluded=all#h-excluded"' in page.content.decode()


def test_who_is_shown_is_logged(browser, case):
    shown, stranger = mentor(case), MentorFactory()
    browser.get(board(case))
    ids = set(AccessEvent.objects.values_list("subject_id", flat=True))
    assert {case.pk, shown.pk} <= ids
    assert stranger.pk not in ids


def test_another_jobcentres_case_and_another_cases_proposal_are_not_found(browser, case):
    stranger = ProposalFactory()
    assert browser.get(board(stranger.case)).status_code == 404
    assert browser.get(f"{board(case)}{stranger.pk}/").status_code == 404
    assert browser.post(f"{board(case)}{stranger.pk}/", {"step": "withdraw"}).status_code == 404


def test_a_manager_reads_and_cannot_propose_or_answer(case, member):
    chosen = mentor(case)
    proposal = ProposalFactory(case=case, mentor=mentor(case))
    manager = Browser()
    manager.force_login(MembershipFactory(jobcentre=member.jobcentre, role=Role.MANAGER).user)
    page = manager.get(board(case)).content.decode()
    assert chosen.name in page
    assert 'type="radio"' not in page
    assert manager.post(board(case), typed(chosen)).status_code == 403
    answers = f"{board(case)}{proposal.pk}/"
    assert 'name="step"' not in manager.get(answers).content.decode()
    assert manager.post(answers, {"step": "withdraw"}).status_code == 403


def test_a_draft_comes_back_with_the_choice_and_the_fields_for_unmet_wishes(browser, case):
    chosen = mentor(case, type="professional")
    browser.post(board(case), typed(chosen, reason="Halvt skrevet", draft="1"))
    page = browser.get(board(case))
    assert "Halvt skrevet" in page.content.decode()
    assert [row["name"] for row in page.context["candidates"] if row["chosen"]] == [chosen.name]
    assert 'name="unmet_type"' in page.content.decode()
    assert "alert-error" not in page.content.decode()
