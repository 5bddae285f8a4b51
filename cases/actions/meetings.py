"""Meetings of a case: with a mentor who is proposed, the start-up meeting, status meetings of a running course. Arrange, move, cancel, hold."""

import datetime as dt
import uuid

from django.db import transaction

from accounts.audit import last_change
from accounts.models import User
from cases.actions.base import locked_case, locked_in_startup, record, save_case
from cases.actions.proposals import locked_proposal
from cases.course_rows import due_of_course
from cases.enums import MeetingKind, State
from cases.models import Assignment, Case, Meeting, Proposal
from cases.rules.agreements import due_in_startup
from cases.startup_rows import current_assignment, current_grant, startup_meeting
from core.days import day_of
from core.verdicts import Refused, Stale


def arrange_match_meeting(
    *, proposal_id: uuid.UUID, starts_at: dt.datetime, place: str, who_comes: str, by: User, at: dt.datetime
) -> Meeting:
    """Plan that the client meets the mentor who is proposed (R285).

    Refuses with `proposal_closed`, `not_in_this_step`, `consent_withdrawn`, `meeting_before_application`, `meeting_before_proposal` or `meeting_same_time`.
    """
    with transaction.atomic():
        case, _proposal = locked_proposal(proposal_id=proposal_id, version=None)
        if case.consent_withdrawn_on is not None:
            raise Refused("consent_withdrawn")
        _check_day(case, starts_at)
        _check_proposed(case, day_of(starts_at), "day")
        _check_time(case, starts_at)
        meeting = Meeting.objects.create(case=case, kind=MeetingKind.MATCH, at=starts_at, place=place, who_comes=who_comes)
        _note(case, meeting, "case.meeting_arranged", by=by, at=at, day=day_of(starts_at).isoformat())
        return meeting


def arrange_startup_meeting(
    *, case_id: uuid.UUID, starts_at: dt.datetime, place: str, who_comes: str, by: User, at: dt.datetime
) -> Meeting:
    """Plan the start-up meeting with the mentor of now.

    Refuses with `not_in_this_step`, `meeting_already`, `meeting_before_application` or `meeting_before_mentor`.
    """
    with transaction.atomic():
        case = locked_in_startup(case_id=case_id)
        assignment = current_assignment(case)
        if startup_meeting(case, assignment) is not None:
            raise Refused("meeting_already")
        _check_day(case, starts_at)
        _check_mentor(assignment, starts_at)
        meeting = Meeting.objects.create(
            case=case, assignment=assignment, kind=MeetingKind.STARTUP, at=starts_at, place=place, who_comes=who_comes
        )
        _note(case, meeting, "case.meeting_arranged", by=by, at=at, day=day_of(starts_at).isoformat())
        return meeting


def arrange_status_meeting(*, case_id: uuid.UUID, starts_at: dt.datetime, place: str, who_comes: str, by: User, at: dt.datetime) -> Meeting:
    """Plan a status meeting of a running course (R111). Refuses with `meeting_not_running`, `consent_withdrawn`, `meeting_same_time` or `meeting_before_application`."""
    with transaction.atomic():
        case = locked_case(case_id=case_id)
        if case.state != State.RUNNING:
            raise Refused("meeting_not_running")
        if case.consent_withdrawn_on is not None:
            raise Refused("consent_withdrawn")
        _check_day(case, starts_at)
        _check_time(case, starts_at)
        meeting = Meeting.objects.create(
            case=case, assignment=current_assignment(case), kind=MeetingKind.STATUS, at=starts_at, place=place, who_comes=who_comes
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
    """Change when, where and who comes, while it has not been held.

    Refuses with `meeting_over`, `meeting_before_application`, `meeting_before_mentor`, `meeting_before_proposal`, `meeting_same_time` or `stale`.
    """
    with transaction.atomic():
        case, meeting = _locked(case_id, meeting_id, version)
        _check_day(case, starts_at)
        if meeting.kind == MeetingKind.STARTUP:
            _check_mentor(current_assignment(case), starts_at)
        else:
            _check_time(case, starts_at, but=meeting)
        if meeting.kind == MeetingKind.MATCH:
            _check_proposed(case, day_of(starts_at), "day")
        moved = meeting.at != starts_at
        meeting.at, meeting.place, meeting.who_comes = starts_at, place, who_comes
        _save(meeting)
        kind = "case.meeting_moved" if moved else "case.meeting_changed"
        _note(case, meeting, kind, by=by, at=at, day=day_of(starts_at).isoformat())
        return meeting


def cancel_meeting(*, case_id: uuid.UUID, meeting_id: uuid.UUID, version: int, by: User, at: dt.datetime) -> Meeting:
    """Cancel a meeting that was not held; a new one can be arranged. Refuses with `meeting_over` or `stale`."""
    with transaction.atomic():
        case, meeting = _locked(case_id, meeting_id, version)
        meeting.cancelled_on = day_of(at)
        _save(meeting)
        _note(case, meeting, "case.meeting_cancelled", by=by, at=at, day=day_of(meeting.at).isoformat())
        return meeting


def hold_meeting(*, case_id: uuid.UUID, meeting_id: uuid.UUID, version: int, held_on: dt.date, by: User, at: dt.datetime) -> Meeting:
    """Record that the meeting was held, on a day that has been (R57), a start-up meeting with the mentor of now (R62).

    Refuses with `held_in_future`, `meeting_before_application`, `meeting_before_proposal`, `held_before_mentor`, `meeting_over` or `stale`.
    """
    with transaction.atomic():
        case, meeting = _locked(case_id, meeting_id, version)
        if held_on > day_of(at):
            raise Refused("held_in_future", "held_on")
        if held_on < case.received_on:
            raise Refused("meeting_before_application", "held_on", received_on=case.received_on.isoformat())
        if meeting.kind == MeetingKind.MATCH:
            _check_proposed(case, held_on, "held_on")
        assignment = current_assignment(case) if meeting.kind == MeetingKind.STARTUP else None
        if assignment is not None and held_on < day_of(assignment.assigned_at):
            raise Refused("held_before_mentor", "held_on", assigned_on=day_of(assignment.assigned_at).isoformat())
        meeting.held_on = held_on
        _save(meeting)
        _note(case, meeting, "case.meeting_held", by=by, at=at, day=held_on.isoformat())
        return meeting


def _locked(case_id: uuid.UUID, meeting_id: uuid.UUID, version: int) -> tuple[Case, Meeting]:
    """The case, in the state in which meetings of this kind are, and the meeting; one with a proposed mentor in every open case.

    Refuses with `not_in_this_step`, `meeting_not_running`, `meeting_over` or `stale`.
    """
    kind = Meeting.objects.filter(pk=meeting_id, case_id=case_id).values_list("kind", flat=True).first()
    case = locked_in_startup(case_id=case_id) if kind == MeetingKind.STARTUP else locked_case(case_id=case_id)
    if kind == MeetingKind.STATUS and case.state != State.RUNNING:
        raise Refused("meeting_not_running")
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting_id, case=case)
    if meeting.held_on or meeting.cancelled_on:
        raise Refused("meeting_over")
    if meeting.version != version:
        raise Stale(**last_change(subject_id=case.pk))
    return case, meeting


def _check_day(case: Case, starts_at: dt.datetime) -> None:
    if day_of(starts_at) < case.received_on:
        raise Refused("meeting_before_application", "day", received_on=case.received_on.isoformat())


def _check_mentor(assignment: Assignment | None, starts_at: dt.datetime) -> None:
    """The start-up meeting is held with the mentor of now, so not on a day before that one was assigned (R62)."""
    if assignment is not None and day_of(starts_at) < day_of(assignment.assigned_at):
        raise Refused("meeting_before_mentor", "day", assigned_on=day_of(assignment.assigned_at).isoformat())


def _check_proposed(case: Case, on: dt.date, field: str) -> None:
    """The client meets a mentor who is proposed, so not on a day before the first one was (R285)."""
    proposed_at = Proposal.objects.filter(case=case).order_by("proposed_at").values_list("proposed_at", flat=True).first()
    if proposed_at is not None and on < day_of(proposed_at):
        raise Refused("meeting_before_proposal", field, proposed_on=day_of(proposed_at).isoformat())


def _check_time(case: Case, starts_at: dt.datetime, *, but: Meeting | None = None) -> None:
    """Two meetings of a case do not begin in the same minute: the second is the first once more."""
    others = Meeting.objects.filter(case=case, at=starts_at, cancelled_on__isnull=True)
    if others.exclude(pk=but.pk).exists() if but is not None else others.exists():
        raise Refused("meeting_same_time", "time")


def _save(meeting: Meeting) -> None:
    meeting.version += 1
    meeting.save()


def _note(case: Case, meeting: Meeting, kind: str, *, by: User, at: dt.datetime, day: str) -> None:
    """The event, and the next day that matters for the desk; in the match that is the answer that is awaited, whatever meetings there are."""
    if meeting.kind == MeetingKind.MATCH:
        pass
    elif case.state == State.RUNNING:
        case.due_on = due_of_course(case)
    else:
        grant = current_grant(case)
        stands = meeting.cancelled_on is None
        case.due_on = due_in_startup(
            today=day_of(at),
            meets_on=day_of(meeting.at) if stands else None,
            met_on=meeting.held_on if stands else None,
            granted_first_day=grant.first_day if grant else None,
        )
    save_case(case)
    record(case, kind, by=by, at=at, what=str(meeting.kind), day=day)
