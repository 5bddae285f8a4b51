"""Where a course is on a day: the period that pages speak of, its week, the days that are gone (rule R147). Days are inclusive."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from core.days import DaySpan


@dataclass(frozen=True, slots=True)
class PeriodDays:
    """A period as granted; `ended_on` when it ended early."""

    number: int
    first_day: dt.date
    last_day: dt.date
    ended_on: dt.date | None = None

    @property
    def end(self) -> dt.date:
        """The last day on which it holds; before the first day when it never began."""
        return self.last_day if self.ended_on is None else self.ended_on


@dataclass(frozen=True, slots=True)
class Week:
    """The week of a period that a day lies in, the first one counted from the period's first day, and how many there are."""

    number: int
    of: int


@dataclass(frozen=True, slots=True)
class Gone:
    """How much of a period is behind a day: days before it, the day itself and those after it, and all."""

    gone: int
    left: int
    whole: int


def period_shown(*, periods: Sequence[PeriodDays], today: dt.date) -> PeriodDays | None:
    """The period that pages speak of (R147): the one that holds today; else the last one that has begun; before all of them the first."""
    held = sorted((each for each in periods if each.end >= each.first_day), key=lambda each: each.first_day)
    begun = [each for each in held if each.first_day <= today]
    return begun[-1] if begun else held[0] if held else None


def week_of(*, period: PeriodDays, today: dt.date) -> Week | None:
    """Week 24 of 26 (R147); None before the first day and after the last one."""
    if not period.first_day <= today <= period.end:
        return None
    weeks = -(-DaySpan(period.first_day, period.end).days() // 7)
    return Week((today - period.first_day).days // 7 + 1, weeks)


def days_gone(*, period: PeriodDays, today: dt.date) -> Gone:
    """The days before today are gone, today is one of those that are left (R147)."""
    whole = DaySpan(period.first_day, period.end).days()
    gone = min(max((today - period.first_day).days, 0), whole)
    return Gone(gone, whole - gone, whole)


def goes_on_until(*, periods: Sequence[PeriodDays]) -> dt.date | None:
    """The last day of the course: that of its last period which holds (R147)."""
    return max((each.end for each in periods if each.end >= each.first_day), default=None)
