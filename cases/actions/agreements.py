"""Versions of the agreement and the signatures on them."""

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import transaction

from accounts.audit import last_change
from accounts.models import User
from cases.actions.agreement_versions import check_room, contact, put_in_force, refuse_stopped, write_version
from cases.actions.base import locked_case, record, save_case
from cases.actions.notices import renew
from cases.actions.startup import lock_mentor
from cases.course_rows import course_days, due_of_course
from cases.enums import Party, SignedHow, State
from cases.hours import most_granted
from cases.models import Agreement, Assignment, Case, Decision, Signature
from cases.rules.agreements import (
    MOST_GOALS,
    Fact,
    Terms,
    changed,
    days_verdict,
    hours_verdict,
    missing_facts,
    of_substance,
    signature_verdict,
)
from cases.rules.periods import length_verdict
from cases.startup_rows import StartupRows, startup_rows, terms_of
from core.constraints import refusing
from core.days import DaySpan, day_of
from core.verdicts import Refused, Stale

FIELD_OF_FACT: dict[Fact, str] = {
    Fact.GOALS: "goal1",
    Fact.MENTOR: "",
    Fact.TASKS: "tasks",
    Fact.DURATION: "first_day",
    Fact.HOURS: "minutes_a_week",
}


def save_agreement(
    *,
    case_id: uuid.UUID,
    based_on: int,
    goals: Sequence[tuple[str, str]],
    tasks: str,
    first_day: dt.date | None,
    minutes_a_week: int,
    ways_of_meeting: Sequence[str],
    times: Sequence[str] = (),
    when_where: str,
    cancelling: str,
    may_write_down: str,
    with_workplace: str,
    by: User,
    at: dt.datetime,
) -> Agreement:
    """Version 1, or a new version after a change of substance, which all must sign again (R51); without a change the newest stays,
    and a new phone number or e-mail of the mentor is put on it.

    Mentor, contact and last day are not typed: they come from the register and the grant. In a running course (R75) the days are those of
    the course, `first_day` is not asked, and a new version holds when client and mentor have signed it. `based_on` is the version that the
    form was opened with (0: none yet). Refuses with `stale`, `not_in_this_step`, `no_mentor`, `mentor_has_stopped`, `no_grant`, `fact_missing`,
    `more_than_granted`, `mentor_no_more_hours`, `starts_before_grant`, `starts_after_grant` or `period_too_long`.
    """
    with transaction.atomic():
        case, rows = _locked(case_id)
        if (rows.agreement.number if rows.agreement else 0) != based_on:
            raise Stale(**last_change(subject_id=case.pk))
        if rows.assignment is None or rows.grant is None or rows.granted is None:
            raise Refused("no_mentor" if rows.assignment is None else "no_grant")
        mentor = rows.assignment.mentor
        days = _days(case, rows, rows.assignment, first_day=first_day, today=day_of(at))
        terms = Terms(
            goals=tuple((words.strip(), by_when.strip()) for words, by_when in goals if words.strip())[:MOST_GOALS],
            mentor=str(rows.assignment.pk),
            mentor_contact=contact(phone=mentor.phone, email=mentor.email),
            tasks=tasks.strip(),
            first_day=days[0],
            last_day=days[1],
            minutes_a_week=minutes_a_week,
            ways_of_meeting=tuple(ways_of_meeting),
            times=tuple(times),
            when_where=when_where.strip(),
            cancelling=cancelling.strip(),
            may_write_down=may_write_down.strip(),
            with_workplace=with_workplace.strip(),
        )
        _check(terms, granted_minutes=_granted_minutes(case, rows.grant, until=days[1], today=day_of(at)))
        if case.state == State.RUNNING:
            check_room(assignment=rows.assignment, minutes_a_week=minutes_a_week, today=day_of(at))
        else:
            _check_days(grant=rows.grant, granted=rows.granted, first_day=days[0])
        before = terms_of(rows.agreement) if rows.agreement else None
        names = changed(before=before, after=terms) if before else ()
        if rows.agreement and not of_substance(names):
            if names:
                rows.agreement.mentor_contact = terms.mentor_contact
                rows.agreement.save(update_fields=["mentor_contact"])
                record(case, "case.agreement_contact", by=by, at=at, version=rows.agreement.number)
                save_case(case)
            return rows.agreement
        version = write_version(case=case, number=based_on + 1, assignment=rows.assignment, terms=terms, by=by, at=at)
        if rows.agreement is None:
            record(case, "case.agreement_made", by=by, at=at, version=1)
        else:
            void = sorted(str(party) for party in rows.signed)
            record(case, "case.agreement_changed", by=by, at=at, version=version.number, changed=list(of_substance(names)), void=void)
        _save(case)
        renew(case_ids=[case.pk], on=day_of(at), at=at, by=by, held=True)
        return version


def sign(
    *,
    case_id: uuid.UUID,
    version: int,
    party: Party,
    signed_on: dt.date,
    how: SignedHow,
    on_behalf_by: str,
    on_behalf_reason: str,
    by: User,
    at: dt.datetime,
) -> Signature:
    """Record that a party signed the newest version (R55), on behalf of the party only with name and reason (R56).

    In a running course the version holds from the second in which client and mentor have signed it (R75), with its hours. Refuses with
    `newer_version` when `version` is not the newest, `agreement_not_made`, `agreement_other_mentor`, `mentor_has_stopped`, `facts_missing`,
    `mentor_no_more_hours`, and as `signature_verdict`.
    """
    with transaction.atomic():
        case, rows = _locked(case_id)
        if rows.agreement is None:
            raise Refused("agreement_not_made")
        if not rows.agreement_counts:
            raise Refused("agreement_other_mentor")
        if rows.agreement.number != version:
            raise Refused("newer_version", number=rows.agreement.number)
        if case.state == State.RUNNING and rows.assignment is not None:
            refuse_stopped(assignment=rows.assignment, today=day_of(at))
            if missing := missing_facts(terms_of(rows.agreement)):
                raise Refused("facts_missing", facts=[str(fact) for fact in missing])
        answer = signature_verdict(
            party=party,
            signed_on=signed_on,
            made_on=day_of(rows.agreement.made_at),
            today=day_of(at),
            signed=rows.signed.keys(),
            on_behalf_by=on_behalf_by,
            on_behalf_reason=on_behalf_reason,
        )
        field = {"signed_already": "party", "on_behalf_needs_both": "on_behalf_reason" if on_behalf_by.strip() else "on_behalf_by"}
        Refused.unless(answer, field.get(answer.code, "signed_on"))
        with refusing(signature_once_a_party=("signed_already", "party")):
            signature = Signature.objects.create(
                agreement=rows.agreement,
                party=party,
                signed_on=signed_on,
                how=how,
                on_behalf_by=on_behalf_by.strip(),
                on_behalf_reason=on_behalf_reason.strip(),
                recorded_by=by,
                recorded_at=at,
            )
        record(
            case,
            "case.agreement_signed",
            by=by,
            at=at,
            version=version,
            party=str(party),
            how=str(how),
            day=signed_on.isoformat(),
            on_behalf=bool(on_behalf_by.strip()),
        )
        if case.state == State.RUNNING:
            put_in_force(case=case, rows=rows, signed={*rows.signed, party}, by=by, at=at)
        _save(case)
        renew(case_ids=[case.pk], on=day_of(at), at=at, by=by, held=True)
        return signature


def _locked(case_id: uuid.UUID) -> tuple[Case, StartupRows]:
    """The mentor of now, then the case: hours that are agreed anew are taken of the mentor. In step 5 or in a running course."""
    mentor_id = lock_mentor(case_id=case_id)
    case = locked_case(case_id=case_id)
    if case.state not in (State.STARTUP, State.RUNNING):
        raise Refused("not_in_this_step", state=case.state)
    rows = startup_rows(case)
    if rows.assignment is not None and rows.assignment.mentor_id != mentor_id:
        raise Stale(**last_change(subject_id=case.pk))  # another mentor was assigned between the two locks
    return case, rows


def _save(case: Case) -> None:
    """Write the case; a running one with its next deadline, which is to get the version signed when it is not."""
    if case.state == State.RUNNING:
        case.due_on = due_of_course(case)
    save_case(case)


def _days(
    case: Case, rows: StartupRows, assignment: Assignment, *, first_day: dt.date | None, today: dt.date
) -> tuple[dt.date | None, dt.date | None]:
    """First and last day of the terms: typed and granted in step 5; in a running course the mentor's first day and the course's last."""
    if case.state == State.STARTUP:
        return first_day, rows.granted.last_day if rows.granted else None
    refuse_stopped(assignment=assignment, today=today)
    course = course_days(case)
    if rows.agreement is not None and rows.agreement_counts:
        return rows.agreement.first_day, course.last_day if course else None
    return assignment.first_day, course.last_day if course else None


def _granted_minutes(case: Case, grant: Decision, *, until: dt.date | None, today: dt.date) -> int:
    """What a version may promise a week: in a running course the most that is granted on a day from today on, after all changes of hours."""
    most = most_granted(case, span=DaySpan(today, max(today, until or today))) if case.state == State.RUNNING else None
    return most if most is not None else grant.minutes_a_week or 0


def _check(terms: Terms, *, granted_minutes: int) -> None:
    for fact in missing_facts(terms):
        raise Refused("fact_missing", FIELD_OF_FACT[fact], fact=str(fact))
    Refused.unless(hours_verdict(minutes_a_week=terms.minutes_a_week or 0, granted_minutes=granted_minutes), "minutes_a_week")


def _check_days(*, grant: Decision, granted: DaySpan, first_day: dt.date | None) -> None:
    if first_day is None:
        return  # `fact_missing` has said so
    Refused.unless(days_verdict(first_day=first_day, granted=granted), "first_day")
    if granted.last_day is not None:
        longest = grant.rules.longest_months
        Refused.unless(length_verdict(first_day=first_day, last_day=granted.last_day, longest_months=longest), "first_day")
