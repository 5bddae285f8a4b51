"""Exits: the client withdraws, or the application is no longer relevant. Nothing is deleted; the mentor's place is free at once."""

import datetime as dt
import uuid

from django.db import transaction
from django.db.models import F, Q

from accounts.audit import last_change
from accounts.audit import record as record_event
from accounts.enums import SubjectKind
from accounts.models import User
from cases.actions.base import locked_case, move, record, save_case
from cases.actions.proposals import withdraw_open
from cases.enums import EndReason, State
from cases.models import Assignment, Case, Meeting, Period, Rematch
from cases.rules.exits import last_used_day
from cases.rules.lifecycle import Event
from core.days import day_of
from core.verdicts import Refused, Stale
from mentors.models import Mentor


@transaction.atomic
def close_case(*, case_id: uuid.UUID, version: int | None, event: Event, words: str, by: User, at: dt.datetime) -> Case:
    """Leave the steps (`WITHDRAWN`, `NOT_RELEVANT`) or end a running course that the client withdraws from (R02, R03, R08).

    Open proposals are withdrawn, an open rematch is closed, meetings not held yet are cancelled, the mentor's place and the period end today. Refuses with `not_in_this_step`, `case_closed` or `stale`.
    """
    today = day_of(at)
    if event not in (Event.WITHDRAWN, Event.NOT_RELEVANT):
        raise Refused("not_in_this_step", "event", event=str(event))
    still_held = Q(ended_on__isnull=True) | Q(ended_on__gt=today)
    # Mentors before cases: whoever assigns a mentor locks in this order too.
    mentor_ids = Assignment.objects.filter(still_held, case_id=case_id).values("mentor_id")
    mentors = {mentor.pk for mentor in Mentor.objects.select_for_update(no_key=True).filter(pk__in=mentor_ids).order_by("pk")}
    case = locked_case(case_id=case_id, version=version)
    places = list(Assignment.objects.filter(still_held, case=case))
    if not {place.mentor_id for place in places} <= mentors:
        raise Stale(**last_change(subject_id=case.pk))  # a mentor was assigned between the two locks: look again
    before = State(case.state)
    move(case, event, at=at)
    withdrawn = withdraw_open(case=case)
    Meeting.objects.filter(case=case, held_on__isnull=True, cancelled_on__isnull=True).update(cancelled_on=today)
    for place in places:
        place.ended_on = last_used_day(first_day=place.first_day, today=today)
        place.save(update_fields=["ended_on"])
        record_event(
            kind="mentor.place_freed",
            subject=(SubjectKind.MENTOR, place.mentor_id),
            jobcentre_id=case.jobcentre_id,
            by=by,
            at=at,
            case=case.ref,
            last_day=place.ended_on.isoformat(),
        )
    periods = list(Period.objects.select_for_update().filter(still_held, case=case, last_day__gt=today))
    for period in periods:
        period.ended_on = last_used_day(first_day=period.first_day, today=today)
        period.save(update_fields=["ended_on"])
    Rematch.objects.filter(case=case, closed_on__isnull=True).update(closed_on=today, version=F("version") + 1)
    case.closed_on = today
    case.closing_words = words
    case.due_on = None
    if case.state == State.ENDED:
        case.end_reason = EndReason.WITHDRAWN
    save_case(case)
    record(
        case,
        f"case.{event}",
        by=by,
        at=at,
        state=str(before),
        proposals_withdrawn=withdrawn,
        places_freed=len(places),
        periods_ended=len(periods),
    )
    return case
