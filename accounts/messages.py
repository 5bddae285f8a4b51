"""Mails to users: rows first, sent by a sweep. A mail server that is away delays a mail, and never a page.

A row is claimed in one transaction, handed over outside any, and stamped in another. What broke between is uncertain: shown to people on
the page of the jobs, and never sent again by itself. The Message-ID comes from the row, so a receiver can tell a second copy.
"""

import datetime as dt
import logging
import smtplib
import uuid
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import DatabaseError
from django.db.models import Count, Min, Q

from accounts.enums import MessageState
from accounts.models import Message, User
from core.db import jobcentre_transaction
from core.queue import enqueue

TASK = "accounts.send_messages"
BATCH = 50
GIVE_UP_AFTER = dt.timedelta(days=2)
"""A mail server that was away for a day has them all when it is back."""
LONGEST_WAIT = dt.timedelta(hours=1)
HANDING_OVER_TAKES = dt.timedelta(minutes=10)
KEPT = dt.timedelta(days=30)
LOOKS_AGAIN: dict[str, Callable[..., bool]] = {}
"""By kind: called with `mail=` in the transaction that claims it, with a savepoint of its own, puts it right. False: nothing is left to say, and the
mail is taken away."""
logger = logging.getLogger(__name__)


def write_message(
    *,
    user: User,
    kind: str,
    subject: str,
    body: str,
    at: dt.datetime,
    html: str = "",
    key: str = "",
    due_at: dt.datetime | None = None,
) -> Message:
    """Put a mail on its way in the caller's transaction, and nudge the sweep when that is committed.

    `key` says what it is, so that the same is never written twice (IntegrityError); without one it is a message of its own. `due_at`: not before.
    """
    row = Message(user=user, kind=kind, subject=subject[:200], body=body, html=html, created_at=at, due_at=due_at or at)
    row.key = key or str(row.pk)
    row.save(force_insert=True)
    _nudge([row], at)
    return row


def write_messages(*, rows: Sequence[Message], at: dt.datetime) -> set[uuid.UUID]:
    """Put many on their way in the caller's transaction, in two statements. Returns the keys of those that were written: not of one whose `key`
    is there already, even if another transaction has just written it."""
    if not rows:
        return set()
    Message.objects.bulk_create(rows, ignore_conflicts=True)
    ours = Message.objects.filter(pk__in=[each.pk for each in rows])
    _nudge(rows, at)
    return set(ours.values_list("pk", flat=True))


def _nudge(rows: Sequence[Message], at: dt.datetime) -> None:
    """One for all of them; what is due later is found by the sweep of that minute."""
    if any(each.due_at <= at for each in rows):
        enqueue(TASK)


def send_messages(*, at: dt.datetime) -> dict[str, int]:
    """Send what is due. Returns how many went which way; may run twice at once (SKIP LOCKED) and again (nothing is sent twice).

    Called outside of a transaction: each step opens its own, of no jobcentre, because a user may work in several.
    """
    counts = {"sent": 0, "later": 0, "failed": 0, "away": 0, "uncertain": _name_the_uncertain(at=at)}
    for _each in range(BATCH):
        mail = _claim(at=at)
        if mail is None:
            return counts
        way = _hand_over(mail, at=at)
        counts[way] += 1
        if way == "away":
            return counts
    enqueue(TASK)  # there may be more: the rest need not wait for the next minute
    return counts


def forget_old_messages(*, at: dt.datetime) -> int:
    return Message.objects.filter(closed_at__lt=at - KEPT).delete()[0]


def message_counts(*, at: dt.datetime) -> dict[str, Any]:
    """For the page of the jobs: what is two minutes late or was tried in vain, and what went wrong in the last days. One statement.

    What waits for seven in the morning is not late before: it is `held`, and the first of them goes at `held_until`, None where none is.
    """
    waiting = Q(state=MessageState.WAITING)
    held = waiting & Q(attempts=0, due_at__gt=at)
    return Message.objects.aggregate(
        waiting=Count("pk", filter=waiting & (Q(attempts__gt=0) | Q(due_at__lt=at - dt.timedelta(minutes=2)))),
        failed=Count("pk", filter=Q(state=MessageState.FAILED)),
        uncertain=Count("pk", filter=Q(state=MessageState.UNCERTAIN)),
        held=Count("pk", filter=held),
        held_until=Min("due_at", filter=held),
    )


def _claim(*, at: dt.datetime) -> Message | None:
    with jobcentre_transaction(None):
        rows = (
            Message.objects.select_related("user")
            .select_for_update(of=("self",), skip_locked=True)
            .filter(state=MessageState.WAITING, due_at__lte=at)
            .order_by("due_at")
        )
        while mail := rows.first():
            try:
                still = mail.kind not in LOOKS_AGAIN or LOOKS_AGAIN[mail.kind](mail=mail)
            except DatabaseError:
                raise
            except Exception as error:  # it is about this one mail: those behind it are sent
                logger.exception("mail %s cannot be put right", mail.pk)
                mail.state, mail.body, mail.html, mail.closed_at = MessageState.FAILED, "", "", at
                mail.last_error = type(error).__name__
                mail.save(update_fields=["state", "body", "html", "closed_at", "last_error"])
                continue
            if not still:
                mail.delete()
                continue
            mail.state, mail.attempts, mail.due_at = MessageState.SENDING, mail.attempts + 1, at + HANDING_OVER_TAKES
            mail.save(update_fields=["state", "attempts", "due_at", "subject", "body", "html"])
            return mail
        return None


def _hand_over(mail: Message, *, at: dt.datetime) -> str:
    """One connection a mail: after a fault nobody can tell what state an old one is in."""
    if not mail.user.is_active or not mail.user.email:
        return _close(mail, MessageState.FAILED, at=at, error="user has no address" if mail.user.is_active else "user is not active")
    connection = get_connection()
    try:
        connection.open()
    except OSError as error:  # smtplib's exceptions are OSErrors, too
        _later(mail, error, at=at)
        return "away"
    message = EmailMultiAlternatives(
        mail.subject,
        mail.body,
        to=[mail.user.email],
        connection=connection,
        headers={"Message-ID": message_id(mail.pk), "Auto-Submitted": "auto-generated"},
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    try:
        message.send()
    except smtplib.SMTPServerDisconnected as error:
        return _close(mail, MessageState.UNCERTAIN, at=at, error=type(error).__name__)
    except smtplib.SMTPException as error:  # the server has said no, so it has not taken it
        return _later(mail, error, at=at)
    except OSError as error:  # no answer in time: it may have taken it
        return _close(mail, MessageState.UNCERTAIN, at=at, error=type(error).__name__)
    except ValueError as error:  # such as an address that is none: no mail can be made of it, so the server has seen nothing
        return _close(mail, MessageState.FAILED, at=at, error=type(error).__name__)
    finally:
        with suppress(OSError):
            connection.close()
    return _close(mail, MessageState.SENT, at=at)


def _later(mail: Message, error: Exception, *, at: dt.datetime) -> str:
    """Try again after one, two, four ... minutes, at most every hour, for two days."""
    if at - mail.created_at >= GIVE_UP_AFTER:
        return _close(mail, MessageState.FAILED, at=at, error=type(error).__name__)
    wait = min(dt.timedelta(minutes=2 ** min(mail.attempts - 1, 10)), LONGEST_WAIT)
    _stamp(mail, state=MessageState.WAITING, due_at=at + wait, last_error=type(error).__name__)
    return "later"


def _close(mail: Message, state: MessageState, *, at: dt.datetime, error: str = "") -> str:
    _stamp(mail, state=state, body="", html="", closed_at=at, last_error=error)
    return str(state)


def _stamp(mail: Message, **how_it_went: Any) -> None:
    with jobcentre_transaction(None):
        Message.objects.filter(pk=mail.pk).update(**how_it_went)


def _name_the_uncertain(*, at: dt.datetime) -> int:
    """Rows that a killed worker had in hand."""
    with jobcentre_transaction(None):
        return Message.objects.filter(state=MessageState.SENDING, due_at__lte=at).update(
            state=MessageState.UNCERTAIN, body="", html="", closed_at=at, last_error="worker ended"
        )


def message_id(key: uuid.UUID) -> str:
    return f"<{key}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2].rstrip('>') or 'localhost'}>"
