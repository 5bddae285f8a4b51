"""A point of the measurements' schedule is answered, or said to be missing (R100, R101). No score is ever in an event: it is health data."""

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import transaction

from accounts.audit import last_change
from accounts.models import User
from cases.actions.base import locked_open_or_closed, record
from cases.actions.renewing import renews
from cases.enums_course import MeasuredAt, Respondent, Scoring, WhyMissing
from cases.measurements import measured_days
from cases.models import Case, Measurement, Question, Questionnaire
from cases.rules.measurements import Point, answers_verdict, belongs, day_verdict, months_between, schedule, score_of
from core.constraints import refusing
from core.days import day_of
from core.verdicts import Refused, Stale


@transaction.atomic
@renews
def record_measurement(
    *,
    case_id: uuid.UUID,
    questionnaire: str,
    respondent: Respondent,
    point: MeasuredAt,
    months: int,
    version: int,
    day: dt.date,
    answers: Sequence[int | None] = (),
    missing: WhyMissing | None = None,
    by: User,
    at: dt.datetime,
) -> Measurement:
    """Write the answers of one point, or why there are none; `version` is that of the stored measurement, 0 when there was none.

    `answers` are in the questions' order. Refuses with `measurement_no_point`, as `day_verdict` and `answers_verdict`, and with `stale`.
    """
    case = locked_open_or_closed(case_id=case_id)
    asked = Questionnaire.objects.filter(pk=questionnaire).first()
    here = _point(case, point, months)
    if asked is None or here is None or respondent not in asked.respondents:
        raise Refused("measurement_no_point")
    stored = Measurement.objects.filter(case=case, questionnaire=asked, respondent=respondent, point=point, months=months).first()
    if stored is not None and not belongs(point=here, day=stored.day, is_missing=bool(stored.missing)):
        _keep_under_its_month(case, stored)
        stored = None
    if (stored.version if stored else 0) != version:
        raise Stale(**last_change(subject_id=case.pk))
    Refused.unless(day_verdict(point=here, day=day, today=day_of(at), is_missing=missing is not None), "day")
    if missing is None:
        questions = Question.objects.filter(questionnaire=asked).count()
        Refused.unless(answers_verdict(answers=answers, questions=questions, lowest=asked.lowest, highest=asked.highest))
    row = stored or Measurement(case=case, questionnaire=asked, respondent=respondent, point=point, months=months, version=0)
    row.day, row.missing = day, str(missing or "")
    row.answers = [] if missing else list(answers)
    row.score = None if missing else score_of(answers=answers, factor=asked.factor, scoring=Scoring(asked.scoring))
    row.recorded_by, row.recorded_at = by, at
    row.version += 1
    with refusing(measurement_once_a_point=("stale", "")):
        row.save()
    facts = {"questionnaire": asked.pk, "respondent": str(respondent), "point": str(point), "months": months, "day": day.isoformat()}
    kind = "case.measured" if stored is None else "case.measurement_changed"
    record(case, kind, by=by, at=at, missing=missing is not None, **facts)
    return row


def _point(case: Case, kind: MeasuredAt, months: int) -> Point | None:
    course = measured_days(case)
    found = [point for point in schedule(course=course) if point.key == (kind, months)] if course else []
    return found[0] if found else None


def _keep_under_its_month(case: Case, stored: Measurement) -> None:
    """What was written of an end that has moved away is kept as one of the course, under the nearest free month (R100)."""
    course = measured_days(case)
    if course is None:
        raise Refused("measurement_no_point")
    same = Measurement.objects.filter(case=case, questionnaire=stored.questionnaire_id, respondent=stored.respondent)
    taken = set(same.filter(point=MeasuredAt.DURING).values_list("months", flat=True))
    taken |= {point.months for point in schedule(course=course) if point.kind == MeasuredAt.DURING}
    stored.months = months_between(first_day=course.first_day, day=stored.day, taken=taken)
    stored.point = MeasuredAt.DURING
    stored.version += 1
    stored.save(update_fields=["point", "months", "version"])
