"""From the rows of the statement to `Figures`: sums of what was counted, and nothing that was not."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Value

from accounts.models import Jobcentre
from cases.enums import Outcome
from mentors.models import Organisation
from reports.enums import Dimension, OutcomeGroup, Step
from reports.figures.sections import POINTS, SPLITS, WISHES
from reports.figures.shapes import Again, Benefit, Change, Cost, Figure, Figures, Hours, Point, Row, Spread, Table, Wish
from reports.figures.statement import Sections
from reports.rules.spreads import number_of, quartiles
from reports.rules.suppression import COLUMNS, TREE
from reports.scope import Scope

KINDS: tuple[str, ...] = (*map(str, Outcome), "not_recorded")
"""What became of a completed course; `not_recorded`: nobody has written it down."""
Counts = Mapping[str, int]
"""One row of a report: a number for each of COLUMNS."""
VIEWS = ("client", "mentor")
WISHED = (*WISHES, "hours", "months")


def counts_of(rows: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """The columns of one row, sums included, from rows of status, outcome and number."""
    found: Counter[str] = Counter()
    for row in rows:
        found[row["became"] if row["status"] == "completed" else row["status"]] += row["number"]

    def total(name: str) -> int:
        return sum(map(total, TREE[name])) if name in TREE else found[name]

    return {name: total(name) for name in COLUMNS}


def splits_of(sections: Sections) -> dict[str, dict[str, dict[str, int]]]:
    """By dimension and key the columns of its row; under "" the one row of all."""
    rows: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for row in sections["counts"]:
        rows[row["split"], row["key"]].append(row)
    for row in sections["groups"]:
        rows[Dimension.TARGET_GROUP, row["key"]].append(row)
    found: dict[str, dict[str, dict[str, int]]] = {"": {"": counts_of(())}, **{str(each): {} for each in Dimension}}
    for (split, key), own in rows.items():
        found[split][key] = counts_of(own)
    return found


def build(scope: Scope, *, on: dt.date, sections: Sections) -> Figures:
    """Everything as it is. One statement, for the names of jobcentres and partners."""
    splits = splits_of(sections)
    all_ = splits[""][""]
    reached, completed = all_["reached"], all_["completed"]
    ended = completed + all_["dropped_out"]
    row = row_of("", "", all_)
    names = _names(splits)
    return Figures(
        scope=scope,
        on=on,
        outward=False,
        is_small=False,
        reached=row.reached,
        persons=persons_of(sections, reached),
        completed=row.completed,
        ongoing=row.ongoing,
        dropped_out=row.dropped_out,
        withdrawn=Figure(sections["withdrawn"][0]["number"], None),
        in_work=row.in_work,
        outcomes=row.outcomes,
        groups=row.groups,
        later={point: _point(point, sections["later"], completed) for point in POINTS},
        tables={
            str(each): _table(each, splits[each], names)
            for each in Dimension
            if each != Dimension.JOBCENTRE or len(splits[each]) > 1 or not scope.jobcentres
        },
        waiting=waiting_of(sections, reached),
        hours=_hours(sections, reached),
        extensions=again_of(sections["extensions"], reached),
        rematches=again_of(sections["rematches"], reached),
        wishes=_wishes(sections),
        goals={view: spread(_histogram(row for row in sections["goals"] if row["view"] == view), of=reached) for view in VIEWS},
        measured={code: _change(code, sections["measured"], of=ended) for code in ("who5", "motivation")},
        benefit=Benefit(
            before=spread(_weeks(sections["before"]), of=reached),
            after=spread(_weeks(sections["after"]), of=ended),
        ),
        costs=_costs(sections),
    )


def row_of(key: str, name: str, counts: Counts) -> Row:
    reached, completed = counts["reached"], counts["completed"]
    return Row(
        key=key,
        name=name,
        reached=Figure(reached, reached),
        completed=Figure(completed, reached),
        ongoing=Figure(counts["ongoing"], reached),
        dropped_out=Figure(counts["dropped_out"], reached),
        in_work=Figure(counts["in_work"], completed),
        outcomes={kind: Figure(counts[kind], completed) for kind in KINDS},
        groups={str(group): Figure(counts[group], completed) for group in OutcomeGroup},
    )


def spread(histogram: Mapping[float, int], *, of: int) -> Spread:
    found = quartiles(histogram)
    base = number_of(histogram)
    return Spread(found.lower, found.median, found.upper, base, of) if found else Spread(None, None, None, base, of)


def _names(splits: Mapping[str, Mapping[str, Counts]]) -> dict[str, str]:
    """Of the jobcentres and partners in the splits; a partner that several jobcentres have by the same name is told with its jobcentre."""
    jobcentres = Jobcentre.objects.filter(pk__in=[key for key in splits[Dimension.JOBCENTRE] if key]).values_list("pk", "name", Value(""))
    partners = Organisation.objects.filter(pk__in=[key for key in splits[Dimension.PARTNER] if key]).values_list(
        "pk", "name", "jobcentre__name"
    )
    rows = list(jobcentres.union(partners, all=True))
    often = Counter(name for _key, name, _of in rows)
    return {str(key): f"{name}, {of}" if of and often[name] > 1 else name for key, name, of in rows}


def _table(dimension: Dimension, rows: Mapping[str, Counts], names: Mapping[str, str]) -> Table:
    """By year in their order, else the largest row first; "none of them" comes last."""
    by_year = dimension == Dimension.YEAR
    ordered = sorted(rows, key=lambda key: (key == "", key if by_year else "", -rows[key]["reached"], names.get(key, key)))
    return Table(str(dimension), dimension not in SPLITS, tuple(row_of(key, names.get(key, ""), rows[key]) for key in ordered))


def _histogram(rows: Iterable[Mapping[str, Any]], value: str = "value") -> dict[float, int]:
    found: Counter[float] = Counter()
    for row in rows:
        if row[value] is not None:
            found[row[value]] += row["number"]
    return dict(found)


def _waited(step: Step, sections: Sections) -> dict[float, int]:
    """`which` has a bit for each step that a row is not about."""
    steps = list(Step)
    bit = 2 ** (len(steps) - 1 - steps.index(step))
    return _histogram((row for row in sections["waiting"] if not row["which"] & bit), str(step))


def _weeks(rows: Iterable[Mapping[str, Any]]) -> dict[float, int]:
    return {row["days"] / 7: row["number"] for row in rows if row["days"] is not None}


def _point(point: str, rows: Iterable[Mapping[str, Any]], completed: int) -> Point:
    mine = [row for row in rows if row["point"] == point]
    due = sum(row["number"] for row in mine)
    said: Counter[str] = Counter()
    for row in mine:
        if row["answered"] and row["became"] != Outcome.UNKNOWN:
            said[row["became"]] += row["number"]
    answered = sum(said.values())
    groups = {str(group): sum(said[kind] for kind in TREE[group]) for group in OutcomeGroup}
    return Point(
        due=Figure(due, completed),
        answered=Figure(answered, due),
        unknown=Figure(due - answered, due),
        outcomes={kind: Figure(said[kind], answered) for kind in KINDS if kind not in ("unknown", "not_recorded")},
        groups={group: Figure(number, answered) for group, number in groups.items()},
    )


def _hours(sections: Sections, reached: int) -> Hours:
    found = sections["hours"][0]
    wishing = found["wishing"]
    return Hours(
        wished_a_week=Figure(found["wished"] or 0, wishing),
        granted_a_week=Figure(found["granted"] or 0, wishing),
        granted=Figure(int(sections["granted"][0]["minutes"] or 0), reached),
        used=Figure(int(found["used"] or 0), reached),
    )


def persons_of(sections: Sections, reached: int) -> Figure:
    return Figure(sum(each["number"] for each in sections["persons"]), reached)


def waiting_of(sections: Sections, reached: int) -> dict[str, Spread]:
    return {str(step): spread(_waited(step, sections), of=reached) for step in Step}


def again_of(rows: list[dict[str, Any]], reached: int) -> Again:
    return Again(courses=Figure(rows[0]["courses"], reached), times=Figure(rows[0]["times"], reached))


def _wishes(sections: Sections) -> tuple[Wish, ...]:
    """All types of mentor first, under ""."""
    rows = sorted(sections["wishes"], key=lambda row: row["mentor_type"])
    return tuple(
        Wish(wish, row["mentor_type"], Figure(row[f"{wish}_met"], row[f"{wish}_of"]))
        for wish in WISHED
        for row in rows
        if row[f"{wish}_of"]
    )


def _change(code: str, rows: Iterable[Mapping[str, Any]], *, of: int) -> Change:
    mine = [row for row in rows if row["code"] == code]
    histogram = _histogram(mine)
    if any(row["better"] is None for row in mine):  # nobody has said how many points count as a change
        return Change(change=spread(histogram, of=of), better=Figure(None, None))
    better = sum(row["number"] for row in mine if row["better"])
    return Change(change=spread(histogram, of=of), better=Figure(better, number_of(histogram)))


def _costs(sections: Sections) -> tuple[Cost, ...]:
    """Øre, half rounded up."""
    return tuple(
        Cost(row["funding"], Figure((int(row["cost"]) + 30) // 60, int(row["paid"])), Figure(int(row["used"]), int(row["used"])))
        for row in sorted(sections["costs"], key=lambda row: row["funding"])
    )
