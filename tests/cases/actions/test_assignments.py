"""Assigning: what it writes, and what has come between."""

import datetime as dt

import pytest

from accounts.enums import SubjectKind
from accounts.models import AuditEvent
from cases.actions.assignments import assign
from cases.enums import ProposalState, State
from cases.models import Assignment
from mentors.models import Absence
from tests.cases.proposal_scene import case, do_propose, mentor, refusal
from tests.factories import AT, DAY, AssignmentFactory, ProposalFactory

__all__ = ["case", "mentor"]
pytestmark = pytest.mark.django_db


def do_assign(proposal, **more):
    return assign(**{"proposal_id": proposal.pk, "version": None, "by": proposal.proposed_by, "at": AT} | more)


def accepted(case, mentor):
    return ProposalFactory(case=case, mentor=mentor, state=ProposalState.ACCEPTED, client_answered_on=DAY, mentor_answered_on=DAY)


def test_assigning_takes_the_place_moves_the_case_and_closes_the_other_proposals(case, mentor):
    """R45"""
    other = ProposalFactory(case=case)
    proposal = accepted(case, mentor)
    assignment = do_assign(proposal)
    case.refresh_from_db(), proposal.refresh_from_db(), other.refresh_from_db()
    assert (assignment.mentor, assignment.minutes_a_week, assignment.first_day) == (mentor, 180, dt.date(2026, 12, 1))
    assert (case.state, case.match_on, case.due_on) == (State.STARTUP, DAY, dt.date(2026, 12, 1))
    assert (proposal.state, other.state) == (ProposalState.ASSIGNED, ProposalState.WITHDRAWN)
    assert AuditEvent.objects.filter(subject_id=case.pk, kind="case.mentor_assigned").count() == 1
    assert AuditEvent.objects.get(subject_id=mentor.pk, subject_kind=SubjectKind.MENTOR).facts["case"] == case.ref


def test_a_late_assignment_begins_today(case, mentor):
    """R45"""
    assert do_assign(accepted(case, mentor), at=AT + dt.timedelta(days=60)).first_day == DAY + dt.timedelta(days=60)


def test_nobody_is_assigned_before_both_have_said_yes(case, mentor):
    """R45"""
    assert refusal(do_assign, do_propose(case, mentor)).code == "not_both_yes"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda m: AssignmentFactory.create_batch(3, mentor=m), "mentor_full"),
        (lambda m: AssignmentFactory(mentor=m, minutes_a_week=421), "mentor_no_hours"),
        (lambda m: Absence.objects.create(mentor=m, first_day=DAY), "mentor_absent"),
    ],
)
def test_what_has_come_between_is_told_when_assigning(case, mentor, change, code):
    """R45"""
    proposal = accepted(case, mentor)
    change(mentor)
    assert refusal(do_assign, proposal).code == code
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.ACCEPTED
    assert not Assignment.objects.filter(case=case).exists()


def test_a_place_that_ended_is_free_again(case, mentor):
    """R45"""
    mentor.most_clients = 1
    mentor.save()
    AssignmentFactory(mentor=mentor, first_day=dt.date(2026, 1, 1), ended_on=dt.date(2026, 11, 30))
    assert do_assign(accepted(case, mentor)).mentor == mentor
