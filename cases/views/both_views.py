"""Client and mentor side by side, as `cases/_both_views.html` shows them: at the end of a course, or where an extension is decided."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.enums_course import View
from cases.forms.course_views import BETTER, HELPFUL
from cases.models import Case, CourseView
from cases.rules.course_views import Said, difference
from core.templatetags.ui import date_long, minutes_words

PAGES = {View.CLIENT: "case_view_client", View.MENTOR: "case_view_mentor"}
SCALE = 5


def said_in(row: CourseView) -> Said:
    """What a stored view says."""
    return Said(row.words, row.better, row.helpful, row.needs_minutes, row.needs_months)


def both_views(case: Case, rows: Sequence[CourseView], *, mentor: str, may_write: bool) -> dict[str, Any]:
    """Context `both_views`: the stored `rows` of one end or one extension, at most one of each; `mentor` is the name, "" for none.

    A view that is missing is said as missing, with the page to write it down on where `may_write`.
    """
    found = {row.view: row for row in rows}
    client, helper = case.client.given_name, mentor.split()[0] if mentor else _("The mentor")
    names = {"client": client, "mentor": helper}
    headings = {View.CLIENT: client, View.MENTOR: _("%(mentor)s, mentor") % names if mentor else helper}
    sides = []
    for view in (View.CLIENT, View.MENTOR):
        row = found.get(view)
        sides.append(
            {
                "heading": headings[view],
                "words": row.words if row else "",
                "rows": _rows(row, view, names),
                "how": _how(row) if row else "",
                "missing": "" if row else _missing(view, names),
                "url": reverse(PAGES[view], args=[case.ref]) if may_write else "",
                "url_label": (_("Correct %(name)s’s view") if row else _("Write down %(name)s’s view"))
                % {"name": names["client" if view == View.CLIENT else "mentor"]},
            }
        )
    return {"sides": sides, "difference": difference_words(found.get(View.CLIENT), found.get(View.MENTOR), names)}


def _rows(row: CourseView | None, view: View, names: dict[str, str]) -> list[dict[str, str]]:
    asked = [{"label": _("%(client)s manages better than at the start") % names, "value": _answer(BETTER, row.better if row else None)}]
    if view == View.CLIENT:
        asked.append({"label": _("%(mentor)s was of help") % names, "value": _answer(HELPFUL, row.helpful if row else None)})
    if row and (row.needs_minutes is not None or row.needs_months is not None):
        asked.append({"label": _("Needs afterwards"), "value": needs_words(row.needs_minutes, row.needs_months)})
    return asked


def _answer(words: dict[int, Any], value: int | None) -> str:
    """Better (4 of 5), or Missing: what was not said is no zero."""
    return (
        _("Missing") if value is None else _("%(answer)s (%(value)d of %(most)d)") % {"answer": words[value], "value": value, "most": SCALE}
    )


def needs_words(minutes: int | None, months: int | None) -> str:
    """2 hours a week for 6 months"""
    if minutes == 0 or months == 0:
        return _("No hours")
    hours = _("%(hours)s a week") % {"hours": minutes_words(minutes)} if minutes is not None else ""
    time = ngettext("%(number)d month", "%(number)d months", months) % {"number": months} if months is not None else ""
    return _("%(hours)s for %(months)s") % {"hours": hours, "months": time} if hours and time else hours or time


def _how(row: CourseView) -> str:
    return _("%(how)s on %(day)s, written down by %(name)s") % {
        "how": row.get_how_display(),
        "day": date_long(row.day),
        "name": row.recorded_by.name,
    }


def _missing(view: View, names: dict[str, str]) -> str:
    return _("%(client)s’s view is missing.") % names if view == View.CLIENT else _("%(mentor)s’s view is missing.") % names


def difference_words(client: CourseView | None, mentor: CourseView | None, names: dict[str, str]) -> str:
    """The difference in a sentence; "" while one of the views is missing."""
    code = difference(client=said_in(client) if client else None, mentor=said_in(mentor) if mentor else None)
    if not code:
        return ""
    return {
        "progress_client": _("%(client)s sees more progress than %(mentor)s."),
        "progress_mentor": _("%(mentor)s sees more progress than %(client)s."),
        "needs_client": _("%(client)s sees a need for more hours afterwards than %(mentor)s."),
        "needs_mentor": _("%(mentor)s sees a need for more hours afterwards than %(client)s."),
        "alike": _("%(client)s and %(mentor)s see it alike."),
        "not_comparable": _("%(client)s and %(mentor)s have answered different questions."),
    }[code] % names
