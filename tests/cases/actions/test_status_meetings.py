"""Status meetings of a running course, and the file for calendars (R111)."""

import datetime as dt

import pytest
from django.utils.translation import override
from icalendar import Calendar

from accounts.models import AuditEvent
from cases.actions.meetings import arrange_startup_meeting, cancel_meeting, hold_meeting, move_meeting
from cases.calendar import meeting_calendar
from cases.enums import MeetingKind, State
from cases.models import Case, Meeting
from cases.phrases import event
from core.days import DAY, day_of
from core.verdicts import Stale
from tests.cases.course_scene import running
from tests.cases.hours_scene import TODAY, arranged
from tests.factories import AT
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def test_is_arranged_moved_and_held_while_the_course_goes_on():
    """R111"""
    case, assignment, by = running()
    case.refresh_from_db()
    due = case.due_on
    meeting = arranged(case, by)
    assert (meeting.kind, meeting.assignment) == (MeetingKind.STATUS, assignment)
    later = AT + 5 * DAY
    move_meeting(case_id=case.pk, meeting_id=meeting.pk, version=1, starts_at=later, place="Lokale 3", who_comes="", by=by, at=AT)
    hold_meeting(case_id=case.pk, meeting_id=meeting.pk, version=2, held_on=TODAY, by=by, at=AT)
    meeting.refresh_from_db()
    assert (meeting.at, meeting.place, meeting.held_on) == (later, "Lokale 3", TODAY)
    case.refresh_from_db()
    assert (case.state, case.due_on) == (State.RUNNING, due)
    told = [
        event(row.kind, row.facts) for row in AuditEvent.objects.filter(subject_id=case.pk, kind__startswith="case.meeting").order_by("id")
    ]
    assert len(told) == 5


def test_the_time_line_tells_the_kind_of_meeting():
    with override("en"):
        assert event("case.meeting_cancelled", {"what": "status", "day": "2026-11-16"}) == "Status meeting on 16 November 2026 cancelled"
        assert event("case.meeting_cancelled", {"what": "startup", "day": "2026-11-16"}) == "Start-up meeting on 16 November 2026 cancelled"


def test_is_cancelled_and_then_over():
    """R111"""
    case, _assignment, by = running()
    meeting = arranged(case, by)
    cancel_meeting(case_id=case.pk, meeting_id=meeting.pk, version=1, by=by, at=AT)
    with refused("meeting_over"):
        hold_meeting(case_id=case.pk, meeting_id=meeting.pk, version=2, held_on=TODAY, by=by, at=AT)
    arranged(case, by)


def test_the_same_time_twice_is_one_meeting():
    """R111: a double click."""
    case, _assignment, by = running()
    arranged(case, by)
    with refused("meeting_same_time", "time"):
        arranged(case, by)
    other = arranged(case, by, starts_at=AT + 4 * DAY)
    with refused("meeting_same_time", "time"):
        move_meeting(case_id=case.pk, meeting_id=other.pk, version=1, starts_at=AT + 3 * DAY, place="a", who_comes="", by=by, at=AT)
    move_meeting(case_id=case.pk, meeting_id=other.pk, version=1, starts_at=AT + 4 * DAY, place="b", who_comes="", by=by, at=AT)


def test_who_moves_an_older_version_is_told():
    case, _assignment, by = running()
    meeting = arranged(case, by)
    with pytest.raises(Stale):
        cancel_meeting(case_id=case.pk, meeting_id=meeting.pk, version=7, by=by, at=AT)


def test_only_in_a_running_course_with_consent():
    """R111"""
    case, _assignment, by = running()
    with refused("not_in_this_step"):
        arrange_startup_meeting(case_id=case.pk, starts_at=AT, place="a", who_comes="", by=by, at=AT)
    meeting = arranged(case, by)
    Case.objects.filter(pk=case.pk).update(consent_withdrawn_on=TODAY)
    with refused("consent_withdrawn"):
        arranged(case, by, starts_at=AT + 9 * DAY)
    Case.objects.filter(pk=case.pk).update(consent_withdrawn_on=None, state=State.STARTUP)
    with refused("meeting_not_running"):
        arranged(case, by, starts_at=AT + 9 * DAY)
    with refused("meeting_not_running"):
        cancel_meeting(case_id=case.pk, meeting_id=meeting.pk, version=1, by=by, at=AT)


class TestTheCalendarFile:
    def read(self, meeting: Meeting, case: Case):
        body = meeting_calendar(meeting=meeting, case=case, host="mentor.example.dk", at=AT)
        return body.decode(), Calendar.from_ical(body).walk("VEVENT")[0]

    def test_names_the_case_and_nobody(self):
        """R111"""
        case, _assignment, by = running()
        meeting = arranged(case, by)
        with override("en"):
            text, found = self.read(meeting, case)
        assert str(found["summary"]) == f"Status meeting, case {case.ref}"
        assert found.decoded("dtstart") == meeting.at
        assert found.decoded("dtend") == meeting.at + dt.timedelta(hours=1)
        assert str(found["location"]) == "Lokale 2"
        for name in (case.client.name, case.client.given_name, "Camilla", "Henrik"):
            assert name not in text

    def test_has_no_place_where_the_address_is_protected(self):
        """R111"""
        case, _assignment, by = running()
        case.client.address_protected = True
        text, _found = self.read(arranged(case, by), case)
        assert "LOCATION" not in text

    def test_a_moved_meeting_replaces_the_earlier_one_and_a_cancelled_one_says_so(self):
        """R111"""
        case, _assignment, by = running()
        meeting = arranged(case, by)
        _text, first = self.read(meeting, case)
        moved = move_meeting(
            case_id=case.pk, meeting_id=meeting.pk, version=1, starts_at=AT + 6 * DAY, place="a", who_comes="", by=by, at=AT
        )
        _text, second = self.read(moved, case)
        assert (first["uid"], first["sequence"] + 1) == (second["uid"], second["sequence"])
        gone = cancel_meeting(case_id=case.pk, meeting_id=meeting.pk, version=2, by=by, at=AT)
        assert str(self.read(gone, case)[1]["status"]) == "CANCELLED"

    def test_a_night_in_which_the_clock_changes_keeps_the_instant(self):
        """R111"""
        case, _assignment, by = running()
        night = dt.datetime(2027, 10, 31, 0, 30, tzinfo=dt.UTC)  # 02.30 comes twice in Copenhagen
        meeting = arranged(case, by, starts_at=night)
        _text, found = self.read(meeting, case)
        assert found.decoded("dtstart") == night
        assert day_of(meeting.at) == dt.date(2027, 10, 31)
