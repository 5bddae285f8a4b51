"""Feedback while it can still help (rules R140-R142): what counts as an answer, by when it is dealt with, when to ask next."""

import datetime as dt
from collections.abc import Sequence

from core.days import DAY, WEEK, DaySpan, add_months, add_working_days
from core.verdicts import YES, Answer, no


def feedback_verdict(
    *, day: dt.date, today: dt.date, course_first_day: dt.date | None, going: int | None, words: str, not_working: bool
) -> Answer:
    """Whether this can be written down as feedback (R140): said since the course began and not in the future, and saying something.

    Refuses with `feedback_no_course`, `feedback_in_future`, `feedback_before_course`, `feedback_says_nothing` or `feedback_what_is_wrong`.
    """
    if course_first_day is None:
        return no("feedback_no_course")
    if day > today:
        return no("feedback_in_future")
    if day < course_first_day:
        return no("feedback_before_course", first_day=course_first_day.isoformat())
    if not_working and not words.strip():
        return no("feedback_what_is_wrong")
    return YES if going is not None or words.strip() else no("feedback_says_nothing")


def answer_by(*, recorded_on: dt.date) -> dt.date:
    """By when something that does not work is dealt with (R141): the next working day after the day it was written down."""
    return add_working_days(recorded_on, 1)


def next_question(
    *,
    course: DaySpan | None,
    asked_on: Sequence[dt.date],
    first_weeks: int,
    every_months: int,
    pauses: Sequence[DaySpan] = (),
) -> dt.date | None:
    """When the client is asked next how it goes (R142): so many weeks after the beginning, then so many months after the last answer.

    A day in a pause moves to the day after it. None when there is no such day any more: after the last day, or in a pause without an end.
    """
    if course is None:
        return None
    due = course.first_day + first_weeks * WEEK
    if asked_on:
        due = max(due, add_months(max(asked_on), every_months))
    for pause in sorted(pauses):
        if due in pause:
            if pause.last_day is None:
                return None
            due = pause.last_day + DAY
    return due if due in course else None
