"""On which day a mail tells of reminders (R167): a working day's morning in Copenhagen, each day or each week, as the member wants it."""

import datetime as dt

from core.days import COPENHAGEN, DAY, WEEK, is_working_day, next_working_day

MORNING = dt.time(7)


def mail_day(*, told_on: dt.date, weekly: bool) -> dt.date:
    """The first day on which a mail can list what was told on that day (R167).

    Each working day, or once a week: on Monday, or on the first working day after it when Monday is a day off.
    """
    if not weekly:
        return next_working_day(told_on)
    monday = told_on - told_on.weekday() * DAY
    this_week = next_working_day(monday)
    return this_week if told_on <= this_week else next_working_day(monday + WEEK)


def listed_by(*, on: dt.date, weekly: bool) -> dt.date | None:
    """The last day of telling that a mail of this day lists, with all that was told before it; None when no mail comes (R167)."""
    if not is_working_day(on):
        return None
    return next_working_day(on - on.weekday() * DAY) if weekly else on


def morning(day: dt.date) -> dt.datetime:
    """Seven o'clock in Copenhagen on that day."""
    return dt.datetime.combine(day, MORNING, tzinfo=COPENHAGEN)
