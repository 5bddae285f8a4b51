"""A course on its way to the end: what both say of it, and entries of its log."""

import datetime as dt
from typing import Any

from accounts.models import User
from cases.actions.closing import close_course
from cases.actions.course_views import save_view
from cases.actions.follow_up_rows import Lives
from cases.enums import Consent, EndReason, Outcome
from cases.enums_course import Attendance, BenefitKind, ContactForm, ContactState, GivenHow, View
from cases.models import Assignment, Case, Contact, CourseView
from cases.rules.closing import Became
from cases.rules.course_views import Said
from cases.rules.followup import follow_up_days
from core.days import DAY, day_of
from tests.cases.course_scene import running
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


def closing(at: dt.datetime = AT, **other: Any) -> dict[str, Any]:
    """How a course is closed: the client manages without, in an ordinary job, asked again on the usual days."""
    return {
        "version": None,
        "reason": EndReason.MANAGES_WITHOUT,
        "words": "",
        "became": Became(Outcome.ORDINARY_JOB, where="Egebæk Bibliotek", since=day_of(at), minutes_a_week=1800),
        "lives": Lives(BenefitKind.WAGE, day_of(at)),
        "days": follow_up_days(closed_on=day_of(at)),
        "at": at,
        **other,
    }


def ended(*, at: dt.datetime = AT, closed_at: dt.datetime | None = None, **other: Any) -> tuple[Case, Assignment, User]:
    """A course that began on the day of `at` and was closed `closed_at`, 30 days after unless said."""
    case, assignment, by = running(at=at)
    close_course(case_id=case.pk, by=by, **closing(closed_at or at + 30 * DAY, **other))
    case.refresh_from_db()
    assignment.refresh_from_db()
    return case, assignment, by


def reopening(at: dt.datetime, **other: Any) -> dict[str, Any]:
    """How a course is opened again: the client says yes today, and the same mentor goes on."""
    known = {"version": None, "words": "Det gik ikke alligevel", "consent": Consent.ORAL, "consent_on": day_of(at), "same_mentor": True}
    return {**known, "at": at, **other}
