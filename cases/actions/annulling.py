"""A decision that was wrongly issued is annulled: it stays readable and marked, and the course stands as it did before it (R130, R131)."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from cases.actions.base import locked_open_or_closed, move, record, save_case
from cases.actions.letting_go import let_go, lock_mentors
from cases.course_rows import due_of_course
from cases.enums import DecisionKind, State
from cases.enums_course import ContactState
from cases.models import Case, ChangedWish, Contact, Decision, Period
from cases.rules.annulling import Effect, Issued, annul_verdict, effect
from cases.rules.exits import last_used_day
from cases.rules.lifecycle import Event
from core.constraints import refusing
from core.days import DaySpan, day_of
from core.verdicts import Refused


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
    last = period.ended_on or period.last_day
    days = DaySpan(first, max(first, last))
    entries = Contact.objects.filter(case=case, day__gte=first, day__lte=days.last_day).exclude(state=ContactState.STRUCK)
    later = False
    if kind == DecisionKind.EXTENSION:
        standing = Decision.objects.standing().filter(case=case)
        newer = Period.objects.filter(case=case, number__gt=period.number, decision__in=standing.exclude(pk=decision.pk))
        later = newer.exists() or standing.filter(changes=period).exists()
    issued = Issued(kind, is_grant=True, annulled=annulled, days=days, has_hours=entries.exists(), has_later=later)
    return Annullable(decision, issued, period if kind == DecisionKind.EXTENSION else None)


@transaction.atomic
def annul_decision(*, case_id: uuid.UUID, version: int | None, decision_id: uuid.UUID, why: str, by: User, at: dt.datetime) -> Decision:
    """Mark the decision as annulled, with the reason, and undo what it did to the course.

    The wish that it answered waits again. A first decision sends the case back to the assessment (R130): proposals are withdrawn, the mentor's place is free, meetings are cancelled.
    The period of an extension is taken back before its first day, or ends today; the hours of a change are again those granted before
    (R131). Refuses as `annul_verdict` does, or with `annul_why_missing`, `case_open_already` (the client has another open case), `stale`.
    """
    on = day_of(at)
    mentors = lock_mentors(case_id=case_id, on=on)
    case = locked_open_or_closed(case_id=case_id, version=version)
    decision = Decision.objects.select_for_update(of=("self",)).get(pk=decision_id, case=case)
    found = annullable(case, decision=decision)
    Refused.unless(annul_verdict(issued=found.issued, state=State(case.state), on=on))
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
    if not ChangedWish.objects.filter(case=case, decision__isnull=True, withdrawn_on__isnull=True).exists():
        answered = ChangedWish.objects.filter(case=case, decision=decision).order_by("-day", "-recorded_at").values("pk")[:1]
        ChangedWish.objects.filter(pk__in=answered).update(decision=None)  # the wish waits for an answer again
    if found.period is not None and found.period.ended_on is None:
        found.period.ended_on = last_used_day(first_day=found.period.first_day, today=on)
        found.period.save(update_fields=["ended_on"])
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
