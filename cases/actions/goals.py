"""Goals of a running course: they come from the agreement; levels, weights, reviews and an early end are written here (R96-R99)."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import F

from accounts.audit import last_change
from accounts.models import User
from cases.actions.base import locked_case, locked_open_or_closed, record
from cases.enums import State
from cases.enums_course import View
from cases.models import Agreement, Case, Goal, GoalReview, GoalScore
from cases.models.goal import LEVELS
from cases.rules.goals import HIGHEST, LOWEST, WEIGHTS, paired, review_day_verdict, take_up_verdict
from core.constraints import refusing
from core.days import day_of
from core.verdicts import Refused, Stale

OF_A_COURSE = (State.RUNNING, State.ENDED)


def goals_from_agreement(*, case: Case, agreement: Agreement, on: dt.date) -> None:
    """Within an action that holds the case's lock: the goals of an agreement that takes effect are worked on from `on` (R99).

    A goal that stood before keeps its levels, weight and history; one that the agreement no longer has ends on that day; one that was ended
    with a reason stays ended. The agreement's own event tells it.
    """
    terms = list(agreement.goals.order_by("position"))
    before = list(Goal.objects.filter(case=case, ended_on__isnull=True).order_by("position"))
    given_up = list(Goal.objects.filter(case=case, ended_on__isnull=False).exclude(ended_why=""))
    words = [term.words for term in terms]
    pairs = paired(before=[goal.words for goal in before], now=words)
    stays_ended = paired(before=[goal.words for goal in given_up], now=words)
    kept = {n for n in pairs if n is not None}
    for n, goal in enumerate(before):
        if n not in kept:
            goal.ended_on = max(on, goal.begun_on)
            goal.version += 1
            goal.save(update_fields=["ended_on", "version"])
    # Out of the way, as a position stands once.
    Goal.objects.filter(pk__in=[before[n].pk for n in kept]).update(position=F("position") + 1000)
    for position, (term, place, ended) in enumerate(zip(terms, pairs, stays_ended, strict=True), start=1):
        if place is not None:
            Goal.objects.filter(pk=before[place].pk).update(position=position, words=term.words, by_when=term.by_when)
        elif ended is None:
            Goal.objects.create(case=case, position=position, words=term.words, by_when=term.by_when, begun_on=on)


@transaction.atomic
def describe_goal(
    *, case_id: uuid.UUID, goal_id: uuid.UUID, version: int, levels: Sequence[str], weight: int, by: User, at: dt.datetime
) -> Goal:
    """The words of the five levels, from -2 to +2, and the weight of a goal that is worked on. A level without words has the usual ones.

    Refuses with `case_closed`, `goal_ended`, `goal_weight` or `stale`.
    """
    case = locked_case(case_id=case_id)
    goal = _goal(case, goal_id, version)
    if goal.ended_on is not None:
        raise Refused("goal_ended")
    if weight not in WEIGHTS:
        raise Refused("goal_weight", "weight")
    words = [" ".join(text.split()) for text in levels][:LEVELS]
    goal.levels = [*words, *[""] * (LEVELS - len(words))] if any(words) else []
    goal.weight = weight
    goal.version += 1
    goal.save(update_fields=["levels", "weight", "version"])
    record(case, "case.goal_described", by=by, at=at, number=goal.position, weight=weight)
    return goal


@transaction.atomic
def end_goal(*, case_id: uuid.UUID, goal_id: uuid.UUID, version: int, why: str, by: User, at: dt.datetime) -> Goal:
    """Stop working on a goal today, with the reason; what was set stays readable. It stays ended when the agreement is signed anew (R99).

    Refuses with `case_closed`, `words_missing`, `goal_ended` or `stale`.
    """
    case = locked_case(case_id=case_id)
    goal = _goal(case, goal_id, version)
    if goal.ended_on is not None:
        raise Refused("goal_ended")
    if not why.strip():
        raise Refused("words_missing", "why")
    goal.ended_on, goal.ended_why = max(day_of(at), goal.begun_on), why.strip()
    goal.version += 1
    goal.save(update_fields=["ended_on", "ended_why", "version"])
    record(case, "case.goal_ended", by=by, at=at, number=goal.position)
    return goal


@transaction.atomic
def take_up_goal(*, case_id: uuid.UUID, goal_id: uuid.UUID, version: int, by: User, at: dt.datetime) -> Goal:
    """Work again on a goal that was ended here, with its levels and history (R99); one that left the agreement comes back by the agreement.

    Refuses with `case_closed`, `goal_goes_on`, `goal_left_agreement`, `goals_too_many` or `stale`.
    """
    case = locked_case(case_id=case_id)
    goal = _goal(case, goal_id, version)
    if goal.ended_on is None:
        raise Refused("goal_goes_on")
    if not goal.ended_why:
        raise Refused("goal_left_agreement")
    taken = set(Goal.objects.filter(case=case, ended_on__isnull=True).values_list("position", flat=True))
    Refused.unless(take_up_verdict(goals_now=len(taken)))
    if goal.position in taken:
        goal.position = min(set(range(1, len(taken) + 2)) - taken)
    goal.ended_on, goal.ended_why = None, ""
    goal.version += 1
    goal.save(update_fields=["position", "ended_on", "ended_why", "version"])
    record(case, "case.goal_taken_up", by=by, at=at, number=goal.position)
    return goal


@transaction.atomic
def save_review(
    *,
    case_id: uuid.UUID,
    review_id: uuid.UUID | None,
    version: int,
    view: View,
    day: dt.date,
    levels: Mapping[uuid.UUID, int | None],
    words: str,
    by: User,
    at: dt.datetime,
) -> GoalReview:
    """How client or mentor sees the goals on a day (R96): a new review, or another text and other levels of `review_id` with its `version`.

    Client and mentor are asked apart: one review a day and view. A goal that is not set has no level. Refuses with `not_in_this_step`,
    `review_twice`, `review_empty`, `review_level`, `review_other_goal`, as `review_day_verdict`, or with `stale`.
    """
    case = locked_open_or_closed(case_id=case_id)
    if case.state not in OF_A_COURSE:
        raise Refused("not_in_this_step", state=case.state)
    review = GoalReview.objects.filter(case=case, pk=review_id).first() if review_id else None
    if review_id and (review is None or review.version != version):
        raise Stale(**last_change(subject_id=case.pk))
    chosen = {goal_id: level for goal_id, level in levels.items() if level is not None}
    if not chosen:
        raise Refused("review_empty")
    if any(not LOWEST <= level <= HIGHEST for level in chosen.values()):
        raise Refused("review_level")
    goals = list(Goal.objects.filter(case=case, pk__in=chosen))
    if len(goals) != len(chosen):
        raise Refused("review_other_goal")
    Refused.unless(review_day_verdict(day=day, begun_on=max(goal.begun_on for goal in goals), today=day_of(at)), "day")
    is_new = review is None
    review = review or GoalReview(case=case, version=0)
    review.view, review.day, review.words = view, day, words.strip()
    review.recorded_by, review.recorded_at = by, at
    review.version += 1
    with refusing(goalreview_once_a_day=("review_twice", "day")):
        review.save()
    GoalScore.objects.filter(review=review).delete()
    GoalScore.objects.bulk_create(GoalScore(review=review, goal=goal, level=chosen[goal.pk]) for goal in goals)
    kind = "case.goals_reviewed" if is_new else "case.goal_review_changed"
    record(case, kind, by=by, at=at, view=str(view), day=day.isoformat(), goals=len(goals))
    return review


def _goal(case: Case, goal_id: uuid.UUID, version: int) -> Goal:
    goal = Goal.objects.filter(case=case, pk=goal_id).first()
    if goal is None or goal.version != version:
        raise Stale(**last_change(subject_id=case.pk))
    return goal
