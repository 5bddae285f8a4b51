"""A running course in words: rematches and new versions of the agreement. Whole sentences from codes."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from cases.enums import RaisedBy, RematchReason
from core.templatetags.ui import minutes_words
from core.words import day_in

Facts = dict[str, Any]


def _lower(label: Any) -> str:
    text = str(label)
    return text[:1].lower() + text[1:]


REFUSALS: dict[str, Callable[[Facts], str]] = {
    "rematch_not_running": lambda f: _(
        "A new mentor for a running course is found here. Before the period has started, the match is given up in step 5."
    ),
    "rematch_open_already": lambda f: _("Somebody has already written that the match does not work. Change that, or find a new mentor."),
    "rematch_no_period": lambda f: _("The course has no period, so a new mentor would have no days."),
    "rematch_no_days_left": lambda f: (
        _("The period ends on %(day)s. A new mentor needs days to work in: decide about an extension first.")
        % {"day": day_in(f, "last_day")}
    ),
    "rematch_not_open": lambda f: _("The rematch is closed. Open the case to see how it ended."),
    "raised_in_future": lambda f: _("The day has not been yet. Write the day on which it was said."),
    "raised_before_mentor": lambda f: (
        _("The mentor was assigned on %(day)s. Write that day or a later one.") % {"day": day_in(f, "assigned_on")}
    ),
    "stops_before_start": lambda f: (
        _("The mentor begins on %(day)s. The last day cannot be more than a day before that.") % {"day": day_in(f, "first_day")}
    ),
    "stops_after_course": lambda f: (
        _("The period ends on %(day)s. Write that day or an earlier one, or leave it empty.") % {"day": day_in(f, "last_day")}
    ),
    "summary_missing": lambda f: _("Write the summary that the new mentor may read, or choose something else."),
    "takeover_too_early": lambda f: _("The new mentor can begin on %(day)s at the earliest.") % {"day": day_in(f, "day")},
    "takeover_after_course": lambda f: (
        _("The period ends on %(day)s. Choose a day inside it: the period does not move.") % {"day": day_in(f, "last_day")}
    ),
    "place_ends_before": lambda f: (
        _("The hours for the workplace or school end on %(day)s. Move that day on the mentor's page first.")
        % {"day": day_in(f, "last_day")}
    ),
    "place_given_away": lambda f: (
        _(
            "The mentor's place was to be free after %(day)s, and another client has it now. Find a new mentor, or make room on the "
            "mentor's page."
        )
        % {"day": day_in(f, "last_day")}
    ),
    "mentor_no_more_hours": lambda f: (
        _(
            "The mentor has %(free)s a week free, and this is %(more)s more than now. Agree on fewer hours, or make room on the mentor's "
            "page."
        )
        % {"free": minutes_words(f["free"]), "more": minutes_words(f["more"])}
    ),
    "mentor_has_stopped": lambda f: (
        _("The mentor stopped on %(day)s. Find a new mentor first: the agreement goes on with that one.") % {"day": day_in(f, "last_day")}
    ),
}


def _opened(f: Facts) -> str:
    said = _("The match does not work, says: %(who)s. Why: %(reason)s") % {
        "who": _lower(RaisedBy(f["raised_by"]).label),
        "reason": _lower(RematchReason(f["reason"]).label),
    }
    return _stopping(f, said)


def _stopping(f: Facts, said: str) -> str:
    if not f.get("stops_on"):
        return said
    return _("%(said)s. Last day: %(day)s") % {"said": said, "day": day_in(f, "stops_on")}


EVENTS: dict[str, Callable[[Facts], str]] = {
    "case.rematch_opened": _opened,
    "case.rematch_changed": lambda f: _stopping(f, _("What is written of the rematch was changed")),
    "case.rematch_dropped": lambda f: _("No new mentor after all: they go on together"),
    "case.rematch_assigned": lambda f: (
        _("A new mentor takes over on %(first)s; the one before stops on %(last)s")
        % {"first": day_in(f, "first_day"), "last": day_in(f, "old_last_day")}
    ),
    "case.agreement_in_force": lambda f: (
        _("Version %(version)s of the agreement holds: client and mentor have signed, %(hours)s a week")
        % {"version": f["version"], "hours": minutes_words(f["minutes"])}
    ),
    "mentor.place_ends": lambda f: _("Case %(case)s: last day %(day)s") % {"case": f["case"], "day": day_in(f, "last_day")},
    "mentor.place_kept": lambda f: _("Case %(case)s: the mentor goes on after all") % {"case": f["case"]},
    "mentor.hours_changed": lambda f: (
        _("Case %(case)s: %(new)s a week instead of %(old)s")
        % {"case": f["case"], "new": minutes_words(f["new"]), "old": minutes_words(f["old"])}
    ),
}
