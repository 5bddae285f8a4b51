"""Lengths and days of periods (rules R31-R33). Days are inclusive."""

import datetime as dt

from core.days import DaySpan, last_day_of_months
from core.verdicts import YES, Answer, no

LAW_MONTHS = 6
"""At most six months at a time [2] [law]; a jobcentre's dated rule may be shorter, never longer."""


def latest_last_day(*, first_day: dt.date, longest_months: int) -> dt.date:
    """The latest possible last day of a period (R31): whole months from its own first day, never chained."""
    return last_day_of_months(first_day, min(longest_months, LAW_MONTHS))


def length_verdict(*, first_day: dt.date, last_day: dt.date, longest_months: int) -> Answer:
    """Whether a period may run from `first_day` to `last_day` (R31). Refuses with `ends_before_start` or `period_too_long`."""
    if last_day < first_day:
        return no("ends_before_start")
    latest = latest_last_day(first_day=first_day, longest_months=longest_months)
    if last_day > latest:
        return no("period_too_long", months=min(longest_months, LAW_MONTHS), latest=latest.isoformat())
    return YES


def overlap_verdict(*, span: DaySpan, others: list[DaySpan]) -> Answer:
    """Whether the span shares no day with another period of the case (R32). Refuses with `period_overlaps`, naming the clashing one."""
    for other in sorted(others):
        if span.overlaps(other):
            return no(
                "period_overlaps", first_day=other.first_day.isoformat(), last_day=other.last_day.isoformat() if other.last_day else ""
            )
    return YES


def first_period(*, granted: DaySpan, startup_on: dt.date) -> DaySpan | None:
    """The days of the first period (R33): from the later of the granted first day and start-up, to the granted last day.

    None when start-up lies after the granted last day: then a new decision is needed.
    """
    if granted.last_day is not None and startup_on > granted.last_day:
        return None
    return DaySpan(max(granted.first_day, startup_on), granted.last_day)
