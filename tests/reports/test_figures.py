"""Every figure, beside an independent count of the same cases; and what the words of a report promise of them (R180-R189)."""

import datetime as dt
import json

import numpy as np
import pytest
from django.core.management import call_command

from accounts.models import Jobcentre
from reports.enums import Basis, Dimension
from reports.figures import Figures, figures
from reports.figures.brief import brief
from reports.scope import Scope
from reports.shown import Shown
from tests.conftest import as_owner
from tests.reports import independent as plain
from tests.statements import statements

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 17)
FIRST, LAST = dt.date(2025, 1, 1), dt.date(2026, 10, 31)


CHANGED = (
    "UPDATE cases_case SET end_reason = 'health' WHERE state = 'ended' AND number % 9 = 0",
    "UPDATE cases_contact SET state = 'struck', struck_at = written_at, struck_why = 'Twice' "
    "WHERE case_id IN (SELECT id FROM cases_case WHERE state = 'ended' AND number % 17 = 0)",
    "DELETE FROM cases_courseoutcome WHERE case_id IN (SELECT id FROM cases_case WHERE number % 23 = 0)",
    "UPDATE mentors_mentor SET cost_an_hour = 31999 WHERE cost_an_hour IS NOT NULL",
    "INSERT INTO cases_grantstep (decision_id, first_day, minutes_a_week) SELECT decision_id, first_day + 30, 50 FROM cases_period "
    "WHERE case_id IN (SELECT id FROM cases_case WHERE number % 11 = 0)",
)
"""What the pilot has none of: courses that were dropped, a struck log, a missing outcome, hours that go down."""


@pytest.fixture
def pilot(db: None) -> None:
    with as_owner() as cursor:
        call_command("seed_demo", size="pilot", today=TODAY)
        for change in CHANGED:
            cursor.execute(change)


def the_figures(**scope: object) -> Figures:
    return figures(scope=Scope.months(FIRST, LAST, **scope), on=TODAY)


def test_every_figure_is_what_an_independent_count_says(pilot: None) -> None:
    found = the_figures()
    cases = plain.begun(FIRST, LAST)
    done, open_ = plain.completed(cases), plain.ongoing(cases)
    left = [case for case in cases if case not in {*done, *open_}]
    assert len(cases) > 100
    assert len(left) > 3
    assert [found.reached.value, found.completed.value, found.ongoing.value, found.dropped_out.value] == [
        len(cases), len(done), len(open_), len(left),
    ]  # fmt: skip
    assert found.persons.value == plain.persons(cases)
    at_end = recorded(done)
    assert {kind: figure.value for kind, figure in found.outcomes.items() if figure.value} == at_end
    assert {figure.base for figure in found.outcomes.values()} == {len(done)}
    entered = sum(at_end.get(kind, 0) for kind in ("ordinary_job", "flexible_job", "ordinary_education"))
    assert (found.groups["entered"].value, found.groups["kept"].value) == (entered, at_end["kept_job"])
    assert found.groups["other"].value == len(done) - entered - at_end["kept_job"]
    assert found.in_work.value == entered + at_end["kept_job"]

    for point, answers in found.later.items():
        told = plain.outcomes(done, point)
        told.pop("unknown", None)
        assert answers.due.value == plain.due(done, point, TODAY)
        assert answers.answered.value == sum(told.values())
        assert answers.answered.base == answers.due.value
        assert answers.unknown.value == (answers.due.value or 0) - sum(told.values())
        assert {kind: figure.value for kind, figure in answers.outcomes.items() if figure.value} == told

    for dimension in Dimension:
        table, apart = found.tables[dimension], plain.split(dimension, cases, TODAY)
        assert {row.key: row.reached.value for row in table.rows} == {str(key): len(own) for key, own in apart.items()}
        for row in table.rows:
            own = apart[row.key]
            assert row.completed.value == len(plain.completed(own))
            assert row.ongoing.value == len(plain.ongoing(own))
            assert {kind: each.value for kind, each in row.outcomes.items() if each.value} == recorded(plain.completed(own))
        assert table.overlapping == (dimension == Dimension.TARGET_GROUP)

    for step, spread in found.waiting.items():
        assert (spread.lower, spread.median, spread.upper, spread.base) == plain.waited(step, cases)
        assert spread.of == len(cases)

    assert found.hours.granted.value == plain.granted(cases, TODAY)
    assert found.hours.used.value == plain.used(cases)
    assert (found.hours.wished_a_week.base, found.hours.wished_a_week.value, found.hours.granted_a_week.value) == plain.wished(cases)
    assert (found.extensions.courses.value, found.extensions.times.value) == plain.again("cases_extension", "new_period_id", cases)
    assert (found.rematches.courses.value, found.rematches.times.value) == plain.again("cases_rematch", "new_assignment_id", cases)

    for code, column, empty in (
        ("type", "mentor_types", "<> '{}'"), ("language", "language", "<> ''"), ("gender", "gender", "<> ''"), ("age", "age_group", "<> ''"),
        ("ways", "ways_of_meeting", "<> '{}'"), ("place", "zone_id", "IS NOT NULL"), ("times", "times", "<> '{}'"),
    ):  # fmt: skip
        told = [each.met for each in found.wishes if (each.wish, each.mentor_type) == (code, "")]
        assert ([(each.value, each.base) for each in told] or [(0, 0)]) == [plain.wish(column, empty, code, cases)], code
        by_type = [each.met for each in found.wishes if each.wish == code and each.mentor_type]
        assert sum(each.value or 0 for each in by_type) == sum(each.value or 0 for each in told)

    for code, met, wish in (
        ("hours", "minutes_a_week >= wished_minutes_a_week", "wished_minutes_a_week"), ("months", "why_shorter = ''", "wished_months"),
    ):  # fmt: skip
        (told,) = [each.met for each in found.wishes if (each.wish, each.mentor_type) == (code, "")]
        assert (told.value, told.base) == plain.wished_of_the_decision(met, wish, cases), code

    for view, spread in found.goals.items():
        values = plain.scores(view, cases)
        assert spread.base == len(values)
        assert [spread.lower, spread.median, spread.upper] == [round(each, 1) for each in np.percentile(values, [25, 50, 75])]
    for code, change in found.measured.items():
        spread = change.change
        assert (spread.lower, spread.median, spread.upper, spread.base) == plain.quartiles(plain.CHANGE.format(code), cases)
    better = plain.number(f"SELECT count(*) FROM ({plain.CHANGE.format('who5')}) v WHERE value >= 10", cases)
    assert found.measured["who5"].better.value == better > 0
    assert found.measured["motivation"].better.value is None, "nothing says how many points count as a change"
    spread = found.benefit.before
    assert (spread.lower, spread.median, spread.upper, spread.base) == plain.quartiles(plain.BEFORE, cases)
    assert {each.funding: each.cost.value for each in found.costs} == {
        key: plain.cost(own) for key, own in plain.split("funding", cases, TODAY).items()
    }
    assert sum(each.minutes.value or 0 for each in found.costs) == plain.used(cases)
    assert sum(each.cost.base or 0 for each in found.costs) == plain.paid_minutes(cases)
    assert found.withdrawn.value == plain.withdrawn(FIRST, LAST)

    first, last = dt.date(2025, 6, 1), dt.date(2025, 12, 31)
    for basis, belong in ((Basis.START, plain.begun), (Basis.PRESENCE, plain.present), (Basis.END, plain.over)):
        told = figures(scope=Scope.months(first, last, basis=basis), on=TODAY)
        mine = belong(first, last)
        expected = [len(mine), len(plain.completed(mine)), len(plain.ongoing(mine)), plain.persons(mine)]
        assert [each.value for each in (told.reached, told.completed, told.ongoing, told.persons)] == expected, basis
        assert len(mine) > 10

    adds_up_whatever_the_basis_and_the_filter()


def recorded(done: list[object]) -> dict[str, int]:
    """The outcomes at the end, and how many have none."""
    found = plain.outcomes(done)
    missing = len(done) - sum(found.values())
    return found | ({"not_recorded": missing} if missing else {})


def adds_up_whatever_the_basis_and_the_filter() -> None:
    """R182: what is reached is completed, under way or dropped out, in every row. One seeding for many scopes, as it takes long."""
    jobcentre = Jobcentre.objects.order_by("name").first()
    assert jobcentre is not None
    asked = [
        {"basis": basis, **rest}
        for basis in Basis
        for rest in (
            {},
            {"jobcentres": (jobcentre.pk,)},
            {"mentor_type": "external"},
            {"target_group": "mental_short", "funding": "municipal"},
        )
    ]
    for each in asked:
        found = the_figures(**each)
        assert found.reached.value, each
        for row in (found, *(row for table in found.tables.values() for row in table.rows)):
            assert row.reached.value == sum(part.value or 0 for part in (row.completed, row.ongoing, row.dropped_out))
            assert (
                row.completed.value
                == sum(part.value or 0 for part in row.outcomes.values())
                == sum(part.value or 0 for part in row.groups.values())
            )
        for dimension, table in found.tables.items():
            if not table.overlapping:
                assert sum(row.reached.value or 0 for row in table.rows) == found.reached.value, dimension
        assert brief(scope=found.scope, on=found.on) == Shown.of(found), "the overview counts less, and the same"
        for name, value in found.scope.filters.items():
            assert [row.key for row in found.tables[name].rows if row.key == str(value)] == [str(value)]
    wide = the_figures()
    each_alone = [the_figures(jobcentres=(key,)) for key in Jobcentre.objects.values_list("pk", flat=True)]
    for told in (extended, times_extended, better, both_measured):
        assert sum(map(told, each_alone)) == told(wide) > 0, "looked up course by course and read from end to end: the same"
    for row in wide.tables[Dimension.FUNDING].rows:
        assert the_figures(funding=row.key).reached == row.reached, "a row leads to the figures of its own scope"
    with statements() as asked_of_the_database:
        the_figures()
    assert len(asked_of_the_database) == 4
    assert json.loads(json.dumps(wide.as_json()))["completed"]["value"] == wide.completed.value
    assert wide.checksum() == the_figures().checksum() != the_figures(basis=Basis.END).checksum()


def extended(found: Figures) -> int:
    return found.extensions.courses.value or 0


def times_extended(found: Figures) -> int:
    return found.extensions.times.value or 0


def better(found: Figures) -> int:
    return found.measured["who5"].better.value or 0


def both_measured(found: Figures) -> int:
    return found.measured["motivation"].change.base or 0


def test_a_period_without_cases_is_told_as_zero(db: None) -> None:
    found = the_figures()
    assert (found.reached.value, found.completed.value, found.in_work.value, found.hours.used.value) == (0, 0, 0, 0)
    assert found.waiting["whole"].median is None
    assert found.tables[Dimension.YEAR].rows == ()
