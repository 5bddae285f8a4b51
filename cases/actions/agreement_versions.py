"""A version of the agreement as it is written, carried over to the next mentor, and put in force in a running course (R73, R75)."""

import datetime as dt
from collections.abc import Collection
from dataclasses import replace

from accounts.audit import record as record_event
from accounts.enums import SubjectKind
from accounts.models import User
from cases.actions.base import record
from cases.actions.goals import goals_from_agreement
from cases.enums import Party
from cases.hours import most_granted
from cases.models import Agreement, AgreementGoal, Assignment, Case, Signature
from cases.room import room_beside
from cases.rules.agreements import Fact, Terms, all_signed, changed, hours_verdict, of_substance
from cases.rules.rematches import room_verdict
from cases.startup_rows import StartupRows, newest_agreement, terms_of
from core.constraints import refusing
from core.days import DaySpan, day_of
from core.verdicts import Refused


def contact(*, phone: str, email: str) -> str:
    """How the mentor is reached, as it stands in the agreement."""
    return " · ".join(part for part in (phone.strip(), email.strip()) if part)[:200]


def write_version(*, case: Case, number: int, assignment: Assignment, terms: Terms, by: User, at: dt.datetime) -> Agreement:
    """Write a version that nobody has signed, with its goals. Refuses with `fact_missing` or `stale`."""
    if terms.first_day is None or terms.last_day is None or terms.minutes_a_week is None:
        raise Refused("fact_missing", "first_day", fact=str(Fact.DURATION))
    with refusing(agreement_version_once=("stale", "")):
        version = Agreement.objects.create(
            case=case,
            number=number,
            assignment=assignment,
            mentor_name=assignment.mentor.name,
            mentor_contact=terms.mentor_contact,
            tasks=terms.tasks,
            first_day=terms.first_day,
            last_day=terms.last_day,
            minutes_a_week=terms.minutes_a_week,
            ways_of_meeting=list(terms.ways_of_meeting),
            times=list(terms.times),
            when_where=terms.when_where,
            cancelling=terms.cancelling,
            may_write_down=terms.may_write_down,
            with_workplace=terms.with_workplace,
            made_by=by,
            made_at=at,
        )
    AgreementGoal.objects.bulk_create(
        AgreementGoal(agreement=version, position=position, words=words, by_when=by_when)
        for position, (words, by_when) in enumerate(terms.goals, start=1)
    )
    return version


def carry_over(*, case: Case, assignment: Assignment, last_day: dt.date, by: User, at: dt.datetime) -> Agreement | None:
    """Within `assign`: the newest version again with the mentor who takes over (R73), for the days that are left. Nobody has signed it yet.

    None when nothing was agreed before.
    """
    newest = newest_agreement(case)
    if newest is None:
        return None
    before, mentor = terms_of(newest), assignment.mentor
    terms = replace(
        before,
        mentor=str(assignment.pk),
        mentor_contact=contact(phone=mentor.phone, email=mentor.email),
        first_day=assignment.first_day,
        last_day=last_day,
    )
    void = sorted(Signature.objects.filter(agreement=newest).values_list("party", flat=True))
    version = write_version(case=case, number=newest.number + 1, assignment=assignment, terms=terms, by=by, at=at)
    names = list(of_substance(changed(before=before, after=terms)))
    record(case, "case.agreement_changed", by=by, at=at, version=version.number, changed=names, void=void)
    return version


def refuse_stopped(*, assignment: Assignment, today: dt.date) -> None:
    """Nothing is agreed with a mentor who has stopped. Refuses with `mentor_has_stopped`."""
    if assignment.ended_on is not None and assignment.ended_on < today:
        raise Refused("mentor_has_stopped", last_day=assignment.ended_on.isoformat())


def check_room(*, assignment: Assignment, minutes_a_week: int, today: dt.date) -> None:
    """More hours than now need room at the mentor, who is locked; fewer never do (R75). Refuses with `mentor_no_more_hours`."""
    more = minutes_a_week - assignment.minutes_a_week
    if more > 0:
        room = room_beside(assignment, on=max(today, assignment.first_day))
        Refused.unless(room_verdict(free_minutes=room.minutes - assignment.minutes_a_week, more_minutes=more), "minutes_a_week")


def put_in_force(*, case: Case, rows: StartupRows, signed: Collection[Party], by: User, at: dt.datetime) -> None:
    """The newest version holds from now on when client and mentor have signed it, and the mentor's place has its hours (R75).

    Refuses with `more_than_granted` (R52) or `mentor_no_more_hours`; the mentor is locked.
    """
    version, assignment = rows.agreement, rows.assignment
    if version is None or assignment is None or version.locked_at is not None or not all_signed(signed):
        return
    most = most_granted(case, span=DaySpan(max(day_of(at), version.first_day), max(day_of(at), version.last_day)))
    if most is not None:  # the hours may have been changed, or the change annulled, since the version was written
        Refused.unless(hours_verdict(minutes_a_week=version.minutes_a_week, granted_minutes=most), "minutes_a_week")
    check_room(assignment=assignment, minutes_a_week=version.minutes_a_week, today=day_of(at))
    version.locked_at = at
    version.save(update_fields=["locked_at"])
    goals_from_agreement(case=case, agreement=version, on=day_of(at))
    record(case, "case.agreement_in_force", by=by, at=at, version=version.number, minutes=version.minutes_a_week)
    if assignment.minutes_a_week != version.minutes_a_week:
        set_hours(assignment=assignment, case=case, minutes=version.minutes_a_week, by=by, at=at)


def set_hours(*, assignment: Assignment, case: Case, minutes: int, by: User, at: dt.datetime) -> None:
    """The mentor's place has these minutes a week; the mentor's time line tells it."""
    before, assignment.minutes_a_week = assignment.minutes_a_week, minutes
    assignment.save(update_fields=["minutes_a_week"])
    record_event(
        kind="mentor.hours_changed",
        subject=(SubjectKind.MENTOR, assignment.mentor_id),
        jobcentre_id=case.jobcentre_id,
        by=by,
        at=at,
        case=case.ref,
        old=before,
        new=minutes,
    )
