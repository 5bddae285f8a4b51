"""Goals of a running course: they come from the agreement; levels, weights, reviews and an early end are written here (R96-R99)."""

import datetime as dt

from django.db.models import F

from cases.models import Agreement, Case
from cases.models.goal import Goal
from cases.rules.goals import paired


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
