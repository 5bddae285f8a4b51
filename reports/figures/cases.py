"""The cases behind a figure: the same courses as the statement of the figures counts, one key each (G3)."""

import datetime as dt
import uuid
from typing import Any

from reports.enums import Dimension, OutcomeGroup, Step
from reports.figures.build import KINDS, VIEWS
from reports.figures.courses import common_tables, parameters
from reports.figures.sections import POINTS, SPLITS, WISHES, after_of_each, before_of_each, goals_of_each, measured_of_each
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


def _later() -> dict[str, str]:
    """Of completed courses, by month of the follow-up: due or answered, answered with a result, not reached, in work or education then."""
    found = {}
    for point in POINTS:
        due = f"status = 'completed' AND ({point}_due OR {point} IS NOT NULL)"
        answered = f"coalesce({point}_reached, FALSE) AND {point} IS DISTINCT FROM 'unknown'"
        found[f"{point}_due"] = due
        found[f"{point}_answered"] = f"{due} AND {answered}"
        found[f"{point}_unknown"] = f"{due} AND NOT ({answered})"
        found[f"{point}_in_work"] = f"{due} AND {answered} AND {point} = ANY(%(in_work)s)"
    return found


def _wishes() -> dict[str, str]:
    """Who had a wish when a mentor was assigned, and who got it."""
    met = {wish: f"NOT p.unmet_wishes ? '{wish}'" for wish in WISHES}
    has = WISHES | {"hours": "wished_a_week IS NOT NULL", "months": "wished_months IS NOT NULL"}
    met |= {"hours": "granted_a_week >= wished_a_week", "months": "is_as_long"}
    found = {}
    for wish, condition in has.items():
        rows = "SELECT FROM cases_proposal p LEFT JOIN cases_wishes w ON w.case_id = course.id WHERE p.id = course.proposal_id AND "
        found[f"wish_{wish}"] = f"EXISTS ({rows}{condition})"
        found[f"wish_{wish}_met"] = f"EXISTS ({rows}{condition} AND {met[wish]})"
    return found


def _of_each(scope: Scope) -> dict[str, str]:
    """What is known of a part of the courses only: those of whom it is."""
    found = {f"goals_{view}": f"id IN (SELECT case_id FROM ({goals_of_each(scope)}) known WHERE view = '{view}')" for view in VIEWS}
    for code in ("who5", "motivation"):
        rows = f"id IN (SELECT case_id FROM ({measured_of_each(scope)}) known WHERE code = '{code}'"
        found[code] = f"{rows})"
        found[f"{code}_better"] = f"{rows} AND better)"
    found["benefit_before"] = f"id IN (SELECT case_id FROM ({before_of_each(scope)}) known)"
    found["benefit_after"] = f"id IN (SELECT case_id FROM ({after_of_each(scope)}) known WHERE days IS NOT NULL)"
    return found


_ONCE = {
    "reached": "TRUE",
    **{status: f"status = '{status}'" for status in _STATUS},
    "extended": "EXISTS (SELECT FROM cases_extension e WHERE e.case_id = course.id AND e.new_period_id IS NOT NULL AND e.closed_on <= %(on)s)",
    "rematched": "EXISTS (SELECT FROM cases_rematch r WHERE r.case_id = course.id AND r.new_assignment_id IS NOT NULL AND r.closed_on <= %(on)s)",
    **{f"waited_{step}": condition for step, condition in _WAITED.items()},
    **dict.fromkeys(("in_work", *map(str, OutcomeGroup), *KINDS), _ENDED),
}
_FULL = {**_later(), **_wishes()}
_KNOWN = ("goals_client", "goals_mentor", "who5", "who5_better", "motivation", "motivation_better", "benefit_before", "benefit_after")
PARTS: tuple[str, ...] = (*_ONCE, *_FULL, *_KNOWN)
"""The figures whose cases can be named. `waited_`: those that have both days of the step; `_met`: of those who had the wish, who got it;
goals, measurements and benefit: those of whom it is known.
"""


def _condition(part: str, scope: Scope) -> str:
    return {**_ONCE, **_FULL}.get(part) or _of_each(scope)[part]


def cases_of(*, scope: Scope, on: dt.date, part: str, without: Dimension | None = None) -> list[uuid.UUID]:
    """The keys of the cases that the figure counts. `part` is one of PARTS; who may see them is the caller's to ask. Three statements.

    `without`: only those of the row of this split that says nothing, such as no partner.
    """
    narrowed = f" AND coalesce({SPLITS[without]}::text, '') = ''" if without else ""
    known: dict[str, Any] = {**parameters(scope, on), "kinds": _kinds(part), "in_work": _kinds("in_work")}
    with planned(scope) as cursor:
        tables = common_tables(scope, is_light=part in _ONCE)
        cursor.execute(f"WITH {tables} SELECT id FROM course WHERE ({_condition(part, scope)}){narrowed}", known)
        return [key for (key,) in cursor.fetchall()]
