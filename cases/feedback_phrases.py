"""Feedback and the health of a match in words: the scale, refusals, events, and each flag with its sentence."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from cases.enums_course import FeedbackFrom
from cases.rules.health import Flag
from core.templatetags.ui import minutes_words
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


def _quiet(f: Facts) -> str:
    if not f["since"]:
        return ngettext(
            "No contact since the period began on %(day)s: %(count)d day.",
            "No contact since the period began on %(day)s: %(count)d days.",
            f["days"],
        ) % {"count": f["days"], "day": day_in(f, "first_day")}
    return ngettext("No contact for %(count)d day, since %(day)s.", "No contact for %(count)d days, since %(day)s.", f["days"]) % {
        "count": f["days"],
        "day": day_in(f, "since"),
    }


def _who(f: Facts) -> str:
    return str(FeedbackFrom(f["who"]).label)


SIGNS: dict[Flag, Callable[[Facts], str]] = {
    Flag.NOT_WORKING: lambda f: _("Something does not work. Said by: %(who)s, %(day)s.") % {"who": _who(f), "day": day_in(f, "day")},
    Flag.SOUR: lambda f: (
        _("How it goes: %(going)s. Said by: %(who)s, %(day)s.")
        % {"going": str(GOING[f["going"]]).lower(), "who": _who(f), "day": day_in(f, "day")}
    ),
    Flag.QUIET: _quiet,
    Flag.NO_SHOWS: lambda f: (
        _("The client did not come twice in a row: %(first)s and %(second)s.")
        % {"first": day_in(f, "first"), "second": day_in(f, "second")}
    ),
    Flag.FALLING: lambda f: (
        _("Fewer hours than before: %(last)s in the last four weeks, %(before)s in the four before.")
        % {"last": minutes_words(f["last"]), "before": minutes_words(f["before"])}
    ),
    Flag.UNDER_USE: lambda f: (
        _("Few hours are used in this period: %(used)s of the %(planned)s that were planned by now.")
        % {"used": minutes_words(f["used"]), "planned": minutes_words(f["planned"])}
    ),
    Flag.QUESTION: lambda f: _("A question about a contact has waited for an answer since %(day)s.") % {"day": day_in(f, "day")},
}
"""Each sign of the health of a match, as a sentence."""
