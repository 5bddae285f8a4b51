"""The health of a match, from the rows of the case as they are now."""

import datetime as dt

from cases.course_read import CourseRead, read_course
from cases.enums import State
from cases.enums_course import Attendance
from cases.models import Case
from cases.rules.health import CourseSigns, Said, Sign, signs
from cases.rules.hour_use import under_use
from cases.rules.hours import Account, account
from core.days import DaySpan, day_of


def health_of(case: Case, *, at: dt.datetime) -> tuple[Sign, ...]:
    """What should be looked at in the running course (R143-R145); nothing of any other case. One statement."""
    if case.state != State.RUNNING:
        return ()
    read, on = read_course(case, since=None, now=at), day_of(at)
    return signs_of(read, account(periods=read.periods, uses=read.uses, pauses=read.pauses, on=on), on=on)


def signs_of(read: CourseRead, hours: Account, *, on: dt.date) -> tuple[Sign, ...]:
    """The same from rows that are read already, with the account of at least the period of now."""
    period = hours.period_on(on)
    rules = read.settings
    under = under_use(hours, on=on, percent=rules.under_use_percent, weeks=rules.under_use_weeks)
    known = CourseSigns(
        period=DaySpan(period.first_day, period.ended_on or period.last_day) if period else None,
        last_contact=read.last_contact,
        pauses=read.pauses,
        met=[(day, Attendance(attendance)) for day, attendance in read.met],
        uses=[(use.day, use.used) for use in read.uses],
        under=(under.used, under.planned_to_date) if under else None,
        said=[Said(who, day, going) for who, day, going in read.said],
        trouble=Said(read.trouble.said_by, read.trouble.day, None) if read.trouble else None,
        oldest_question=read.oldest_question,
    )
    return signs(known=known, quiet_days=rules.quiet_days, today=on)
