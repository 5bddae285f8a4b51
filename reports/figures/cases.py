"""The cases behind a figure: the same courses as the statement of the figures counts, one key each (G3)."""

import datetime as dt
import uuid
from typing import Any

from reports.enums import OutcomeGroup, Step
from reports.figures.build import KINDS
from reports.figures.courses import common_tables, parameters
from reports.figures.statement import planned
from reports.rules.suppression import TREE
from reports.scope import Scope

_WAITED = {
    Step.ASSESSED: "assessment_on IS NOT NULL AND received_on IS NOT NULL",
    Step.MATCHED: "match_on IS NOT NULL AND assessment_on IS NOT NULL",
    Step.STARTED: "startup_on IS NOT NULL AND match_on IS NOT NULL",
    Step.WHOLE: "startup_on IS NOT NULL AND received_on IS NOT NULL",
}
_ENDED = "status = 'completed' AND outcome = ANY(%(kinds)s)"
_STATUS = ("completed", "ongoing", "dropped_out")


def _kinds(part: str) -> list[str]:
    """The outcomes at the end that a part counts."""
    return [kind for each in TREE[part] for kind in _kinds(each)] if part in TREE else [part]


def _condition(part: str) -> str:
    if part == "reached":
        return "TRUE"
    if part == "extended":
        return (
            "EXISTS (SELECT FROM cases_extension e WHERE e.case_id = course.id AND e.new_period_id IS NOT NULL AND e.closed_on <= %(on)s)"
        )
    if part in _STATUS:
        return f"status = '{part}'"
    return _WAITED[Step(part.removeprefix("waited_"))] if part.startswith("waited_") else _ENDED


PARTS: tuple[str, ...] = ("reached", *_STATUS, "extended", "in_work", *map(str, OutcomeGroup), *KINDS, *(f"waited_{step}" for step in Step))
"""The figures whose cases can be named. `waited_`: those that have both days of the step."""


def cases_of(*, scope: Scope, on: dt.date, part: str) -> list[uuid.UUID]:
    """The keys of the cases that the figure counts. `part` is one of PARTS; who may see them is the caller's to ask. Three statements."""
    known: dict[str, Any] = {**parameters(scope, on), "kinds": _kinds(part)}
    with planned(scope) as cursor:
        cursor.execute(f"WITH {common_tables(scope, is_light=True)} SELECT id FROM course WHERE {_condition(part)}", known)  # noqa: S608 (codes of ours)
        return [key for (key,) in cursor.fetchall()]
