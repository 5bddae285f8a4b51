"""Small groups are hidden so that nobody computes them from what is shown (R190-R193): attacked by brute force and by linear programmes."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from reports.rules.suppression import (
    COLUMNS,
    ROOT,
    TREE,
    Cell,
    is_small,
    pinned,
    protected,
    table_cells,
    tree_cells,
)

LEAVES = tuple(name for name in COLUMNS if name not in TREE)


def row_of(leaves: dict[str, int]) -> dict[str, int]:
    """A row with its sums."""

    def total(name: str) -> int:
        return sum(map(total, TREE[name])) if name in TREE else leaves.get(name, 0)

    return {name: total(name) for name in COLUMNS}


few = st.integers(0, 6)
leaf_rows = st.fixed_dictionaries(dict.fromkeys(LEAVES, few)).map(row_of)


def feasible(cells: list[Cell], hidden: frozenset) -> dict[object, tuple[int, int]]:
    """What an attacker finds for each hidden cell: the least and the most that it can be, by a linear programme over all sums."""
    sums = sorted({end for cell in cells for end in (cell.tail, cell.head)}, key=repr)
    at = {name: n for n, name in enumerate(sums)}
    matrix, fixed, columns, bounds = [[] for _ in sums], np.zeros(len(sums)), [], []
    for cell in cells:
        if cell.key in hidden or cell.may_be_zero:
            for n, row in enumerate(matrix):
                row.append((n == at[cell.head]) - (n == at[cell.tail]))
            columns.append(cell)
            bounds.append((0 if cell.may_be_zero else 1, None))
        else:
            fixed[at[cell.head]] -= cell.value
            fixed[at[cell.tail]] += cell.value
    found = {}
    for n, cell in enumerate(columns):
        if cell.key not in hidden:
            continue
        aim = np.zeros(len(columns))
        aim[n] = 1
        least = linprog(aim, A_eq=matrix, b_eq=fixed, bounds=bounds)
        most = linprog(-aim, A_eq=matrix, b_eq=fixed, bounds=bounds)
        assert least.status == 0, "what is shown must be possible"
        found[cell.key] = (round(least.fun), 10**6 if most.status == 3 else round(-most.fun))
    return found


@given(leaf_rows)
@settings(max_examples=150, deadline=None)
def test_no_hidden_number_of_one_row_can_be_computed_from_the_rest_r191(values: dict[str, int]) -> None:
    cells = tree_cells(values)
    hidden = protected(cells)
    assert {cell.key for cell in cells if is_small(cell.value)} <= hidden
    assert all(cell.value for cell in cells if cell.key in hidden)
    if pinned(cells, hidden=hidden):
        assert ROOT in hidden  # so few that the whole report is not shown
    else:
        assert all(least < most for least, most in feasible(cells, hidden).values())


@given(st.lists(leaf_rows, min_size=2, max_size=4))
@settings(max_examples=60, deadline=None)
def test_no_hidden_number_of_a_split_can_be_computed_from_its_sums_r192(rows: list[dict[str, int]]) -> None:
    cells, hidden = split(rows)
    if not pinned(cells, hidden=hidden):
        assert all(least < most for least, most in feasible(cells, hidden).values())


def split(rows: list[dict[str, int]], *, least_base: int = 0) -> tuple[list[Cell], frozenset]:
    """The rows with the total row, which is shown."""
    cells = table_cells(dict(enumerate(rows)), least_base=least_base)
    return [*cells, *_totals(rows)], protected(cells)


def _totals(rows: list[dict[str, int]]) -> list[Cell]:
    """The total row closes the circle: from the sum of the columns back to each of them."""
    found = []
    for name in LEAVES:
        found.append(Cell(("total", name), ("column", ROOT), ("column", name), sum(row[name] for row in rows)))
    return found


@given(st.lists(leaf_rows, min_size=2, max_size=3), st.sets(st.sampled_from(LEAVES), max_size=2))
@settings(max_examples=40, deadline=None)
def test_columns_that_are_hidden_in_all_are_told_in_no_row_r192(rows: list[dict[str, int]], unseen: set[str]) -> None:
    cells = table_cells(dict(enumerate(rows)), unseen_columns=frozenset(unseen), least_base=10)
    hidden = protected(cells)
    assert not any(cell.unseen for cell in cells if cell.key in hidden)
    stuck = pinned(cells, hidden=hidden)
    found = feasible([*cells, *_totals(rows)], hidden)
    assert all(least < most for key, (least, most) in found.items() if key not in stuck)


@given(st.lists(st.integers(0, 4), min_size=2, max_size=5))
def test_a_row_of_numbers_agrees_with_trying_every_possibility_r191(values: list[int]) -> None:
    cells = [Cell(n, "parts", "whole", value) for n, value in enumerate(values)]
    hidden = protected(cells)
    free = list(hidden)
    left = sum(values[n] for n in free)
    ways = [way for way in product(range(1, left + 1), repeat=len(free)) if sum(way) == left]
    by_hand = {n for place, n in enumerate(free) if len({way[place] for way in ways}) < 2}
    assert pinned(cells, hidden=hidden) == by_hand


class TestTheFourFlexibleJobsOfThePilot:
    def rows(self) -> dict[str, dict[str, int]]:
        other = {"ordinary_job": 8, "ordinary_education": 8, "kept_job": 7, "other_measure": 20, "ongoing": 20}
        return {
            "Odense": row_of({**other, "flexible_job": 2}),
            "Herlev": row_of({**other, "flexible_job": 1}),
            "Viborg": row_of({**other, "flexible_job": 1}),
        }

    def test_they_are_shown_in_all(self) -> None:
        rows = self.rows()
        total = {name: sum(row[name] for row in rows.values()) for name in COLUMNS}
        assert total["flexible_job"] == 4
        assert protected(tree_cells(total)) == frozenset()

    def test_they_are_hidden_where_they_are_split_into_ones_and_twos_with_one_more_of_the_row_r192(self) -> None:
        hidden = protected(table_cells(self.rows()))
        for town in self.rows():
            columns = {column for row, column in hidden if row == town}
            assert "flexible_job" in columns
            assert len(columns) > 1
        assert pinned(table_cells(self.rows()), hidden=hidden) == frozenset()

    def test_zero_is_shown_r190(self) -> None:
        assert not any(column == "pension" for _row, column in protected(table_cells(self.rows())))
        assert not any(cell.unseen for cell in table_cells(self.rows()) if cell.key[1] in ("pension", "dropped_out"))


def test_a_column_of_as_many_courses_as_rows_is_told_in_no_row_r192() -> None:
    """Three ones of three: who knows that each hidden one is at least one would know all of them."""
    rows = {n: row_of({"ordinary_job": 12, "pension": 1, "ongoing": 5}) for n in range(3)}
    cells = table_cells(rows)
    assert {cell.key for cell in cells if cell.unseen} >= {(n, "pension") for n in range(3)}
    assert pinned(cells, hidden=protected(cells)) == frozenset()


@pytest.mark.parametrize(("value", "small"), [(0, False), (1, True), (2, True), (3, False)])
def test_one_and_two_are_small_r190(value: int, small: bool) -> None:
    assert is_small(value) == small
