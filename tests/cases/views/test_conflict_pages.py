"""The question about conflicts of interest on the board, on a proposal, and the page that lifts one."""

import datetime as dt
import uuid

import pytest
from django.test import Client as Browser

from accounts.enums import Role
from accounts.models import AccessEvent, Draft
from cases.enums import ProposalState, State
from cases.models import Conflict, MatchWeights, Proposal
from core import clock
from tests.cases.views.match_page_scene import board, case, mentor, typed
from tests.factories import AssignmentFactory, CaseFactory, ConflictFactory, MembershipFactory, ProposalFactory

__all__ = ["case"]
pytestmark = pytest.mark.django_db


def found(chosen, **more):
    return typed(chosen, conflict="found", conflict_kind="family", conflict_words="Hendes onkel") | more


def test_a_conflict_proposes_nobody_and_keeps_what_was_typed_for_the_next_choice(browser, case):
    """R68"""
    uncle, other = mentor(case, name="Bent Skov"), mentor(case, name="Karin Toft")
    answer = browser.post(board(case), found(uncle), follow=True)
    page = answer.content.decode()
    assert not Proposal.objects.exists()
    assert "The conflict of interest with Bent Skov is recorded, and nobody is proposed" in page
    assert [row["name"] for row in answer.context["candidates"]] == ["Karin Toft"]
    assert answer.context["excluded"] == []
    assert [row["name"] for row in browser.get(f"{board(case)}?excluded=all").context["excluded"]] == ["Bent Skov"]
    assert "Kender arbejdet" in page
    form = answer.context["form"]
    assert (form["asked_how"].value(), form["mentor"].value(), form["conflict"].value()) == ("phone", None, None)
    assert browser.post(board(case), typed(other)).status_code == 302
    assert Proposal.objects.get().conflict_asked == "phone"
    assert not Draft.objects.exists()


def test_a_conflict_needs_its_kind_and_nothing_of_the_proposal(browser, case):
    """R68"""
    uncle = mentor(case, type="professional")
    answer = browser.post(board(case), found(uncle, conflict_kind=""))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"conflict_kind"}
    assert "Hendes onkel" in answer.content.decode()
    answer = browser.post(board(case), {"mentor": str(uncle.pk), "conflict": "found", "conflict_kind": "other"})
    assert set(answer.context["form"].errors) == {"conflict_words"}
    assert browser.post(board(case), {"mentor": str(uncle.pk), "conflict": "found", "conflict_kind": "manager"}).status_code == 302
    assert Conflict.objects.get().kind == "manager"


def test_the_button_that_records_says_yes_whatever_was_chosen_before(browser, case):
    """R68: a browser that hides nothing has both buttons."""
    uncle = mentor(case)
    assert browser.post(board(case), found(uncle, conflict=["phone", "found"])).status_code == 302
    assert Conflict.objects.exists()
    assert not Proposal.objects.exists()


def test_a_conflict_is_recorded_once_even_when_the_button_is_pressed_twice(browser, case):
    """R68"""
    data = found(mentor(case), key=str(uuid.uuid4()))
    assert [browser.post(board(case), data).status_code for _press in range(2)] == [302, 302]
    assert Conflict.objects.count() == 1


def test_recorded_conflicts_stand_on_the_board_with_the_page_that_lifts_them_and_are_logged(browser, case):
    """R68"""
    conflict = ConflictFactory(client=case.client, words="Hendes onkel", mentor=mentor(case, name="Bent Skov"))
    ConflictFactory(client=case.client, lifted_at=clock.now(), lifted_why="Nej", mentor=mentor(case, name="Karin Toft"))
    shown = browser.get(board(case))
    assert [(row["name"], row["words"]) for row in shown.context["known_conflicts"]] == [("Bent Skov", "Hendes onkel")]
    assert f'href="{board(case)}conflicts/{conflict.pk}/"' in shown.content.decode()
    assert conflict.mentor_id in AccessEvent.objects.values_list("subject_id", flat=True)


def lift(case, conflict):
    return f"{board(case)}conflicts/{conflict.pk}/"


def test_a_conflict_is_lifted_with_a_reason_and_once(browser, case):
    """R68"""
    conflict = ConflictFactory(client=case.client, mentor=mentor(case, name="Bent Skov"))
    assert "Bent Skov" in browser.get(lift(case, conflict)).content.decode()
    assert browser.post(lift(case, conflict), {"why": " "}).context["form"].errors["why"]
    answer = browser.post(lift(case, conflict), {"why": "De kender ikke hinanden"}, follow=True)
    assert "The conflict of interest with Bent Skov is lifted" in answer.content.decode()
    assert [row["name"] for row in answer.context["candidates"]] == ["Bent Skov"]
    again = browser.post(lift(case, conflict), {"why": "En gang til"})
    assert again.status_code == 422
    assert "is lifted already" in again.content.decode()
    assert "De kender ikke hinanden" in browser.get(lift(case, conflict)).content.decode()


def test_who_may_lift_a_conflict(browser, case, member):
    """R68"""
    conflict = ConflictFactory(client=case.client, mentor=mentor(case))
    strange = ConflictFactory()
    assert browser.get(lift(case, strange)).status_code == 404
    assert browser.post(lift(case, strange), {"why": "Nej"}).status_code == 404
    assert browser.get(lift(CaseFactory(), conflict)).status_code == 404
    manager = Browser()
    manager.force_login(MembershipFactory(jobcentre=member.jobcentre, role=Role.MANAGER).user)
    assert '<textarea name="why"' not in manager.get(lift(case, conflict)).content.decode()
    assert manager.post(lift(case, conflict), {"why": "Nej"}).status_code == 403


def test_a_conflict_told_of_later_takes_the_proposal_back(browser, case):
    """R68"""
    proposal = ProposalFactory(case=case, mentor=mentor(case, name="Bent Skov"), proposed_at=clock.now())
    page = f"{board(case)}{proposal.pk}/"
    assert browser.post(page, {"step": "conflict", "conflict_kind": ""}).context["conflict_form"].errors["conflict_kind"]
    answer = browser.post(page, {"step": "conflict", "conflict_kind": "private", "conflict_words": "Naboer"}, follow=True)
    assert "The conflict of interest with Bent Skov is recorded, and the proposal is taken back" in answer.content.decode()
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.WITHDRAWN
    assert Conflict.objects.get().words == "Naboer"


def test_the_chosen_mentor_who_has_become_full_stays_chosen_with_what_happened(browser, case):
    """R40: the list is as it is now, and the choice and the text are kept."""
    chosen, other = mentor(case, name="Bent Skov", most_clients=1), mentor(case, name="Karin Toft")
    browser.get(board(case))
    AssignmentFactory(mentor=chosen)
    answer = browser.post(board(case), typed(chosen))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Bent Skov cannot be proposed now. Has no free place: 1 of 1 are taken." in answer.context["form"].errors["mentor"]
    assert answer.context["gone"]["name"] == "Bent Skov"
    assert [row["name"] for row in answer.context["candidates"]] == ["Karin Toft"]
    assert f'value="{chosen.pk}" id="id_mentor_gone"' in page
    assert "Kender arbejdet" in page
    assert chosen.pk in AccessEvent.objects.values_list("subject_id", flat=True)
    assert browser.post(board(case), typed(other)).status_code == 302


def test_an_empty_board_leads_to_who_is_free_soon_and_to_a_new_mentor(browser, case):
    """R41"""
    mentor(case, name="Anna Aa", available_from=clock.today() + dt.timedelta(days=40))
    mentor(case, name="Bo Bo", available_from=clock.today() + dt.timedelta(days=20))
    mentor(case, name="Carl Ca", most_minutes=10)
    shown = browser.get(board(case))
    page = shown.content.decode()
    assert [row["name"] for row in shown.context["excluded"]] == ["Bo Bo", "Anna Aa", "Carl Ca"]
    assert 'href="/mentors/new/"' in page
    assert 'href="#h-excluded"' in page
    assert '<details class="mx-tbl" id="h-excluded" open>' in page


def test_the_board_says_which_weights_it_used_and_the_proposal_keeps_them(browser, case):
    """R66"""
    chosen = mentor(case)
    assert "This list used the national weights" in browser.get(board(case)).content.decode()
    own = MatchWeights.objects.create(jobcentre=case.jobcentre, first_day=dt.date(2026, 2, 1), language=10, age=0)
    shown = browser.get(board(case))
    assert "This list used the jobcentre's own weights, in force since 1 February 2026" in shown.content.decode()
    words = {row["label"]: (row["value"], row["words"]) for row in shown.context["weights"]["wishes"]}
    assert words["Language"] == (10, "counts very much")
    assert words["Age"] == (0, "does not count")
    browser.post(board(case), typed(chosen))
    assert Proposal.objects.get().weights == own


def test_a_board_without_weights_says_so(browser, case):
    """R66"""
    chosen = mentor(case)
    MatchWeights.objects.all().delete()
    shown = browser.get(board(case))
    assert shown.status_code == 200
    assert "No weights" in shown.content.decode()
    assert browser.post(board(case), typed(chosen)).status_code == 422


def test_three_proposals_stand_with_their_state_and_the_next_action_the_most_pressing_first(browser, case):
    """R43, R69"""
    now, today = clock.now(), clock.today()
    ProposalFactory(case=case, mentor=mentor(case, name="Anna Aa"), proposed_at=now, answer_by=today + dt.timedelta(days=2))
    ProposalFactory(
        case=case, mentor=mentor(case, name="Bo Bo"), state="mentor_asked", proposed_at=now, answer_by=today - dt.timedelta(days=1)
    )
    ProposalFactory(case=case, mentor=mentor(case, name="Carl Ca"), state="accepted", proposed_at=now)
    shown = browser.get(board(case))
    assert [(row["name"], row["action"], row["expired"]) for row in shown.context["open_proposals"]] == [
        ("Carl Ca", "Assign the mentor", False),
        ("Bo Bo", "Give it a new day", True),
        ("Anna Aa", "Type the client's answer", False),
    ]
    page = shown.content.decode()
    assert "Ran out without an answer" in page
    assert "3 proposals are open" in page
    assert page.count("button-primary mc-sm") == 1
    assert not shown.context["may_propose"]


def test_a_mentor_who_was_given_up_stands_among_the_earlier_with_the_words(browser, case):
    """R49"""
    proposal = ProposalFactory(case=case, mentor=mentor(case, name="Bent Skov"), state="assigned", proposed_at=clock.now())
    today = clock.today()
    AssignmentFactory(
        case=case, mentor=proposal.mentor, proposal=proposal, first_day=today, ended_on=today - dt.timedelta(days=1), ended_why="For travl"
    )
    shown = browser.get(board(case))
    assert shown.context["chosen_proposal"] is None
    assert [(row["name"], row["words"], str(row["tag"]["label"])) for row in shown.context["earlier"]] == [
        ("Bent Skov", "For travl", "The match did not work")
    ]


def test_nobody_is_proposed_or_conflicted_in_a_closed_case(browser, case):
    """R68"""
    chosen = mentor(case)
    case.state, case.closed_on = State.WITHDRAWN, clock.today()
    case.save()
    assert browser.post(board(case), found(chosen)).status_code == 422
    assert not Conflict.objects.exists()
