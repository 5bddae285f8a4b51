"""What is planned of a mentor (rule R80): the hours of a month, and the parts of a week. Facts in, numbers and codes out."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from core.days import DAY, DaySpan, add_months

_WEEK = re.compile(r"(\d{4})-W(\d{2})")
_FIRST_YEAR, _LAST_YEAR = 2000, 2198


@dataclass(frozen=True, slots=True)
class Planned:
    """Minutes a week on each of these days: an assignment, or what is granted to a place."""

    days: DaySpan
    minutes: int


@dataclass(frozen=True, slots=True)
class Booked:
    """Times of the week that an agreement names, as codes, and the days on which it holds."""

    days: DaySpan
    times: frozenset[str]


class Room(StrEnum):
    """What a part of a day is for a mentor. NO: not one of the mentor's times."""

    FREE = "free"
    TAKEN = "taken"
    AWAY = "away"
    NO = "no"


def month_of(day: dt.date) -> DaySpan:
    first = day.replace(day=1)
    return DaySpan(first, add_months(first, 1) - DAY)


def months_until(day: dt.date, *, number: int) -> list[DaySpan]:
    """The month of `day` and those before it, `number` in all, the oldest first."""
    return [month_of(add_months(day.replace(day=1), -back)) for back in range(number - 1, -1, -1)]


def minutes_in(month: DaySpan, *, planned: Iterable[Planned]) -> int:
    """Whole minutes planned in a month: minutes a week pro rata, for the days of the month that lie in each span (R80)."""
    total, month_ends = 0, add_months(month.first_day, 1) - DAY
    for each in planned:
        first, last = max(month.first_day, each.days.first_day), min(month_ends, each.days.last_day or month_ends)
        total += each.minutes * max(0, (last - first).days + 1)
    return round(total / 7)


def monday_of(text: str) -> dt.date | None:
    """The Monday of an ISO week written as 2026-W48; None for what is no week of this century or the next."""
    found = _WEEK.fullmatch(text)
    if not found or not _FIRST_YEAR <= int(found[1]) <= _LAST_YEAR:
        return None
    try:
        return dt.date.fromisocalendar(int(found[1]), int(found[2]), 1)
    except ValueError:
        return None


def written_week(day: dt.date) -> str:
    """2026-W48, as `monday_of` reads it."""
    year, week, _weekday = day.isocalendar()
    return f"{year}-W{week:02d}"


def room(
    *,
    day: dt.date,
    part: str,
    times: frozenset[str],
    booked: Iterable[Booked],
    away: Iterable[DaySpan],
    available_from: dt.date | None = None,
    available_until: dt.date | None = None,
) -> Room:
    """What a part of a day is (R80). Nobody meets outside the days of availability; who is away is away, whatever was agreed; a time that
    an agreement takes is taken, also one that the mentor did not name."""
    if (available_from and day < available_from) or (available_until and day > available_until):
        return Room.NO
    if any(day in span for span in away):
        return Room.AWAY
    code = f"{day.isoweekday()}_{part}"
    if any(code in each.times and day in each.days for each in booked):
        return Room.TAKEN
    return Room.FREE if code in times else Room.NO
