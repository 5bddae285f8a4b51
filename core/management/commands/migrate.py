"""Django's `migrate`, and afterwards the rights of the plain database role.

Rights are given here and not in migrations, because a role may be named differently in every installation and because a table made by
a later migration must never be forgotten. Running it again changes nothing.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.commands.migrate import Command as Migrate
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

LOCK = 0x4D43  # "MC": two migrations of one database wait for each other
PARTITIONS = """
    WITH RECURSIVE child AS (
        SELECT inhrelid FROM pg_inherits WHERE inhparent = %s::regclass
        UNION ALL SELECT below.inhrelid FROM pg_inherits below JOIN child ON below.inhparent = child.inhrelid
    )
    SELECT relname FROM child JOIN pg_class ON pg_class.oid = child.inhrelid
"""


class Command(Migrate):
    def handle(self, *args: Any, **options: Any) -> None:
        looking_only = options["plan"] or options["check_unapplied"] or options["prune"]
        connection = connections[options["database"]]
        if looking_only or connection.vendor != "postgresql":
            super().handle(*args, **options)
            return
        with one_at_a_time(connection):
            super().handle(*args, **options)
            # The cache's table (sign-in limits live in it) belongs to no app; without it the first sign-in fails.
            call_command("createcachetable", database=options["database"], verbosity=0)
            with transaction.atomic(using=options["database"]):
                grant_rights(connection, settings.DATABASE_PLAIN_ROLE)


@contextmanager
def one_at_a_time(connection: BaseDatabaseWrapper) -> Iterator[None]:
    with connection.cursor() as cursor:
        while not _value(cursor, "SELECT pg_try_advisory_lock(%s)", [LOCK]):
            time.sleep(0.2)
    try:
        yield
    finally:
        # After a lost connection the lock is gone already, and the first fault is the one to report.
        if connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def grant_rights(connection: BaseDatabaseWrapper, role: str) -> None:
    """Give `role` rows but no tables; of append-only tables reading and adding, of their partitions nothing at all."""
    with connection.cursor() as cursor:
        if _value(cursor, "SELECT to_regprocedure('make_access_partitions()') IS NOT NULL"):
            cursor.execute("SELECT make_access_partitions()")
        if not _value(cursor, "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = %s AND rolname <> current_user)", [role]):
            return  # one role does both; `manage.py check` says that the second layer is missing

        def give(statement: str, *names: str) -> None:
            cursor.execute(sql.SQL(statement).format(*map(sql.Identifier, names), role=sql.Identifier(role)))

        give("GRANT USAGE ON SCHEMA public TO {role}")
        give("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}")
        give("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}")
        give("REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}")
        for model in apps.get_models():
            table = model._meta.db_table
            if not getattr(model, "append_only", False) or not _value(cursor, "SELECT to_regclass(%s) IS NOT NULL", [f'"{table}"']):
                continue
            give("REVOKE ALL ON {} FROM {role}", table)
            give("GRANT SELECT, INSERT ON {} TO {role}", table)
            cursor.execute(PARTITIONS, [f'"{table}"'])
            for (partition,) in cursor.fetchall():
                give("REVOKE ALL ON {} FROM {role}", partition)


def _value(cursor: Any, statement: str, parameters: list[Any] | None = None) -> Any:
    cursor.execute(statement, parameters)
    return cursor.fetchone()[0]
