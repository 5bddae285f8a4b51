"""What a report is about: which months, counted how, of which jobcentres, and with which filters. The same scope gives the same figures."""

import calendar
import datetime as dt
import uuid
from dataclasses import dataclass, replace
from typing import Any

from reports.enums import Basis, Dimension

MOST_NARROW = 10
"""Jobcentres."""


def _last_of(day: dt.date) -> dt.date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


@dataclass(frozen=True, slots=True)
class Scope:
    """Whole months: `first_day` is the first of a month and `last_day` the last of one (R180); `Scope.months` makes them so.

    `jobcentres` are keys, empty is all of them: who may see which is the caller's to decide. A filter that is "" or None does not filter.
    `target_group` is a code of TargetGroup, `situation` one of SituationGroup, `mentor_type` of MentorType, `funding` of Funding; `partner` and
    `team` are keys.
    """

    first_day: dt.date
    last_day: dt.date
    basis: Basis = Basis.START
    jobcentres: tuple[uuid.UUID, ...] = ()
    target_group: str = ""
    situation: str = ""
    mentor_type: str = ""
    funding: str = ""
    year: int | None = None
    partner: uuid.UUID | None = None
    team: uuid.UUID | None = None

    def __post_init__(self) -> None:
        if self.first_day.day != 1 or self.last_day != _last_of(self.last_day):
            raise ValueError("a report is about whole months")
        if self.last_day < self.first_day:
            raise ValueError("the last month lies before the first one")

    @classmethod
    def months(cls, first: dt.date, last: dt.date, **rest: Any) -> "Scope":
        """From the month that one day lies in to that of the other, both whole."""
        return cls(first.replace(day=1), _last_of(last), **rest)

    @property
    def filters(self) -> dict[str, Any]:
        """The filters that are set, apart from months, basis and jobcentres."""
        names = ("target_group", "situation", "mentor_type", "funding", "year", "partner", "team")
        return {name: getattr(self, name) for name in names if getattr(self, name) not in ("", None)}

    @property
    def is_narrow(self) -> bool:
        """Whether only so few jobcentres are counted that what belongs to their cases is looked up, and no table is read from end to end."""
        return 0 < len(self.jobcentres) <= MOST_NARROW

    def without(self, name: str) -> "Scope":
        """The wider scope in which one filter, or the choice of `jobcentres`, is lifted."""
        nothing: dict[str, Any] = {"jobcentres": (), "year": None, "partner": None, "team": None}
        return replace(self, **{name: nothing.get(name, "")})

    def within(self, dimension: Dimension, key: Any) -> "Scope":
        """The narrower scope of one row of a split."""
        return replace(self, jobcentres=(key,)) if dimension == Dimension.JOBCENTRE else replace(self, **{str(dimension): key})

    def as_json(self) -> dict[str, Any]:
        """Plain values, in a fixed order: what a report stores to be made again, and what its checksum is made of."""
        return {
            "from": self.first_day.isoformat(),
            "to": self.last_day.isoformat(),
            "basis": str(self.basis),
            "jobcentres": sorted(map(str, self.jobcentres)),
            **{name: str(value) if isinstance(value, uuid.UUID) else value for name, value in self.filters.items()},
        }

    @classmethod
    def from_json(cls, found: dict[str, Any]) -> "Scope":
        """The scope that `as_json` wrote."""
        rest = {key: value for key, value in found.items() if key not in ("from", "to", "basis", "jobcentres")}
        for name in ("partner", "team"):
            if name in rest:
                rest[name] = uuid.UUID(rest[name])
        return cls(
            dt.date.fromisoformat(found["from"]),
            dt.date.fromisoformat(found["to"]),
            Basis(found["basis"]),
            tuple(map(uuid.UUID, found["jobcentres"])),
            **rest,
        )
