"""Whoever lays all reports side by side, with every filter and every pair of filters, finds no group of one or two (R192, R193)."""

import datetime as dt
import random
import uuid
from collections.abc import Iterator
from itertools import product

import pytest

from reports.enums import Dimension
from reports.figures.build import Counts, counts_of
from reports.figures.links import ALL, Hiding, Links, Splits
from reports.rules.suppression import COLUMNS, TREE
from reports.scope import Scope

FIRST, LAST, ON = dt.date(2025, 7, 1), dt.date(2026, 6, 30), dt.date(2026, 7, 1)
JOBCENTRES = tuple(uuid.UUID(int=n) for n in range(1, 4))
VALUES = {
    Dimension.SITUATION: ("job", "trial", "education"),
    Dimension.MENTOR_TYPE: ("colleague", "external"),
    Dimension.FUNDING: ("national", "municipal"),
    Dimension.TARGET_GROUP: ("one", "other"),
    Dimension.YEAR: (2025, 2026),
    Dimension.PARTNER: (uuid.UUID(int=8), uuid.UUID(int=9)),
}
TEAMS = {jobcentre: (uuid.UUID(int=100 + n), uuid.UUID(int=200 + n)) for n, jobcentre in enumerate(JOBCENTRES)}
"""A team is of one jobcentre."""
LEAVES = [name for name in COLUMNS if name not in TREE]
Course = dict[str, object]
Seen = dict[tuple[Scope, str], int]


def made(seed: int, number: int) -> list[Course]:
    """So many invented courses: some outcomes are rare."""
    chance = random.Random(seed)
    weights = [chance.choice((1, 2, 6, 12)) for _ in LEAVES]
    places = [chance.choice((1, 3, 6)) for _ in JOBCENTRES]
    found: list[Course] = [
        {
            "jobcentre": chance.choices(JOBCENTRES, places)[0],
            "leaf": chance.choices(LEAVES, weights)[0],
            "target_group": chance.sample(VALUES[Dimension.TARGET_GROUP], chance.randint(0, 2)),
            **{str(each): chance.choice(values) for each, values in VALUES.items() if each != Dimension.TARGET_GROUP},
        }
        for _ in range(number)
    ]
    for each in found:
        each["team"] = chance.choice(TEAMS[each["jobcentre"]])  # type: ignore[index]
    return found


class Invented(Links):
    """The links of reports over invented courses instead of those of a database."""

    courses: list[Course]

    def _counted(self, scope: Scope) -> Splits:
        mine = [each for each in self.courses if belongs(each, scope)]
        found: dict[str, dict[str, Counts]] = {"": {"": counted(mine)}, **{str(each): {} for each in Dimension}}
        for dimension in (*VALUES, Dimension.JOBCENTRE):
            for key in VALUES.get(dimension, tuple(map(str, JOBCENTRES))):
                part = [each for each in mine if holds(each, dimension, key)]
                if part:
                    found[dimension][str(key)] = counted(part)
        return found

    def _kept(self, scope: Scope) -> Splits:
        return self._counted(scope)


def holds(course: Course, dimension: str, key: object) -> bool:
    value = course[dimension]
    return key in value if isinstance(value, list) else str(value) == str(key)


def belongs(course: Course, scope: Scope) -> bool:
    at = not scope.jobcentres or course["jobcentre"] in scope.jobcentres
    return at and all(holds(course, name, value) for name, value in scope.filters.items())


def counted(courses: list[Course]) -> dict[str, int]:
    rows = [
        {"status": str(each["leaf"]) if each["leaf"] in ("ongoing", "dropped_out") else "completed", "became": each["leaf"], "number": 1}
        for each in courses
    ]
    return counts_of(rows)


def scopes() -> Iterator[Scope]:
    """All jobcentres and each, without a filter, with each filter, and with each pair of two."""
    for jobcentre in ((), *((each,) for each in JOBCENTRES)):
        values = [(str(dimension), value) for dimension, own in VALUES.items() for value in own]
        values += [("team", team) for each in jobcentre for team in TEAMS[each]]
        pairs = [dict(pair) for pair in product(values, values) if pair[0][0] < pair[1][0]]
        for filters in ({}, *({name: value} for name, value in values), *pairs):
            yield Scope(FIRST, LAST, jobcentres=jobcentre, **filters)  # type: ignore[arg-type]


def published(links: Links) -> tuple[Seen, set[tuple[Scope, str]]]:
    """All that the reports show, headline and splits, by the scope that a number is of; and what at least one of them hides and is not zero."""
    shown: Seen = {}
    hidden: set[tuple[Scope, str]] = set()

    def told(scope: Scope, counts: Counts, columns: frozenset[str]) -> None:
        for name in COLUMNS:
            if name in columns:
                hidden.add((scope, name))
            else:
                shown[scope, name] = counts[name]

    for scope in scopes():
        told(scope, links.splits(scope)[""][""], links.hidden(scope))
        if scope.filters or links.hidden(scope) >= ALL:
            continue
        for dimension in (*VALUES, *(() if scope.jobcentres else (Dimension.JOBCENTRE,))):
            rows = links.hidden_rows(scope, dimension)
            for key, counts in links.splits(scope)[dimension].items():
                told(scope.within(dimension, uuid.UUID(key) if dimension == Dimension.JOBCENTRE else key), counts, rows[key])
    return shown, hidden


def wider(scope: Scope, other: Scope) -> bool:
    """Whether every course of the one is a course of the other."""
    at = not other.jobcentres or scope.jobcentres == other.jobcentres
    return scope != other and at and other.filters.items() <= scope.filters.items()


@pytest.mark.parametrize("number", [12, 40, 90, 240])
@pytest.mark.parametrize("seed", range(4))
def test_no_two_reports_tell_a_small_group_by_their_difference_r193(seed: int, number: int) -> None:
    links = Invented(ON, Hiding())
    links.courses = made(seed, number)
    shown, _hidden = published(links)
    assert any(shown.values()) or number < 20
    assert [key for key, value in shown.items() if value in (1, 2)] == []
    found = [
        (name, scope.filters, scope.jobcentres, other.filters, other.jobcentres, value, shown[other, name])
        for (scope, name), value in shown.items()
        for other in {each for each, _name in shown}
        if wider(scope, other) and (other, name) in shown and shown[other, name] - value in (1, 2)
    ]
    assert found == []


@pytest.mark.parametrize("seed", range(6))
def test_what_one_report_hides_no_other_one_shows_r193(seed: int) -> None:
    links = Invented(ON, Hiding())
    links.courses = made(seed, 150)
    shown, hidden = published(links)
    large = {scope for scope in {each for each, _name in hidden} if links.splits(scope)[""][""]["reached"] >= links.hiding.least_base}
    assert [
        (name, scope.filters, scope.jobcentres, shown[scope, name]) for scope, name in hidden if shown.get((scope, name)) and scope in large
    ] == []
