"""The shape of the figures of a report: frozen, plain, and the same in JSON. `Figures` is the contract of everything that shows them."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from reports.scope import Scope


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and what it is a part of: 71 of 142. `value` is None where it is hidden or there is nothing to tell; `base` is None where it is hidden itself."""

    value: int | None
    base: int | None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Spread:
    """Lower quartile, median and upper quartile, to one decimal, of the `base` courses that have the value, out of `of` courses.

    None where nobody has it, or where it is hidden.
    """

    lower: float | None
    median: float | None
    upper: float | None
    base: int | None
    of: int | None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One part of a split. `key` is a code (target group, situation, type, funding), a year, or the key of a row; "" is "none of them".

    `name` is a name of its own (jobcentre, partner); where it is "" the key has a phrase. `outcomes` and `groups` are at the end, of `completed`.
    """

    key: str
    name: str
    reached: Figure
    completed: Figure
    ongoing: Figure
    dropped_out: Figure
    in_work: Figure
    outcomes: Mapping[str, Figure]
    groups: Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class Table:
    """A split of the courses. `overlapping`: a course can stand in several rows, so that they add up to more than there are."""

    dimension: str
    overlapping: bool
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """A follow-up 3, 6 or 12 months after the end of completed courses.

    `due`: of those that were completed, whose day has come by the data day. `answered`: of those, who was reached and said what became of them;
    its share is the response rate. `unknown`: of those, the rest. `outcomes` and `groups` are of `answered`.
    """

    due: Figure
    answered: Figure
    unknown: Figure
    outcomes: Mapping[str, Figure]
    groups: Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class Hours:
    """Whole minutes. `wished_a_week` and `granted_a_week` are sums over the same courses: those whose client wished so many (their base).

    `granted` is what the periods of the courses grant in all, `used` what their logs say, approved or not: as on the page of each course.
    """

    wished_a_week: Figure
    granted_a_week: Figure
    granted: Figure
    used: Figure


@dataclass(frozen=True, slots=True)
class Again:
    """How often: `courses` with at least one, of those reached, and `times` in all."""

    courses: Figure
    times: Figure


@dataclass(frozen=True, slots=True)
class Wish:
    """`met` of those who wished it and were matched, by type of mentor; the type "" is all of them."""

    wish: str
    mentor_type: str
    met: Figure


@dataclass(frozen=True, slots=True)
class Change:
    """Score at the end less score at the start, of courses with both. `better`: by at least what counts as a change (WHO-5: 10 points).

    Its value is None where nothing says what counts, as for motivation.
    """

    change: Spread
    better: Figure


@dataclass(frozen=True, slots=True)
class Benefit:
    """Weeks on a benefit of the public in the 52 weeks before the first day and after the end."""

    before: Spread
    after: Spread


@dataclass(frozen=True, slots=True)
class Cost:
    """An estimate: minutes used times the mentor's cost an hour, in øre. Its base are the minutes with a known cost, `minutes` has all of them."""

    funding: str
    cost: Figure
    minutes: Figure


@dataclass(frozen=True, slots=True)
class Figures:
    """Every number of a report, of one scope as of one day.

    Always: reached = completed + ongoing + dropped_out. `persons` is beside them: how many people the courses are of, told apart in each
    jobcentre. `withdrawn` are cases that left before a course began, closed in the months of the report: they are not reached.

    `outcomes` (by code of Outcome, and "not_recorded") and `groups` (by OutcomeGroup) are those at the end, each of `completed`;
    `in_work` is entered and kept together: the pilot's 71 of 142. `later` has m3, m6, m12. `tables` has a Table for each Dimension but
    jobcentre where there is one jobcentre. `waiting` has the spread of days for each Step, `goals` that of the T-score at the last look, by
    view (client, mentor), `measured` has "who5" and "motivation".

    `is_small`: hidden as a whole, because the filters leave fewer courses than a filter needs. `outward`: small groups are hidden (R190-R194).
    """

    scope: Scope
    on: dt.date
    outward: bool
    is_small: bool
    reached: Figure
    persons: Figure
    completed: Figure
    ongoing: Figure
    dropped_out: Figure
    withdrawn: Figure
    in_work: Figure
    outcomes: Mapping[str, Figure]
    groups: Mapping[str, Figure]
    later: Mapping[str, Point]
    tables: Mapping[str, Table]
    waiting: Mapping[str, Spread]
    hours: Hours
    extensions: Again
    rematches: Again
    wishes: tuple[Wish, ...]
    goals: Mapping[str, Spread]
    measured: Mapping[str, Change]
    benefit: Benefit
    costs: tuple[Cost, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain values, keys in a fixed order."""
        rest = {each.name: _plain(getattr(self, each.name)) for each in fields(self) if each.name not in ("scope", "on")}
        return {"scope": self.scope.as_json(), "on": self.on.isoformat(), **rest}

    def checksum(self) -> str:
        """SHA-256 of the JSON: the same parameters and data give the same."""
        return hashlib.sha256(json.dumps(self.as_json(), sort_keys=True, ensure_ascii=True).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    return value


def share(found: Figure) -> int | None:
    """Whole percent, half rounded up; None where it is hidden or there is no base. Always shown with value and base."""
    if found.value is None or not found.base:
        return None
    return (200 * found.value + found.base) // (2 * found.base)
