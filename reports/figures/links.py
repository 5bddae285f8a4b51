"""Which headline figures are hidden in a scope, so that reports of wider and narrower scopes laid side by side tell no small group (R192, R193)."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from django.core.cache import cache

from reports.enums import Dimension
from reports.figures.build import Counts, splits_of
from reports.figures.sections import ONLY_COUNTS, SPLITS
from reports.figures.statement import read
from reports.rules.suppression import (
    COLUMNS,
    LEAST_BASE,
    ROOT,
    SMALLEST_SHOWN,
    is_small,
    pinned,
    protected,
    table_cells,
    tree_cells,
)
from reports.scope import Scope

KEPT_SECONDS = 60 * 60
"""So long the counts of all jobcentres are kept, which every report of one of them is compared with."""
ALL = frozenset(COLUMNS)
Columns = frozenset[str]
Splits = Mapping[str, Mapping[str, Counts]]


@dataclass(frozen=True, slots=True)
class Hiding:
    """From which number on a group is shown, and how many courses a filter leaves at least (settings of the jobcentre, R190)."""

    smallest: int = SMALLEST_SHOWN
    least_base: int = LEAST_BASE


@dataclass
class Links:
    """What is hidden, scope by scope. A report with a filter is not split further, so that only its headline is looked at."""

    on: dt.date
    hiding: Hiding
    known: dict[Scope, Splits] = field(default_factory=dict)
    totals: dict[Scope, Columns] = field(default_factory=dict)

    def splits(self, scope: Scope) -> Splits:
        """Three statements for a scope that is not known yet, and none where all jobcentres were counted within the hour."""
        if scope not in self.known:
            self.known[scope] = self._counted(scope) if scope.jobcentres else self._kept(scope)
        return self.known[scope]

    def hidden(self, scope: Scope) -> Columns:
        """The headline columns that are hidden; all of them where the courses are too few."""
        if scope not in self.totals:
            self.totals[scope] = self._hidden(scope)
        return self.totals[scope]

    def hidden_rows(self, scope: Scope, dimension: Dimension) -> dict[str, Columns]:
        """By row of a split of the scope, the columns that are hidden in it."""
        return self._rows(scope, dimension, self.hidden(scope))

    def beside_the_rest(self, own: Counts, whole: Counts, top: Columns) -> Columns:
        """What is hidden in a row of one jobcentre beside the row of all (R295), of which `top` is hidden; the others' row is the difference.

        The row of all may be an hour old: what has come since is nobody else's.
        """
        rows = {"own": own, "rest": {name: max(0, number) for name, number in _less(whole, own).items()}}
        return replace(self, hiding=replace(self.hiding, least_base=0))._protect(rows, top, {})["own"]

    def _counted(self, scope: Scope) -> Splits:
        return splits_of(read(scope, on=self.on, sections=ONLY_COUNTS))

    def _kept(self, scope: Scope) -> Splits:
        name = kept_as(scope, on=self.on)
        found: Splits | None = cache.get(name)
        if found is None:
            found = self._counted(scope)
            cache.set(name, found, KEPT_SECONDS)
        return found

    def is_too_small(self, scope: Scope) -> bool:
        """Whether there are courses, and fewer than a filter must leave; without one, than are shown."""
        least = self.hiding.least_base if scope.filters else self.hiding.smallest
        return 0 < self.splits(scope)[""][""][ROOT] < least

    def _hidden(self, scope: Scope) -> Columns:
        own = self.splits(scope)[""][""]
        if self.is_too_small(scope):
            return ALL
        forced: set[str] = set()
        for name in (*(["jobcentres"] if scope.jobcentres else []), *scope.filters):
            forced |= self._of_wider(scope.without(name), name, scope)
        found = protected(tree_cells(own, hidden=forced), smallest=self.hiding.smallest)
        return frozenset({*map(str, found), *forced})

    def _of_wider(self, wider: Scope, name: str, scope: Scope) -> Columns:
        """What is hidden in the scope because it is hidden in that row of the wider one."""
        top = self.hidden(wider)
        if top >= ALL:
            return ALL
        own, whole = self.splits(scope)[""][""], self.splits(wider)[""][""]
        if name == "jobcentres" and (scope.filters or len(scope.jobcentres) > 1):
            return top | {each for each in COLUMNS if is_small(whole[each] - own[each], smallest=self.hiding.smallest)}
        if name == "team":
            return self._protect({"chosen": own, "rest": _less(whole, own)}, top, {})["chosen"]
        dimension = Dimension.JOBCENTRE if name == "jobcentres" else Dimension(name)
        key = str(scope.jobcentres[0] if name == "jobcentres" else getattr(scope, name))
        return self._rows(wider, dimension, top).get(key, frozenset())

    def _rows(self, scope: Scope, dimension: Dimension, top: Columns) -> dict[str, Columns]:
        rows = self.splits(scope)[dimension]
        forced = self._forced(scope, dimension)
        if dimension in SPLITS:
            return self._protect(rows, top, forced)
        whole = self.splits(scope)[""][""]  # they overlap: each is split from the rest by itself
        return {key: self._protect({key: row, "rest": _less(whole, row)}, top, forced)[key] for key, row in rows.items()}

    def _forced(self, scope: Scope, dimension: Dimension) -> dict[str, set[str]]:
        """Of a jobcentre's split: what is hidden for all jobcentres, or would tell that the others have one or two."""
        if not scope.jobcentres or scope.filters or dimension == Dimension.JOBCENTRE:
            return {}
        wider = scope.without("jobcentres")
        everywhere, told = self.splits(wider)[dimension], self.hidden_rows(wider, dimension)
        return {
            key: {
                name
                for name in COLUMNS
                if name in told.get(key, ()) or is_small(everywhere[key][name] - row[name], smallest=self.hiding.smallest)
            }
            for key, row in self.splits(scope)[dimension].items()
            if key in everywhere
        }

    def _protect(self, rows: Mapping[str, Counts], top: Columns, forced: Mapping[str, Iterable[str]]) -> dict[str, Columns]:
        """By row what is hidden. A column that gives itself away whatever is hidden is told in no row: its total is, the split is not."""
        if top >= ALL:
            return dict.fromkeys(rows, ALL)
        hiding, unseen = self.hiding, set(top)
        while True:
            cells = table_cells(
                rows, unseen_columns=frozenset(unseen), hidden=forced, least_base=hiding.least_base, smallest=hiding.smallest
            )
            found = protected(cells, smallest=hiding.smallest)
            stuck = {column for _row, column in pinned(cells, hidden=found)} - unseen
            if not stuck:
                break
            unseen |= stuck
        hidden: dict[str, set[str]] = {key: set() for key in rows}
        for row, column in (*found, *(each.key for each in cells if each.unseen)):
            hidden[row].add(column)
        return {key: frozenset(each) for key, each in hidden.items()}


def kept_as(scope: Scope, *, on: dt.date) -> str:
    """Under which name the counts of the scope lie in the cache."""
    return "report-counts-" + hashlib.sha256(json.dumps([scope.as_json(), on.isoformat()], sort_keys=True).encode()).hexdigest()


def _less(whole: Counts, part: Counts) -> Counts:
    return {name: whole[name] - part[name] for name in COLUMNS}
