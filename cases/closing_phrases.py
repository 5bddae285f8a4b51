"""The end of a course in words: both views, closing, follow-up, benefit, re-opening. Whole sentences from codes."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from cases.enums_course import View
from core.words import day_in

Facts = dict[str, Any]


REFUSALS: dict[str, Callable[[Facts], str]] = {
    # Both views
    "view_empty": lambda f: _("Write what was said, or choose one of the answers."),
    "view_in_future": lambda f: _("The day has not been yet. Write the day on which it was said."),
    "view_before_course": lambda f: _("The course began on %(day)s. Write that day or a later one.") % {"day": day_in(f, "first_day")},
    "view_hours_range": lambda f: _("Write the hours a week as at most 37."),
    "view_months_range": lambda f: _("Write at most %(most)s months.") % f,
    "view_no_course": lambda f: _("Client and mentor are asked how they see the course when it has begun."),
    "view_decided": lambda f: _("The request has been decided. What it was decided on is not changed afterwards."),
    "view_of_something_else": lambda f: _("What this was asked for has changed since the page was opened. Read the page and save again."),
}


def _view(f: Facts, *, corrected: bool) -> str:
    whose, of = f["view"] == View.CLIENT, f["of"] == "extension"
    if corrected:
        if of:
            return (
                _("The client’s view for the extension was corrected") if whose else _("The mentor’s view for the extension was corrected")
            )
        return _("The client’s view of the course was corrected") if whose else _("The mentor’s view of the course was corrected")
    if of:
        return (
            _("The client’s view for the extension is written down") if whose else _("The mentor’s view for the extension is written down")
        )
    return _("The client’s view of the course is written down") if whose else _("The mentor’s view of the course is written down")


EVENTS: dict[str, Callable[[Facts], str]] = {
    "case.view_recorded": lambda f: _view(f, corrected=False),
    "case.view_corrected": lambda f: _view(f, corrected=True),
}
