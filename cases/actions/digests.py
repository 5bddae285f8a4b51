"""Mails of reminders (R167): rows of recipients become lines of one message a member, in the transaction of whoever asks for it."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from accounts.enums import MailRhythm
from accounts.messages import write_messages
from accounts.models import Membership, Message
from cases.digest_mails import mail_of
from cases.enums_notice import NOTICED
from cases.models import NoticeRecipient
from cases.night_rows import members_with_mail
from cases.rules.digests import morning


@transaction.atomic
def mail_at_once(recipients: Sequence[NoticeRecipient], *, at: dt.datetime) -> int:
    """Write a mail to each of them who wants one at once; the others wait for their day. Returns how many were written.

    One statement when nobody does. A reminder that is told again, after it was put off, has rows of its own and is mailed again.
    """
    if not recipients:
        return 0
    rows = _listed("user", "notice__jobcentre").filter(
        pk__in=[each.pk for each in recipients],
        to_mail=True,
        user__is_active=True,
        user__memberships__jobcentre=F("notice__jobcentre"),
        user__memberships__mail_rhythm=MailRhythm.AT_ONCE,
    )
    mails = {
        row: mail_of(
            key=f"notice:{row.pk}",
            user=row.user,
            jobcentre=row.notice.jobcentre,
            listed=[row],
            at=at,
            due_at=at,
        )
        for row in rows.select_for_update(of=("self",), skip_locked=True)
    }
    return _write((mail, [row]) for row, mail in mails.items())


@transaction.atomic
def write_digests(*, jobcentre_id: uuid.UUID, on: dt.date, at: dt.datetime) -> int:
    """One mail to each member of the jobcentre whose day it is, with all that waits; due at seven, or now when that is over. Returns how many.

    A second run of the day writes nothing: what was told since then waits for the next mail. Two runs at once write each mail once: rows that
    another one holds are left to it, and the key of the mail is the member's and the day's. What is put off waits; what is closed, or belongs
    to somebody who works here no longer, is not mailed. One statement where nobody has a mail today; they do not grow with the members.
    """
    with_mail = members_with_mail(on=on).filter(jobcentre_id=jobcentre_id).select_related("user", "jobcentre")
    members = {each.user_id: each for each in with_mail}
    if not members:
        return 0
    _forget(jobcentre_id)
    waiting = _listed().filter(user__in=members, notice__jobcentre_id=jobcentre_id, to_mail=True, notice__state__in=NOTICED)
    of_member: dict[uuid.UUID, list[NoticeRecipient]] = defaultdict(list)
    for row in waiting.select_for_update(of=("self",), skip_locked=True):
        of_member[row.user_id].append(row)
    mails = []
    for user, rows in of_member.items():
        member = members[user]
        due_at = at if member.mail_rhythm == MailRhythm.AT_ONCE else max(at, morning(on))
        mail = mail_of(key=f"digest:{member.pk}:{on}", user=member.user, jobcentre=member.jobcentre, listed=rows, at=at, due_at=due_at)
        mails.append((mail, rows))
    return _write(mails)


def _forget(jobcentre_id: uuid.UUID) -> None:
    """What is closed, or belongs to somebody who works here no longer, waits for no mail."""
    here = Membership.objects.filter(user=OuterRef("user"), jobcentre_id=jobcentre_id, user__is_active=True)
    rows = NoticeRecipient.objects.filter(to_mail=True, notice__jobcentre_id=jobcentre_id)
    rows.filter(Q(notice__closed_at__isnull=False) | ~Exists(here)).update(to_mail=False)


def _listed(*more: str) -> QuerySet[NoticeRecipient]:
    """With as much of the reminders and their cases as a mail says: a Monday lists a hundred thousand of them."""
    case = [f"notice__case__{each}" for each in ("year", "number")]
    notice = [f"notice__{each}" for each in ("kind", "level", "due_on", "facts", "about", "state", "client", "mentor", "jobcentre")]
    rows = NoticeRecipient.objects.select_related("notice__case", *more)
    return rows.only("user", "notice", "told_as", "told_at", "to_mail", "message", *notice, *case, *more)


def _write(mails: Iterable[tuple[Message, list[NoticeRecipient]]]) -> int:
    """Save the messages and note on each row which one lists it."""
    found = list(mails)
    if not found:
        return 0
    written = write_messages(rows=[mail for mail, _rows in found], at=found[0][0].created_at)
    changed = []
    for mail, rows in found:
        for row in rows if mail.pk in written else ():
            row.message, row.to_mail = mail, False
            changed.append(row)
    NoticeRecipient.objects.bulk_update(changed, ["message", "to_mail"], batch_size=1000)
    return len(written)
