"""The transaction that a page runs in: `accounts/middleware.py` calls it for every page, around the view and its template."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def jobcentre_transaction(jobcentre_id: uuid.UUID | None) -> Iterator[None]:
    """A transaction in which PostgreSQL knows the jobcentre (`mentorcase.jobcentre`, gone at its end).

    Without a jobcentre the setting is empty. Nothing in the database reads it yet: row-level security is planned behind it (ADR 0002), and until
    then `visible_to(member)` is what keeps jobcentres apart.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('mentorcase.jobcentre', %s, true)", [str(jobcentre_id or "")])
        yield
