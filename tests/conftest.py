"""How every test runs: the database is made by its owner, and used as the plain role that web and worker use.

A test that commits (`transaction=True`, `live_server`) finds the same rows as every other: afterwards all tables are emptied by the owner
and the rows that migrations put in (reference data) are put back.
"""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections, transaction
from django.test import TransactionTestCase
from hypothesis import settings as settings_of_hypothesis

from tests import template

pytest_plugins = ["tests.administration", "tests.browser.fixtures"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request: pytest.FixtureRequest, django_db_modify_db_settings: None) -> None:
    if template.named() and hasattr(request.config, "workerinput"):
        template.use(connections)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """After pytest-django has made and migrated the database as its owner, everything goes on as the plain role."""
    with django_db_blocker.unblock():
        keep_reference_rows()
        for each in connections.all():
            each.close()
            each.settings_dict["OPTIONS"]["assume_role"] = settings.DATABASE_PLAIN_ROLE
    yield
    with django_db_blocker.unblock():  # only the owner may drop the database
        for each in connections.all():
            each.close()
            del each.settings_dict["OPTIONS"]["assume_role"]


@contextmanager
def as_owner() -> Iterator[Any]:
    """A cursor with the owner's rights, for setting a scene that the application itself could not."""
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        yield cursor
        # After an exception the roll-back of the test's transaction brings the plain role back by itself.
        cursor.execute(f'SET ROLE "{settings.DATABASE_PLAIN_ROLE}"')


@pytest.fixture
def owner(db: None) -> Iterator[Any]:
    with as_owner() as cursor:
        yield cursor


TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition"
COLUMNS = """
    SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
    WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
"""


def _table_names(cursor: Any) -> list[str]:
    cursor.execute(TABLES)
    return sorted(name for (name,) in cursor.fetchall() if name != "django_migrations")


def keep_reference_rows() -> None:
    """Copy every table that has rows after the migrations to a schema that only the owner sees."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS reference CASCADE")
        cursor.execute("CREATE SCHEMA reference")
        for table in _table_names(cursor):
            cursor.execute(f'SELECT EXISTS (SELECT FROM public."{table}")')
            if cursor.fetchone()[0]:
                cursor.execute(f'CREATE TABLE reference."{table}" AS TABLE public."{table}"')


def empty_and_refill(self: TransactionTestCase) -> None:
    """What a committing test leaves behind is removed by the owner; append-only tables, too, whose triggers rest meanwhile.

    Row by row, and only where there are rows: to truncate a hundred tables makes a thousand files anew.
    """
    with as_owner() as cursor, transaction.atomic():
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT FROM public.\"{table}\")" for table in _table_names(cursor))
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f'DELETE FROM public."{table}"')
        cursor.execute("SELECT relname FROM pg_class WHERE relnamespace = 'reference'::regnamespace AND relkind = 'r'")
        for (table,) in cursor.fetchall():
            cursor.execute(COLUMNS, [f'public."{table}"'])
            (columns,) = cursor.fetchone()
            cursor.execute(f'INSERT INTO public."{table}" ({columns}) OVERRIDING SYSTEM VALUE SELECT {columns} FROM reference."{table}"')


TransactionTestCase._fixture_teardown = empty_and_refill  # type: ignore[method-assign]  # Django's flush knows neither roles nor reference rows


BEGUN = pytest.StashKey[subprocess.Popen[bytes]]()


def pytest_configure(config: pytest.Config) -> None:
    if template.named() and config.getoption("numprocesses", None) and not config.option.collectonly:
        config.stash[BEGUN] = subprocess.Popen(template.command(), stdout=subprocess.DEVNULL)  # while the workers collect
    settings_of_hypothesis.register_profile("calm", deadline=None)  # a busy machine is no fault of the code
    settings_of_hypothesis.load_profile("calm")
    # The browser's driver keeps an event loop in the test's thread, and Django would take that for asynchronous code.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


def pytest_unconfigure(config: pytest.Config) -> None:
    if begun := config.stash.get(BEGUN, None):
        begun.terminate()  # where nobody has waited for it
        begun.wait()
