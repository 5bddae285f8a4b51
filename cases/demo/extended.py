"""A course that goes on after its first period: asked for, decided, and a new period with a new version of the agreement."""

import datetime as dt

from cases.demo.chance import last_day_of_months, previous_working_day
from cases.demo.plan import Course, Extended
from cases.enums_course import AskedBy
from cases.rules.deadlines import decide_by
from core.days import DAY

REQUEST_DAYS = (20, 50)
"""So many days before the last day it is asked for."""
ASKED_BY = {AskedBy.CLIENT: 75, AskedBy.MENTOR: 15, AskedBy.CASEWORKER: 10}


def asks_for_more(course: Course, *, months: int, minutes: int | None = None, asked_on: dt.date | None = None) -> Extended:
    """The course asks for a new period of so many months after its last day."""
    chance = course.at.chance
    first = course.last_day + DAY
    before = course.last_day - DAY * chance.between(*REQUEST_DAYS)
    hours = minutes or (course.minutes if chance.happens(0.5) else max(60, course.minutes * 2 // 3 // 15 * 15))
    course.extended = Extended(
        asked_by=chance.weighted(ASKED_BY),
        asked_on=previous_working_day(asked_on or before),
        decide_by=decide_by(last_day=course.last_day),
        first_day=first,
        last_day=last_day_of_months(first, months),
        minutes=hours,
        wished_minutes=course.minutes,
        wished_last_day=last_day_of_months(first, months if hours == course.minutes else 6),
    )
    return course.extended


def goes_on(course: Course, *, months: int, minutes: int | None = None) -> None:
    """The new period is granted some days after it was asked for, and before the last day."""
    extended = asks_for_more(course, months=months, minutes=minutes)
    decided = extended.asked_on + DAY * course.at.chance.between(3, 14)
    extended.decided_on = previous_working_day(min(decided, course.last_day - DAY))
