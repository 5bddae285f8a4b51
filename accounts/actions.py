"""The writes of accounts that are not the admin's: language, housekeeping, heartbeats."""

import datetime as dt
import uuid

from django.db import connection

from accounts import drafts
from accounts.models import Heartbeat, OneTimeKey, PageOpinion, User
from core.db import jobcentre_transaction
from core.verdicts import Refused

KEYS_KEPT = dt.timedelta(days=2)
MOST_OPINIONS = 300
"""So many answers to "Was this helpful?" are taken in an hour from all readers together: nobody fills the table."""


def set_language(*, user: User, language: str) -> None:
    """The user's own language for pages and mails."""
    User.objects.filter(pk=user.pk).update(language=language)


def give_opinion(*, key: uuid.UUID, page: str, language: str, helpful: bool, words: str, at: dt.datetime) -> None:
    """Keep one answer to "Was this helpful?". The same key again changes nothing. Refuses with `too_many_opinions`."""
    if PageOpinion.objects.filter(at__gt=at - dt.timedelta(hours=1)).count() >= MOST_OPINIONS:
        raise Refused("too_many_opinions")
    PageOpinion.objects.get_or_create(pk=key, defaults={"page": page, "language": language, "helpful": helpful, "words": words, "at": at})


def beat(*, name: str, at: dt.datetime) -> None:
    """Note that a background process runs."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": at})


def housekeeping(*, at: dt.datetime) -> dict[str, int]:
    """Forget old drafts, one-time keys and sessions, and make the read log's months ahead. Running it twice does no harm.

    Called outside of a transaction: it opens two, of no jobcentre.
    """
    with jobcentre_transaction(None):
        forgotten = drafts.forget_old(at=at)
        keys, _ = OneTimeKey.objects.filter(used_at__lt=at - KEYS_KEPT).delete()
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_session WHERE expire_date < %s", [at])
            sessions = cursor.rowcount
    # On its own: a month that cannot be made keeps nothing else from being forgotten, and the default partition takes its reads.
    with jobcentre_transaction(None), connection.cursor() as cursor:
        cursor.execute("SELECT make_access_partitions()")
        (months,) = cursor.fetchone()
    return {"drafts": forgotten, "keys": keys, "sessions": sessions, "months": months}
