"""Complaints: received, looked at again, passed on, and what came of them (R134-R136). They belong to a case whether it is open or closed."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from accounts.audit import last_change
from accounts.models import User
from cases.actions.base import locked_open_or_closed, record
from cases.actions.renewing import renews
from cases.enums_course import AppealOutcome, Reassessment
from cases.models import Appeal, Case, Decision
from cases.rules import appeals as rules
from core.constraints import refusing
from core.days import day_of
from core.verdicts import Refused, Stale


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintFacts:
    """What is written down when a complaint comes. `take_up` and `late_why` count only when it is late; None: not said yet."""

    received_on: dt.date
    how: str
    by_whom: str
    words: str
    take_up: bool | None = None
    late_why: str = ""


def complaint_of(row: Appeal) -> rules.Complaint:
    """A complaint as the rules read it."""
    return rules.Complaint(
        received_on=row.received_on,
        reassess_by=row.reassess_by,
        reassessed_on=row.reassessed_on,
        reassessment=row.reassessment,
        forwarded_on=row.forwarded_on,
        outcome=row.outcome,
    )


@transaction.atomic
@renews
def receive_appeal(*, case_id: uuid.UUID, decision_id: uuid.UUID, facts: ComplaintFacts, by: User, at: dt.datetime) -> Appeal:
    """Write down a complaint about a decision that stands (R134), with the day by which it is looked at again, under the decision's own rules.

    One that came too late is taken up for a reason, or dismissed at once. Refuses as `received_verdict` and `late_verdict` do, or with
    `appeal_decision_unknown`, `appeal_decision_annulled`, `appeal_words_missing` or `appeal_open_already`.
    """
    case = locked_open_or_closed(case_id=case_id)
    decision = Decision.objects.select_related("rules").filter(pk=decision_id, case=case).first()
    if decision is None:
        raise Refused("appeal_decision_unknown", "decision")
    if decision.annulled_on is not None:
        raise Refused("appeal_decision_annulled", "decision")
    row = Appeal(case=case, decision=decision, recorded_by=by, recorded_at=at)
    _write(row, decision=decision, facts=facts, at=at)
    with refusing(appeal_one_open_a_decision=("appeal_open_already", "decision")):
        row.save(force_insert=True)
    facts_told = {"received_on": row.received_on.isoformat(), "how": str(row.how), "reassess_by": row.reassess_by.isoformat()}
    record(case, "case.appeal_received", by=by, at=at, appeal=str(row.pk), late=row.is_late, dismissed=bool(row.outcome), **facts_told)
    return row


@transaction.atomic
@renews
def change_appeal(
    *, case_id: uuid.UUID, appeal_id: uuid.UUID, version: int | None, facts: ComplaintFacts, by: User, at: dt.datetime
) -> Appeal:
    """Correct what was written down of a complaint, until it is looked at again. Refuses as `receive_appeal`, or with `appeal_reassessed_already`,
    `appeal_ended` or `stale`."""
    case, row = _locked(case_id, appeal_id, version)
    state = rules.state_of(complaint_of(row))
    if state != rules.AppealState.LOOK_AGAIN:
        raise Refused("appeal_ended" if state == rules.AppealState.ENDED else "appeal_reassessed_already")
    _write(row, decision=row.decision, facts=facts, at=at)
    _save(row)
    record(case, "case.appeal_changed", by=by, at=at, appeal=str(row.pk), reassess_by=row.reassess_by.isoformat())
    return row


def _write(row: Appeal, *, decision: Decision, facts: ComplaintFacts, at: dt.datetime) -> None:
    """Put the facts on the complaint in memory, with its deadline; a late one that is not taken up is dismissed today."""
    on = day_of(at)
    Refused.unless(rules.received_verdict(received_on=facts.received_on, decided_on=decision.decided_on, on=on), "received_on")
    told: Any = Decision.objects.with_last_day_to_complain().get(pk=decision.pk)
    late = rules.is_late(received_on=facts.received_on, appeal_until=told.complain_until)
    answer = rules.late_verdict(late=late, take_up=facts.take_up, why=facts.late_why)
    Refused.unless(answer, "late_why" if answer.code == "appeal_late_why_missing" else "late")
    for text, field in ((facts.by_whom, "by_whom"), (facts.words, "words")):
        if not text.strip():
            raise Refused("appeal_words_missing", field)
    row.received_on, row.how = facts.received_on, facts.how
    row.by_whom, row.words = facts.by_whom.strip(), facts.words.strip()
    row.is_late, row.late_why = late, facts.late_why.strip() if late else ""
    row.reassess_by = rules.reassess_by(received_on=facts.received_on, weeks=decision.rules.reassess_weeks)
    if late and not facts.take_up:
        row.outcome, row.outcome_on, row.effect = AppealOutcome.DISMISSED, on, row.late_why


@transaction.atomic
@renews
def reassess(
    *,
    case_id: uuid.UUID,
    appeal_id: uuid.UUID,
    version: int | None,
    reassessed_on: dt.date,
    reassessment: Reassessment,
    words: str,
    by: User,
    at: dt.datetime,
) -> Appeal:
    """Write down what the new look at the decision led to (R135). Refuses as `reassess_verdict` does, or with `stale`."""
    case, row = _locked(case_id, appeal_id, version)
    answer = rules.reassess_verdict(
        complaint=complaint_of(row), reassessed_on=reassessed_on, reassessment=reassessment, words=words, on=day_of(at)
    )
    Refused.unless(answer, "words" if answer.code == "appeal_reasons_missing" else "reassessed_on")
    row.reassessed_on, row.reassessment, row.reassessment_words = reassessed_on, reassessment, words.strip()
    _save(row)
    record(case, "case.appeal_reassessed", by=by, at=at, appeal=str(row.pk), led_to=str(reassessment), day=reassessed_on.isoformat())
    return row


@transaction.atomic
@renews
def forward_appeal(
    *, case_id: uuid.UUID, appeal_id: uuid.UUID, version: int | None, forwarded_on: dt.date, by: User, at: dt.datetime
) -> Appeal:
    """The complaint was passed on to the appeals board (R136). Refuses as `forward_verdict` does, or with `stale`."""
    case, row = _locked(case_id, appeal_id, version)
    Refused.unless(rules.forward_verdict(complaint=complaint_of(row), forwarded_on=forwarded_on, on=day_of(at)), "forwarded_on")
    row.forwarded_on = forwarded_on
    _save(row)
    record(case, "case.appeal_forwarded", by=by, at=at, appeal=str(row.pk), day=forwarded_on.isoformat())
    return row


@transaction.atomic
@renews
def end_appeal(
    *,
    case_id: uuid.UUID,
    appeal_id: uuid.UUID,
    version: int | None,
    outcome: AppealOutcome,
    outcome_on: dt.date,
    effect: str,
    by: User,
    at: dt.datetime,
) -> Appeal:
    """What came of the complaint, and what it means for the course (R136). Refuses as `outcome_verdict` does, or with `stale`."""
    case, row = _locked(case_id, appeal_id, version)
    answer = rules.outcome_verdict(complaint=complaint_of(row), outcome=outcome, outcome_on=outcome_on, effect=effect, on=day_of(at))
    fields = {"appeal_outcome_not_yet": "outcome", "appeal_effect_missing": "effect"}
    Refused.unless(answer, fields.get(answer.code, "outcome_on"))
    row.outcome, row.outcome_on, row.effect = outcome, outcome_on, effect.strip()
    _save(row)
    record(case, "case.appeal_ended", by=by, at=at, appeal=str(row.pk), outcome=str(outcome), day=outcome_on.isoformat())
    return row


def _locked(case_id: uuid.UUID, appeal_id: uuid.UUID, version: int | None) -> tuple[Case, Appeal]:
    """The case, then the complaint, locked and of the version that the form was opened with. Refuses with `stale`."""
    case = locked_open_or_closed(case_id=case_id)
    rows = Appeal.objects.select_for_update(of=("self",)).select_related("decision__rules")
    row: Appeal = rows.get(pk=appeal_id, case=case)
    if version is not None and version != row.version:
        raise Stale(**last_change(subject_id=case.pk))
    return case, row


def _save(row: Appeal) -> None:
    row.version += 1
    row.save()
