"""What is asked of the database: counted without the savepoints that only a test's own transaction causes, or read one by one."""

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


WRITES = ("INSERT", "UPDATE", "DELETE", "COPY", "TRUNCATE", "SELECT make_")


@contextmanager
def transactions() -> Iterator[list[list[str]]]:
    """The statements of each transaction in which something was written; a write outside of any stands alone in its list.

    For tests marked `django_db(transaction=True)`: only there a transaction begins and ends for the database, too.
    """
    found: list[list[str]] = []
    with CaptureQueriesContext(connection) as captured:
        yield found
    one: list[str] | None = None
    for sql in (each["sql"].strip() for each in captured.captured_queries):
        if sql == "BEGIN":
            one = []
        elif sql in ("COMMIT", "ROLLBACK"):
            found += [one] if one and any(each.startswith(WRITES) for each in one) else []
            one = None
        elif one is not None:
            one.append(sql)
        elif sql.startswith(WRITES):
            found.append([sql])


def unset(found: list[list[str]], jobcentre: object = "") -> list[list[str]]:
    """Those of them that do not say first of which jobcentre they are."""
    first = f"SELECT set_config('mentorcase.jobcentre', '{jobcentre}', true)"
    return [one for one in found if one[0] != first]
