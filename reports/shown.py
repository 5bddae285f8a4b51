"""What the overview tells, out of the figures: few enough to be kept as JSON by night and read on every page. No number is born here."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from reports.figures import Figure, Figures, Spread


@dataclass(frozen=True, slots=True)
class Shown:
    """As `Figures` has them. `outcomes` are at the end, with "not_recorded"; `groups` the sums of them; `waiting` is by Step."""

    reached: Figure
    persons: Figure
    completed: Figure
    ongoing: Figure
    dropped_out: Figure
    in_work: Figure
    extended: Figure
    outcomes: Mapping[str, Figure]
    groups: Mapping[str, Figure]
    waiting: Mapping[str, Spread]
    is_small: bool = False

    @classmethod
    def of(cls, figures: Figures) -> "Shown":
        return cls(
            reached=figures.reached,
            persons=figures.persons,
            completed=figures.completed,
            ongoing=figures.ongoing,
            dropped_out=figures.dropped_out,
            in_work=figures.in_work,
            extended=figures.extensions.courses,
            outcomes=figures.outcomes,
            groups=figures.groups,
            waiting=figures.waiting,
            is_small=figures.is_small,
        )

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, found: dict[str, Any]) -> "Shown":
        """What `as_json` wrote."""
        alone = ("reached", "persons", "completed", "ongoing", "dropped_out", "in_work", "extended")
        return cls(
            **{name: Figure(**found[name]) for name in alone},
            outcomes={code: Figure(**each) for code, each in found["outcomes"].items()},
            groups={code: Figure(**each) for code, each in found["groups"].items()},
            waiting={code: Spread(**each) for code, each in found["waiting"].items()},
            is_small=found["is_small"],
        )
