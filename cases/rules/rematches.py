"""A second chance in a running course: when a rematch can be opened, which day the new mentor can begin, what is left (rules R71-R74)."""

import datetime as dt
from dataclasses import dataclass

from cases.enums import MayRead, State
from cases.rules.agreements import minutes_in_all
from core.days import DAY, DaySpan
from core.verdicts import YES, Answer, no


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of a course: days, and the agreed minutes of those days, part weeks pro rata."""

    days: int
    minutes: int

    @property
    def weeks(self) -> int:
        """Whole weeks; the days of a week that has begun are `odd_days`."""
        return self.days // 7

    @property
    def odd_days(self) -> int:
        return self.days % 7


def opening_verdict(*, state: State, has_open: bool, course: DaySpan | None, today: dt.date) -> Answer:
    """Whether a rematch can be opened today (R71).

    Refuses with `rematch_not_running`, `rematch_open_already`, `rematch_no_period` or `rematch_no_days_left`: who begins after today needs a day.
    """
    if state != State.RUNNING:
        return no("rematch_not_running", state=str(state))
    if has_open:
        return no("rematch_open_already")
    if course is None or course.last_day is None:
        return no("rematch_no_period")
    if course.last_day <= today:
        return no("rematch_no_days_left", last_day=course.last_day.isoformat())
    return YES


def raised_verdict(*, raised_on: dt.date, assigned_on: dt.date, today: dt.date) -> Answer:
    """The day on which somebody said that the match does not work: since the mentor was assigned, and not in the future (R71).

    Refuses with `raised_in_future` or `raised_before_mentor`.
    """
    if raised_on > today:
        return no("raised_in_future")
    return YES if raised_on >= assigned_on else no("raised_before_mentor", assigned_on=assigned_on.isoformat())


def stop_verdict(*, stops_on: dt.date | None, place: DaySpan, course: DaySpan) -> Answer:
    """The mentor's last day (R71): from the day before the place began to the last day of the course. None: until the new one begins.

    Refuses with `stops_before_start` or `stops_after_course`.
    """
    if stops_on is None:
        return YES
    if stops_on < place.first_day - DAY:
        return no("stops_before_start", first_day=place.first_day.isoformat())
    if course.last_day is not None and stops_on > course.last_day:
        return no("stops_after_course", last_day=course.last_day.isoformat())
    return YES


def may_read_verdict(*, may_read: MayRead, summary: str) -> Answer:
    """A summary for the new mentor is written before it can be read (R74). Refuses with `summary_missing`."""
    return no("summary_missing") if may_read == MayRead.SUMMARY and not summary.strip() else YES


def earliest_day(*, today: dt.date, course: DaySpan, old_first_day: dt.date) -> dt.date:
    """The first day on which a new mentor can begin (R72): today, and neither before the course nor before the mentor of now."""
    return max(today, course.first_day, old_first_day)


def suggested_day(*, today: dt.date, course: DaySpan, old_first_day: dt.date, stops_on: dt.date | None) -> dt.date:
    """The day that stands in the form (R72): the earliest, or the day after the mentor stops, and always inside the course."""
    day = earliest_day(today=today, course=course, old_first_day=old_first_day)
    if stops_on is not None:
        day = max(day, stops_on + DAY)
    return min(day, course.last_day) if course.last_day is not None else day


def takeover_verdict(*, first_day: dt.date, today: dt.date, course: DaySpan, old_first_day: dt.date) -> Answer:
    """Whether the new mentor can begin on this day (R72). Refuses with `takeover_too_early` or `takeover_after_course`."""
    earliest = earliest_day(today=today, course=course, old_first_day=old_first_day)
    if first_day < earliest:
        return no("takeover_too_early", day=earliest.isoformat())
    if course.last_day is not None and first_day > course.last_day:
        return no("takeover_after_course", last_day=course.last_day.isoformat())
    return YES


def last_day_of_old(*, first_day: dt.date, stops_on: dt.date | None) -> dt.date:
    """The old mentor's last day (R72): the day before the new one begins, or the day on which the old one has stopped already."""
    before = first_day - DAY
    return before if stops_on is None else min(before, stops_on)


def what_is_left(*, course: DaySpan, today: dt.date, minutes_a_week: int) -> Left:
    """The days from today, and the agreed minutes of them (R73); nothing when the course is over."""
    if course.last_day is None or course.last_day < today:
        return Left(0, 0)
    span = DaySpan(max(today, course.first_day), course.last_day)
    return Left(span.days(), minutes_in_all(minutes_a_week=minutes_a_week, span=span))


def room_verdict(*, free_minutes: int, more_minutes: int) -> Answer:
    """Whether a mentor has room for so many more minutes a week (R75). Refuses with `mentor_no_more_hours`."""
    if more_minutes <= max(free_minutes, 0):
        return YES
    return no("mentor_no_more_hours", free=max(free_minutes, 0), more=more_minutes)
