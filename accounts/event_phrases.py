"""What was done with an account, in words: each event of a user has a sentence."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from accounts.enums import MailRhythm, Role
from core.words import day_in

Facts = dict[str, Any]


def account_event(kind: str, facts: Facts) -> str:
    """The sentence of an event. An unknown kind is a fault of ours and is shown as it is."""
    phrase = EVENTS.get(kind)
    return phrase(facts) if phrase else kind


def _days(f: Facts) -> dict[str, str]:
    return {"first": day_in(f, "first_day"), "last": day_in(f, "last_day")}


EVENTS: dict[str, Callable[[Facts], str]] = {
    "user.invited": lambda f: _("Account made"),
    "user.made_superuser": lambda f: _("Made the platform’s administrator"),
    "user.changed": lambda f: _("Account changed"),
    "user.mail_rhythm_set": lambda f: _("Mails of reminders: %(rhythm)s") % {"rhythm": str(MailRhythm(f["rhythm"]).label).lower()},
    "user.absence_added": lambda f: _("Absence entered: %(first)s to %(last)s") % _days(f),
    "user.absence_changed": lambda f: _("Absence changed: %(first)s to %(last)s") % _days(f),
    "user.absence_removed": lambda f: _("Absence removed: %(first)s to %(last)s") % _days(f),
    "user.calendar_made": lambda f: _("New address of the calendar"),
    "user.calendar_revoked": lambda f: _("Address of the calendar stopped"),
    "user.reminders_sent_again": lambda f: _("A mail of reminders was sent again"),
    "membership.added": lambda f: _("Role given: %(role)s") % {"role": str(Role(f["role"]).label).lower()},
    "membership.changed": lambda f: _("Role is now: %(role)s") % {"role": str(Role(f["role"]).label).lower()},
}
