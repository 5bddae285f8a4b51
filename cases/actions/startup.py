"""The match does not work after all: the place is free again and the case goes back to step 4."""

import datetime as dt
import uuid

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.audit import last_change
from accounts.audit import record as record_event
from accounts.enums import SubjectKind
from accounts.models import User
from cases.actions.base import locked_case, move, record, save_case
from cases.actions.notices import renew
from cases.enums import State
from cases.models import Assignment, Case, Meeting
from cases.rules.lifecycle import Event
from cases.startup_rows import NEWEST_MENTOR
from core.days import DAY, day_of
from core.verdicts import Refused, Stale
from mentors.models import Mentor


def _of_now(case_id: uuid.UUID) -> QuerySet[Assignment]:
    """The assignment of now, first: the one without an end; of a running course the last one, which may have an end."""
    rows = Assignment.objects.filter(Q(ended_on__isnull=True) | Q(case__state=State.RUNNING), case_id=case_id)
    return rows.order_by(*NEWEST_MENTOR)


def lock_mentor(*, case_id: uuid.UUID) -> uuid.UUID | None:
    """Lock the mentor of now, before the case as every action does it; None when there is none."""
    mentor_id = _of_now(case_id).values_list("mentor_id", flat=True).first()
    if mentor_id is not None:
        Mentor.objects.select_for_update(of=("self",), no_key=True).get(pk=mentor_id)
    return mentor_id


def refuse_other_mentor(case: Case, *, locked: uuid.UUID | None) -> None:
    """Under the lock on the case: the mentor of now is the one whom `lock_mentor` locked. Refuses with `stale`: another came between the two locks."""
    if _of_now(case.pk).values_list("mentor_id", flat=True).first() != locked:
        raise Stale(**last_change(subject_id=case.pk))


def locked_mentor_and_case(*, case_id: uuid.UUID, version: int | None = None) -> tuple[Case, Assignment]:
    """The mentor of the case locked first, then the case, as every action does it; then the assignment read again.

    Of a running course that is the last mentor, who may have stopped already. Refuses with `case_closed`, `stale` (another mentor came
    between the two locks), or `no_mentor` when there is none (any more).
    """
    mentor_id = lock_mentor(case_id=case_id)
    case = locked_case(case_id=case_id, version=version)
    assignment = _of_now(case_id).select_for_update(of=("self",)).select_related("mentor").first()
    if assignment is None:
        raise Refused("no_mentor")
    if assignment.mentor_id != mentor_id:
        raise Stale(**last_change(subject_id=case.pk))
    return case, assignment


def unassign(*, case_id: uuid.UUID, version: int | None = None, why: str, by: User, at: dt.datetime) -> Case:
    """End the assignment before it began, free the mentor's place, and send the case back to the match (R49).

    Ends on the day before its first day, as no period has begun: so the next assignment can begin on any day. A planned start-up
    meeting is cancelled; a held one stays, but does not count for the next mentor. `version` is that
    of the case on the page: nobody gives up a match that he has not seen. Refuses with `no_mentor`, `not_in_this_step` or `stale`.
    """
    with transaction.atomic():
        case, assignment = locked_mentor_and_case(case_id=case_id, version=version)
        move(case, Event.UNASSIGNED, at=at)
        assignment.ended_on = assignment.first_day - DAY
        assignment.ended_why = why
        assignment.save()
        Meeting.objects.filter(case=case, assignment=assignment, held_on__isnull=True, cancelled_on__isnull=True).update(
            cancelled_on=day_of(at)
        )
        case.due_on = day_of(at)
        save_case(case)
        record(case, "case.unassigned", by=by, at=at)
        record_event(
            kind="mentor.unassigned",
            subject=(SubjectKind.MENTOR, assignment.mentor_id),
            jobcentre_id=case.jobcentre_id,
            by=by,
            at=at,
            case=case.ref,
        )
        renew(case_ids=[case.pk], on=day_of(at), at=at, by=by, held=True)
        return case
