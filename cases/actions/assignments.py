"""Assignments: the one place where a mentor's place is given away, under the lock on the mentor's row."""

import datetime as dt
import uuid

from django.db import transaction

from accounts.audit import record as record_event
from accounts.enums import SubjectKind
from accounts.models import User
from cases.actions.approvals import refuse_waiting
from cases.actions.base import move, record, save_case
from cases.actions.proposals import locked_proposal, withdraw_open
from cases.actions.rematches import end_old_place, take_over
from cases.actions.renewing import renews
from cases.course_rows import open_rematch
from cases.course_settings import settings_of
from cases.enums import ProposalState
from cases.enums_course import ApprovalState, Limit
from cases.loads import client_of, facts_of, first_grant
from cases.models import Approval, Assignment, Case, Decision, Proposal, Rematch
from cases.rules.agreements import minutes_in_all
from cases.rules.lifecycle import Event
from cases.rules.matching import hard_stops
from cases.rules.second_person import cost_of, price_verdict
from cases.takeover_rows import takeover_price
from core.constraints import refusing
from core.days import DaySpan, day_of
from core.verdicts import Refused
from mentors.models import Mentor


@transaction.atomic
@renews
def assign(*, proposal_id: uuid.UUID, version: int | None, first_day: dt.date | None = None, by: User, at: dt.datetime) -> Assignment:
    """Give the case the mentor's place after both have said yes (R45), and move the case to start-up.

    In a running course with an open rematch the mentor takes over instead (R72, R73): on `first_day`, or the first day that is possible; the
    mentor before stops the day before, and case and period stay as they are.

    The mentors' rows are locked before the case's, so that two caseworkers cannot both take the last place: the second waits, reads the load
    again and is told. Refuses with the stops of R40 (`mentor_full`, `mentor_no_hours`, `mentor_absent` ...), `proposal_closed`,
    `not_both_yes`, `cost_not_approved`, `no_grant`, `grant_has_run_out`, `case_has_a_mentor`, and with a rematch with `approval_waiting` or as
    `end_old_place`.
    """
    mentor_id, case_id = Proposal.objects.values_list("mentor_id", "case_id").get(pk=proposal_id)
    before = Rematch.objects.filter(case_id=case_id, closed_on__isnull=True).values_list("assignment__mentor_id", flat=True)
    mentors = {mentor_id, *before}
    # "No key": a proposal that is made meanwhile for the same mentor refers to this row, and must not wait for us while we wait for its case.
    rows = list(Mentor.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=mentors).order_by("pk"))
    case, proposal = locked_proposal(proposal_id=proposal_id, version=version)
    if proposal.state != ProposalState.ACCEPTED:
        raise Refused("not_both_yes", state=proposal.state)
    decision = first_grant(case)
    if decision is None:
        raise Refused("no_grant")
    today = day_of(at)
    rematch = open_rematch(case)
    client = client_of(case=case, decision=decision, proposals=[], today=today, first_day=first_day if rematch else None)
    if rematch is not None:
        old = end_old_place(case=case, rematch=rematch, locked=mentors, first_day=client.first_day, by=by, at=at)
    mentor = facts_of(mentor_id=mentor_id, client=client, since=today)
    if mentor is None:
        raise Refused("mentor_other_jobcentre")
    Refused.unless(hard_stops(client=client, mentor=mentor).answer())
    if rematch is not None:
        refuse_waiting(case)
        taking_over = next(row for row in rows if row.pk == mentor_id)
        Refused.unless(takeover_price(case, rematch=rematch, mentor=taking_over, first_day=client.first_day)[0])
    else:
        _refuse_dear(case, decision, cost_an_hour=next(row.cost_an_hour for row in rows if row.pk == mentor_id))
    with refusing(assignment_one_mentor_at_a_time=("case_has_a_mentor", "")):
        assignment = Assignment.objects.create(
            case=case,
            mentor_id=mentor_id,
            proposal=proposal,
            place_id=mentor.place_id,
            minutes_a_week=client.minutes,
            first_day=client.first_day,
            assigned_by=by,
            assigned_at=at,
        )
    proposal.state = ProposalState.ASSIGNED
    proposal.version += 1
    proposal.save()
    withdrawn = withdraw_open(case=case)
    facts = {"first_day": client.first_day.isoformat(), "minutes": assignment.minutes_a_week, "assignment": str(assignment.pk)}
    if rematch is not None:
        take_over(case=case, rematch=rematch, old=old, new=assignment, by=by, at=at)
    else:
        move(case, Event.ASSIGNED, at=at)
        case.due_on = client.first_day
        save_case(case)
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


def _refuse_dear(case: Case, decision: Decision, *, cost_an_hour: int | None) -> None:
    """Above the jobcentre's limit of cost a second person has approved the first grant with at least this cost (R118), else `cost_not_approved`."""
    limit = settings_of(case.jobcentre).second_cost
    if limit is None or decision.first_day is None or decision.last_day is None:
        return
    granted = minutes_in_all(minutes_a_week=decision.minutes_a_week or 0, span=DaySpan(decision.first_day, decision.last_day))
    approval = Approval.objects.filter(decision=decision, state=ApprovalState.APPROVED, limits__contains=[Limit.COST]).first()
    cost = cost_of(minutes=granted, cost_an_hour=cost_an_hour)
    Refused.unless(price_verdict(limit=limit, cost=cost, approved=approval.figures.get("cost") if approval is not None else None))
