"""A course on its way to the end: what both say of it, and entries of its log."""

import datetime as dt
from typing import Any

from accounts.models import User
from cases.actions.course_views import save_view
from cases.enums_course import Attendance, ContactForm, ContactState, GivenHow, View
from cases.models import Assignment, Case, Contact, CourseView
from cases.rules.course_views import Said
from core.days import day_of
from tests.factories import AT

CLIENT_SAID = Said(words="Jeg tør spørge nu.", better=4, helpful=5)
MENTOR_SAID = Said(words="Elin planlægger selv.", better=5)


def says(case: Case, by: User, view: View = View.CLIENT, *, said: Said | None = None, at: dt.datetime = AT, **other: Any) -> CourseView:
    """Client or mentor says how the course went."""
    known: dict[str, Any] = {"extension_id": None, "version": None, "day": day_of(at), "how": GivenHow.MEETING, **other}
    return save_view(case_id=case.pk, view=view, said=said or (CLIENT_SAID if view == View.CLIENT else MENTOR_SAID), by=by, at=at, **known)


def met_mentor(assignment: Assignment, by: User, *, at: dt.datetime = AT, approved: bool = True, **other: Any) -> Contact:
    """An entry of the log: an hour at the workplace, approved or waiting."""
    known: dict[str, Any] = {
        "day": day_of(at),
        "minutes": 60,
        "form": ContactForm.AT_WORK,
        "attendance": Attendance.ATTENDED,
        "written_by": by,
        "written_at": at,
        "state": ContactState.APPROVED if approved else ContactState.WAITING,
        **({"approved_by": by, "approved_at": at} if approved else {}),
        **other,
    }
    return Contact.objects.create(case=assignment.case, assignment=assignment, **known)
