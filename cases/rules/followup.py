"""After the end: when the client is asked again, and what an answer holds (rules R126, R127)."""

import datetime as dt
from collections.abc import Mapping

from cases.enums import Outcome, OutcomePoint
from core.days import add_months, is_working_day, next_working_day
from core.verdicts import YES, Answer, no

MONTHS: dict[OutcomePoint, int] = {OutcomePoint.MONTHS_3: 3, OutcomePoint.MONTHS_6: 6, OutcomePoint.MONTHS_12: 12}
"""So many months after the end the client is asked again, in this order."""
LATEST_MONTHS = 18
"""No follow-up lies later than this after the end."""


def plain_day(*, closed_on: dt.date, point: OutcomePoint) -> dt.date:
    """The same day number so many months after the end, or the month's last day (R126)."""
    return add_months(closed_on, MONTHS[point])


def follow_up_days(*, closed_on: dt.date) -> dict[OutcomePoint, dt.date]:
    """The days on which the client is asked again (R126): 3, 6 and 12 months after the end; a day off moves to the next working day.

    17-11-2026 -> 17-02-2027, 18-05-2027 (17 May is Whit Monday), 17-11-2027.
    """
    return {point: next_working_day(plain_day(closed_on=closed_on, point=point)) for point in MONTHS}


def days_verdict(*, closed_on: dt.date, days: Mapping[OutcomePoint, dt.date]) -> tuple[OutcomePoint | None, Answer]:
    """The first day that cannot be, and why (R126): each is a working day after the end and after the one before, within 18 months.

    Refuses with `follow_up_day_off`, `follow_up_before_end`, `follow_up_too_late` or `follow_up_order`.
    """
    latest, before = add_months(closed_on, LATEST_MONTHS), None
    for point in MONTHS:
        day = days.get(point)
        if day is None:
            continue
        if day <= closed_on:
            return point, no("follow_up_before_end", closed_on=closed_on.isoformat())
        if day > latest:
            return point, no("follow_up_too_late", latest=latest.isoformat())
        if not is_working_day(day):
            return point, no("follow_up_day_off", next=next_working_day(day).isoformat())
        if before is not None and day <= before:
            return point, no("follow_up_order", before=before.isoformat())
        before = day
    return None, YES


def asking_verdict(*, due_on: dt.date, today: dt.date) -> Answer:
    """Whether it is asked yet (R127). Refuses with `follow_up_too_early`: the day can be moved when the client is met sooner."""
    return YES if today >= due_on else no("follow_up_too_early", due_on=due_on.isoformat())


def answer_verdict(*, reached: bool, outcome: Outcome | None) -> Answer:
    """Not reached is an answer, and then the outcome is unknown; who was reached has one (R127). Refuses with `outcome_not_chosen`."""
    return no("outcome_not_chosen") if reached and outcome is None else YES
