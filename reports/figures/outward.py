"""Figures as they may leave the system, and as those see them who may not open the cases: small groups hidden (R190-R194)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from django.db.models import Max

from reports.enums import Dimension
from reports.figures.build import build
from reports.figures.links import ALL, Columns, Hiding, Links
from reports.figures.shapes import Again, Benefit, Change, Cost, Figure, Figures, Hours, Point, Row, Spread, Table, Wish
from reports.figures.statement import read
from reports.models import ReportSettings
from reports.rules.suppression import LEAST_BASE, SMALLEST_SHOWN, is_small, protected, tree_cells
from reports.scope import Scope

HIDDEN = Figure(None, None, hidden=True)


def outward_figures(*, scope: Scope, on: dt.date) -> Figures:
    """The figures of the scope as of the end of the day, with small groups hidden under the settings of its jobcentres.

    At most a dozen statements, however many courses; what is counted for all jobcentres is kept for an hour.
    """
    return hidden_from_others(build(scope, on=on, sections=read(scope, on=on)), hiding_of(scope))


def hidden_from_others(exact: Figures, hiding: Hiding) -> Figures:
    """Exact figures with small groups hidden."""
    return _Outward(exact, Links(exact.on, hiding), hiding).figures()


def hiding_of(scope: Scope) -> Hiding:
    """What the most careful jobcentre of the scope has set; all of them count where none is chosen. One statement."""
    rows = ReportSettings.objects.filter(jobcentre__in=scope.jobcentres) if scope.jobcentres else ReportSettings.objects.all()
    found = rows.aggregate(smallest=Max("smallest_shown"), least_base=Max("least_base"))
    return Hiding(found["smallest"] or SMALLEST_SHOWN, found["least_base"] or LEAST_BASE)


class _Outward:
    """Takes from exact figures what is hidden."""

    def __init__(self, exact: Figures, links: Links, hiding: Hiding) -> None:
        self.exact = exact
        self.links = links
        self.hiding = hiding
        self.columns = links.hidden(exact.scope)
        self.is_small = self.columns >= ALL
        self.row = self._row(_headline(exact), self.columns)
        # A filtered report tells its headline and its spreads: nothing else is compared with the reports of wider scopes.
        self.is_filtered = bool(exact.scope.filters)

    def figures(self) -> Figures:
        exact, row = self.exact, self.row
        reached = row.reached.value
        both = (row.completed.value, row.dropped_out.value)
        ended = None if both[0] is None or both[1] is None else both[0] + both[1]
        return replace(
            exact,
            outward=True,
            is_small=self.is_small,
            reached=row.reached,
            persons=self._two_sided(exact.persons, row.reached),
            completed=row.completed,
            ongoing=row.ongoing,
            dropped_out=row.dropped_out,
            withdrawn=HIDDEN if self._closed() or self._small(exact.withdrawn.value) else exact.withdrawn,
            in_work=row.in_work,
            outcomes=row.outcomes,
            groups=row.groups,
            later={name: self._point(point) for name, point in exact.later.items()},
            tables={} if self._closed() else {name: self._table(table) for name, table in exact.tables.items()},
            waiting={name: self._spread(each, reached) for name, each in exact.waiting.items()},
            hours=self._hours(),
            extensions=self._again(exact.extensions),
            rematches=self._again(exact.rematches),
            wishes=self._wishes(),
            goals={name: self._spread(each, reached) for name, each in exact.goals.items()},
            measured={name: self._change(each, ended) for name, each in exact.measured.items()},
            benefit=Benefit(self._spread(exact.benefit.before, reached), self._spread(exact.benefit.after, ended)),
            costs=self._costs(),
        )

    def _closed(self) -> bool:
        """Whether nothing but headline and spreads is told."""
        return self.is_small or self.is_filtered

    def _small(self, value: int | None) -> bool:
        return is_small(value or 0, smallest=self.hiding.smallest)

    def _row(self, row: Row, columns: Columns) -> Row:
        reached = None if "reached" in columns else row.reached.value
        completed = None if "completed" in columns else row.completed.value

        def seen(name: str, figure: Figure, base: int | None) -> Figure:
            return Figure(None, base, hidden=True) if name in columns else Figure(figure.value, base)

        return Row(
            key=row.key,
            name=row.name,
            reached=seen("reached", row.reached, reached),
            completed=seen("completed", row.completed, reached),
            ongoing=seen("ongoing", row.ongoing, reached),
            dropped_out=seen("dropped_out", row.dropped_out, reached),
            in_work=seen("in_work", row.in_work, completed),
            outcomes={name: seen(name, figure, completed) for name, figure in row.outcomes.items()},
            groups={name: seen(name, figure, completed) for name, figure in row.groups.items()},
        )

    def _table(self, table: Table) -> Table:
        hidden = self.links.hidden_rows(self.exact.scope, Dimension(table.dimension))
        return replace(table, rows=tuple(self._row(row, hidden[row.key]) for row in table.rows))

    def _two_sided(self, found: Figure, base: Figure) -> Figure:
        """Hidden, too, where the rest of the base is small."""
        if self.is_small or base.hidden or self._small(found.value) or self._small((found.base or 0) - (found.value or 0)):
            return Figure(None, base.value, hidden=True)
        return found

    def _point(self, point: Point) -> Point:
        """As the headline: the completed courses are answered, unknown, or not due yet."""
        if self._closed() or "completed" in self.columns:
            none = dict.fromkeys(point.outcomes, HIDDEN)
            return Point(HIDDEN, HIDDEN, HIDDEN, none, dict.fromkeys(point.groups, HIDDEN))
        values = {
            "reached": point.due.base or 0,
            "completed": point.answered.value or 0,
            "ongoing": point.unknown.value or 0,
            "dropped_out": (point.due.base or 0) - (point.due.value or 0),
            **{name: figure.value or 0 for name, figure in (*point.outcomes.items(), *point.groups.items())},
        }
        values["in_work"] = values["entered"] + values["kept"]
        hidden = {str(key) for key in protected(tree_cells(values), smallest=self.hiding.smallest)}
        due = None if {"dropped_out", "reached"} & hidden else point.due.value
        answered = None if {"completed", "reached"} & hidden or due is None else point.answered.value

        def of(names: Mapping[str, Figure]) -> dict[str, Figure]:
            return {
                name: Figure(None, answered, hidden=True) if name in hidden or answered is None else figure
                for name, figure in names.items()
            }

        return Point(
            due=Figure(due, point.due.base, hidden=due is None),
            answered=Figure(answered, due, hidden=answered is None),
            unknown=Figure(None, due, hidden=True) if "ongoing" in hidden or answered is None else point.unknown,
            outcomes=of(point.outcomes),
            groups=of(point.groups),
        )

    def _spread(self, found: Spread, of: int | None) -> Spread:
        """Shown of ten courses and more; how many they are is not told where it tells of one or two others."""
        of = None if self.is_small else of
        if self.is_small or 0 < (found.base or 0) < self.hiding.least_base:
            return Spread(None, None, None, None, of, hidden=True)
        tells = self._small((found.of or 0) - (found.base or 0))
        return replace(found, base=None if tells or of is None else found.base, of=of)

    def _change(self, found: Change, ended: int | None) -> Change:
        change = self._spread(found.change, ended)
        base = Figure(change.base, None, hidden=change.base is None)
        return Change(change, HIDDEN if self._closed() else self._two_sided(found.better, base))

    def _again(self, found: Again) -> Again:
        """How often in all is told where how many courses is."""
        if self._closed():
            return Again(HIDDEN, HIDDEN)
        courses = self._two_sided(found.courses, self.row.reached)
        tells = courses.hidden or self._small((found.times.value or 0) - (found.courses.value or 0))
        return Again(courses, replace(courses, value=None, hidden=True) if tells else found.times)

    def _hours(self) -> Hours:
        exact = self.exact.hours
        if self._closed():
            return Hours(HIDDEN, HIDDEN, HIDDEN, HIDDEN)
        base = self.row.reached.value
        in_all = replace(exact, granted=replace(exact.granted, base=base), used=replace(exact.used, base=base))
        wishing = exact.wished_a_week.base or 0
        if base is None or self._small(wishing) or self._small(base - wishing):
            return replace(in_all, wished_a_week=HIDDEN, granted_a_week=HIDDEN)
        return in_all

    def _wishes(self) -> tuple[Wish, ...]:
        """The types of a wish are told together or not at all, as they add up."""
        if self._closed():
            return tuple(replace(each, met=HIDDEN) for each in self.exact.wishes)
        small: dict[str, set[str]] = {}
        for each in self.exact.wishes:
            value, base = each.met.value or 0, each.met.base or 0
            if self._small(value) or self._small(base - value) or self._small(base):
                small.setdefault(each.wish, set()).add(each.mentor_type)
        return tuple(
            replace(each, met=HIDDEN) if small.get(each.wish) and (each.mentor_type or "" in small[each.wish]) else each
            for each in self.exact.wishes
        )

    def _costs(self) -> tuple[Cost, ...]:
        """Told where the courses of each funding are."""
        rows = {row.key: row for row in self.exact.tables[Dimension.FUNDING].rows} if not self._closed() else {}
        told = bool(rows) and not any(self._small(row.reached.value) for row in rows.values())
        return self.exact.costs if told else tuple(replace(each, cost=HIDDEN, minutes=HIDDEN) for each in self.exact.costs)


def _headline(exact: Figures) -> Row:
    return Row(
        key="",
        name="",
        reached=exact.reached,
        completed=exact.completed,
        ongoing=exact.ongoing,
        dropped_out=exact.dropped_out,
        in_work=exact.in_work,
        outcomes=exact.outcomes,
        groups=exact.groups,
    )
