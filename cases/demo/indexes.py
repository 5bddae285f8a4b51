"""For millions of rows: foreign keys, unique rules and indexes rest while rows are copied, and are built once at the end, in one transaction.

Whatever goes wrong, the transaction leaves the tables as they were: there is no moment at which somebody could work without the rules.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from cases.demo.store import Store

_CONSTRAINTS = """
SELECT c.contype, c.conrelid::regclass::text, quote_ident(c.conname), pg_get_constraintdef(c.oid)
FROM pg_constraint c
WHERE c.connamespace = 'public'::regnamespace AND c.conparentid = 0 AND (
    (c.contype IN ('p', 'u', 'x') AND c.conrelid = ANY(%(tables)s::regclass[]))
    OR (c.contype = 'f' AND (c.conrelid = ANY(%(tables)s::regclass[]) OR c.confrelid = ANY(%(tables)s::regclass[])))
)
ORDER BY c.conname
"""
_INDEXES = """
SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)
FROM pg_index i
WHERE i.indrelid = ANY(%(tables)s::regclass[]) AND NOT EXISTS (
    SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid AND c.contype IN ('p', 'u', 'x')
)
ORDER BY 1
"""


@contextmanager
def resting(store: Store) -> Iterator[None]:
    """Inside a transaction: drop what slows copying down, and build it again in the order keys, indexes, foreign keys, which check every row."""
    tables = {"tables": [connection.ops.quote_name(table.name) for table in store.tables()]}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        cursor.execute(_CONSTRAINTS, tables)
        constraints = cursor.fetchall()
        cursor.execute(_INDEXES, tables)
        indexes = cursor.fetchall()
        keys = [row for row in constraints if row[0] != "f"]
        references = [row for row in constraints if row[0] == "f"]
        for _kind, table, name, _definition in [*references, *keys]:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        for name, _definition in indexes:
            cursor.execute(f"DROP INDEX {name}")
        yield
        for _kind, table, name, definition in keys:
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
        for _name, definition in indexes:
            cursor.execute(definition)
        for _kind, table, name, definition in references:
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
