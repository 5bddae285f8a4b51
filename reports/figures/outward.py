"""Figures as they may leave the system, and as those see them who may not open the cases: small groups hidden (R190-R194, R295)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from django.db.models import Max

from reports.enums import Dimension
from reports.figures.beside import all_jobcentres
from reports.figures.build import Counts, build
from reports.figures.links import ALL, Columns, Hiding, Links
from reports.figures.shapes import Again, Benefit, Change, Cost, Figure, Figures, Hours, Point, Row, Spread, Table, Wish
from reports.figures.statement import read
from reports.models import ReportSettings
from reports.rules.suppression import COLUMNS, LEAST_BASE, SMALLEST_SHOWN, is_small, protected, tree_cells
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


def leaves_too_few(scope: Scope, *, on: dt.date) -> bool:
    """Whether its courses are so few that no number of it is shown. Four statements, as it waits while somebody looks on.

    Of many jobcentres nothing is counted, and not whether a wider scope hides this one whole: that is found when the report is made.
    """
    return scope.is_narrow and Links(on, hiding_of(scope)).is_too_small(scope)


class _Outward:
    """Takes from exact figures what is hidden. `whole` are those of all jobcentres, with which somebody can compare a jobcentre's (R295)."""

    def __init__(self, exact: Figures, links: Links, hiding: Hiding) -> None:
        self.exact = exact
        self.links = links
        self.hiding = hiding
        self.columns = links.hidden(exact.scope)
        self.is_small = self.columns >= ALL
        self.row = self._row(_headline(exact), self.columns)
        # A filtered report tells its headline and its spreads: nothing else is compared with the reports of wider scopes.
        self.is_filtered = bool(exact.scope.filters)
        self.whole = all_jobcentres(exact) if exact.scope.jobcentres and not self._closed() else None

    def figures(self) -> Figures:
        exact, row, whole = self.exact, self.row, self.whole
        reached = row.reached.value
        both = (row.completed.value, row.dropped_out.value)
        ended = None if both[0] is None or both[1] is None else both[0] + both[1]
        return replace(
            exact,
            outward=True,
            is_small=self.is_small,
            reached=row.reached,
            persons=self._two_sided(exact.persons, row.reached, whole and whole.persons),
            completed=row.completed,
            ongoing=row.ongoing,
            dropped_out=row.dropped_out,
            withdrawn=self._withdrawn(),
            in_work=row.in_work,
            outcomes=row.outcomes,
            groups=row.groups,
            later={name: self._point(point, whole and whole.later[name]) for name, point in exact.later.items()},
            tables={} if self._closed() else {name: self._table(table) for name, table in exact.tables.items()},
            waiting={name: self._spread(each, reached, whole and whole.waiting[name]) for name, each in exact.waiting.items()},
            hours=self._hours(),
            extensions=self._again(exact.extensions, whole and whole.extensions),
            rematches=self._again(exact.rematches, whole and whole.rematches),
            wishes=self._wishes(),
            goals={name: self._spread(each, reached, whole and whole.goals[name]) for name, each in exact.goals.items()},
            measured={name: self._change(each, ended, whole and whole.measured[name]) for name, each in exact.measured.items()},
            benefit=Benefit(
                self._spread(exact.benefit.before, reached, whole and whole.benefit.before),
                self._spread(exact.benefit.after, ended, whole and whole.benefit.after),
            ),
            costs=self._costs(),
        )

    def _closed(self) -> bool:
        """Whether nothing but headline and spreads is told."""
        return self.is_small or self.is_filtered

    def _small(self, value: int | None) -> bool:
        return is_small(value or 0, smallest=self.hiding.smallest)

    def _tells(self, found: Figure, whole: Figure | None) -> bool:
        """Whether the difference from the report of all jobcentres is one or two (R295)."""
        return whole is not None and self._small((whole.value or 0) - (found.value or 0))

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

    def _two_sided(self, found: Figure, base: Figure, whole: Figure | None = None) -> Figure:
        """Hidden, too, where the rest of the base is small, or what other jobcentres have of either."""
        rest = _rest(found)
        small = self._small(found.value) or self._small(rest.value)
        tells = self._tells(found, whole) or self._tells(rest, whole and _rest(whole))
        if self.is_small or base.hidden or small or tells:
            return Figure(None, base.value, hidden=True)
        return found

    def _withdrawn(self) -> Figure:
        found = self.exact.withdrawn
        tells = self._small(found.value) or self._tells(found, self.whole and self.whole.withdrawn)
        return HIDDEN if self._closed() or tells else found

    def _point(self, point: Point, whole: Point | None) -> Point:
        if self._closed() or "completed" in self.columns:
            none = dict.fromkeys(point.outcomes, HIDDEN)
            return Point(HIDDEN, HIDDEN, HIDDEN, none, dict.fromkeys(point.groups, HIDDEN))
        hidden = self._hidden_in(_as_row(point), whole and _as_row(whole))
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

    def _hidden_in(self, values: Counts, whole: Counts | None) -> Columns:
        """Of a row like the headline: what is hidden in it, and beside the same row of all jobcentres."""
        own = frozenset(map(str, protected(tree_cells(values), smallest=self.hiding.smallest)))
        if whole is None:
            return own
        top = frozenset(map(str, protected(tree_cells(whole), smallest=self.hiding.smallest)))
        return own | self.links.beside_the_rest(values, whole, top)

    def _spread(self, found: Spread, of: int | None, whole: Spread | None = None) -> Spread:
        """Shown of ten courses and more; how many they are is not told where it tells of one or two others."""
        of = None if self.is_small else of
        if self.is_small or 0 < (found.base or 0) < self.hiding.least_base:
            return Spread(None, None, None, None, of, hidden=True)
        tells = self._small((found.of or 0) - (found.base or 0)) or (
            whole is not None and self._small((whole.base or 0) - (found.base or 0))
        )
        return replace(found, base=None if tells or of is None else found.base, of=of)

    def _change(self, found: Change, ended: int | None, whole: Change | None) -> Change:
        change = self._spread(found.change, ended, whole and whole.change)
        base = Figure(change.base, None, hidden=change.base is None)
        if found.better.value is None:
            return Change(change, found.better)
        return Change(change, HIDDEN if self._closed() else self._two_sided(found.better, base, whole and whole.better))

    def _again(self, found: Again, whole: Again | None) -> Again:
        """How often in all is told where how many courses is."""
        if self._closed():
            return Again(HIDDEN, HIDDEN)
        courses = self._two_sided(found.courses, self.row.reached, whole and whole.courses)
        tells = (
            courses.hidden
            or self._small((found.times.value or 0) - (found.courses.value or 0))
            or self._tells(found.times, whole and whole.times)
        )
        return Again(courses, replace(courses, value=None, hidden=True) if tells else found.times)

    def _hours(self) -> Hours:
        exact = self.exact.hours
        base = self.row.reached.value
        if self._closed() or base is None:
            return Hours(HIDDEN, HIDDEN, HIDDEN, HIDDEN)
        in_all = replace(exact, granted=replace(exact.granted, base=base), used=replace(exact.used, base=base))
        wishing = exact.wished_a_week.base or 0
        elsewhere = (self.whole.hours.wished_a_week.base or 0) - wishing if self.whole else 0
        if self._small(wishing) or self._small(base - wishing) or self._small(elsewhere):
            return replace(in_all, wished_a_week=HIDDEN, granted_a_week=HIDDEN)
        return in_all

    def _wishes(self) -> tuple[Wish, ...]:
        """The types of a wish are told together or not at all, as they add up."""
        if self._closed():
            return tuple(replace(each, met=HIDDEN) for each in self.exact.wishes)
        small: dict[str, set[str]] = {}
        everywhere = {(each.wish, each.mentor_type): each.met for each in self.whole.wishes} if self.whole else {}
        for each in self.exact.wishes:
            of_all = everywhere.get((each.wish, each.mentor_type))
            parts = zip(_parts(each.met), _parts(of_all or each.met), strict=True)
            if any(self._small(part) or self._small(part_of_all - part) for part, part_of_all in parts):
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


def _rest(found: Figure) -> Figure:
    """Those of the base who are not among them."""
    return Figure((found.base or 0) - (found.value or 0), found.base)


def _parts(found: Figure) -> tuple[int, int, int]:
    """They, the others of the base, and the base."""
    return found.value or 0, (found.base or 0) - (found.value or 0), found.base or 0


def _as_row(point: Point) -> Counts:
    """As the headline: the completed courses are answered, unknown, or not due yet."""
    values = {
        "reached": point.due.base or 0,
        "completed": point.answered.value or 0,
        "ongoing": point.unknown.value or 0,
        "dropped_out": (point.due.base or 0) - (point.due.value or 0),
        **{name: figure.value or 0 for name, figure in (*point.outcomes.items(), *point.groups.items())},
    }
    return {**dict.fromkeys(COLUMNS, 0), **values, "in_work": values["entered"] + values["kept"]}
