"""Measurements: when one is due, what its answers add up to, and what a score says. It never decides anything (R100-R102)."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from cases.enums_course import MeasuredAt, Scoring
from core.days import DAY, DaySpan, add_months
from core.verdicts import YES, Answer, no

EVERY_MONTHS = 3
"""In the course a measurement is due every third month, and at the end instead of one that lies close before it."""
AFTER_MONTHS = (3, 6, 12)
EARLY, LATE = 14 * DAY, 28 * DAY
"""An answer belongs to a point when it was given at most so long before its day, or after it."""

Key = tuple[MeasuredAt, int]
"""A point by its kind and its months after the start (`DURING`) or the end (`AFTER`), else 0."""


class PointState(StrEnum):
    """`PASSED`: nobody answered in time and nobody has written why. `MISSING`: somebody has."""

    ANSWERED = "answered"
    MISSING = "missing"
    PASSED = "passed"
    DUE = "due"
    COMING = "coming"


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the schedule, with the day in its middle."""

    kind: MeasuredAt
    months: int
    day: dt.date

    @property
    def key(self) -> Key:
        return (self.kind, self.months)

    @property
    def window(self) -> DaySpan:
        """The days on which an answer counts for this point."""
        return DaySpan(self.day - EARLY, self.day + LATE)


def schedule(*, course: DaySpan) -> tuple[Point, ...]:
    """All points of a course from its first to its last day, in order (R100): start, every three months, end, 3, 6 and 12 months after it.

    The last day is the one that is known now; when the course gets longer or shorter, what lies after it moves along.
    """
    points = [Point(MeasuredAt.START, 0, course.first_day)]
    last_day = course.last_day
    if last_day is None:
        return tuple(points)
    months = EVERY_MONTHS
    while (day := add_months(course.first_day, months)) + LATE <= last_day:
        points.append(Point(MeasuredAt.DURING, months, day))
        months += EVERY_MONTHS
    points.append(Point(MeasuredAt.END, 0, last_day))
    points += [Point(MeasuredAt.AFTER, after, add_months(last_day, after)) for after in AFTER_MONTHS]
    return tuple(points)


def due_points(*, points: Sequence[Point], done: Collection[Key], today: dt.date) -> tuple[Point, ...]:
    """The points that wait for an answer on a day: their window is open, and nothing is written for them (R100)."""
    return tuple(point for point in points if point.key not in done and today in point.window)


def state_of(*, point: Point, is_answered: bool, is_missing: bool, today: dt.date) -> PointState:
    """Where a point stands: what is missing is missing, never zero (R100)."""
    if is_answered or is_missing:
        return PointState.MISSING if is_missing else PointState.ANSWERED
    if today < point.window.first_day:
        return PointState.COMING
    return PointState.DUE if today in point.window else PointState.PASSED


def belongs(*, point: Point, day: dt.date, is_missing: bool) -> bool:
    """Whether what was written of `day` is about the point as it lies now (R100): the end of an extended course has moved away from its answer."""
    return day in (DaySpan(point.window.first_day) if is_missing else point.window)


def day_verdict(*, point: Point, day: dt.date, today: dt.date, is_missing: bool) -> Answer:
    """Whether an answer of `day` counts for the point (R100); that it is missing can be written later, too.

    Refuses with `measured_in_future`, `measured_too_early` or `measured_too_late`.
    """
    if day > today:
        return no("measured_in_future")
    first, last = point.window.first_day, point.day + LATE
    if day < first:
        return no("measured_too_early", first_day=first.isoformat())
    if day > last and not is_missing:
        return no("measured_too_late", first_day=first.isoformat(), last_day=last.isoformat())
    return YES


def answers_verdict(*, answers: Sequence[int | None], questions: int, lowest: int, highest: int) -> Answer:
    """Whether these are answers to the questions, at least one of them on its scale (R101). Refuses with `answers_none` or `answer_off_scale`."""
    if len(answers) != questions or any(answer is not None and not lowest <= answer <= highest for answer in answers):
        return no("answer_off_scale", lowest=lowest, highest=highest)
    return YES if any(answer is not None for answer in answers) else no("answers_none")


def score_of(*, answers: Sequence[int | None], factor: int, scoring: Scoring = Scoring.SUM) -> Decimal | None:
    """The sum of the answers times the factor, or their mean with one decimal, half of one going up; None as soon as one is missing (R101)."""
    if not answers or any(answer is None for answer in answers):
        return None
    added = Decimal(sum(answer or 0 for answer in answers))
    if scoring == Scoring.MEAN:
        return (added / len(answers)).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    return factor * added


def range_of(*, lowest: int, highest: int, questions: int, factor: int, scoring: Scoring = Scoring.SUM) -> tuple[int, int]:
    """The lowest and the highest score that can be (R101)."""
    times = 1 if scoring == Scoring.MEAN else factor * questions
    return lowest * times, highest * times


def needs_notice(*, score: Decimal | None, notice_at: int | None) -> bool:
    """Whether the caseworker is told softly: at or below the questionnaire's limit (R102)."""
    return score is not None and notice_at is not None and score <= notice_at


def relevant_change(*, before: Decimal | None, now: Decimal | None, least: int | None) -> Decimal:
    """The change when it is at least the questionnaire's relevant one, up or down; else 0 (R102)."""
    if before is None or now is None or least is None or abs(now - before) < least:
        return Decimal(0)
    return now - before


def months_between(*, first_day: dt.date, day: dt.date, taken: Collection[int]) -> int:
    """The month of the course under which an answer is kept whose point has moved away (R100): the nearest that is free, from 1."""
    nearest = max(1, round((day - first_day).days / 30.4))
    return min((n for n in range(1, nearest + len(taken) + 2) if n not in taken), key=lambda n: (abs(n - nearest), n))
