"""Codes as sentences: refusals of rules and actions, and events of the time line. Each says what is wrong and how to put it right."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from accounts.phrases import refusal
from core.templatetags.ui import date_long

Facts = dict[str, Any]


def _day(facts: Facts, name: str) -> str:
    value = facts.get(name)
    return str(date_long(dt.date.fromisoformat(value))) if value else ""


REFUSALS: dict[str, Callable[[Facts], str]] = {
    # The case and its steps
    "case_closed": lambda f: _("The case is closed. It can be read but not changed."),
    "not_in_this_step": lambda f: _("This belongs to another step of the case. Open the case to see where it is."),
    "case_open_already": lambda f: _("The client already has an open case. Open that one: a client has one case at a time."),
    # CPR numbers
    "cpr_shape": lambda f: _("A CPR number has ten digits, such as 010190-1234."),
    "cpr_no_such_day": lambda f: _("Day %(day)s, month %(month)s, year %(year)s is not a date. Check the first six digits and the seventh.") % f,
    "cpr_not_born_yet": lambda f: _("The date in the CPR number has not been yet. Check the seventh digit."),
    "cpr_taken": lambda f: _("Another client has this CPR number. Search for the number to find the client."),
    # Periods
    "ends_before_start": lambda f: _("The last day lies before the first day."),
    "period_too_long": lambda f: _("At most %(months)s months at a time: the last day can be %(latest)s.")
    % {"months": f["months"], "latest": _day(f, "latest")},
    "period_overlaps": lambda f: _("The case already has a period from %(first)s to %(last)s. Choose other days.")
    % {"first": _day(f, "first_day"), "last": _day(f, "last_day")},
}


def sentence(code: str, facts: Facts) -> str:
    """The sentence of a reason code of cases, or of accounts."""
    phrase = REFUSALS.get(code)
    return phrase(facts) if phrase else refusal(code, facts)


EVENTS: dict[str, Callable[[Facts], str]] = {}


def event(kind: str, facts: Facts) -> str:
    """The time line's words for an event. An unknown kind is shown as it is."""
    phrase = EVENTS.get(kind)
    return phrase(facts) if phrase else kind
