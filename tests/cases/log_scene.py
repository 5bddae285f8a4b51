"""A running course with entries in its log, as far as a test wants it."""

import datetime as dt
from typing import Any

from accounts.models import User
from cases.enums_course import Attendance, ContactForm, ContactState, ToldBy
from cases.models import Case, Contact
from core import clock
from core.days import DAY, day_of
from tests.cases.course_scene import running
from tests.factories import AT

WEEKS_AGO = 6
BEGAN = AT - dt.timedelta(weeks=WEEKS_AGO)
"""The courses of these tests began six weeks before the day on which they happen, a Monday."""


def long_running(**mentor: Any) -> tuple[Case, User]:
    """A course of six months, three hours a week, in its seventh week on the day of `AT`."""
    case, _assignment, by = running(at=BEGAN, **mentor)
    return case, by


def entry(case: Case, by: User, *, days_ago: int = 0, at: dt.datetime = AT, **other: Any) -> Contact:
    """A row of the log as an action would leave it: an hour's meeting, to be approved."""
    known: dict[str, Any] = {
        "case": case,
        "assignment": case.assignments.get(),
        "day": day_of(at) - days_ago * DAY,
        "minutes": 60,
        "form": ContactForm.MEETING,
        "attendance": Attendance.ATTENDED,
        "told_by": ToldBy.MENTOR,
        "areas": [],
        "written_by": by,
        "written_at": at,
        **other,
    }
    if known.get("state") == ContactState.APPROVED:
        known = {"approved_by": by, "approved_at": at, **known}
    if known.get("state") == ContactState.STRUCK:
        known = {"struck_by": by, "struck_at": at, "struck_why": "Skrevet ved en fejl", **known}
    return Contact.objects.create(**known)


def now_entry(case: Case, by: User, **other: Any) -> Contact:
    """The same, written now: what the pages of the log are asked with."""
    return entry(case, by, at=clock.now(), **other)
