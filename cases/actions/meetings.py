"""Meetings of a case: arrange, move, cancel, record as held."""

import datetime as dt
import uuid

from django.db import transaction

from accounts.audit import last_change
from accounts.models import User
from cases.actions.base import locked_in_startup, record, save_case
from cases.enums import MeetingKind
from cases.models import Case, Meeting
from cases.rules.agreements import due_in_startup
from cases.startup_rows import current_assignment, current_grant, startup_meeting
from core.days import day_of
from core.verdicts import Refused, Stale


def arrange_startup_meeting(
    *, case_id: uuid.UUID, starts_at: dt.datetime, place: str, who_comes: str, by: User, at: dt.datetime
) -> Meeting:
    """Plan the start-up meeting with the mentor of now. Refuses with `not_in_this_step`, `meeting_already` or `meeting_before_application`."""
    with transaction.atomic():
        case = locked_in_startup(case_id=case_id)
        assignment = current_assignment(case)
        if startup_meeting(case, assignment) is not None:
            raise Refused("meeting_already")
        _check_day(case, starts_at)
        meeting = Meeting.objects.create(
            case=case, assignment=assignment, kind=MeetingKind.STARTUP, at=starts_at, place=place, who_comes=who_comes
        )
        _note(case, meeting, "case.meeting_arranged", by=by, at=at, day=day_of(starts_at).isoformat())
        return meeting


def move_meeting(
    *,
    case_id: uuid.UUID,
    meeting_id: uuid.UUID,
    version: int,
    starts_at: dt.datetime,
    place: str,
    who_comes: str,
    by: User,
    at: dt.datetime,
) -> Meeting:
    """Change when, where and who comes, while it has not been held. Refuses with `meeting_over` or `stale`."""
    with transaction.atomic():
        case = locked_in_startup(case_id=case_id)
        meeting = _locked_meeting(case, meeting_id, version)
        _check_day(case, starts_at)
        moved = meeting.at != starts_at
        meeting.at, meeting.place, meeting.who_comes = starts_at, place, who_comes
        _save(meeting)
        kind = "case.meeting_moved" if moved else "case.meeting_changed"
        _note(case, meeting, kind, by=by, at=at, day=day_of(starts_at).isoformat())
        return meeting


def cancel_meeting(*, case_id: uuid.UUID, meeting_id: uuid.UUID, version: int, by: User, at: dt.datetime) -> Meeting:
    """Cancel a meeting that was not held; a new one can be arranged. Refuses with `meeting_over` or `stale`."""
    with transaction.atomic():
        case = locked_in_startup(case_id=case_id)
        meeting = _locked_meeting(case, meeting_id, version)
        meeting.cancelled_on = day_of(at)
        _save(meeting)
        _note(case, None, "case.meeting_cancelled", by=by, at=at, day=day_of(meeting.at).isoformat())
        return meeting


def hold_meeting(*, case_id: uuid.UUID, meeting_id: uuid.UUID, version: int, held_on: dt.date, by: User, at: dt.datetime) -> Meeting:
    """Record that the meeting was held, on a day that has been (R57), with the mentor of now (R62).

    Refuses with `held_in_future`, `meeting_before_application`, `held_before_mentor`, `meeting_over` or `stale`.
    """
    with transaction.atomic():
        case = locked_in_startup(case_id=case_id)
        meeting = _locked_meeting(case, meeting_id, version)
        if held_on > day_of(at):
            raise Refused("held_in_future", "held_on")
        if held_on < case.received_on:
            raise Refused("meeting_before_application", "held_on", received_on=case.received_on.isoformat())
        assignment = current_assignment(case)
        if assignment is not None and held_on < day_of(assignment.assigned_at):
            raise Refused("held_before_mentor", "held_on", assigned_on=day_of(assignment.assigned_at).isoformat())
        meeting.held_on = held_on
        _save(meeting)
        _note(case, meeting, "case.meeting_held", by=by, at=at, day=held_on.isoformat())
        return meeting


def _locked_meeting(case: Case, meeting_id: uuid.UUID, version: int) -> Meeting:
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting_id, case=case)
    if meeting.held_on or meeting.cancelled_on:
        raise Refused("meeting_over")
    if meeting.version != version:
        raise Stale(**last_change(subject_id=case.pk))
    return meeting


def _check_day(case: Case, starts_at: dt.datetime) -> None:
    if day_of(starts_at) < case.received_on:
        raise Refused("meeting_before_application", "day", received_on=case.received_on.isoformat())


def _save(meeting: Meeting) -> None:
    meeting.version += 1
    meeting.save()


def _note(case: Case, meeting: Meeting | None, kind: str, *, by: User, at: dt.datetime, day: str) -> None:
    """The event, and the next day that matters for the desk."""
    grant = current_grant(case)
    case.due_on = due_in_startup(
        today=day_of(at),
        meets_on=day_of(meeting.at) if meeting else None,
        met_on=meeting.held_on if meeting else None,
        granted_first_day=grant.first_day if grant else None,
    )
    save_case(case)
    record(case, kind, by=by, at=at, what=str(MeetingKind.STARTUP), day=day)
