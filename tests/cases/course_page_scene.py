"""A course that has run for some weeks, with a log, goals, feedback and a meeting, as far as a test of its page wants it."""

import datetime as dt
from typing import Any

from accounts.models import User
from cases.enums_course import Attendance, ContactForm, ContactState, View
from cases.models import Assignment, Case, Contact, Feedback, Goal, GoalReview, GoalScore
from core import clock
from core.days import DAY, WEEK, day_of
from tests.cases.course_scene import running


def under_way(*, weeks: int = 10) -> tuple[Case, Assignment, User]:
    """A course of six months that began so many weeks ago."""
    return running(at=clock.now() - weeks * WEEK)


def met(case: Case, by: User, *, number: int = 1, every: int = 3, minutes: int = 60, **other: Any) -> list[Contact]:
    """So many contacts, the newest yesterday."""
    place, today = case.assignments.get(), day_of(clock.now())
    known = {
        "minutes": minutes,
        "form": ContactForm.MEETING,
        "attendance": Attendance.ATTENDED,
        "state": ContactState.APPROVED,
        "approved_by": by,
        "approved_at": clock.now(),
        "written_by": by,
        "written_at": clock.now(),
        **other,
    }
    first = case.periods.get(number=1).first_day
    days = [max(today - DAY - n * every * DAY, first) for n in range(number)]
    return Contact.objects.bulk_create(
        [Contact(case=case, assignment=place, day=day, time=dt.time(n // 60 % 24, n % 60), **known) for n, day in enumerate(days)]
    )


def reviewed(case: Case, by: User, *levels: tuple[int | None, int | None]) -> list[Goal]:
    """A goal for each pair of levels, seen by client and mentor last week."""
    GoalReview.objects.filter(case=case).delete()
    Goal.objects.filter(case=case).delete()
    day = day_of(clock.now()) - WEEK
    reviews = {view: GoalReview.objects.create(case=case, day=day, view=view, recorded_by=by, recorded_at=clock.now()) for view in View}
    goals = []
    for position, pair in enumerate(levels, start=1):
        goal = Goal.objects.create(case=case, position=position, words=f"Mål {position}", begun_on=day - 2 * WEEK)
        for view, level in zip(View, pair, strict=True):
            if level is not None:
                GoalScore.objects.create(review=reviews[view], goal=goal, level=level)
        goals.append(goal)
    return goals


def told(case: Case, by: User, **other: Any) -> Feedback:
    """A feedback of yesterday."""
    known = {"day": day_of(clock.now()) - DAY, "going": 4, "recorded_by": by, "recorded_at": clock.now(), **other}
    return Feedback.objects.create(case=case, **known)
