"""The one statement: the courses once, and every section over them, so that all figures are of the same instant."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from reports.figures.courses import common_tables, parameters
from reports.figures.sections import LIGHT, SECTIONS, granted_tables
from reports.scope import Scope

Sections = dict[str, list[dict[str, Any]]]

PATIENCE = 180
"""Seconds."""
PLAN = {"jit": "off", "work_mem": "4MB", "max_parallel_workers_per_gather": "0", "statement_timeout": f"{PATIENCE}s"}
"""For this transaction: compiling costs more than it gives, memory stays small with so many joins, no more processes than this one, and time."""
WHOLE, FEW = {"enable_nestloop": "off"}, {"enable_seqscan": "off", "enable_mergejoin": "off"}
"""Many jobcentres: every table is read once from end to end. Few: only what belongs to their cases is read, by index. The planner cannot know
how many courses the common table has, and would mix the two."""


SET_PLAN = """
    WITH usual AS MATERIALIZED (
        SELECT name, value, current_setting(name) AS before FROM unnest(%s::text[], %s::text[]) AS plan (name, value)
    ), changed AS MATERIALIZED (SELECT name, before, set_config(name, value, true) FROM usual)
    SELECT name, before FROM changed"""


def read(scope: Scope, *, on: dt.date, sections: Iterable[str] = tuple(SECTIONS)) -> Sections:
    """The rows of the sections. Three statements, whatever is asked: one that reads, between two that say how it is planned."""
    names = list(sections)
    tables = common_tables(scope, is_light=set(names) <= set(LIGHT)) + (", " + granted_tables(scope) if "granted" in names else "")
    parts = [f"SELECT '{name}', (SELECT json_agg(rows) FROM ({SECTIONS[name](scope)}) rows)" for name in names]
    with planned(scope) as cursor:
        cursor.execute(f"WITH {tables}\n" + "\nUNION ALL\n".join(parts), parameters(scope, on))
        return {name: _loaded(rows) for name, rows in cursor.fetchall()}


@contextmanager
def planned(scope: Scope) -> Iterator[Any]:
    """A cursor whose statements are planned for the common table of this scope; afterwards all is as before, unless the statement failed."""
    plan = PLAN | (FEW if scope.is_narrow else WHOLE)
    with patience(), connection.cursor() as cursor:
        cursor.execute(SET_PLAN, [list(plan), list(plan.values())])
        usual = cursor.fetchall()
        yield cursor
        cursor.execute(SET_PLAN, [[name for name, _before in usual], [before for _name, before in usual]])


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
