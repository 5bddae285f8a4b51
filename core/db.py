"""The one transaction in which every view and every action runs.

`accounts/middleware.py` opens it for a page, around the view and its template; a task or a command opens it around its action, and a sweep
around each of its steps. An action's own `transaction.atomic()` is a savepoint in it.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def jobcentre_transaction(jobcentre_id: uuid.UUID | None) -> Iterator[None]:
    """A transaction in which PostgreSQL knows the jobcentre (`mentorcase.jobcentre`, gone at its end).

    Without a jobcentre the setting is empty. Nothing in the database reads it yet: row-level security is planned behind it (ADR 0002), and until
    then `visible_to(member)` is what keeps jobcentres apart. It is always the outermost transaction (RuntimeError otherwise), so that nothing
    inside it can change the jobcentre.
    """
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('mentorcase.jobcentre', %s, true)", [str(jobcentre_id or "")])
        yield
