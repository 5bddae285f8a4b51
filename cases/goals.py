"""The goals of a course as they stand: the words, and the level that client and mentor set last."""

import datetime as dt
from dataclasses import dataclass

from cases.enums_course import View
from cases.models import Case
from cases.models.goal import Goal, GoalScore
from cases.rules.goals import is_reached


@dataclass(frozen=True, slots=True)
class Seen:
    """A level from -2 to +2, and the day of the review in which it was set."""

    level: int
    day: dt.date


@dataclass(frozen=True, slots=True)
class GoalNow:
    """A goal with the newest level of each; None: not set yet."""

    goal: Goal
    client: Seen | None
    mentor: Seen | None

    @property
    def is_reached(self) -> bool:
        """Both have set what was agreed, or more (R97)."""
        return is_reached(client=self.client.level if self.client else None, mentor=self.mentor.level if self.mentor else None)

    @property
    def differs(self) -> bool:
        """Both have set a level, and not the same one."""
        return self.client is not None and self.mentor is not None and self.client.level != self.mentor.level


def goals_of(case: Case, *, ended: bool = False) -> list[GoalNow]:
    """The goals that are worked on, in the agreement's order; `ended`: those that were given up or replaced instead. Two statements."""
    goals = list(Goal.objects.filter(case=case, ended_on__isnull=not ended).order_by("position", "begun_on", "pk"))
    scores = (
        GoalScore.objects.filter(goal__case=case, goal__ended_on__isnull=not ended)
        .order_by("goal", "review__view", "-review__day")
        .distinct("goal", "review__view")
        .values_list("goal", "review__view", "level", "review__day")
    )
    newest = {(goal, view): Seen(level, day) for goal, view, level, day in scores}
    return [GoalNow(goal, newest.get((goal.pk, View.CLIENT)), newest.get((goal.pk, View.MENTOR))) for goal in goals]
