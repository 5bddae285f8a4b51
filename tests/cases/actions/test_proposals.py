"""Proposing: what it refuses and what it writes."""

import datetime as dt

import pytest

from accounts.models import AuditEvent
from cases.enums import AskedHow, ProposalState, State
from cases.models import Proposal
from mentors.models import Absence
from tests.cases.proposal_scene import answer, case, do_propose, mentor, refusal
from tests.factories import AT, DAY, AssignmentFactory, CaseFactory, DecisionFactory, MentorFactory, WishesFactory

__all__ = ["case", "mentor"]
pytestmark = pytest.mark.django_db


def test_a_proposal_asks_the_client_and_sets_the_deadline(case, mentor):
    """R43"""
    proposal = do_propose(case, mentor)
    case.refresh_from_db()
    assert proposal.state == ProposalState.CLIENT_ASKED
    assert case.due_on == DAY + dt.timedelta(days=3)
    event = AuditEvent.objects.get(subject_id=case.pk, kind="case.mentor_proposed")
    assert mentor.name not in str(event.facts)


def test_a_proposal_takes_no_place(case, mentor):
    """R43: two cases may be proposed the same last place."""
    mentor.most_clients = 1
    mentor.save()
    other = CaseFactory(state=State.MATCH, jobcentre=case.jobcentre)
    DecisionFactory(case=other)
    do_propose(case, mentor)
    assert do_propose(other, mentor).state == ProposalState.CLIENT_ASKED


@pytest.mark.parametrize(
    ("more", "code", "field"),
    [
        ({"no_conflict": False}, "conflict_not_asked", "conflict"),
        ({"answer_by": DAY - dt.timedelta(days=1)}, "answer_by_past", "answer_by"),
    ],
)
def test_what_is_missing_in_a_proposal_is_told_at_its_field(case, mentor, more, code, field):
    """R43"""
    refused = refusal(do_propose, case, mentor, **more)
    assert (refused.code, refused.field) == (code, field)
    assert not Proposal.objects.exists()


def test_a_full_or_absent_mentor_cannot_be_proposed(case, mentor):
    """R40"""
    AssignmentFactory.create_batch(3, mentor=mentor)
    assert refusal(do_propose, case, mentor).code == "mentor_full"
    away = MentorFactory(jobcentre=case.jobcentre)
    Absence.objects.create(mentor=away, first_day=dt.date(2026, 11, 30))
    assert refusal(do_propose, case, away).code == "mentor_absent"


def test_a_mentor_of_another_jobcentre_does_not_exist_here(case):
    """R40"""
    assert refusal(do_propose, case, MentorFactory()).code == "mentor_other_jobcentre"


def test_the_fourth_open_proposal_is_refused(case):
    """R43"""
    for each in MentorFactory.create_batch(3, jobcentre=case.jobcentre):
        do_propose(case, each)
    assert refusal(do_propose, case, MentorFactory(jobcentre=case.jobcentre)).code == "too_many_proposals"


def test_a_mentor_the_client_said_no_to_is_not_proposed_again(case, mentor):
    """R40"""
    answer(do_propose(case, mentor), answer="no", words="Vi kender hinanden")
    assert refusal(do_propose, case, mentor).code == "mentor_client_said_no"


def test_an_unmet_wish_needs_its_reason_and_keeps_it(case, mentor):
    """R44"""
    WishesFactory(case=case, mentor_types=["professional"], gender="woman")
    refused = refusal(do_propose, case, mentor)
    assert (refused.code, refused.field) == ("wish_reason_missing", "unmet_type")
    proposal = do_propose(case, mentor, unmet_wishes={"type": "Ingen professionelle er ledige", "age": "aldrig spurgt"})
    assert proposal.unmet_wishes == {"type": "Ingen professionelle er ledige"}


def test_nothing_is_proposed_outside_the_match_or_without_a_grant(mentor, case):
    """R43"""
    undecided = CaseFactory(state=State.MATCH, jobcentre=case.jobcentre)
    assert refusal(do_propose, undecided, mentor).code == "no_grant"
    early = CaseFactory(state=State.ASSESSMENT, jobcentre=case.jobcentre)
    assert refusal(do_propose, early, mentor).code == "not_in_this_step"


def test_after_the_grants_last_day_a_new_decision_is_needed(case, mentor):
    """R45"""
    assert (
        refusal(do_propose, case, mentor, at=AT + dt.timedelta(days=200), answer_by=DAY + dt.timedelta(days=300)).code
        == "grant_has_run_out"
    )


def test_a_proposal_keeps_how_the_conflict_was_asked_about(case, mentor):
    """R68"""
    assert do_propose(case, mentor, conflict_asked=AskedHow.MEETING).conflict_asked == AskedHow.MEETING
