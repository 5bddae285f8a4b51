"""The goals of a course as they stand: the words, and the level that client and mentor set last."""

import datetime as dt
import uuid
from dataclasses import dataclass

from cases.enums_course import View
from cases.goal_phrases import LEVEL_WORDS
from cases.models import Case
from cases.models.goal import Goal, GoalReview, GoalScore
from cases.rules.goals import LOWEST, is_reached, t_score

NUMBERS = {-2: "\u22122", -1: "\u22121", 0: "0", 1: "+1", 2: "+2"}
"""A level as one reads it, with a real minus sign."""


def level_words(goal: Goal, level: int) -> str:
    """The goal's own words for a level, or the usual ones."""
    own = goal.levels[level - LOWEST] if goal.levels else ""
    return own or str(LEVEL_WORDS[level])


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


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A review with its levels by goal, and its T-score when every goal of that day is set."""

    review: GoalReview
    levels: dict[uuid.UUID, int]
    score: int | None


def reviews_of(case: Case) -> list[Reviewed]:
    """All reviews of the case, the newest first, each with the T-score of the goals that were worked on that day (R98). Three statements."""
    goals = list(Goal.objects.filter(case=case))
    found = []
    for review in GoalReview.objects.filter(case=case).select_related("recorded_by").prefetch_related("scores").order_by("-day", "view"):
        levels = {score.goal_id: score.level for score in review.scores.all()}
        asked = [goal for goal in goals if goal.pk in levels or _is_worked_on(goal, review.day)]
        found.append(Reviewed(review, levels, t_score(scored=[(goal.weight, levels.get(goal.pk)) for goal in asked])))
    return found


def _is_worked_on(goal: Goal, day: dt.date) -> bool:
    return goal.begun_on <= day and (goal.ended_on is None or day < goal.ended_on)
