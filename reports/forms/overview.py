"""The choices of the overview, which stand in its address: months, team, target group, and for the authority the jobcentre."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from core.filters import Filters
from core.forms import Form
from reports.actions.preparing import MONTHS, MONTHS_OUTWARD
from reports.forms.report import parse_month
from reports.rules.months import last_months
from reports.scope import Scope

WORKBOOK, UPDATE = "workbook", "update"
LAST = (MONTHS, 12, 60)
YEARS = 4
"""So many calendar years can be chosen, this one included."""
Months = tuple[dt.date, dt.date]


class OverviewPress(Form):
    """One of the two buttons of the overview that send something."""

    what = forms.ChoiceField(choices=[(WORKBOOK, WORKBOOK), (UPDATE, UPDATE)])


@dataclass(frozen=True, slots=True)
class Named:
    """A choice with its words."""

    key: str
    words: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen. `months` are those of the list, by its code; `other` were typed. `unknown` are sentences about what does not exist."""

    period: str
    months: Months
    other: Months | None = None
    team: uuid.UUID | None = None
    target_group: str = ""
    jobcentre: uuid.UUID | None = None
    is_fresh: bool = False
    unknown: list[str] = field(default_factory=list)

    @property
    def is_usual(self) -> bool:
        """Whether these are the figures that are prepared for managers."""
        return self.period == str(MONTHS) and not (self.other or self.team or self.target_group or self.is_fresh)

    def scope(self, jobcentres: tuple[uuid.UUID, ...]) -> Scope:
        first, last = self.other or self.months
        return Scope.months(first, last, jobcentres=jobcentres, team=self.team, target_group=self.target_group)


def periods(*, today: dt.date, is_outward: bool) -> dict[str, Months]:
    """What can be chosen, by its code: the last so many months, and calendar years. Of what is not prepared nobody waits for a whole country."""
    if is_outward:
        return {str(number): last_months(number, on=today) for number in MONTHS_OUTWARD}
    years = range(today.year, today.year - YEARS, -1)
    return {
        **{str(number): last_months(number, on=today) for number in LAST},
        **{f"y{year}": (dt.date(year, 1, 1), min(dt.date(year, 12, 31), today)) for year in years},
    }


def chosen(
    query: QueryDict, path: str, *, known: Mapping[str, Months], teams: Sequence[Named] = (), groups: Sequence[Named] = (), jobcentres: Sequence[Named] = (), today: dt.date
) -> Chosen:  # fmt: skip
    filters = Filters(query, path)
    period = filters.pick("period", known, default=str(MONTHS))
    team, group, jobcentre = (
        filters.pick(name, [each.key for each in rows])
        for name, rows in (("team", teams), ("target_group", groups), ("jobcentre", jobcentres))
    )
    other = None
    if query.get("from") or query.get("to"):
        other = _typed(query, today)
        if other is None:
            filters.unknown.append(_("These are no months that have begun, one after the other. Write them as 11-2026. They are left out."))
    return Chosen(
        period,
        known[period],
        other,
        uuid.UUID(team) if team else None,
        group,
        uuid.UUID(jobcentre) if jobcentre else None,
        "fresh" in query,
        filters.unknown,
    )


def _typed(query: Mapping[str, Any], today: dt.date) -> Months | None:
    try:
        first, last = parse_month(query.get("from", "")), parse_month(query.get("to", ""))
    except ValueError:
        return None
    return (first, last) if first <= last <= today else None


def scope_in(query: QueryDict) -> tuple[Scope, dt.date] | None:
    """The months, filters and day of an address that `in_address` wrote; None of what is none. The jobcentre is not in it."""
    try:
        scope = Scope.months(
            parse_month(query["from"]),
            parse_month(query["to"]),
            **{name: query.get(name, "")[:40] for name in ("target_group", "situation", "mentor_type", "funding")},
            **{name: uuid.UUID(query[name]) for name in ("team", "partner") if query.get(name)},
            year=int(query["year"]) if query.get("year") else None,
        )
        return scope, dt.date.fromisoformat(query["on"])
    except (KeyError, ValueError):
        return None


def in_address(scope: Scope, on: dt.date) -> dict[str, str]:
    found = {"from": f"{scope.first_day:%Y-%m}", "to": f"{scope.last_day:%Y-%m}", "on": on.isoformat()}
    return found | {name: str(value) for name, value in scope.filters.items()}


def beginning_in(query: QueryDict) -> dict[str, Any]:
    """What the form of a report begins with, from an address of the overview."""
    found: dict[str, Any] = {name: query[name] for name in ("target_group", "team", "of_jobcentre") if query.get(name)}
    for name in ("first_month", "last_month"):
        try:
            found[name] = parse_month(query.get(name, ""))
        except ValueError:
            continue
    return found
