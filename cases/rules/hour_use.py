"""What is used beside what is granted and planned: too much, and too little (rule R89). Whole minutes."""

import datetime as dt
from dataclasses import dataclass

from cases.rules.hours import Account, PeriodHours


@dataclass(frozen=True, slots=True)
class OverUse:
    """By how many minutes an entry passes what is granted: in its period, which asks for a reason, and in its week, which is only told."""

    period: int
    week: int


def over_use(found: Account, *, day: dt.date, minutes: int) -> OverUse:
    """What so many minutes more on the day pass (R89). Zero where nothing is passed, and for a day outside every period."""
    period, week = found.period_on(day), found.week_on(day)
    return OverUse(
        period=max(period.used + minutes - period.granted, 0) if period and minutes else 0,
        week=max(week.used + minutes - week.granted, 0) if week and minutes else 0,
    )


def under_use(found: Account, *, on: dt.date, percent: int, weeks: int) -> PeriodHours | None:
    """The period of now when less than the share of its plan to date is used, so many weeks after it began (R89); else None."""
    period = found.period_on(on)
    if period is None or on < period.first_day + dt.timedelta(weeks=weeks):
        return None
    return period if period.used * 100 < period.planned_to_date * percent else None
