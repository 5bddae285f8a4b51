"""Deadlines by the Danish calendar (rules R11-R14). The numbers come from dated rules and the jobcentre's settings, never from here."""

import datetime as dt
from collections.abc import Sequence

from cases.enums import Channel
from core.days import WEEK, add_working_days, next_working_day, previous_working_day


def answer_due(*, received_on: dt.date, within_days: int) -> dt.date:
    """The case-handling deadline (R11) [law]: so many days after the day of receipt, which is not counted itself."""
    return received_on + dt.timedelta(days=within_days)


def counts_as_received(*, sent_on: dt.date, channel: Channel, letter_working_days: int) -> dt.date:
    """The day a letter counts as received (R12) [law]: Digital Post the same day, paper after so many working days."""
    return sent_on if channel == Channel.DIGITAL_POST else add_working_days(sent_on, letter_working_days)


def appeal_until(*, received_on: dt.date, weeks: int) -> dt.date:
    """The last day to complain (R13) [law]: the same weekday so many weeks later; a day off moves it to the next working day."""
    return next_working_day(received_on + weeks * WEEK)


def decide_by(*, last_day: dt.date, notice_weeks: int = 2) -> dt.date:
    """By when an extension should be decided (R14): the notice time before the last day, moved back to a working day."""
    return previous_working_day(last_day - notice_weeks * WEEK)


def mentor_due(*, sent_on: dt.date, usual_days: int) -> dt.date:
    """By when a mentor is usually found: the jobcentre's usual days after the decision was sent."""
    return sent_on + dt.timedelta(days=usual_days)


def due_of_match(*, granted_first_day: dt.date | None, open_answers: Sequence[dt.date]) -> dt.date | None:
    """What is next in the match once somebody was proposed: the first answer that is awaited, else a mentor by the granted first day."""
    return min(open_answers) if open_answers else granted_first_day


def days_late(*, starts_on: dt.date, today: dt.date, usual_days: int) -> int:
    """How many days before a usual match the situation starts (R15): 0 when there is time enough."""
    return max(0, (today + dt.timedelta(days=usual_days) - starts_on).days)
