"""What client and mentor answer to a proposal, in time and too late, and the new day for an answer."""

import datetime as dt

import pytest

from accounts.models import AuditEvent
from cases.actions.proposals import give_new_day, mentor_answers, withdraw_proposal
from cases.enums import ProposalState
from core.verdicts import Stale
from tests.cases.proposal_scene import answer, case, do_propose, mentor, refusal
from tests.factories import AT, DAY, ProposalFactory

__all__ = ["case", "mentor"]
pytestmark = pytest.mark.django_db


def test_the_mentor_is_asked_only_after_the_clients_yes(case, mentor):
    """R43"""
    proposal = do_propose(case, mentor)
    assert refusal(answer, proposal, mentor_answers).code == "proposal_answered"
    answer(proposal)
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.MENTOR_ASKED
    answer(proposal, mentor_answers)
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.ACCEPTED


def test_a_mentor_says_yes_or_no_and_nothing_else_counts_as_a_no(case, mentor):
    """R43: what a mentor cannot answer is not written down"""
    proposal = do_propose(case, mentor)
    answer(proposal)
    with pytest.raises(KeyError):
        answer(proposal, mentor_answers, answer="thinking")
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.MENTOR_ASKED


@pytest.mark.parametrize(
    ("more", "code", "field"),
    [
        ({"answer": "no"}, "words_missing", "words"),
        ({"answer": "thinking"}, "answer_by_missing", "answer_by"),
        ({"answer": "thinking", "answer_by": DAY - dt.timedelta(days=1)}, "answer_by_past", "answer_by"),
        ({"answer_by": None}, "mentor_answer_by_missing", "mentor_answer_by"),
        ({"answer_by": DAY - dt.timedelta(days=1)}, "answer_by_past", "mentor_answer_by"),
        ({"answered_on": DAY + dt.timedelta(days=1)}, "answer_in_future", "answered_on"),
        ({"answered_on": DAY - dt.timedelta(days=1)}, "answer_too_early", "answered_on"),
    ],
)
def test_an_answer_that_cannot_be_is_told_at_its_field(case, mentor, more, code, field):
    """R43"""
    refused = refusal(answer, do_propose(case, mentor), **more)
    assert (refused.code, refused.field) == (code, field)


def test_a_client_who_wants_to_think_gets_a_new_day(case, mentor):
    """R43"""
    proposal = do_propose(case, mentor)
    answer(proposal, answer="thinking", answer_by=DAY + dt.timedelta(days=9))
    case.refresh_from_db()
    assert case.due_on == DAY + dt.timedelta(days=9)
    answer(proposal)
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.MENTOR_ASKED


def test_an_answer_given_twice_or_to_a_proposal_taken_back_is_refused(case, mentor):
    """R43"""
    proposal = do_propose(case, mentor)
    answer(proposal, version=1)
    assert refusal(answer, proposal, version=1).code == "proposal_answered"
    withdraw_proposal(proposal_id=proposal.pk, version=2, by=case.caseworker, at=AT)
    assert refusal(answer, proposal, mentor_answers, version=2).code == "proposal_closed"


def test_a_stale_form_is_told(case, mentor):
    proposal = do_propose(case, mentor)
    answer(proposal, answer="thinking", answer_by=DAY)
    with pytest.raises(Stale):
        answer(proposal, version=1)


def test_a_yes_says_by_when_the_mentor_answers(case, mentor):
    """R43: the desk asks for the mentor's answer on that day."""
    proposal = do_propose(case, mentor)
    answer(proposal, answer_by=DAY + dt.timedelta(days=8))
    case.refresh_from_db(), proposal.refresh_from_db()
    assert proposal.answer_by == case.due_on == DAY + dt.timedelta(days=8)


LATE = {"at": AT + dt.timedelta(days=5), "answered_on": DAY + dt.timedelta(days=4)}
"""Typed five days later, and given on the day after the last one."""


@pytest.mark.parametrize("said", ["yes", "no"])
def test_an_answer_after_the_last_day_is_refused_until_there_is_a_new_one(case, mentor, said):
    """R69"""
    proposal = do_propose(case, mentor)
    more = LATE | {"answer": said, "words": "Nej tak", "answer_by": DAY + dt.timedelta(days=20)}
    refused = refusal(answer, proposal, **more)
    assert (refused.code, refused.field, refused.facts) == ("answer_after_expiry", "answered_on", {"day": "2026-11-19"})
    give_new_day(proposal_id=proposal.pk, version=1, answer_by=DAY + dt.timedelta(days=7), by=case.caseworker, at=LATE["at"])
    case.refresh_from_db()
    assert case.due_on == DAY + dt.timedelta(days=7)
    assert answer(proposal, **more).client_answered_on == LATE["answered_on"]


def test_an_answer_given_in_time_and_typed_later_counts(case, mentor):
    """R69"""
    proposal = do_propose(case, mentor)
    later = AT + dt.timedelta(days=9)
    answer(proposal, at=later, answered_on=DAY + dt.timedelta(days=3), answer_by=DAY + dt.timedelta(days=12))
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.MENTOR_ASKED


def test_a_late_wish_to_think_brings_its_own_new_day(case, mentor):
    """R69"""
    proposal = do_propose(case, mentor)
    answer(proposal, **LATE, answer="thinking", answer_by=DAY + dt.timedelta(days=9))
    proposal.refresh_from_db()
    assert (proposal.state, proposal.answer_by) == (ProposalState.CLIENT_THINKING, DAY + dt.timedelta(days=9))


def test_the_mentors_late_answer_is_refused_as_well(case, mentor):
    """R69"""
    proposal = do_propose(case, mentor)
    answer(proposal)
    assert refusal(answer, proposal, mentor_answers, **LATE).code == "answer_after_expiry"


@pytest.mark.parametrize(
    ("state", "day", "code"),
    [
        (ProposalState.CLIENT_ASKED, DAY - dt.timedelta(days=1), "answer_by_past"),
        (ProposalState.ACCEPTED, DAY, "proposal_answered"),
        (ProposalState.WITHDRAWN, DAY, "proposal_closed"),
    ],
)
def test_a_new_day_lies_ahead_and_is_for_an_answer_that_is_awaited(case, mentor, state, day, code):
    """R69"""
    proposal = ProposalFactory(case=case, mentor=mentor, state=state)
    assert refusal(give_new_day, proposal_id=proposal.pk, version=None, answer_by=day, by=case.caseworker, at=AT).code == code


def test_a_new_day_is_an_event_and_given_by_who_has_seen_the_proposal(case, mentor):
    """R69"""
    proposal = do_propose(case, mentor)
    with pytest.raises(Stale):
        give_new_day(proposal_id=proposal.pk, version=7, answer_by=DAY, by=case.caseworker, at=AT)
    give_new_day(proposal_id=proposal.pk, version=1, answer_by=DAY + dt.timedelta(days=7), by=case.caseworker, at=AT)
    assert AuditEvent.objects.get(subject_id=case.pk, kind="case.proposal_prolonged").facts["day"] == "2026-11-23"
