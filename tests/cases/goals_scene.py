"""A running course with two goals and its measurements, as far as a test wants it."""

import datetime as dt
import uuid
from typing import Any

from accounts.models import User
from cases.actions.goals import save_review
from cases.actions.measurements import record_measurement
from cases.actions.periods import start_period
from cases.enums import Party
from cases.enums_course import MeasuredAt, Respondent, View
from cases.models import Case, Goal, GoalReview, Measurement
from core.days import day_of
from tests.cases.startup_scene import agreed, assigned, met, signs
from tests.factories import AT

GOALS = [("Møder til tiden mindst 4 af 5 dage", "Februar"), ("Planlægger selv sin uge", "")]


def with_goals(*goals: tuple[str, str], at: dt.datetime = AT, **mentor: Any) -> tuple[Case, list[Goal], User]:
    """A course of six months from the day of `at`, with these goals (or two)."""
    case, _assignment, by = assigned(at=at, **mentor)
    met(case, by, at=at)
    agreed(case, by, at=at, goals=list(goals) or GOALS)
    signs(case, by, Party.CLIENT, at=at)
    signs(case, by, Party.MENTOR, at=at)
    start_period(case_id=case.pk, version=1, by=by, at=at)
    case.refresh_from_db()
    return case, list(Goal.objects.filter(case=case).order_by("position")), by


def reviewed(case: Case, by: User, view: View, *levels: int | None, at: dt.datetime = AT, **other: Any) -> GoalReview:
    """The view of client or mentor on the goals, in their order."""
    goals = Goal.objects.filter(case=case, ended_on__isnull=True).order_by("position")
    chosen: dict[uuid.UUID, int | None] = {goal.pk: level for goal, level in zip(goals, levels, strict=False)}
    known: dict[str, Any] = {"review_id": None, "version": 0, "day": day_of(at), "words": "", "levels": chosen}
    return save_review(case_id=case.pk, view=view, by=by, at=at, **{**known, **other})


def measured(case: Case, by: User, *answers: int | None, at: dt.datetime = AT, **other: Any) -> Measurement:
    """WHO-5 of the client at the start, unless told otherwise."""
    known: dict[str, Any] = {
        "questionnaire": "who5",
        "respondent": Respondent.CLIENT,
        "point": MeasuredAt.START,
        "months": 0,
        "version": 0,
        "day": day_of(at),
    }
    return record_measurement(case_id=case.pk, answers=answers, by=by, at=at, **{**known, **other})
