"""The points that the state's audit asks of a course, each answered with a reason (R241-R245). Pure: facts and a day in, codes out.

The audit found purpose, tasks and qualifications undocumented, hours that nobody checked, and follow-up that did not take place.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from core.days import last_day_of_months

LONGEST_MONTHS = 6
FEWEST_WORDS = 3
"""A purpose of one or two words tells nobody whether it was reached."""
UNCHECKED_DAYS = 28
"""Hours wait no longer than this for approval, and no course goes on for longer without any."""
FOLLOW_UP_WEEKS = 8
"""A course has a status meeting, held or planned, by so many weeks after its first day."""


class Point(StrEnum):
    """What is checked, in the order of the sheet."""

    PURPOSE = "purpose"
    TASKS = "tasks"
    QUALIFICATIONS = "qualifications"
    MENTOR_TYPE = "mentor_type"
    HOURS = "hours"
    CHECKED = "checked"
    DURATION = "duration"
    GUIDANCE = "guidance"
    FOLLOW_UP = "follow_up"


class Held(StrEnum):
    """Whether a point is kept."""

    YES = "yes"
    NO = "no"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Check:
    """One point of one course: the answer, and why, as a code."""

    point: Point
    held: Held
    reason: str


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """A decision in force. `grants`: it grants a period; else it refuses one, or changes the hours of one."""

    grants: bool
    purpose: str
    tasks: str
    mentor_type: str
    minutes_a_week: int | None
    sent_on: dt.date
    received_on: dt.date
    appeal_until: dt.date
    appeal_weeks: int


@dataclass(frozen=True, slots=True)
class MentorFacts:
    """The course's last mentor. `why`: what was written about why this mentor; `areas`: support areas in which experience was assessed."""

    type: str
    why: str
    areas: int


@dataclass(frozen=True, slots=True)
class CourseFacts:
    """A course as it is now. Days are inclusive; `follow_ups` are (due, answered)."""

    first_day: dt.date
    ended_on: dt.date | None = None
    decisions: tuple[DecisionFacts, ...] = ()
    periods: tuple[tuple[dt.date, dt.date], ...] = ()
    mentor: MentorFacts | None = None
    logged: int = 0
    oldest_waiting: dt.date | None = None
    meeting_held: bool = False
    meeting_planned: bool = False
    follow_ups: tuple[tuple[dt.date, dt.date | None], ...] = ()


def checks(*, facts: CourseFacts, on: dt.date) -> tuple[Check, ...]:
    """Every point of a course, in the order of `Point`."""
    return tuple(Check(point, *_RULES[point](facts, on)) for point in Point)


def sums(*, found: Iterable[tuple[Check, ...]]) -> dict[Point, dict[Held, int]]:
    """How many courses keep each point, do not, and to how many it does not apply."""
    counts = {point: dict.fromkeys(Held, 0) for point in Point}
    for course in found:
        for each in course:
            counts[each.point][each.held] += 1
    return counts


Found = tuple[Held, str]


def _grants(facts: CourseFacts) -> tuple[DecisionFacts, ...]:
    return tuple(each for each in facts.decisions if each.grants)


def _written(texts: list[str], code: str) -> Found:
    """R241: in every grant, and in more than one or two words."""
    if not texts:
        return Held.NO, "no_grant"
    if not all(text.strip() for text in texts):
        return Held.NO, f"{code}_missing"
    if any(len(text.split()) < FEWEST_WORDS for text in texts):
        return Held.NO, f"{code}_too_short"
    return Held.YES, f"{code}_written"


def _purpose(facts: CourseFacts, on: dt.date) -> Found:
    return _written([each.purpose for each in _grants(facts)], "purpose")


def _tasks(facts: CourseFacts, on: dt.date) -> Found:
    return _written([each.tasks for each in _grants(facts)], "tasks")


def _qualifications(facts: CourseFacts, on: dt.date) -> Found:
    """R242: why this mentor for this client, and what the mentor has experience in."""
    if facts.mentor is None:
        return Held.NO, "no_mentor"
    if not facts.mentor.why.strip():
        return Held.NO, "why_mentor_missing"
    return (Held.YES, "mentor_assessed") if facts.mentor.areas else (Held.NO, "experience_missing")


def _mentor_type(facts: CourseFacts, on: dt.date) -> Found:
    """R242: of the type that the newest grant names."""
    granted = _grants(facts)
    if facts.mentor is None:
        return Held.NO, "no_mentor"
    if not granted:
        return Held.NO, "no_grant"
    return (Held.YES, "type_as_granted") if facts.mentor.type == granted[-1].mentor_type else (Held.NO, "type_differs")


def _hours(facts: CourseFacts, on: dt.date) -> Found:
    granted = _grants(facts)
    if not granted:
        return Held.NO, "no_grant"
    return (Held.YES, "hours_granted") if all(each.minutes_a_week for each in granted) else (Held.NO, "hours_missing")


def _checked(facts: CourseFacts, on: dt.date) -> Found:
    """R243: hours are in the log, and none has waited for approval for four weeks."""
    if facts.oldest_waiting is not None and (on - facts.oldest_waiting).days > UNCHECKED_DAYS:
        return Held.NO, "hours_unchecked"
    if facts.logged:
        return Held.YES, "hours_checked"
    until = facts.ended_on or on
    return (Held.NO, "no_hours_logged") if (until - facts.first_day).days > UNCHECKED_DAYS else (Held.NOT_APPLICABLE, "course_is_young")


def _duration(facts: CourseFacts, on: dt.date) -> Found:
    if not facts.periods:
        return Held.NO, "no_period"
    too_long = any(last > last_day_of_months(first, LONGEST_MONTHS) for first, last in facts.periods)
    return (Held.NO, "period_too_long") if too_long else (Held.YES, "periods_in_length")


def _guidance(facts: CourseFacts, on: dt.date) -> Found:
    """R244: every decision was sent with a day until which one can complain, no earlier than its rules say."""
    if not facts.decisions:
        return Held.NO, "no_grant"
    if any(each.sent_on > on for each in facts.decisions):
        return Held.NO, "not_sent_yet"
    too_early = any(each.appeal_until < each.received_on + dt.timedelta(weeks=each.appeal_weeks) for each in facts.decisions)
    return (Held.NO, "complaint_time_short") if too_early else (Held.YES, "guidance_sent")


def _follow_up(facts: CourseFacts, on: dt.date) -> Found:
    """R245: while the course runs a status meeting, after its end the days on which the client is asked again."""
    if facts.ended_on is not None:
        if not facts.follow_ups:
            return Held.NO, "none_planned"
        if any(due < on and answered is None for due, answered in facts.follow_ups):
            return Held.NO, "follow_up_overdue"
        return (Held.YES, "follow_up_done") if any(answered for _due, answered in facts.follow_ups) else (Held.YES, "follow_up_planned")
    if facts.meeting_held:
        return Held.YES, "meeting_held"
    if facts.meeting_planned:
        return Held.YES, "meeting_planned"
    if (on - facts.first_day).days <= 7 * FOLLOW_UP_WEEKS:
        return Held.NOT_APPLICABLE, "course_is_young"
    return Held.NO, "no_meeting"


_RULES: dict[Point, Callable[[CourseFacts, dt.date], Found]] = {
    Point.PURPOSE: _purpose,
    Point.TASKS: _tasks,
    Point.QUALIFICATIONS: _qualifications,
    Point.MENTOR_TYPE: _mentor_type,
    Point.HOURS: _hours,
    Point.CHECKED: _checked,
    Point.DURATION: _duration,
    Point.GUIDANCE: _guidance,
    Point.FOLLOW_UP: _follow_up,
}
