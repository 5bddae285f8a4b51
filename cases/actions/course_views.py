"""Both parties' view of a course: at its end, or when an extension is decided. The client's words reach neither mentor nor workplace."""

import datetime as dt
import uuid

from django.db import transaction
from django.db.models import QuerySet

from accounts.audit import last_change
from accounts.models import User
from cases.actions.base import locked_open_or_closed, record
from cases.enums import State
from cases.enums_course import GivenHow, View
from cases.models import Case, CourseView, Extension, Period
from cases.rules.course_views import Said, view_verdict
from core.constraints import refusing
from core.days import day_of
from core.verdicts import Refused, Stale


@transaction.atomic
def save_view(
    *,
    case_id: uuid.UUID,
    extension_id: uuid.UUID | None,
    view: View,
    version: int | None,
    day: dt.date,
    how: GivenHow,
    said: Said,
    by: User,
    at: dt.datetime,
) -> CourseView:
    """Write down, or correct, how client or mentor sees the course (R128): of the extension, or with None of the end.

    `version` is that of the view on the page, 0 when there was none; None asks for no version. What an extension was decided on is not
    written afterwards. Refuses as `view_verdict`, and with `view_no_course`, `view_decided` or `stale`.
    """
    case = locked_open_or_closed(case_id=case_id)
    if case.state not in (State.RUNNING, State.ENDED):
        raise Refused("view_no_course")
    if extension_id is not None:
        extension = Extension.objects.filter(case=case, pk=extension_id).first()
        if extension is None or not extension.is_pending:
            raise Refused("view_decided")
    found = views_of(case, extension_id=extension_id).select_for_update(of=("self",)).filter(view=view).first()
    if version is not None and version != (found.version if found else 0):
        raise Stale(**last_change(subject_id=case.pk))
    verdict = view_verdict(said=said, day=day, course_first_day=_first_day(case), today=day_of(at))
    Refused.unless(verdict, _FIELDS.get(verdict.code, ""))
    row = found or CourseView(case=case, extension_id=extension_id, view=view, version=0)
    row.day, row.how, row.words = day, how, said.words.strip()
    row.better, row.helpful, row.needs_minutes, row.needs_months = said.better, said.helpful, said.needs_minutes, said.needs_months
    row.recorded_by, row.recorded_at = by, at
    row.version += 1
    with refusing(courseview_once_at_the_end=("stale", ""), courseview_once_an_extension=("stale", "")):
        row.save()
    kind = "case.view_corrected" if found else "case.view_recorded"
    record(case, kind, by=by, at=at, view=str(view), of="extension" if extension_id else "end", day=day.isoformat())
    return row


def views_of(case: Case, *, extension_id: uuid.UUID | None) -> QuerySet[CourseView]:
    """The views of an extension, or of the end that counts now."""
    rows = CourseView.objects.filter(case=case)
    return rows.filter(extension_id=extension_id) if extension_id else rows.filter(extension__isnull=True, replaced_on__isnull=True)


def _first_day(case: Case) -> dt.date:
    found = Period.objects.filter(case=case).order_by("first_day").values_list("first_day", flat=True).first()
    if found is None:
        raise Refused("view_no_course")
    return found


_FIELDS = {
    "view_empty": "words",
    "view_in_future": "day",
    "view_before_course": "day",
    "view_hours_range": "needs_minutes",
    "view_months_range": "needs_months",
}
