"""Conflicts of interest between a client and a mentor: recorded when one is told of, lifted with a reason, and never deleted (R68)."""

import datetime as dt
import uuid

from django.db import transaction
from django.db.models import F

from accounts.audit import record as record_event
from accounts.enums import SubjectKind
from accounts.models import User
from cases.actions.base import locked_case, record
from cases.actions.proposals import move_deadline, open_match
from cases.enums import OPEN_PROPOSALS, ConflictKind, ProposalState
from cases.models import Case, Conflict, Proposal
from core.constraints import refusing
from core.verdicts import Refused
from mentors.models import Mentor


@transaction.atomic
def record_conflict(*, case_id: uuid.UUID, mentor_id: uuid.UUID, kind: ConflictKind, words: str, by: User, at: dt.datetime) -> Conflict:
    """Keep the mentor off every board of the client until the conflict is lifted (R68). Proposes nobody.

    An open proposal of the mentor to the client is taken back. On the time line of the case and in the history of the mentor stands the kind,
    never the words. Refuses with `case_closed`, `not_in_this_step`, `mentor_other_jobcentre`, `conflict_words_missing` (of another kind
    than those that are named) or `conflict_already`.
    """
    case = locked_case(case_id=case_id)
    open_match(case)
    if not Mentor.objects.filter(pk=mentor_id, jobcentre_id=case.jobcentre_id).exists():
        raise Refused("mentor_other_jobcentre", "mentor")
    if kind == ConflictKind.OTHER and not words.strip():
        raise Refused("conflict_words_missing", "conflict_words")
    with refusing(conflict_once_a_pair=("conflict_already", "mentor")):
        conflict = Conflict.objects.create(
            client_id=case.client_id, mentor_id=mentor_id, kind=kind, words=words.strip(), recorded_by=by, recorded_at=at
        )
    open_ones = Proposal.objects.filter(case=case, mentor_id=mentor_id, state__in=OPEN_PROPOSALS)
    withdrawn = open_ones.update(state=ProposalState.WITHDRAWN, version=F("version") + 1)
    if withdrawn:
        move_deadline(case)
    _record(case, conflict, "case.conflict_recorded", "mentor.conflict_recorded", by=by, at=at, withdrawn=withdrawn)
    return conflict


@transaction.atomic
def lift_conflict(*, case_id: uuid.UUID, conflict_id: uuid.UUID, why: str, by: User, at: dt.datetime) -> Conflict:
    """The mentor can be proposed to the client again (R68). Refuses with `case_closed`, `lift_reason_missing` or `conflict_lifted_already`."""
    case = locked_case(case_id=case_id)
    conflict = Conflict.objects.select_for_update(of=("self",)).get(pk=conflict_id, client_id=case.client_id)
    if conflict.lifted_at is not None:
        raise Refused("conflict_lifted_already")
    if not why.strip():
        raise Refused("lift_reason_missing", "why")
    conflict.lifted_at = at
    conflict.lifted_why = why.strip()
    conflict.save(update_fields=["lifted_at", "lifted_why"])
    _record(case, conflict, "case.conflict_lifted", "mentor.conflict_lifted", by=by, at=at)
    return conflict


def _record(case: Case, conflict: Conflict, of_case: str, of_mentor: str, *, by: User, at: dt.datetime, **facts: int) -> None:
    """The same on the case's time line and in the mentor's history: the kind of conflict, never the words."""
    record(case, of_case, by=by, at=at, mentor=str(conflict.mentor_id), conflict=conflict.kind, **facts)
    subject = (SubjectKind.MENTOR, conflict.mentor_id)
    record_event(kind=of_mentor, subject=subject, jobcentre_id=case.jobcentre_id, by=by, at=at, case=case.ref, conflict=conflict.kind)
