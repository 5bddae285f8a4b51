"""The contact log: new entries, corrections and what is struck out (R90, R91, R93). Entries of a case are written under its lock."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction

from accounts.audit import last_change
from accounts.models import User
from cases.actions.base import locked_case, locked_open_or_closed, record
from cases.actions.renewing import renews
from cases.contact_rows import mentor_on, mentors_by_day, period_spans, span_of
from cases.enums import State
from cases.enums_course import ContactState
from cases.hours import account_of
from cases.models import Assignment, Case, Contact, Pause
from cases.rules.contacts import (
    WITHOUT_A_REASON,
    Entry,
    correction_verdict,
    day_verdict,
    length_verdict,
    paused_on,
    strike_verdict,
    words_verdict,
    writable,
)
from cases.rules.hour_use import over_use
from core.constraints import refusing
from core.days import DaySpan, day_of
from core.verdicts import Refused, Stale

FIELD_OF = {"contact_too_long": "minutes", "contact_took_time": "minutes", "contact_cancelled_by_whom": "cancelled_by"}


@dataclass(frozen=True, slots=True)
class Logged:
    """The saved entry, and what its writer is told: by how many minutes its week passes what is granted, and whether the course was paused."""

    contact: Contact
    week_over: int
    paused: bool


@transaction.atomic
@renews
def log_contact(*, case_id: uuid.UUID, entry: Entry, over_use_why: str = "", by: User, at: dt.datetime) -> Logged:
    """Write an entry, to be approved. It belongs to the mentor of its day.

    Refuses with `case_closed`, `contact_not_running`, what the verdicts on day, length and words say, `contact_over_use` when the period has fewer
    minutes left and no reason is given, or `contact_twice`. Event `case.contact_logged`.
    """
    case = _running(case_id)
    logged = _write(case, entry, over_use_why=over_use_why.strip(), corrects=None, by=by, at=at)
    _note(case, "case.contact_logged", logged.contact, by=by, at=at, over=bool(logged.contact.over_use_why))
    return logged


@transaction.atomic
@renews
def correct_contact(
    *, case_id: uuid.UUID, contact_id: uuid.UUID, version: int, entry: Entry, over_use_why: str = "", why: str, by: User, at: dt.datetime
) -> Logged:
    """A new entry in place of one that was wrong; the one before is struck out and stays readable. The new one is to be approved.

    Refuses as `log_contact`, and with `contact_struck`, `contact_unchanged`, `contact_why_missing` or `stale`. Event `case.contact_corrected`.
    """
    case = _running(case_id)
    old = locked_contact(case, contact_id=contact_id, version=version)
    why = why.strip()
    was_approved = old.state == ContactState.APPROVED
    changed = any(getattr(old, name) != value for name, value in entry.as_row().items())
    verdict = correction_verdict(state=ContactState(old.state), changed=changed, why=why)
    Refused.unless(verdict, "why" if verdict.code == "contact_why_missing" else "")
    _no_cpr(why=why)
    _strike(old, why=why or WITHOUT_A_REASON, by=by, at=at)
    logged = _write(case, entry, over_use_why=over_use_why.strip(), corrects=old, by=by, at=at)
    _note(
        case,
        "case.contact_corrected",
        logged.contact,
        by=by,
        at=at,
        old_day=old.day.isoformat(),
        old_minutes=old.minutes,
        approved=was_approved,
        over=bool(logged.contact.over_use_why),
    )
    return logged


@transaction.atomic
@renews
def strike_contact(*, case_id: uuid.UUID, contact_id: uuid.UUID, version: int, why: str, by: User, at: dt.datetime) -> Contact:
    """Strike out an entry: it does not count any more and stays readable with its reason. On a closed case, too, so that its hours can be settled.

    Refuses with `contact_struck`, `contact_why_missing`, `cpr_in_text` or `stale`. Event `case.contact_struck`.
    """
    case = locked_open_or_closed(case_id=case_id)
    contact = locked_contact(case, contact_id=contact_id, version=version)
    why = why.strip()
    Refused.unless(strike_verdict(state=ContactState(contact.state), why=why), "why")
    _no_cpr(why=why)
    was_approved = contact.state == ContactState.APPROVED
    _strike(contact, why=why, by=by, at=at)
    _note(case, "case.contact_struck", contact, by=by, at=at, approved=was_approved)
    return contact


def locked_contact(case: Case, *, contact_id: uuid.UUID, version: int | None) -> Contact:
    """An entry of the locked case, of the version that the page showed. Refuses with `stale`."""
    contact = Contact.objects.select_for_update(of=("self",)).get(pk=contact_id, case=case)
    if version is not None and contact.version != version and contact.state != ContactState.STRUCK:
        raise Stale(**last_change(subject_id=case.pk))
    return contact


def _running(case_id: uuid.UUID) -> Case:
    case = locked_case(case_id=case_id)
    Refused.unless(writable(state=State(case.state), is_open=case.is_open))
    return case


def _write(case: Case, entry: Entry, *, over_use_why: str, corrects: Contact | None, by: User, at: dt.datetime) -> Logged:
    today = day_of(at)
    assignment = _mentor(case, entry.day, today=today)
    verdict = length_verdict(minutes=entry.minutes, attendance=entry.attendance, cancelled_by=entry.cancelled_by)
    Refused.unless(verdict, FIELD_OF.get(verdict.code, ""))
    _no_cpr(note=entry.note, client_note=entry.client_note, over_use_why=over_use_why)
    found = account_of(case, on=today)
    over = over_use(found, day=entry.day, minutes=entry.minutes)
    if over.period and not over_use_why:
        row = found.period_on(entry.day)
        raise Refused("contact_over_use", "over_use_why", over=over.period, number=row.number if row else 0)
    with refusing(contact_once=("contact_twice", "")):
        contact = Contact.objects.create(
            **entry.as_row(),
            case=case,
            assignment=assignment,
            over_use_why=over_use_why if over.period else "",
            corrects=corrects,
            written_by=by,
            written_at=at,
        )
    pauses = [DaySpan(pause.first_day, pause.last_day) for pause in Pause.objects.filter(case=case)]
    return Logged(contact=contact, week_over=over.week, paused=paused_on(entry.day, pauses=pauses))


def _mentor(case: Case, day: dt.date, *, today: dt.date) -> Assignment:
    """The mentor of a day on which an entry may be written."""
    mentors = mentors_by_day(case)
    verdict = day_verdict(
        day=day,
        today=today,
        periods=period_spans(case),
        withdrawn_on=case.consent_withdrawn_on,
        mentors=[span_of(each) for each in mentors],
    )
    Refused.unless(verdict, "day")
    found = mentor_on(day, mentors)
    if found is None:
        raise Refused("contact_without_mentor", "day", mentors=[])
    return found


def _no_cpr(**texts: str) -> None:
    field, verdict = words_verdict(**texts)
    Refused.unless(verdict, field)


def _strike(contact: Contact, *, why: str, by: User, at: dt.datetime) -> None:
    contact.state, contact.struck_by, contact.struck_at, contact.struck_why = ContactState.STRUCK, by, at, why
    contact.version += 1
    contact.save(update_fields=["state", "struck_by", "struck_at", "struck_why", "version"])


def _note(case: Case, kind: str, contact: Contact, *, by: User, at: dt.datetime, **facts: object) -> None:
    """The event: day, minutes, form and whether it took place; never a text."""
    known = {"day": contact.day.isoformat(), "minutes": contact.minutes, "form": str(contact.form), "attendance": str(contact.attendance)}
    record(case, kind, by=by, at=at, contact=str(contact.pk), **known, **facts)
