"""Place mentors and zones in words: refusals and events."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from core.templatetags.ui import minutes_words
from core.words import day_in, listed

Facts = dict[str, Any]

REFUSALS: dict[str, Callable[[Facts], str]] = {
    "zone_name_taken": lambda f: _("The jobcentre already has a zone with this name."),
    "place_minutes_range": lambda f: _("Write more than 0 and at most 37 hours a week for the place."),
    "place_clients_range": lambda f: _("Write a number of clients from 1 to %(most)s.") % f,
    "place_ends_before_start": lambda f: (
        _("The last day lies before the first day of the place, %(day)s. Write that day or a later one.") % {"day": day_in(f, "first_day")}
    ),
    "place_reasons_missing": lambda f: _("Write why the place needs a mentor of its own."),
    "place_beyond_the_mentor": lambda f: (
        _("The mentor has %(free)s a week left of %(most)s. Write that or less, or give the mentor more hours in the register first.")
        % {"free": minutes_words(f["free"]), "most": minutes_words(f["most"])}
    ),
    "place_begins_after_clients": lambda f: (
        _("A client has been there since %(day)s. Write that day or an earlier one.") % {"day": day_in(f, "first_day")}
    ),
    "place_name_missing": lambda f: _("Write which workplace or school it is."),
    "place_overlaps": lambda f: _(
        "The mentor is this place's mentor already on one of these days. Change that grant, or choose other days."
    ),
    "place_is_over": lambda f: (
        _("The place ended on %(day)s and stays as it was. Grant the place anew if it goes on.") % {"day": day_in(f, "last_day")}
    ),
    "place_has_clients_then": lambda f: (
        _("Clients are there after that day: %(refs)s. Choose a later day, or find them another mentor first.")
        % {"refs": listed(f["refs"])}
    ),
}


def _said(words: str, facts: Facts) -> str:
    return words % {"hours": minutes_words(facts["minutes"]), "first": day_in(facts, "first_day"), "last": day_in(facts, "last_day")}


EVENTS: dict[str, Callable[[Facts], str]] = {
    "mentor.place_mentor_granted": lambda f: _said(_("Place mentor from %(first)s with %(hours)s a week"), f),
    "mentor.place_mentor_changed": lambda f: _said(_("Place mentor: the grant changed, now %(hours)s a week"), f),
    "mentor.place_mentor_ended": lambda f: _said(
        _("Place mentor until %(last)s") if f.get("last_day") else _("Place mentor without an end again"), f
    ),
}
