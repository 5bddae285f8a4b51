"""The one transaction helper: every view, action, task and command that touches a jobcentre's rows runs inside it."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def jobcentre_transaction(jobcentre_id: uuid.UUID | None) -> Iterator[None]:
    """A transaction in which PostgreSQL knows the jobcentre (`mentorcase.jobcentre`, gone at its end).

    Row-level security stands behind this setting; without a jobcentre it is empty, and a row of any jobcentre is out of reach.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('mentorcase.jobcentre', %s, true)", [str(jobcentre_id or "")])
        yield
