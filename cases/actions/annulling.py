"""A decision that was wrongly issued is annulled: it stays readable and marked, and the course stands as it did before it (R130, R131)."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from accounts.audit import last_change
from accounts.audit import record as record_event
from accounts.enums import SubjectKind
from accounts.models import User
from cases.actions.approvals import refuse_waiting
from cases.actions.base import locked_open_or_closed, move, record, save_case
from cases.actions.extension_requests import refuse_pending
from cases.actions.letting_go import let_go, lock_mentors
from cases.actions.plans import follow_grant
from cases.actions.renewing import renews
from cases.course_rows import due_of_course
from cases.enums import GRANTS, DecisionKind, State
from cases.enums_course import ContactState
from cases.hours import most_granted
from cases.models import Case, ChangedWish, Contact, Decision, Period
from cases.models.plan import OPEN_WISH
from cases.rules.annulling import Effect, Issued, annul_verdict, effect
from cases.rules.exits import last_used_day
from cases.rules.lifecycle import Event
from cases.startup_rows import current_assignment
from core.constraints import refusing
from core.days import DaySpan, day_of
from core.verdicts import Refused, Stale


@dataclass(frozen=True, slots=True)
class Annullable:
    """A decision with what the rules ask about it. `period` is the one that it granted, of an extension."""

    decision: Decision
    issued: Issued
    period: Period | None = None


def annullable(case: Case, *, decision: Decision) -> Annullable:
    """What annulling the decision would touch; read it under the lock on the case before writing."""
    kind = DecisionKind(decision.kind)
    annulled = decision.annulled_on is not None
    if kind == DecisionKind.FIRST or not decision.is_grant:
        return Annullable(decision, Issued(kind, is_grant=decision.is_grant, annulled=annulled))
    period = decision.changes if kind == DecisionKind.CHANGE else Period.objects.filter(decision=decision).order_by("number").last()
    if period is None:
        return Annullable(decision, Issued(kind, is_grant=True, annulled=annulled))
    first = max(decision.first_day or period.first_day, period.first_day) if kind == DecisionKind.CHANGE else period.first_day
    # A period that was opened again goes on under the same decision, with the changes of hours of the one before.
    same = Period.objects.filter(case=case, decision=period.decision_id)
    last = max(each.ended_on or each.last_day for each in same)
    days = DaySpan(first, max(first, last))
    entries = Contact.objects.filter(case=case, day__gte=first, day__lte=days.last_day).exclude(state=ContactState.STRUCK)
    standing = Decision.objects.standing().filter(case=case)
    changes = standing.filter(kind=DecisionKind.CHANGE, outcome__in=GRANTS, changes__in=same)
    if kind == DecisionKind.EXTENSION:
        newer = Period.objects.filter(case=case, number__gt=period.number, decision__in=standing.exclude(pk=decision.pk))
        later = newer.exists() or changes.exists()
    else:
        later = changes.filter(Q(created_at__gt=decision.created_at) | Q(created_at=decision.created_at, pk__gt=decision.pk)).exists()
    issued = Issued(kind, is_grant=True, annulled=annulled, days=days, has_hours=entries.exists(), has_later=later)
    return Annullable(decision, issued, period if kind == DecisionKind.EXTENSION else None)


@transaction.atomic
@renews
def annul_decision(*, case_id: uuid.UUID, version: int | None, decision_id: uuid.UUID, why: str, by: User, at: dt.datetime) -> Decision:
    """Mark the decision as annulled, with the reason, and undo what it did to the course.

    The wish that it answered waits again. A first decision sends the case back to the assessment (R130): proposals are withdrawn, the mentor's place is free, meetings are cancelled.
    The period of an extension is taken back before its first day, or ends today; the hours of a change are again those granted before
    (R131), a plan above them follows, and the mentor's place holds no more. Refuses as `annul_verdict` does, or with `annul_why_missing`,
    `extension_pending` and `approval_waiting` (they build on it), `case_open_already` (the client has another open case), `stale`.
    """
    on = day_of(at)
    mentors = lock_mentors(case_id=case_id, on=on)
    case = locked_open_or_closed(case_id=case_id, version=version)
    decision = Decision.objects.select_for_update(of=("self",)).get(pk=decision_id, case=case)
    found = annullable(case, decision=decision)
    Refused.unless(annul_verdict(issued=found.issued, state=State(case.state), on=on))
    if found.issued.days is not None:  # what waits to be decided builds on these days and hours
        refuse_waiting(case)
        if found.period is not None:
            refuse_pending(case)
    if not why.strip():
        raise Refused("annul_why_missing", "why")
    does = effect(issued=found.issued, on=on)
    decision.annulled_on, decision.annulled_by, decision.annulled_why = on, by, why.strip()
    decision.save(update_fields=["annulled_on", "annulled_by", "annulled_why"])
    before, ended = case.state, {}
    if does == Effect.DECIDE_AGAIN:
        ended = let_go(case, mentors=mentors, by=by, at=at, began=False) if case.is_open else {}
        move(case, Event.ANNULLED, at=at)
        case.assessment_on = case.match_on = case.closed_on = None
        case.closing_words = ""
        case.due_on = case.answer_due_on
    if not ChangedWish.objects.filter(OPEN_WISH, case=case).exists():
        answered = ChangedWish.objects.filter(case=case, decision=decision).order_by("-day", "-recorded_at").values("pk")[:1]
        # The wish waits for an answer again; of a course that has ended none comes any more.
        ended_on = None if case.state == State.RUNNING else case.closed_on or on
        ChangedWish.objects.filter(pk__in=answered).update(decision=None, ended_on=ended_on)
    if found.period is not None and found.period.ended_on is None:
        found.period.ended_on = last_used_day(first_day=found.period.first_day, today=on)
        found.period.save(update_fields=["ended_on"])
    if does == Effect.OLD_HOURS:
        _hours_before(case, decision, mentors=mentors, by=by, at=at)
    if case.state == State.RUNNING:
        case.due_on = due_of_course(case)
    with refusing(case_one_open_a_client=("case_open_already", "")):
        save_case(case)
    record(
        case,
        "case.annulled",
        by=by,
        at=at,
        decision_kind=str(decision.kind),
        outcome=str(decision.outcome),
        effect=str(does),
        decided_on=decision.decided_on.isoformat(),
        state=str(before),
        **ended,
    )
    return decision


def _hours_before(case: Case, decision: Decision, *, mentors: set[uuid.UUID], by: User, at: dt.datetime) -> None:
    """After a change of hours was marked: plans keep within the grant again, and the place of a mentor who goes on holds no more than is granted."""
    on = day_of(at)
    if decision.changes is not None:
        for period in Period.objects.filter(case=case, decision=decision.changes.decision_id).order_by("number"):
            follow_grant(case=case, period=period, by=by, at=at)
    most, assignment = most_granted(case, span=DaySpan(on)), current_assignment(case)
    if most is None or assignment is None or (assignment.ended_on is not None and assignment.ended_on < on):
        return
    before, after = assignment.minutes_a_week, min(assignment.minutes_a_week, most)
    if after == before:
        return
    if assignment.mentor_id not in mentors:
        raise Stale(**last_change(subject_id=case.pk))  # another mentor was assigned between the two locks
    assignment.minutes_a_week = after
    assignment.save(update_fields=["minutes_a_week"])
    subject = (SubjectKind.MENTOR, assignment.mentor_id)
    record_event(
        kind="mentor.hours_changed", subject=subject, jobcentre_id=case.jobcentre_id, by=by, at=at, case=case.ref, old=before, new=after
    )
