"""The writes of accounts that are not the admin's: language, housekeeping, heartbeats."""

import datetime as dt

from django.db import connection

from accounts import drafts
from accounts.models import Heartbeat, OneTimeKey, User
from core.db import jobcentre_transaction

KEYS_KEPT = dt.timedelta(days=2)


def set_language(*, user: User, language: str) -> None:
    """The user's own language for pages and mails."""
    User.objects.filter(pk=user.pk).update(language=language)


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
