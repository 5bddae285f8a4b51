"""A mail of reminders as it is written: in the reader's language, with case numbers, days and links, and nothing that says who it is about."""

import datetime as dt
import logging
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Jobcentre, Message, User
from cases.enums_notice import NoticeKind, ToldAs
from cases.models import Notice, NoticeRecipient
from cases.notice_phrases import notice_action, notice_ref, notice_words
from cases.rules.inbox import act_by

KIND = "reminders"
logger = logging.getLogger(__name__)
MOST_LINES = 60
"""A mail lists so many, the first to fall due first; of the others it says how many stand in the inbox."""


@dataclass(frozen=True, slots=True)
class Line:
    """One reminder: the number of its case ("" for one of a mentor), what falls due and when, and where one acts on it."""

    ref: str
    words: str
    label: str
    url: str


def mail_of(
    *, key: str, user: User, jobcentre: Jobcentre, listed: Sequence[NoticeRecipient], at: dt.datetime, due_at: dt.datetime
) -> Message:
    """The message, not saved yet. The notices are loaded with the rows, and their cases, clients and mentors with the notices."""
    with translation.override(user.language):
        context = _context(jobcentre, listed)
        return Message(
            id=uuid.uuid4(),
            key=key,
            user=user,
            jobcentre=jobcentre,
            kind=KIND,
            subject=_subject(listed)[:200],
            body=render_to_string("email/digest/mail.txt", context),
            html=render_to_string("email/digest/mail.html", context),
            created_at=at,
            due_at=due_at,
        )


def _subject(listed: Sequence[NoticeRecipient]) -> str:
    if len(listed) == 1 and (ref := notice_ref(listed[0].notice)):
        return _("MentorCase: a reminder about case %(ref)s") % {"ref": ref}
    return ngettext("MentorCase: %(number)s reminder", "MentorCase: %(number)s reminders", len(listed)) % {"number": len(listed)}


def _context(jobcentre: Jobcentre, listed: Sequence[NoticeRecipient]) -> dict[str, Any]:
    rows = sorted(listed, key=_order)[:MOST_LINES]
    parts = [(_heading(told_as), [_line(each) for each in rows if each.told_as == told_as]) for told_as in ToldAs]
    return {
        "jobcentre": jobcentre.name,
        "number": len(listed),
        "more": len(listed) - len(rows),
        "parts": [{"heading": heading, "lines": lines} for heading, lines in parts if lines],
        "inbox_url": settings.PUBLIC_URL + reverse("inbox"),
        "profile_url": settings.PUBLIC_URL + reverse("profile"),
    }


def _heading(told_as: ToldAs) -> str:
    return {
        ToldAs.CASEWORKER: _("Your own cases"),
        ToldAs.SUBSTITUTE: _("Cases of a colleague whom you stand in for"),
        ToldAs.MANAGER: _("To you as manager: nobody has answered, nobody stands in, or a second person is needed"),
    }[told_as]


def _order(row: NoticeRecipient) -> tuple[int, dt.date, str]:
    """Own cases first, then by the day by which one acts."""
    notice = row.notice
    day = act_by(kind=NoticeKind(notice.kind), due_on=notice.due_on, facts=notice.facts)
    return (list(ToldAs).index(ToldAs(row.told_as)), day, str(notice.pk))


def _line(row: NoticeRecipient) -> Line:
    label, path = notice_action(row.notice)
    return Line(ref=notice_ref(row.notice), words=_words(row.notice), label=label, url=settings.PUBLIC_URL + path)


def _words(notice: Notice) -> str:
    """Its sentence. One that has none, as its facts are of another version of the program, says what it is about, and the mails go out."""
    try:
        return notice_words(notice)
    except (KeyError, TypeError, ValueError) as error:
        logger.warning("reminder %s has no sentence (%s)", notice.pk, type(error).__name__)
        return f"{NoticeKind(notice.kind).label}."
