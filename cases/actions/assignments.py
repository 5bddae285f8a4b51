"""Assignments: the one place where a mentor's place is given away, under the lock on the mentor's row."""

import datetime as dt
import uuid

from django.db import transaction

from accounts.audit import record as record_event
from accounts.enums import SubjectKind
from accounts.models import User
from cases.actions.base import move, record, save_case
from cases.actions.proposals import client_of, locked_proposal, withdraw_open
from cases.enums import ProposalState
from cases.loads import first_grant, mentor_facts, mentors_with_load, with_spans_away
from cases.models import Assignment, Proposal
from cases.rules.lifecycle import Event
from cases.rules.matching import hard_stops
from core.constraints import refusing
from core.days import day_of
from core.verdicts import Refused
from mentors.models import Mentor


@transaction.atomic
def assign(*, proposal_id: uuid.UUID, version: int | None, by: User, at: dt.datetime) -> Assignment:
    """Give the case the mentor's place after both have said yes (R45), and move the case to start-up.

    The mentor's row is locked before the case's, so that two caseworkers cannot both take the last place: the second waits, reads the load
    again and is told. Refuses with the stops of R40 (`mentor_full`, `mentor_no_hours`, `mentor_absent` ...), `proposal_closed`,
    `not_both_yes`, `no_grant`, `grant_has_run_out`, `case_has_a_mentor`.
    """
    mentor_id = Proposal.objects.values_list("mentor_id", flat=True).get(pk=proposal_id)
    # "No key": a proposal that is made meanwhile for the same mentor refers to this row, and must not wait for us while we wait for its case.
    Mentor.objects.select_for_update(of=("self",), no_key=True).get(pk=mentor_id)
    case, proposal = locked_proposal(proposal_id=proposal_id, version=version)
    if proposal.state != ProposalState.ACCEPTED:
        raise Refused("not_both_yes", state=proposal.state)
    decision = first_grant(case)
    if decision is None:
        raise Refused("no_grant")
    today = day_of(at)
    client = client_of(case=case, decision=decision, proposals=[], today=today)
    found = (
        with_spans_away(mentors_with_load(jobcentre_id=case.jobcentre_id, on=client.first_day), since=today).filter(pk=mentor_id).first()
    )
    if found is None:
        raise Refused("mentor_other_jobcentre")
    Refused.unless(hard_stops(client=client, mentor=mentor_facts(found)).answer())
    with refusing(assignment_one_mentor_at_a_time=("case_has_a_mentor", "")):
        assignment = Assignment.objects.create(
            case=case,
            mentor_id=mentor_id,
            proposal=proposal,
            minutes_a_week=client.minutes,
            first_day=client.first_day,
            assigned_by=by,
            assigned_at=at,
        )
    proposal.state = ProposalState.ASSIGNED
    proposal.version += 1
    proposal.save()
    withdrawn = withdraw_open(case=case)
    move(case, Event.ASSIGNED, at=at)
    case.due_on = client.first_day
    save_case(case)
    facts = {"first_day": client.first_day.isoformat(), "minutes": assignment.minutes_a_week, "assignment": str(assignment.pk)}
    record(case, "case.mentor_assigned", by=by, at=at, mentor=str(mentor_id), withdrawn=withdrawn, **facts)
    record_event(
        kind="mentor.assigned",
        subject=(SubjectKind.MENTOR, mentor_id),
        jobcentre_id=case.jobcentre_id,
        by=by,
        at=at,
        case=case.ref,
        **facts,
    )
    return assignment
