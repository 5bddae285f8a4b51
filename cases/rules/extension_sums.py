"""A course in weeks and granted hours over all its periods (R117)."""

from collections.abc import Sequence
from dataclasses import dataclass

from cases.rules.hours import GrantedPeriod, Step, minutes_between
from core.days import DaySpan


@dataclass(frozen=True, slots=True)
class Part:
    """A period, or what would be one: its days, and the minutes granted in them."""

    span: DaySpan
    minutes: int


@dataclass(frozen=True, slots=True)
class Total:
    """All periods together (R117). A period that ended early counts as long as it held; a gap counts as nothing."""

    days: int
    minutes: int

    @property
    def weeks(self) -> int:
        """Whole weeks, rounded."""
        return round(self.days / 7)


def part_of(*, steps: Sequence[Step], span: DaySpan) -> Part:
    return Part(span, minutes_between(steps, span=span))


def parts_of(periods: Sequence[GrantedPeriod]) -> list[Part]:
    """The earlier periods as long as they held, with the minutes granted for those days; one that was ended before it began is none."""
    return [part_of(steps=period.granted, span=period.days) for period in periods if period.days is not None]


def total_of(parts: Sequence[Part]) -> Total:
    """Weeks and hours of the whole course (R117)."""
    return Total(days=sum(part.span.days() for part in parts), minutes=sum(part.minutes for part in parts))
