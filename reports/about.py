"""What a report tells of itself beside its figures: whose it is, what was chosen, and the names of codes, as they were when it was made."""

import datetime as dt
from dataclasses import asdict, dataclass, field
from typing import Any

from reports.figures import Figures
from reports.rules.suppression import LEAST_BASE, SMALLEST_SHOWN

Names = dict[str, str]
"""A name by language."""


@dataclass(frozen=True, slots=True)
class About:
    """Stored with the figures, so that a report that is made again says the same. `filters` are names by the filter's field, `groups` target
    groups by code. `goals` are days by Step, where there is one jobcentre that has them. `made_by` is "" for a report on a schedule.
    """

    authority: str
    place: str
    made_at: str
    made_by: str = ""
    role: str = ""
    report: str = ""
    filters: dict[str, Names] = field(default_factory=dict)
    groups: dict[str, Names] = field(default_factory=dict)
    goals: dict[str, int] = field(default_factory=dict)
    smallest: int = SMALLEST_SHOWN
    least_base: int = LEAST_BASE
    jobcentres: tuple[str, ...] = ()
    is_demo: bool = False

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "jobcentres": list(self.jobcentres)}

    @classmethod
    def from_json(cls, found: dict[str, Any]) -> "About":
        return cls(**{**found, "jobcentres": tuple(found.get("jobcentres", ()))})

    @property
    def at(self) -> dt.datetime:
        return dt.datetime.fromisoformat(self.made_at)


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the words of a report are made of."""

    figures: Figures
    about: About
    checksum: str
