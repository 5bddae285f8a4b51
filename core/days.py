"""Days as officials and letters speak: inclusive first and last day, months by the calendar, Danish working days. No Django here.

`DaySpan` alone does the plus and minus one.
"""

import calendar
import datetime as dt
import os
from dataclasses import dataclass
from functools import cache
from zoneinfo import ZoneInfo

import holidays

DAY = dt.timedelta(days=1)
WEEK = dt.timedelta(days=7)
COPENHAGEN = ZoneInfo("Europe/Copenhagen")
FULL_TIME_MINUTES = 37 * 60
"""A full week's work in Denmark: more hours a week with a mentor are a slip of the pen."""


def day_of(at: dt.datetime) -> dt.date:
    """The day it is in Copenhagen at this instant: 23:30 UTC on 31 December is 1 January."""
    return at.astimezone(COPENHAGEN).date()


def midnight(day: dt.date) -> dt.datetime:
    """The instant at which the day begins in Copenhagen."""
    return dt.datetime.combine(day, dt.time(), tzinfo=COPENHAGEN)


def instant_of(day: dt.date, time: dt.time) -> dt.datetime | None:
    """The instant of a time of the day in Copenhagen; None where clocks leave it out (02:00 to 03:00 on the last Sunday of March).

    An hour that a night has twice (the last Sunday of October) is the first of the two, in summer time.
    """
    local = dt.datetime.combine(day, time.replace(fold=0), tzinfo=COPENHAGEN)
    found = local.astimezone(dt.UTC)
    return found if found.astimezone(COPENHAGEN).replace(tzinfo=None) == local.replace(tzinfo=None) else None


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day number `months` later, or the month's last day where that number does not exist (31 August + 6 = 28 February)."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(years, month + 1, min(day.day, calendar.monthrange(years, month + 1)[1]))


def last_day_of_months(first_day: dt.date, months: int) -> dt.date:
    """The last day, inclusive, of a span of whole months (rule R31).

    First day + months - 1 day; where that day number does not exist in the month, the month's last day. Always from the first day,
    never chained: 01-01-2026 -> 30-06-2026, 31-08-2026 -> 28-02-2027, 31-08-2027 -> 29-02-2028.
    """
    same_number = add_months(first_day, months)
    return same_number - DAY if same_number.day == first_day.day else same_number


@dataclass(frozen=True, slots=True, order=True)
class DaySpan:
    """An inclusive span of days. `last_day` None means that it has no end yet."""

    first_day: dt.date
    last_day: dt.date | None = None

    def __post_init__(self) -> None:
        if self.last_day is not None and self.last_day < self.first_day:
            raise ValueError("a span ends on or after its first day")

    def __contains__(self, day: dt.date) -> bool:
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)

    def overlaps(self, other: "DaySpan") -> bool:
        """Whether at least one day lies in both."""
        starts_before_end = other.last_day is None or self.first_day <= other.last_day
        return starts_before_end and (self.last_day is None or other.first_day <= self.last_day)

    def days(self) -> int:
        """How many days, both ends counted; a span without an end has none to count."""
        if self.last_day is None:
            raise ValueError("a span without an end has no length")
        return (self.last_day - self.first_day).days + 1

    def weeks(self) -> float:
        """Length in weeks, part weeks pro rata."""
        return self.days() / 7


def whole_months(span: DaySpan) -> int:
    """The number of whole months that fit into the span, by the same rule as `last_day_of_months`."""
    if span.last_day is None:
        raise ValueError("a span without an end has no length")
    months = (span.last_day.year - span.first_day.year) * 12 + span.last_day.month - span.first_day.month + 1
    while months > 0 and last_day_of_months(span.first_day, months) > span.last_day:
        months -= 1
    return months


@cache
def _holidays(year: int) -> frozenset[dt.date]:
    return frozenset(holidays.country_holidays("DK", years=year))


def closed_days(text: str) -> frozenset[tuple[int, int]]:
    """(month, day) pairs of "06-05 12-24": ValueError with a sentence for what is no day of a year."""
    try:
        days = [dt.date.fromisoformat(f"2000-{each}") for each in text.split()]
    except ValueError:
        raise ValueError(f"CLOSED_DAYS is “{text}”: write month and day of each, such as 06-05 12-24 12-31.") from None
    return frozenset((day.month, day.day) for day in days)


CLOSED_DAYS = closed_days(os.environ.get("CLOSED_DAYS", "06-05 12-24 12-31"))
"""Not holidays in law, but offices are closed, the same days every year: Constitution Day, Christmas Eve and New Year's Eve, unless the installation
says others."""


def is_working_day(day: dt.date, *, closed: frozenset[tuple[int, int]] = CLOSED_DAYS) -> bool:
    """Monday to Friday, no public holiday, and not one of the (month, day) pairs on which the office is closed."""
    return day.weekday() < 5 and day not in _holidays(day.year) and (day.month, day.day) not in closed


@cache
def _named(year: int, language: str) -> dict[dt.date, str]:
    code = "en_US" if language == "en" else "da"
    return dict(holidays.country_holidays("DK", years=year, language=code, categories=("public", "optional")).items())


def holiday_name(day: dt.date, *, language: str) -> str:
    """The name of a public holiday, or of a day on which offices are closed, in Danish ("da") or English ("en"); "" for any other day."""
    is_off = day in _holidays(day.year) or (day.month, day.day) in CLOSED_DAYS
    return _named(day.year, language).get(day, "") if is_off else ""


def next_working_day(day: dt.date) -> dt.date:
    """The day itself or the first working day after it: deadlines that end on a day off move on."""
    while not is_working_day(day):
        day += DAY
    return day


def previous_working_day(day: dt.date) -> dt.date:
    """The day itself or the last working day before it: 'decide by' days move back."""
    while not is_working_day(day):
        day -= DAY
    return day


def add_working_days(day: dt.date, number: int) -> dt.date:
    """The day that lies `number` working days after `day`, which is not counted itself."""
    for _ in range(number):
        day = next_working_day(day + DAY)
    return day


def working_days_before(day: dt.date, number: int) -> dt.date:
    """The day that lies `number` working days before `day`, which is not counted itself."""
    for _ in range(number):
        day = previous_working_day(day - DAY)
    return day


def iso_week(day: dt.date) -> tuple[int, int]:
    """(ISO year, ISO week): 1 January 2027 is (2026, 53)."""
    year, week, _ = day.isocalendar()
    return year, week
