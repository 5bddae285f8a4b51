"""The one statement: the courses once, and every section over them, so that all figures are of the same instant."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from reports.figures.courses import common_tables, parameters
from reports.figures.sections import SECTIONS, granted_tables
from reports.scope import Scope

Sections = dict[str, list[dict[str, Any]]]

PATIENCE = 180
"""Seconds."""
PLAN = {"jit": "off", "work_mem": "32MB", "max_parallel_workers_per_gather": "0", "statement_timeout": f"{PATIENCE}s"}
"""For this transaction: compiling costs more than it gives, joins stay in memory, no more processes than this one, and time for a whole country."""


def read(scope: Scope, *, on: dt.date, sections: Iterable[str] = tuple(SECTIONS)) -> Sections:
    """The rows of the sections. Two statements, whatever is asked."""
    names = list(sections)
    tables = common_tables(scope) + (", " + granted_tables() if "granted" in names else "")
    parts = [f"SELECT '{name}', (SELECT json_agg(rows) FROM ({SECTIONS[name](scope)}) rows)" for name in names]
    with patience(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config(name, value, true) FROM unnest(%s::text[], %s::text[]) AS plan (name, value)",
            [list(PLAN), list(PLAN.values())],
        )
        cursor.execute(f"WITH {tables}\n" + "\nUNION ALL\n".join(parts), parameters(scope, on))
        return {name: _loaded(rows) for name, rows in cursor.fetchall()}


@contextmanager
def patience() -> Iterator[None]:
    """The connection waits longer for an answer than it does for a page."""
    ours: Any = connection
    usual = ours.patience
    ours.patience = None if usual is None else PATIENCE + 2.0
    try:
        yield
    finally:
        ours.patience = usual


def _loaded(rows: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(rows) if isinstance(rows, str) else rows or []
    return found
