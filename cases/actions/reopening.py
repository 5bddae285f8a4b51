"""An ended course is opened again: it stays one course, with a new period under the same grant, or with a late request for an extension."""

import datetime as dt
import uuid
from dataclasses import replace

from django.db import transaction

from accounts.audit import last_change
from accounts.audit import record as record_event
from accounts.enums import SubjectKind
from accounts.models import User
from cases.actions.agreement_versions import carry_over
from cases.actions.base import locked_open_or_closed, move, record, save_case
from cases.actions.follow_up_rows import put_aside
from cases.actions.periods import add_period
from cases.actions.plans import carry_plan
from cases.actions.renewing import renews
from cases.course_ends import Reopening, reopening_of
from cases.course_rows import due_of_course
from cases.enums import Consent, MayRead, RaisedBy, RematchReason, State
from cases.loads import client_of, facts_of, first_grant
from cases.models import Assignment, Case, CourseReopening, Decision, Period, Rematch
from cases.rules.closing import consent_verdict, reopening_verdict
from cases.rules.lifecycle import Event
from cases.rules.matching import hard_stops
from cases.startup_rows import NEWEST_MENTOR
from core.constraints import refusing
from core.days import DAY, day_of
from core.verdicts import Refused, Stale
from mentors.models import Mentor


@transaction.atomic
@renews
def reopen_course(
    *,
    case_id: uuid.UUID,
    version: int | None,
    words: str,
    consent: Consent,
    consent_on: dt.date | None,
    same_mentor: bool,
    by: User,
    at: dt.datetime,
) -> Case:
    """Open an ended course again with the client's yes (R124). What was written of its end stays readable and stops counting.

    What is left of the granted days becomes a new period under the same decision; after them the course is open for a late request and has no
    period. With `same_mentor` the last mentor takes a place again, when there is room, and the agreement waits to be signed again; without,
    the search for a new mentor is open. Locks the mentor, then the case. Refuses as `reopening_verdict` and `consent_verdict`, with the stops
    of R40 (`mentor_full` ...), and with `words_missing`, `consent_missing`, `case_open_already`, `no_mentor` or `stale`.
    """
    today = day_of(at)
    mentor_id = Assignment.objects.filter(case_id=case_id).order_by(*NEWEST_MENTOR).values_list("mentor_id", flat=True).first()
    if mentor_id is not None:
        Mentor.objects.select_for_update(of=("self",), no_key=True).get(pk=mentor_id)
    case = locked_open_or_closed(case_id=case_id)
    if version is not None and version != case.version:
        raise Stale(**last_change(subject_id=case.pk))
    found = reopening_of(case, on=today)
    Refused.unless(reopening_verdict(state=State(case.state), handed_over=found.handed_over, latest=found.latest, today=today))
    if not words.strip():
        raise Refused("words_missing", "words")
    if consent == Consent.NOT_ASKED:
        raise Refused("consent_missing", "consent")
    Refused.unless(consent_verdict(given_on=consent_on, closed_on=case.closed_on or today, today=today), "consent_on")
    old = Assignment.objects.filter(case=case).select_related("mentor").order_by(*NEWEST_MENTOR).first()
    if old is None:
        raise Refused("no_mentor")
    if old.mentor_id != mentor_id:
        raise Stale(**last_change(subject_id=case.pk))
    CourseReopening.objects.create(
        case=case,
        closed_on=case.closed_on or today,
        end_reason=case.end_reason,
        closing_words=case.closing_words,
        words=words.strip(),
        opened_on=today,
        opened_by=by,
    )
    before = {"closed_on": case.closed_on.isoformat() if case.closed_on else "", "reason": str(case.end_reason)}
    move(case, Event.REOPENED, at=at)
    case.closed_on, case.end_reason, case.closing_words = None, "", ""
    case.consent, case.consent_on, case.consent_withdrawn_on = consent, consent_on, None
    with refusing(case_one_open_a_client=("case_open_already", "")):
        save_case(case)
    aside = put_aside(case, on=today)
    _add_periods(case, found, by=by, at=at)
    if same_mentor:
        _take_place_again(case, old, found, by=by, at=at)
    else:
        _search(case, old, words=words.strip(), by=by, at=at)
    case.due_on = due_of_course(case) or today
    case.save(update_fields=["due_on"])
    record(case, "case.reopened", by=by, at=at, same_mentor=same_mentor, periods=len(found.again), **before, **aside)
    return case


def _add_periods(case: Case, found: Reopening, *, by: User, at: dt.datetime) -> None:
    decisions = {row.pk: row for row in Decision.objects.filter(case=case).select_related("rules")}
    for again in found.again:
        decision = decisions[again.decision]  # type: ignore[index]  # the rules know it as a key only
        before = Period.objects.filter(case=case, decision=decision).order_by("-number").first()
        period = add_period(case=case, decision=decision, days=again.days, minutes_a_week=again.minutes_a_week, by=by, at=at)
        if before is not None:
            carry_plan(case=case, before=before, period=period, by=by, at=at)


def _take_place_again(case: Case, old: Assignment, found: Reopening, *, by: User, at: dt.datetime) -> None:
    """The last mentor's place from the first day that is left, when there is room; the mentor is locked."""
    today = day_of(at)
    decision = first_grant(case)
    if decision is None:
        raise Refused("no_grant")
    first_day = max([today, *([old.ended_on + DAY] if old.ended_on is not None else []), *([found.first_day] if found.first_day else [])])
    last_day = found.again[-1].days.last_day if found.again else None
    facts = client_of(case=case, decision=decision, proposals=[], today=today, first_day=first_day)
    client = replace(facts, minutes=old.minutes_a_week, last_day=last_day or first_day)
    mentor = facts_of(mentor_id=old.mentor_id, client=client, since=today)
    if mentor is None:
        raise Refused("mentor_other_jobcentre")
    Refused.unless(hard_stops(client=client, mentor=mentor).answer(), "mentor")
    with refusing(assignment_one_mentor_at_a_time=("mentor_overlaps", "")):
        new = Assignment.objects.create(
            case=case,
            mentor_id=old.mentor_id,
            place_id=mentor.place_id,
            minutes_a_week=old.minutes_a_week,
            first_day=first_day,
            assigned_by=by,
            assigned_at=at,
        )
    if last_day is not None:
        carry_over(case=case, assignment=new, last_day=last_day, by=by, at=at)
    told = {"case": case.ref, "first_day": first_day.isoformat(), "minutes": new.minutes_a_week, "assignment": str(new.pk)}
    subject = (SubjectKind.MENTOR, new.mentor_id)
    record_event(kind="mentor.assigned", subject=subject, jobcentre_id=case.jobcentre_id, by=by, at=at, **told)


def _search(case: Case, old: Assignment, *, words: str, by: User, at: dt.datetime) -> None:
    """A new mentor is looked for: the search that a running course knows (R71), after the place that has ended."""
    Rematch.objects.create(
        case=case,
        assignment=old,
        raised_by=RaisedBy.CASEWORKER,
        raised_on=day_of(at),
        reason=RematchReason.MENTOR_LEAVES,
        words=words,
        stops_on=old.ended_on,
        may_read=MayRead.NOTHING,
        opened_by=by,
        opened_at=at,
    )
