"""Counting what a page asks the database, without the savepoints that only a test's own transaction causes."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext


@contextmanager
def statements() -> Iterator[list[str]]:
    found: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield found
    found += [each["sql"] for each in captured.captured_queries if not each["sql"].startswith(("SAVEPOINT", "RELEASE", "ROLLBACK"))]
