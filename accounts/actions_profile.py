"""The writes of a member's own settings: when mails come, days away with a substitute, the address of the calendar. Each leaves an event.

`by` is the member or an administrator of the jobcentre; anybody else is refused with `other_jobcentre`.
"""

import datetime as dt
import hashlib
import secrets
import uuid

from django.db import transaction

from accounts.administration import require_administrator
from accounts.audit import record
from accounts.enums import CASE_READERS, MailRhythm, SubjectKind
from accounts.models import CalendarFeed, MemberAbsence, Membership, User
from core.constraints import refusing
from core.days import day_of
from core.queue import enqueue
from core.verdicts import Refused

ABSENCE_TASK = "cases.tell_stand_ins"
"""Tells who stands in what is open already. The nightly run does the same, for a nudge that got lost and on the days to come."""


def set_mail_rhythm(*, member_id: int, rhythm: MailRhythm, by: User, at: dt.datetime) -> None:
    """When mails of reminders come. The inbox tells at once in any case."""
    with transaction.atomic():
        member = _locked(member_id, by)
        if member.mail_rhythm == rhythm:
            return
        before, member.mail_rhythm = member.mail_rhythm, rhythm
        member.save(update_fields=["mail_rhythm"])
        _record("user.mail_rhythm_set", member, by, at, before=str(before), rhythm=str(rhythm))


def add_absence(
    *, member_id: int, first_day: dt.date, last_day: dt.date, substitute_id: int | None, by: User, at: dt.datetime
) -> MemberAbsence:
    """Days away, both included, and who is told meanwhile (None: nobody).

    Refuses with `away_ends_before_start`, `away_over`, `away_overlaps`, `away_substitute_is_self` or `away_substitute_not_here`.
    """
    with transaction.atomic():
        member = _locked(member_id, by)
        absence = MemberAbsence(member=member, first_day=first_day, last_day=last_day, substitute_id=substitute_id)
        _check(absence, member, on=day_of(at))
        with refusing(memberabsence_no_overlap=("away_overlaps", "first_day")):
            absence.save(force_insert=True)
        _record("user.absence_added", member, by, at, **_facts(absence))
        enqueue(ABSENCE_TASK, jobcentre_id=str(member.jobcentre_id))
        return absence


def change_absence(*, absence: MemberAbsence, by: User, at: dt.datetime) -> None:
    """Other days or another substitute, as the administration enters them. Refuses as `add_absence`."""
    with transaction.atomic():
        member = _locked(absence.member_id, by)
        _check(absence, member, on=None)
        with refusing(memberabsence_no_overlap=("away_overlaps", "first_day")):
            absence.save(update_fields=["first_day", "last_day", "substitute"])
        _record("user.absence_changed", member, by, at, **_facts(absence))
        enqueue(ABSENCE_TASK, jobcentre_id=str(member.jobcentre_id))


def remove_absence(*, member_id: int, absence_id: uuid.UUID, by: User, at: dt.datetime) -> None:
    """The member is there after all. An absence that is removed already stays removed: a second press does nothing."""
    with transaction.atomic():
        member = _locked(member_id, by)
        absence = MemberAbsence.objects.filter(pk=absence_id, member=member).first()
        if absence is None:
            return
        facts = _facts(absence)
        absence.delete()
        _record("user.absence_removed", member, by, at, **facts)


def make_calendar(*, member_id: int, by: User, at: dt.datetime) -> str:
    """A new secret for the address of the calendar; the one before stops working. It is returned and kept nowhere: only its hash is."""
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        member = _locked(member_id, by)
        replaced = CalendarFeed.objects.filter(member=member, revoked_at__isnull=True).update(revoked_at=at)
        CalendarFeed.objects.create(member=member, secret_hash=secret_hash(secret), made_at=at)
        _record("user.calendar_made", member, by, at, replaced=bool(replaced))
    return secret


def revoke_calendar(*, member_id: int, by: User, at: dt.datetime) -> None:
    """The address stops working; without one nothing happens."""
    with transaction.atomic():
        member = _locked(member_id, by)
        if CalendarFeed.objects.filter(member=member, revoked_at__isnull=True).update(revoked_at=at):
            _record("user.calendar_revoked", member, by, at)


def note_calendar_read(*, feed_id: uuid.UUID, at: dt.datetime) -> None:
    """When a calendar last fetched this address, for its owner to see."""
    CalendarFeed.objects.filter(pk=feed_id).update(read_at=at)


def secret_hash(secret: str) -> str:
    """What is kept of a secret. It has 256 random bits, so a plain hash cannot be guessed back."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _locked(member_id: int, by: User) -> Membership:
    member = Membership.objects.select_for_update(of=("self",)).get(pk=member_id)
    if member.user_id != by.pk:
        require_administrator(by, member.jobcentre_id)
    return member


def _check(absence: MemberAbsence, member: Membership, *, on: dt.date | None) -> None:
    """Whether these days and this substitute can be; `on` is None where past days may be put right."""
    if absence.last_day < absence.first_day:
        raise Refused("away_ends_before_start", "last_day")
    if on is not None and absence.last_day < on:
        raise Refused("away_over", "last_day")
    if absence.substitute_id is None:
        return
    if absence.substitute_id == member.pk:
        raise Refused("away_substitute_is_self", "substitute")
    if not Membership.objects.filter(
        pk=absence.substitute_id, jobcentre_id=member.jobcentre_id, role__in=CASE_READERS, user__is_active=True
    ).exists():
        raise Refused("away_substitute_not_here", "substitute")


def _facts(absence: MemberAbsence) -> dict[str, str]:
    return {
        "first_day": absence.first_day.isoformat(),
        "last_day": absence.last_day.isoformat(),
        "substitute": str(absence.substitute_id or ""),
    }


def _record(kind: str, member: Membership, by: User, at: dt.datetime, **facts: object) -> None:
    record(kind=kind, subject=(SubjectKind.USER, member.user_id), jobcentre_id=member.jobcentre_id, by=by, at=at, **facts)
