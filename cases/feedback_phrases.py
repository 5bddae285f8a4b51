"""Feedback and the health of a match in words: the scale, refusals, events, and each flag with its sentence."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from cases.enums_course import FeedbackFrom
from core.words import day_in

Facts = dict[str, Any]

GOING: dict[int, Any] = {
    1: pgettext_lazy("feedback", "Badly"),
    2: pgettext_lazy("feedback", "Not so well"),
    3: pgettext_lazy("feedback", "So-so"),
    4: pgettext_lazy("feedback", "Well"),
    5: pgettext_lazy("feedback", "Very well"),
}
"""How it goes, from 1 to 5. A page shows the number beside the word."""

REFUSALS: dict[str, Callable[[Facts], str]] = {
    "feedback_no_course": lambda f: _("The course has not begun: there is nothing to say of it yet."),
    "feedback_in_future": lambda f: _("The day has not been yet. Write the day on which it was said."),
    "feedback_before_course": lambda f: _("The course began on %(day)s. Write that day or a later one.") % {"day": day_in(f, "first_day")},
    "feedback_says_nothing": lambda f: _("Choose how it goes, or write what was said."),
    "feedback_what_is_wrong": lambda f: _("Write what does not work, so that somebody can do something about it."),
    "feedback_dealt_already": lambda f: _("This has been dealt with already. What was done stands beside it."),
    "feedback_what_was_done": lambda f: _("Write what was done about it."),
}


def _added(f: Facts) -> str:
    who = {"who": FeedbackFrom(f["said_by"]).label}
    if f["not_working"]:
        return _("Feedback: something does not work. From: %(who)s") % who
    if f["going"]:
        return _("Feedback: %(going)s. From: %(who)s") % {**who, "going": str(GOING[f["going"]]).lower()}
    return _("Feedback. From: %(who)s") % who


EVENTS: dict[str, Callable[[Facts], str]] = {
    "case.feedback_added": _added,
    "case.feedback_dealt": lambda f: _("Dealt with: the feedback of %(day)s that something does not work") % {"day": day_in(f, "day")},
}
