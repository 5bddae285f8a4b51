"""A member's calendar as a file that other calendars subscribe to (RFC 5545): case numbers and links, and nothing that names anybody (R172).

Of a meeting the place stays out, too: it is free text, and may be somebody's home.
"""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from icalendar import Calendar, Event, Timezone

from core.days import COPENHAGEN, DAY

LASTS = dt.timedelta(hours=1)
FETCH_EVERY = dt.timedelta(hours=2)
# The rule of the European Union; its two lines stand here because a list of days would end.
_COPENHAGEN = """BEGIN:VTIMEZONE
TZID:Europe/Copenhagen
BEGIN:DAYLIGHT
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the calendar: all day, or from an instant on. `uid` stays the same for as long as it is about the same thing."""

    uid: str
    summary: str
    when: dt.date | dt.datetime
    url: str
    sequence: int = 0


def calendar_file(*, entries: Iterable[Entry], host: str, name: str, at: dt.datetime) -> bytes:
    """The file. `host` makes its entries' names unique in the world, `name` is what the calendar is called."""
    calendar = Calendar()
    calendar.add("prodid", "-//MentorCase//MentorCase//DA")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", FETCH_EVERY, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT2H")
    calendar.add_component(Timezone.from_ical(_COPENHAGEN.replace("\n", "\r\n")))
    for entry in entries:
        calendar.add_component(_event(entry, host=host, at=at))
    return calendar.to_ical()


def _event(entry: Entry, *, host: str, at: dt.datetime) -> Event:
    event = Event()
    event.add("uid", f"{entry.uid}@{host}")
    event.add("summary", entry.summary)
    event.add("dtstamp", at)
    if isinstance(entry.when, dt.datetime):
        begins, ends = entry.when.astimezone(COPENHAGEN), (entry.when + LASTS).astimezone(COPENHAGEN)
        # The second of two hours with one name would be read as the first: such a meeting would end when it begins.
        zone = dt.UTC if begins.fold or ends.fold else COPENHAGEN
        event.add("dtstart", begins.astimezone(zone))
        event.add("dtend", ends.astimezone(zone))
    else:
        event.add("dtstart", entry.when)
        event.add("dtend", entry.when + DAY)
        event.add("transp", "TRANSPARENT")  # a deadline takes no time of the day
    event.add("sequence", entry.sequence)
    event.add("class", "PRIVATE")
    event.add("url", entry.url)
    return event


def named(what: str, key: uuid.UUID) -> str:
    """What an entry that is no meeting is called in the file."""
    return f"{what}-{key}"
