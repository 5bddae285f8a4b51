"""A second chance in a running course (R71-R74): a rematch is raised, changed, dropped, or closed by the mentor who takes over."""

import datetime as dt
import uuid
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.audit import last_change
from accounts.audit import record as record_event
from accounts.enums import SubjectKind
from accounts.models import User
from cases.actions.agreement_versions import carry_over
from cases.actions.approvals import drop_price
from cases.actions.base import record, save_case
from cases.actions.proposals import withdraw_open
from cases.actions.renewing import renews
from cases.actions.startup import locked_mentor_and_case
from cases.course_rows import course_days, due_of_course, open_rematch
from cases.enums import MayRead, RaisedBy, RematchReason, State
from cases.models import Assignment, Case, Rematch
from cases.room import room_beside
from cases.rules.rematches import (
    last_day_of_old,
    may_read_verdict,
    opening_verdict,
    raised_verdict,
    stop_verdict,
    takeover_verdict,
)
from core.constraints import refusing
from core.days import DAY, DaySpan, day_of
from core.verdicts import Refused, Stale


@transaction.atomic
@renews
def raise_rematch(
    *,
    case_id: uuid.UUID,
    version: int | None,
    raised_by: RaisedBy,
    raised_on: dt.date,
    reason: RematchReason,
    words: str,
    stops_on: dt.date | None,
    may_read: MayRead,
    summary: str,
    by: User,
    at: dt.datetime,
) -> Rematch:
    """Write down that the match does not work, and open the board for a new mentor (R71). Hours, goals and period stay as they are.

    With `stops_on` the mentor's place is free after that day; without it the mentor stays until the day before the new one begins.
    Refuses as `opening_verdict`, `raised_verdict`, `stop_verdict` and `may_read_verdict`, and with `words_missing`, `no_mentor`, `case_closed`, `stale`.
    """
    case, assignment = locked_mentor_and_case(case_id=case_id, version=version)
    course = course_days(case)
    has_open = open_rematch(case) is not None
    Refused.unless(opening_verdict(state=State(case.state), has_open=has_open, course=course, today=day_of(at)))
    # Counted on from the one before: a page that lies open of that one is stale, and drops nothing of this one.
    before = Rematch.objects.filter(case=case).aggregate(n=Max("version"))["n"] or 0
    rematch = Rematch(case=case, assignment=assignment, opened_by=by, opened_at=at, version=before + 1)
    told: dict[str, Any] = {"raised_by": raised_by, "raised_on": raised_on, "reason": reason, "words": words}
    _put(rematch, assignment, course, today=day_of(at), stops_on=stops_on, may_read=may_read, summary=summary, **told)
    with refusing(rematch_one_open_a_case=("rematch_open_already", "")):
        rematch.save(force_insert=True)
    _stop(rematch, assignment, by=by, at=at)
    case.due_on = due_of_course(case)
    save_case(case)
    record(case, "case.rematch_opened", by=by, at=at, **_facts(rematch))
    return rematch


@transaction.atomic
@renews
def change_rematch(
    *,
    case_id: uuid.UUID,
    version: int | None,
    raised_by: RaisedBy,
    raised_on: dt.date,
    reason: RematchReason,
    words: str,
    stops_on: dt.date | None,
    may_read: MayRead,
    summary: str,
    by: User,
    at: dt.datetime,
) -> Rematch:
    """Change what was written of the open rematch, until somebody is assigned (R71, R74). `version` is the rematch's.

    A mentor who is to stay longer than was said needs the place again. Refuses as `raise_rematch`, and with `rematch_not_open`, `place_given_away` or `place_ends_before`.
    """
    case, assignment, rematch = _locked(case_id, version)
    told: dict[str, Any] = {"raised_by": raised_by, "raised_on": raised_on, "reason": reason, "words": words}
    _put(rematch, assignment, course_days(case), today=day_of(at), stops_on=stops_on, may_read=may_read, summary=summary, **told)
    rematch.version += 1
    rematch.save()
    _stop(rematch, assignment, by=by, at=at)
    case.due_on = due_of_course(case)
    save_case(case)
    record(case, "case.rematch_changed", by=by, at=at, **_facts(rematch))
    return rematch


@transaction.atomic
@renews
def drop_rematch(*, case_id: uuid.UUID, version: int | None, why: str, by: User, at: dt.datetime) -> Rematch:
    """They go on together (R74): open proposals are withdrawn, and a place that was to end is kept, if nobody has taken it since.

    Refuses with `words_missing`, `rematch_not_open`, `place_given_away`, `place_ends_before` (the hours that the place shares) or `stale`.
    """
    case, assignment, rematch = _locked(case_id, version)
    if not why.strip():
        raise Refused("words_missing", "why")
    rematch.stops_on = None
    _stop(rematch, assignment, by=by, at=at)
    rematch.closed_on, rematch.dropped_why = day_of(at), why.strip()
    rematch.version += 1
    rematch.save()
    withdrawn = withdraw_open(case=case)
    drop_price(case=case, by=by, at=at)
    case.due_on = due_of_course(case)
    save_case(case)
    record(case, "case.rematch_dropped", by=by, at=at, withdrawn=withdrawn)
    return rematch


def end_old_place(*, case: Case, rematch: Rematch, locked: set[uuid.UUID], first_day: dt.date, by: User, at: dt.datetime) -> Assignment:
    """Within `assign`, under the locks on both mentors (`locked`) and the case: the old mentor's last day (R72), told on the mentor's page.

    Refuses with `takeover_too_early`, `takeover_after_course` or `stale`.
    """
    old = Assignment.objects.select_for_update(of=("self",)).get(pk=rematch.assignment_id)
    course = course_days(case)
    if old.mentor_id not in locked or course is None:
        raise Stale(**last_change(subject_id=case.pk))  # another rematch was opened between the two locks
    verdict = takeover_verdict(first_day=first_day, today=day_of(at), course=course, old_first_day=old.first_day)
    Refused.unless(verdict, "first_day")
    before = old.ended_on
    old.ended_on, old.ended_why = last_day_of_old(first_day=first_day, stops_on=rematch.stops_on), rematch.words
    old.save(update_fields=["ended_on", "ended_why"])
    if old.ended_on != before:
        _tell(old, case, "mentor.place_ends", by=by, at=at, last_day=old.ended_on.isoformat())
    return old


def take_over(*, case: Case, rematch: Rematch, old: Assignment, new: Assignment, by: User, at: dt.datetime) -> None:
    """Within `assign`, when the new place stands: the rematch is closed, and a new version of the agreement waits for its signatures (R73).

    The case stays in its state, and its period is not touched.
    """
    rematch.closed_on, rematch.new_assignment = day_of(at), new
    rematch.version += 1
    rematch.save()
    course = course_days(case)
    if course is not None and course.last_day is not None:
        carry_over(case=case, assignment=new, last_day=course.last_day, by=by, at=at)
    case.due_on = due_of_course(case)
    save_case(case)
    last_day = old.ended_on.isoformat() if old.ended_on else ""
    record(
        case, "case.rematch_assigned", by=by, at=at, mentor=str(new.mentor_id), first_day=new.first_day.isoformat(), old_last_day=last_day
    )


def _locked(case_id: uuid.UUID, version: int | None) -> tuple[Case, Assignment, Rematch]:
    case, assignment = locked_mentor_and_case(case_id=case_id)
    rematch = open_rematch(case)
    if rematch is None or rematch.assignment_id != assignment.pk:
        raise Refused("rematch_not_open")
    if version is not None and version != rematch.version:
        raise Stale(**last_change(subject_id=case.pk))
    return case, assignment, rematch


def _put(
    rematch: Rematch,
    assignment: Assignment,
    course: DaySpan | None,
    *,
    today: dt.date,
    raised_by: RaisedBy,
    raised_on: dt.date,
    reason: RematchReason,
    words: str,
    stops_on: dt.date | None,
    may_read: MayRead,
    summary: str,
) -> None:
    if course is None:
        raise Refused("rematch_no_period")
    assigned_on = min(day_of(assignment.assigned_at), assignment.first_day)
    Refused.unless(raised_verdict(raised_on=raised_on, assigned_on=assigned_on, today=today), "raised_on")
    if not words.strip():
        raise Refused("words_missing", "words")
    Refused.unless(stop_verdict(stops_on=stops_on, place=DaySpan(assignment.first_day), course=course), "stops_on")
    Refused.unless(may_read_verdict(may_read=may_read, summary=summary), "summary")
    rematch.raised_by, rematch.raised_on, rematch.reason, rematch.words = raised_by, raised_on, reason, words.strip()
    rematch.stops_on, rematch.may_read = stops_on, may_read
    rematch.summary = summary.strip() if may_read == MayRead.SUMMARY else ""


def _stop(rematch: Rematch, assignment: Assignment, *, by: User, at: dt.datetime) -> None:
    """End the place on the day that the rematch says, or take it back without an end; the mentor is locked."""
    before, after = assignment.ended_on, rematch.stops_on
    if before is not None and (after is None or after > before):
        place, course = assignment.place, course_days(rematch.case)
        stays_until = after or (course.last_day if course is not None else None)
        if place is not None and place.last_day is not None and (stays_until is None or stays_until > place.last_day):
            raise Refused("place_ends_before", "stops_on", last_day=place.last_day.isoformat())
        since = max(before + DAY, day_of(at))
        room = room_beside(assignment, on=since)
        if room.clients < 1 or room.minutes < assignment.minutes_a_week:
            raise Refused("place_given_away", "stops_on", last_day=before.isoformat())
    assignment.ended_on, assignment.ended_why = after, rematch.words if after is not None else ""
    assignment.save(update_fields=["ended_on", "ended_why"])
    if after == before:
        return
    if after is None:
        _tell(assignment, rematch.case, "mentor.place_kept", by=by, at=at)
    else:
        _tell(assignment, rematch.case, "mentor.place_ends", by=by, at=at, last_day=after.isoformat())


def _tell(assignment: Assignment, case: Case, kind: str, *, by: User, at: dt.datetime, **facts: Any) -> None:
    """An event on the mentor's page."""
    subject = (SubjectKind.MENTOR, assignment.mentor_id)
    record_event(kind=kind, subject=subject, jobcentre_id=case.jobcentre_id, by=by, at=at, case=case.ref, **facts)


def _facts(rematch: Rematch) -> dict[str, Any]:
    """What stands on the time line: codes and days, never the words."""
    return {
        "raised_by": str(rematch.raised_by),
        "reason": str(rematch.reason),
        "may_read": str(rematch.may_read),
        "stops_on": rematch.stops_on.isoformat() if rematch.stops_on else "",
    }
