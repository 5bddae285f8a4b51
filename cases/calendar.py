"""A meeting as a file for calendars (RFC 5545). No name and, where the address is protected, no place: calendars are shared and synchronised."""

import datetime as dt

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from cases.enums import MeetingKind
from cases.models import Case, Meeting

LASTS = dt.timedelta(hours=1)


def meeting_calendar(*, meeting: Meeting, case: Case, host: str, at: dt.datetime) -> bytes:
    """The file, in the language of the reader. `host` makes the meeting's name in the calendar unique; a moved meeting replaces the earlier one."""
    event = Event()
    event.add("uid", f"{meeting.pk}@{host}")
    event.add("summary", summary(meeting, case))
    event.add("dtstamp", at)
    event.add("dtstart", meeting.at.astimezone(dt.UTC))
    event.add("dtend", (meeting.at + LASTS).astimezone(dt.UTC))
    event.add("sequence", meeting.version - 1)
    event.add("status", "CANCELLED" if meeting.cancelled_on else "CONFIRMED")
    event.add("class", "PRIVATE")
    if meeting.place and not case.client.address_protected:
        event.add("location", meeting.place)
    calendar = Calendar()
    calendar.add("prodid", "-//MentorCase//MentorCase//DA")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return calendar.to_ical()


def summary(meeting: Meeting, case: Case) -> str:
    """Statusmøde, sag 2026-0409"""
    return of_case(str(MeetingKind(meeting.kind).label), case.ref)


def of_case(words: str, ref: str) -> str:
    """What a calendar says of a case: the words, and its number."""
    return _("%(meeting)s, case %(ref)s") % {"meeting": words, "ref": ref}
