"""Mails of reminders (R167): rows of recipients become lines of one message a member, in the transaction of whoever asks for it."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import F, QuerySet

from accounts.enums import MailRhythm
from accounts.messages import write_messages
from accounts.models import Membership, Message
from cases.digest_mails import mail_of
from cases.enums_notice import NOTICED
from cases.models import NoticeRecipient
from cases.rules.digests import is_mailed, morning
from core.days import day_of


@transaction.atomic
def mail_at_once(recipients: Sequence[NoticeRecipient], *, at: dt.datetime) -> int:
    """Write a mail to each of them who wants one at once; the others wait for their day. Returns how many were written.

    One statement when nobody does. A reminder that is told again, after it was put off, has rows of its own and is mailed again.
    """
    if not recipients:
        return 0
    rows = _with_notices().filter(
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
    to somebody who works here no longer, is not mailed. Statements do not grow with the number of members.
    """
    waiting = list(
        _with_notices().filter(to_mail=True, notice__jobcentre_id=jobcentre_id).select_for_update(of=("self",), skip_locked=True)
    )
    if not waiting:
        return 0
    members = {
        user: (pk, MailRhythm(rhythm))
        for user, pk, rhythm in Membership.objects.filter(jobcentre_id=jobcentre_id, user__is_active=True).values_list(
            "user_id", "pk", "mail_rhythm"
        )
    }
    of_member: dict[uuid.UUID, list[NoticeRecipient]] = defaultdict(list)
    never = []
    for row in waiting:
        if row.notice.closed_at is not None or row.user_id not in members:
            never.append(row.pk)
        elif row.notice.state in NOTICED:
            of_member[row.user_id].append(row)
    if never:
        NoticeRecipient.objects.filter(pk__in=never).update(to_mail=False)
    mails = []
    for user, rows in of_member.items():
        member, rhythm = members[user]
        if not any(_is_its_day(row, on, rhythm) for row in rows):
            continue
        due_at = at if rhythm == MailRhythm.AT_ONCE else max(at, morning(on))
        mail = mail_of(
            key=f"digest:{member}:{on}", user=rows[0].user, jobcentre=rows[0].notice.jobcentre, listed=rows, at=at, due_at=due_at
        )
        mails.append((mail, rows))
    return _write(mails)


def _is_its_day(row: NoticeRecipient, on: dt.date, rhythm: MailRhythm) -> bool:
    """What was to be mailed at once and was not, goes with the next run."""
    if rhythm == MailRhythm.AT_ONCE:
        return True
    return is_mailed(told_on=min(day_of(row.told_at), on), on=on, weekly=rhythm == MailRhythm.MONDAYS)


def _with_notices() -> QuerySet[NoticeRecipient]:
    return NoticeRecipient.objects.select_related("user", "notice__case", "notice__client", "notice__mentor", "notice__jobcentre")


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
