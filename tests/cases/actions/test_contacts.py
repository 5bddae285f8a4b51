"""The contact log: entries, corrections and what is struck out, each with its event and all its refusals."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.utils import translation

from accounts.models import AuditEvent
from cases.actions.contacts import correct_contact, log_contact, strike_contact
from cases.enums import State
from cases.enums_course import Attendance, CancelledBy, ContactForm, ContactState
from cases.hours import account_of
from cases.models import Assignment, Case, Contact, Pause, Period
from cases.phrases import event, sentence
from cases.rules.contacts import WITHOUT_A_REASON, Entry
from core.days import DAY
from core.verdicts import Refused, Stale
from tests.cases.log_scene import BEGAN, entry, long_running
from tests.factories import AT, MentorFactory
from tests.factories import DAY as TODAY

pytestmark = pytest.mark.django_db


def typed(**other: Any) -> Entry:
    known: dict[str, Any] = {"day": TODAY, "minutes": 60, "form": ContactForm.MEETING, "areas": ("practical",), "note": "Ugeplan"}
    return Entry(**{**known, **other})


def log(case: Case, by: Any, *, why: str = "", **other: Any) -> Contact:
    return log_contact(case_id=case.pk, entry=typed(**other), over_use_why=why, by=by, at=AT).contact


def correct(contact: Contact, by: Any, *, why: str = "", version: int | None = None, **other: Any) -> Contact:
    known = {"minutes": contact.minutes, "form": ContactForm(contact.form), "areas": tuple(contact.areas), "note": contact.note, **other}
    return correct_contact(
        case_id=contact.case_id,
        contact_id=contact.pk,
        version=contact.version if version is None else version,
        entry=typed(day=known.pop("day", contact.day), **known),
        why=why,
        by=by,
        at=AT,
    ).contact


def told() -> list[str]:
    found = AuditEvent.objects.filter(kind__contains="contact").exclude(kind="case.contact_done").order_by("at", "id")
    with translation.override("en"):
        return [event(each.kind, each.facts) for each in found]


def refused(call: Any, *, field: str = "", contacts: int | None = None) -> str:
    """The code; nothing was written, and the code has words."""
    before = (Contact.objects.count(), AuditEvent.objects.count())
    with pytest.raises(Refused) as found:
        call()
    assert (Contact.objects.count(), AuditEvent.objects.count()) == before
    assert found.value.field == field
    assert sentence(found.value.code, found.value.facts) != found.value.code
    return found.value.code


def test_an_entry_waits_for_approval_and_belongs_to_the_mentor_of_its_day() -> None:
    """R90"""
    case, by = long_running()
    contact = log(case, by)
    assert (contact.state, contact.written_by, contact.assignment.case) == (ContactState.WAITING, by, case)
    assert account_of(case, on=TODAY).waiting == 60
    assert told() == ["Contact on 16 November 2026 registered: meeting, 1 hour"]


def test_an_entry_of_an_earlier_day_belongs_to_the_mentor_of_then() -> None:
    """R90"""
    case, by = long_running()
    first = case.assignments.get()
    first.ended_on = TODAY - 8 * DAY
    first.save()
    mentor = MentorFactory(jobcentre=case.jobcentre)
    second = Assignment.objects.create(
        case=case, mentor=mentor, minutes_a_week=180, first_day=TODAY - 6 * DAY, assigned_by=by, assigned_at=AT
    )
    assert log(case, by).assignment == second
    assert log(case, by, day=TODAY - 8 * DAY).assignment == first
    assert refused(lambda: log(case, by, day=TODAY - 7 * DAY), field="day") == "contact_without_mentor"


def test_days_that_cannot_be_are_refused_with_nothing_changed() -> None:
    """R90"""
    case, by = long_running()
    assert refused(lambda: log(case, by, day=TODAY + DAY), field="day") == "contact_in_future"
    assert refused(lambda: log(case, by, day=BEGAN.date() - DAY), field="day") == "contact_outside_period"
    Period.objects.update(ended_on=TODAY - DAY)
    assert refused(lambda: log(case, by), field="day") == "contact_outside_period"
    Period.objects.all().delete()
    assert refused(lambda: log(case, by), field="day") == "contact_outside_period"
    Case.objects.update(consent_withdrawn_on=TODAY - DAY)
    assert refused(lambda: log(case, by), field="day") == "contact_after_withdrawal"


def test_a_closed_case_and_one_that_does_not_run_take_no_entries() -> None:
    """R90"""
    case, by = long_running()
    Case.objects.update(state=State.STARTUP)
    assert refused(lambda: log(case, by)) == "contact_not_running"
    Case.objects.update(state=State.ENDED, closed_on=TODAY)
    assert refused(lambda: log(case, by)) == "case_closed"
    old = entry(case, by)
    assert refused(lambda: correct(old, by, minutes=30)) == "case_closed"


@pytest.mark.parametrize(
    ("other", "field", "code"),
    [
        ({"minutes": 0}, "minutes", "contact_took_time"),
        ({"minutes": 961}, "minutes", "contact_too_long"),
        ({"minutes": 0, "attendance": Attendance.CANCELLED}, "cancelled_by", "contact_cancelled_by_whom"),
        ({"note": "610590-1234"}, "note", "cpr_in_text"),
        ({"client_note": "6105901234"}, "client_note", "cpr_in_text"),
    ],
)
def test_minutes_attendance_and_words_are_checked(other: dict[str, Any], field: str, code: str) -> None:
    """R91"""
    case, by = long_running()
    assert refused(lambda: log(case, by, **other), field=field) == code


def test_what_did_not_take_place_takes_no_hours() -> None:
    """R91"""
    case, by = long_running()
    log(case, by, minutes=0, attendance=Attendance.CANCELLED, cancelled_by=CancelledBy.CLIENT)
    log(case, by, minutes=0, attendance=Attendance.NO_SHOW)
    assert account_of(case, on=TODAY).used == 0


def test_the_same_entry_twice_is_refused_and_with_a_time_it_is_another() -> None:
    """R95"""
    case, by = long_running()
    log(case, by)
    assert refused(lambda: log(case, by)) == "contact_twice"
    log(case, by, time=dt.time(13, 0))
    assert refused(lambda: log(case, by, time=dt.time(13, 0))) == "contact_twice"
    Contact.objects.update(state=ContactState.STRUCK, struck_at=AT, struck_why="Fejl")
    log(case, by)


def test_more_than_is_granted_in_the_period_needs_a_reason() -> None:
    """R89"""
    case, by = long_running()
    Period.objects.update(minutes_a_week=20)  # 520 minutes in 26 weeks
    log(case, by, minutes=500)
    assert refused(lambda: log(case, by, minutes=30), field="over_use_why") == "contact_over_use"
    assert refused(lambda: log(case, by, minutes=30, why="CPR 610590-1234"), field="over_use_why") == "cpr_in_text"
    assert log(case, by, minutes=30, why="En svær uge").over_use_why == "En svær uge"
    assert log(case, by, minutes=0, attendance=Attendance.NO_SHOW, why="Uden grund").over_use_why == ""


def test_more_than_the_week_and_a_pause_are_only_told() -> None:
    """R89"""
    case, by = long_running()
    Pause.objects.create(case=case, first_day=TODAY, last_day=TODAY, reason="illness", recorded_by=by, recorded_at=AT)
    logged = log_contact(case_id=case.pk, entry=typed(minutes=200), by=by, at=AT)
    assert (logged.week_over, logged.paused) == (20, True)
    other = log_contact(case_id=case.pk, entry=typed(day=TODAY - 7 * DAY), by=by, at=AT)
    assert (other.week_over, other.paused) == (0, False)


def test_a_correction_is_a_new_entry_and_the_old_one_stays_readable() -> None:
    """R93"""
    case, by = long_running()
    old = log(case, by)
    new = correct(old, by, minutes=45)
    old.refresh_from_db()
    assert (new.corrects, new.state, new.minutes) == (old, ContactState.WAITING, 45)
    assert (old.state, old.minutes, old.struck_by, old.struck_why) == (ContactState.STRUCK, 60, by, WITHOUT_A_REASON)
    assert account_of(case, on=TODAY).used == 45
    assert refused(lambda: correct(old, by, minutes=30)) == "contact_struck"
    assert len(told()) == 2


def test_an_approved_entry_is_corrected_with_a_reason_and_waits_for_approval_again() -> None:
    """R93"""
    case, by = long_running()
    old = entry(case, by, state=ContactState.APPROVED, note="Ugeplan")
    assert refused(lambda: correct(old, by, minutes=45), field="why") == "contact_why_missing"
    assert refused(lambda: correct(old, by, minutes=45, why="610590-1234"), field="why") == "cpr_in_text"
    assert refused(lambda: correct(old, by)) == "contact_unchanged"
    new = correct(old, by, minutes=45, why="Det var tre kvarter")
    old.refresh_from_db()
    assert (new.state, old.state, old.struck_why, old.approved_by) == (
        ContactState.WAITING,
        ContactState.STRUCK,
        "Det var tre kvarter",
        by,
    )
    assert account_of(case, on=TODAY).approved == 0


def test_a_correction_is_measured_without_what_it_corrects() -> None:
    """R89"""
    case, by = long_running()
    Period.objects.update(minutes_a_week=20)
    old = log(case, by, minutes=500)
    assert correct(old, by, minutes=510).over_use_why == ""


def test_an_entry_is_struck_out_once_with_a_reason() -> None:
    """R93"""
    case, by = long_running()
    contact = log(case, by)

    def strike(why: str = "Forkert borger", version: int = 1) -> Contact:
        return strike_contact(case_id=case.pk, contact_id=contact.pk, version=version, why=why, by=by, at=AT)

    assert refused(lambda: strike(" "), field="why") == "contact_why_missing"
    assert refused(lambda: strike("610590-1234"), field="why") == "cpr_in_text"
    with pytest.raises(Stale):
        strike(version=7)
    assert strike().struck_why == "Forkert borger"
    assert refused(strike, field="why") == "contact_struck"
    assert account_of(case, on=TODAY).used == 0
    with pytest.raises(Contact.DoesNotExist):
        strike_contact(case_id=long_running()[0].pk, contact_id=contact.pk, version=2, why="x", by=by, at=AT)


def test_an_entry_of_another_version_is_not_corrected() -> None:
    case, by = long_running()
    contact = log(case, by)
    with pytest.raises(Stale):
        correct(contact, by, minutes=30, version=9)
    with pytest.raises(Contact.DoesNotExist):
        correct_contact(case_id=case.pk, contact_id=uuid.uuid4(), version=1, entry=typed(), why="", by=by, at=AT)
