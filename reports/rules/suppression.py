"""Small groups (R190-R193): 1 and 2 are hidden, and as much besides that nobody can compute them from what is shown. Zero is shown.

Numbers and the sums that they stand in are a circulation: each is an arc from one sum to another, and what flows into a sum flows out again.
Who reads a report knows the arcs that are shown, and that a hidden one is at least 1, as zero would be shown. A hidden number is safe when it
could be another one: when a cycle of hidden arcs goes through it along which one can be added, or taken away.
"""

import heapq
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

SMALLEST_SHOWN = 3
LEAST_BASE = 10
"""A filter, and a row of outcomes, needs so many courses. Both are settings of the jobcentre (R190)."""

TREE: Mapping[str, tuple[str, ...]] = {
    "reached": ("completed", "ongoing", "dropped_out"),
    "completed": ("in_work", "other"),
    "in_work": ("entered", "kept"),
    "entered": ("ordinary_job", "flexible_job", "ordinary_education"),
    "kept": ("kept_job",),
    "other": ("wage_subsidy", "other_measure", "sickness", "pension", "moved", "stopped", "unknown", "not_recorded"),
}
"""What adds up to what in each row of a report."""
ROOT = "reached"
PARENT = {part: whole for whole, parts in TREE.items() for part in parts}
COLUMNS: tuple[str, ...] = (ROOT, *PARENT)
UNDER_COMPLETED = frozenset(COLUMNS) - {"reached", "completed", "ongoing", "dropped_out"}

Key = Any


@dataclass(frozen=True, slots=True)
class Cell:
    """A number between two sums.

    `hidden`: it must not be known, and is not shown even when it is zero. `unseen`: it is not shown, and need not be unknown unless it is small. Of both an attacker
    knows only that they are not below zero. `tells`: it is hidden because the rest of its sum is small. `dear`: hidden only if nothing else helps.
    """

    key: Key
    tail: Hashable
    head: Hashable
    value: int
    hidden: bool = False
    unseen: bool = False
    tells: bool = False
    dear: bool = False

    @property
    def may_be_zero(self) -> bool:
        return self.hidden or self.unseen


def is_small(value: int, *, smallest: int = SMALLEST_SHOWN) -> bool:
    """1 and 2 are small, 0 is not (R190)."""
    return 0 < value < smallest


def protected(cells: Sequence[Cell], *, smallest: int = SMALLEST_SHOWN) -> frozenset[Key]:
    """The cells to hide (R191): the small ones, those that are hidden already, and the cheapest besides with which none of them is pinned.

    A zero is never hidden that is not hidden or unseen already. An unseen number is protected when it is small.
    """
    net = _Net(cells)
    hidden = {n for n, each in enumerate(cells) if each.may_be_zero or each.tells or is_small(each.value, smallest=smallest)}
    asked = [
        n for n in sorted(hidden) if (cells[n].hidden and cells[n].value) or cells[n].tells or is_small(cells[n].value, smallest=smallest)
    ]
    while asked:
        n = asked.pop()
        more = net.cheapest(n, hidden)
        if more:
            hidden |= more
            asked += sorted(more)
    return frozenset(cells[n].key for n in hidden if cells[n].hidden or not cells[n].unseen)


def pinned(cells: Sequence[Cell], *, hidden: Iterable[Key]) -> frozenset[Key]:
    """The hidden cells that can be computed from what is shown (R191)."""
    keys = set(hidden)
    numbers = {n for n, each in enumerate(cells) if each.may_be_zero or each.key in keys}
    net = _Net(cells)
    return frozenset(cells[n].key for n in numbers if cells[n].key in keys and net.cheapest(n, numbers) != set())


class _Net:
    """The arcs by the sum that they leave."""

    def __init__(self, cells: Sequence[Cell]) -> None:
        self.cells = cells
        self.steps: dict[Hashable, list[tuple[Hashable, int, bool]]] = defaultdict(list)
        for n, each in enumerate(cells):
            if each.value or each.may_be_zero:
                self.steps[each.tail].append((each.head, n, True))
                self.steps[each.head].append((each.tail, n, False))

    def cheapest(self, n: int, hidden: set[int]) -> set[int] | None:
        """What else has to be hidden so that cell `n` can be one more or one less: nothing when it can already; None when nothing helps."""
        cell = self.cells[n]
        ways = [self._way(cell.head, cell.tail, n, hidden)]
        if self._can_fall(n) and not (ways[0] is not None and not ways[0][1]):
            ways.append(self._way(cell.tail, cell.head, n, hidden))
        found = [way for way in ways if way is not None]
        return min(found, key=lambda way: way[0])[1] if found else None

    def _can_fall(self, n: int) -> bool:
        return self.cells[n].value > (0 if self.cells[n].may_be_zero else 1)

    def _way(self, start: Hashable, end: Hashable, without: int, hidden: set[int]) -> tuple[int, set[int]] | None:
        """The cheapest way along arcs that can rise, or backwards along those that can fall: its price and what it hides."""
        order = count()
        best: dict[Hashable, int] = {start: 0}
        came: dict[Hashable, tuple[Hashable, int]] = {}
        queue: list[tuple[int, int, Hashable]] = [(0, next(order), start)]
        while queue:
            price, _turn, at = heapq.heappop(queue)
            if at == end:
                break
            if price > best[at]:
                continue
            for to, n, forward in self.steps[at]:
                if n == without or not (forward or self._can_fall(n)):
                    continue
                cell = self.cells[n]
                more = price + (0 if n in hidden else cell.value + (10**9 if cell.dear else 0))
                if more < best.get(to, more + 1):
                    best[to] = more
                    came[to] = (at, n)
                    heapq.heappush(queue, (more, next(order), to))
        if end not in best:
            return None
        found, at = set(), end
        while at != start:
            at, n = came[at]
            if n not in hidden:
                found.add(n)
        return best[end], found


def tree_cells(values: Mapping[str, int], *, hidden: Iterable[str] = ()) -> list[Cell]:
    """One row of a report as cells: its key is the column. `hidden` are columns that are hidden in a row of a wider report, too (R193).

    They were protected there, where one knows all that one knows here.
    """
    forced = set(hidden)
    return [Cell(name, *_ends(name), values.get(name, 0), unseen=name in forced, dear=name in ("reached", "completed")) for name in COLUMNS]


def _ends(name: str) -> tuple[Hashable, Hashable]:
    return (name if name in TREE else "outside", PARENT.get(name, "outside"))


def table_cells(
    rows: Mapping[Key, Mapping[str, int]],
    *,
    unseen_columns: frozenset[str] = frozenset(),
    hidden: Mapping[Key, Iterable[str]] | None = None,
    least_base: int = LEAST_BASE,
    smallest: int = SMALLEST_SHOWN,
) -> list[Cell]:
    """A split whose rows add up to the total row, which is known: cells with the key (row, column) (R192).

    `unseen_columns` are hidden in the total row, so that they are shown in no row. Outcomes of a row with fewer than `least_base` completed
    courses are shown nowhere, either, and neither is a column with courses, but no more than there are rows: three ones of three would be known. A
    number is hidden, too, where the other rows together have one or two.
    """
    cells = []
    total = {name: sum(values.get(name, 0) for values in rows.values()) for name in COLUMNS}
    for row, values in rows.items():
        forced = set((hidden or {}).get(row, ()))
        few = values.get("completed", 0) < least_base
        for name in COLUMNS:
            value = values.get(name, 0)
            tail: Hashable = (row, name) if name in TREE else ("column", name)
            head: Hashable = (row, PARENT[name]) if name in PARENT else ("column", name)
            no_more_than_rows = 0 < total[name] <= len(rows)
            cell = Cell(
                (row, name),
                tail,
                head,
                value,
                hidden=name in forced,
                tells=value > 0 and is_small(total[name] - value, smallest=smallest),
                unseen=name in unseen_columns or no_more_than_rows or (few and name in UNDER_COMPLETED),
                dear=name in ("reached", "completed"),
            )
            cells.append(cell)
    return cells
