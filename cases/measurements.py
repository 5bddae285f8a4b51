"""The measurements of a course: the schedule of every questionnaire, with what was answered."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from cases.enums_course import MeasuredAt, Respondent
from cases.models import Case, Measurement, Questionnaire
from cases.rules.measurements import Point, PointState, belongs, relevant_change, schedule, state_of
from core.days import DaySpan


@dataclass(frozen=True, slots=True)
class Line:
    """A point of the schedule, with its measurement when there is one. `point` is None for one that no longer stands in the schedule."""

    kind: MeasuredAt
    months: int
    day: dt.date
    state: PointState
    point: Point | None
    measurement: Measurement | None
    change: Decimal = Decimal(0)
    """Since the first score of the course, when it is a relevant one; else 0."""


@dataclass(frozen=True, slots=True)
class Series:
    """One questionnaire as one respondent answers it, in the order of the days."""

    questionnaire: Questionnaire
    respondent: Respondent
    lines: tuple[Line, ...]

    @property
    def due(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.state == PointState.DUE)

    @property
    def newest(self) -> Line | None:
        """The newest line with a score."""
        scored = [line for line in self.lines if line.measurement is not None and line.measurement.score is not None]
        return scored[-1] if scored else None


def measured_days(case: Case) -> DaySpan | None:
    """The course from the first day of its first period to the day on which it ends or ended; None before there is one. One statement."""
    days = [(first, ended or last) for first, ended, last in case.periods.values_list("first_day", "ended_on", "last_day")]
    days = [(first, last) for first, last in days if last >= first]
    return DaySpan(min(first for first, _last in days), max(last for _first, last in days)) if days else None


def measurements_of(case: Case, *, on: dt.date) -> list[Series]:
    """The schedule of all questionnaires in force or answered, as it stands on a day. Four statements."""
    course = measured_days(case)
    if course is None:
        return []
    points = schedule(course=course)
    known: dict[tuple[str, str], list[Measurement]] = {}
    for each in Measurement.objects.filter(case=case).order_by("day", "pk"):
        known.setdefault((each.questionnaire_id, each.respondent), []).append(each)
    found = []
    for questionnaire in Questionnaire.objects.prefetch_related("questions").order_by("position", "code"):
        if not questionnaire.questions.all():
            continue
        for respondent in Respondent:
            rows = known.get((questionnaire.pk, respondent), [])
            asked = [point for point in points if _is_asked(questionnaire, point)] if respondent in questionnaire.respondents else []
            if rows or asked:
                found.append(Series(questionnaire, respondent, _lines(asked, rows, questionnaire, on)))
    return found


def find_line(series: Sequence[Series], *, code: str, respondent: str, kind: str, months: int) -> tuple[Series, Line] | None:
    """The line of a point in the schedule that an address names; None when there is none."""
    for each in series:
        if each.questionnaire.pk == code and each.respondent == respondent:
            for line in each.lines:
                if line.point is not None and (line.kind, line.months) == (kind, months):
                    return each, line
    return None


def _is_asked(questionnaire: Questionnaire, point: Point) -> bool:
    return questionnaire.first_day <= point.day and (questionnaire.last_day is None or point.day <= questionnaire.last_day)


def _lines(points: Sequence[Point], rows: Sequence[Measurement], questionnaire: Questionnaire, on: dt.date) -> tuple[Line, ...]:
    by_key = {(MeasuredAt(row.point), row.months): row for row in rows}
    first = next((row for row in rows if row.score is not None), None)
    lines = []
    for point in points:
        row = by_key.get(point.key)
        if row is not None and belongs(point=point, day=row.day, is_missing=bool(row.missing)):
            del by_key[point.key]
        else:
            row = None
        missing = row is not None and bool(row.missing)
        state = state_of(point=point, is_answered=row is not None and not missing, is_missing=missing, today=on)
        lines.append(Line(point.kind, point.months, point.day, state, point, row, _change(first, row, questionnaire)))
    for (kind, months), row in by_key.items():
        state = PointState.MISSING if row.missing else PointState.ANSWERED
        lines.append(Line(kind, months, row.day, state, None, row, _change(first, row, questionnaire)))
    return tuple(sorted(lines, key=lambda line: (line.day, line.months)))


def _change(first: Measurement | None, row: Measurement | None, questionnaire: Questionnaire) -> Decimal:
    if first is None or row is None or row.pk == first.pk:
        return Decimal(0)
    return relevant_change(before=first.score, now=row.score, least=questionnaire.relevant_change)
