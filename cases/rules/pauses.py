"""A pause of the course, and the client's changed wish (rules R107, R108, R110). Days are inclusive."""

import datetime as dt
from collections.abc import Sequence

from cases.enums import DecisionKind, State
from cases.rules.hours import Step, minutes_between
from core.days import FULL_TIME_MINUTES, DaySpan
from core.verdicts import YES, Answer, no


def pause_verdict(
    *,
    state: State,
    first_day: dt.date,
    last_day: dt.date | None,
    periods: Sequence[DaySpan],
    others: Sequence[DaySpan],
    used: Sequence[dt.date],
) -> Answer:
    """Whether the course can pause on these days (R107). `used` are days on which hours were given, `others` its other pauses.

    Refuses with `pause_not_running`, `pause_outside_course`, `pause_ends_before_start`, `pause_after_course`, `pause_overlaps` or `pause_has_hours`.
    """
    if state != State.RUNNING:
        return no("pause_not_running")
    if not any(first_day in span for span in periods):
        return no("pause_outside_course", **_first_and_last(periods))
    if last_day is not None and last_day < first_day:
        return no("pause_ends_before_start", first_day=first_day.isoformat())
    latest = course_last_day(periods)
    if last_day is not None and latest is not None and last_day > latest:
        return no("pause_after_course", last_day=latest.isoformat())
    pause = DaySpan(first_day, last_day)
    for other in sorted(others, key=lambda each: each.first_day):
        if pause.overlaps(other):
            return no(
                "pause_overlaps", first_day=other.first_day.isoformat(), last_day=other.last_day.isoformat() if other.last_day else ""
            )
    on_pause = [day for day in used if day in pause]
    return no("pause_has_hours", day=max(on_pause).isoformat()) if on_pause else YES


def course_last_day(periods: Sequence[DaySpan]) -> dt.date | None:
    """The last day of the last period."""
    return max((span.last_day for span in periods if span.last_day is not None), default=None)


def has_begun(*, first_day: dt.date, today: dt.date) -> bool:
    """A pause that has begun can be ended, and is no longer taken back (R107)."""
    return first_day <= today


def minutes_paused(*, granted: Sequence[Step], period: DaySpan, pause: DaySpan) -> int:
    """What is granted for the days of the pause that lie in the period (R108): it lapses, as the last day does not move."""
    if period.last_day is None or not pause.overlaps(period):
        return 0
    last_day = period.last_day if pause.last_day is None else min(pause.last_day, period.last_day)
    return minutes_between(granted, span=DaySpan(max(pause.first_day, period.first_day), last_day))


def _first_and_last(periods: Sequence[DaySpan]) -> dict[str, str]:
    latest = course_last_day(periods)
    return {
        "first_day": min(span.first_day for span in periods).isoformat() if periods else "",
        "last_day": latest.isoformat() if latest else "",
    }


def wish_verdict(
    *,
    state: State,
    has_open: bool,
    day: dt.date,
    minutes_a_week: int | None,
    last_day: dt.date | None,
    granted_minutes: int,
    course: DaySpan | None,
    received_on: dt.date,
    today: dt.date,
) -> tuple[str, Answer]:
    """Whether this is a changed wish of a running course (R110): for other hours or another last day than those of now.

    (field, answer): `wish_not_running`, `wish_open_already`, `wish_in_future`, `wish_before_application`, `wish_for_nothing`, `wish_without_hours`,
    `wish_more_than_a_week`, `wish_as_granted`, `wish_ends_before`.
    """
    if state != State.RUNNING or course is None or course.last_day is None:
        return "", no("wish_not_running")
    if has_open:
        return "", no("wish_open_already")
    if day > today:
        return "day", no("wish_in_future")
    if day < received_on:
        return "day", no("wish_before_application", received_on=received_on.isoformat())
    if minutes_a_week is None and last_day is None:
        return "minutes_a_week", no("wish_for_nothing")
    if minutes_a_week == 0:
        return "minutes_a_week", no("wish_without_hours")
    if minutes_a_week is not None and minutes_a_week > FULL_TIME_MINUTES:
        return "minutes_a_week", no("wish_more_than_a_week", hours=FULL_TIME_MINUTES // 60)
    if last_day is not None and last_day < max(course.first_day, day):
        return "last_day", no("wish_ends_before", day=max(course.first_day, day).isoformat())
    if minutes_a_week in (None, granted_minutes) and last_day in (None, course.last_day):
        return "minutes_a_week", no("wish_as_granted")
    return "", YES


def answers_wish(*, kind: DecisionKind, minutes_a_week: int | None, last_day: dt.date | None, is_no: bool = False) -> bool:
    """Which decision answers a changed wish (R110): a change of hours one for hours alone, an extension one that names a last day, and a written
    no (`is_no`: everything stays as it is) any."""
    if kind == DecisionKind.CHANGE:
        return is_no or (minutes_a_week is not None and last_day is None)
    return kind == DecisionKind.EXTENSION and last_day is not None
