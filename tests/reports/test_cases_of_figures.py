"""Every figure leads to its cases (G3): as many as it says, in every part, and only those of the row of a split."""

import uuid
from dataclasses import replace

import pytest
from django.core.management import call_command

from accounts.models import Jobcentre
from cases.models import Case
from reports.enums import Dimension
from reports.figures import Figures, figures
from reports.figures.cases import PARTS, cases_of
from reports.scope import Scope
from tests.conftest import as_owner
from tests.reports.test_figures import FIRST, LAST, TODAY


def counts_of(found: Figures) -> dict[str, int]:
    """By part, what the figures say."""
    said = {
        "reached": found.reached, "completed": found.completed, "ongoing": found.ongoing, "dropped_out": found.dropped_out,
        "in_work": found.in_work, "extended": found.extensions.courses, "rematched": found.rematches.courses,
        **found.outcomes, **found.groups,
    }  # fmt: skip
    for point, each in found.later.items():
        said |= {f"{point}_due": each.due, f"{point}_answered": each.answered, f"{point}_unknown": each.unknown}
    counts = {part: figure.value or 0 for part, figure in said.items()}
    for point, each in found.later.items():
        counts[f"{point}_in_work"] = (each.groups["entered"].value or 0) + (each.groups["kept"].value or 0)
    counts |= {f"waited_{step}": each.base or 0 for step, each in found.waiting.items()}
    counts |= {f"goals_{view}": each.base or 0 for view, each in found.goals.items()}
    for code, change in found.measured.items():
        counts |= {code: change.change.base or 0, f"{code}_better": change.better.value or 0}
    counts |= {"benefit_before": found.benefit.before.base or 0, "benefit_after": found.benefit.after.base or 0}
    for wish in found.wishes:
        if not wish.mentor_type:
            counts |= {f"wish_{wish.wish}": wish.met.base or 0, f"wish_{wish.wish}_met": wish.met.value or 0}
    return counts


@pytest.fixture
def odense(db: None) -> uuid.UUID:
    with as_owner():
        call_command("seed_demo", size="pilot", today=TODAY)
    found: uuid.UUID = Jobcentre.objects.get(name__contains="Odense").pk
    return found


def test_every_figure_has_as_many_cases_as_it_says_and_so_has_each_row_of_a_split(odense: uuid.UUID) -> None:
    scope = Scope.months(FIRST, LAST, jobcentres=(odense,))
    found = figures(scope=scope, on=TODAY)
    counts = counts_of(found)
    assert {part: len(set(cases_of(scope=scope, on=TODAY, part=part))) for part in PARTS} == {part: counts.get(part, 0) for part in PARTS}
    assert sum(1 for count in counts.values() if count) > 30, "the pilot has most of the parts"
    for dimension, table in found.tables.items():
        for row in table.rows:
            narrowed = scope.within(Dimension(dimension), _typed(dimension, row.key)) if row.key else scope
            of_row = cases_of(scope=narrowed, on=TODAY, part="completed", without=None if row.key else Dimension(dimension))
            assert len(of_row) == row.completed.value, (dimension, row.key)


def _typed(dimension: str, key: str) -> object:
    return int(key) if dimension == Dimension.YEAR else uuid.UUID(key) if dimension == Dimension.PARTNER else key


def test_the_cases_are_those_of_the_jobcentre_alone(odense: uuid.UUID) -> None:
    scope = Scope.months(FIRST, LAST, jobcentres=(odense,))
    keys = cases_of(scope=scope, on=TODAY, part="reached")
    assert set(Case.objects.filter(pk__in=keys).values_list("jobcentre", flat=True)) == {odense}
    everywhere = cases_of(scope=replace(scope, jobcentres=()), on=TODAY, part="reached")
    assert set(keys) < set(everywhere)
