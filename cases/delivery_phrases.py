"""Mails of reminders in words: what became of them, why one cannot be sent again, and what the time line says."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from cases.enums_notice import NoticeKind

Facts = dict[str, Any]

REFUSALS: dict[str, Callable[[Facts], str]] = {
    "mail_gone": lambda f: _("This mail is not there any more: mails are forgotten after 30 days. What still waits stands in the inbox."),
    "mail_not_stuck": lambda f: _("This mail is on its way or has been sent, so it is not sent again."),
    "mail_lists_nothing": lambda f: _(
        "Nothing that this mail listed waits any more, or it has been sent again already. There is nothing to send."
    ),
}

EVENTS: dict[str, Callable[[Facts], str]] = {
    "case.reminder_went_up": lambda f: _("Nobody had answered a reminder, so others were told: %(what)s") % {"what": _kind(f)},
    "case.reminder_sent_again": lambda f: _("A mail with a reminder of this case was sent again"),
}


def _kind(f: Facts) -> str:
    label = str(NoticeKind(f["about"]).label)
    return label[:1].lower() + label[1:]
