"""Mails of reminders in words: what became of them, why one cannot be sent again, and what the time line says."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from accounts.enums import MessageState
from accounts.models import Message
from cases.digest_mails import KIND
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


def mail_words(mail: Message) -> str:
    """What a mail that went wrong was about. Its subject stays when its text is gone, and names nobody."""
    return mail.subject if mail.kind == KIND else _("The user’s account: %(subject)s") % {"subject": mail.subject}


def trouble_words(mail: Message) -> str:
    """Why it did not arrive, or why nobody knows, and what happens next."""
    why = _WHY.get(mail.last_error, lambda: _("The mail server did not take it (%(error)s).") % {"error": mail.last_error})()
    if mail.state == MessageState.UNCERTAIN:
        return _("%(why)s Nobody knows whether it arrived, so it is not sent again by itself.") % {"why": why}
    if mail.state == MessageState.FAILED:
        return why
    return _("%(why)s It is tried again by itself, for two days.") % {"why": why}


_WHY: dict[str, Callable[[], str]] = {
    "user has no address": lambda: _("The user has no mail address. An administrator can write one."),
    "user is not active": lambda: _("The user’s account is closed."),
    "worker ended": lambda: _("The worker ended while it was handed over."),
    "SMTPServerDisconnected": lambda: _("The mail server hung up while it was handed over."),
    "TimeoutError": lambda: _("The mail server did not answer in time."),
    "SMTPRecipientsRefused": lambda: _("The mail server refuses the address."),
    "SMTPSenderRefused": lambda: _("The mail server refuses our own address. See the settings of mail."),
    "SMTPAuthenticationError": lambda: _("The mail server refuses our sign-in. See the settings of mail."),
    "ConnectionRefusedError": lambda: _("The mail server is away."),
    "gaierror": lambda: _("The mail server is not found by its name. See the settings of mail."),
}
