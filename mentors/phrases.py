"""The register's codes as sentences: refusals, and events of a mentor's history."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.phrases import refusal
from core.templatetags.ui import minutes_words
from core.words import day_in
from mentors import import_phrases, organisation_phrases, place_phrases

Facts = dict[str, Any]


REFUSALS: dict[str, Callable[[Facts], str]] = {
    "subtype_of_other_type": lambda f: _("This does not go with the type of mentor. Choose another, or change the type."),
    "colleague_needs_workplace": lambda f: _("A colleague works at the client's workplace or school: write which one."),
    "available_until_before_from": lambda f: _("The last day lies before the first day."),
    "declaration_ahead": lambda f: _("The declaration cannot be signed on a day that has not been yet."),
    "declaration_not_signed": lambda f: _("Write when the declaration was signed, too."),
    "declaration_ends_before_signed": lambda f: _("The declaration cannot end before it was signed."),
    "fewer_places_than_taken": lambda f: (
        ngettext(
            "%(taken)s place is taken now. Write that number or more, or end an assignment first.",
            "%(taken)s places are taken now. Write that number or more, or end an assignment first.",
            f["taken"],
        )
        % f
    ),
    "fewer_minutes_than_taken": lambda f: (
        _("%(taken)s a week are taken now. Write that or more, or end an assignment first.") % {"taken": minutes_words(f["taken"])}
    ),
    "zone_not_here": lambda f: _("This zone is not one of the jobcentre's zones now. Choose among those that are shown."),
    "organisation_kind_missing": lambda f: _("The organisation is new. Choose what kind it is."),
    "absence_overlaps": lambda f: _("The mentor is already away on one of these days. Change that absence, or choose other days."),
    "absence_ends_before_start": lambda f: _("The last day of the absence lies before its first day."),
    "absence_first_day_missing": lambda f: _("Write the first day of the absence, too."),
    **import_phrases.REFUSALS,
    **organisation_phrases.REFUSALS,
    **place_phrases.REFUSALS,
}


def sentence(code: str, facts: Facts) -> str:
    """The sentence of a reason code of the register, or of accounts."""
    phrase = REFUSALS.get(code)
    return phrase(facts) if phrase else refusal(code, facts)


_PARTS = (
    ({"experience"}, lambda: _("Experience within the support areas changed")),
    ({"times"}, lambda: _("Times of the week changed")),
    ({"confidentiality_signed_on", "confidentiality_valid_until"}, lambda: _("Declaration of confidentiality changed")),
)
"""What a change can be called when it is about nothing else."""


def _changed(facts: Facts) -> str:
    if "most_clients" in facts:
        return _("Capacity changed from %(old)s to %(new)s clients") % {"old": facts["most_clients"][0], "new": facts["most_clients"][1]}
    changed = set(facts.get("fields", ()))
    return next((words() for part, words in _PARTS if changed and changed <= part), _("Details changed"))


EVENTS: dict[str, Callable[[Facts], str]] = {
    **organisation_phrases.EVENTS,
    **place_phrases.EVENTS,
    "mentor.added": lambda f: _("Added to the register from a file") if f.get("from_file") else _("Added to the register"),
    "mentor.changed": _changed,
    "mentor.absence_added": lambda f: (
        _("Absence from %(first)s to %(last)s") % {"first": day_in(f, "first_day"), "last": day_in(f, "last_day")}
        if f.get("last_day")
        else _("Absence from %(first)s until further notice") % {"first": day_in(f, "first_day")}
    ),
    "mentor.absence_changed": lambda f: (
        _("Absence now ends on %(last)s") % {"last": day_in(f, "last_day")} if f.get("last_day") else _("Absence without an end")
    ),
    "mentor.absence_removed": lambda f: _("Absence from %(first)s removed") % {"first": day_in(f, "first_day")},
}


def event(kind: str, facts: Facts) -> str:
    """The words of an event of the register; "" for a kind that belongs to another app."""
    phrase = EVENTS.get(kind)
    return phrase(facts) if phrase else ""
