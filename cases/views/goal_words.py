"""The goals of a course as `cases/_goal_levels.html` shows them: five points, number and words, for client and mentor apart."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.enums_course import View
from cases.goals import NUMBERS, GoalNow, Reviewed, Seen, level_words
from cases.models.goal import Goal
from cases.rules.goals import AS_AGREED, HIGHEST, LOWEST
from cases.views.trend import trend
from core.templatetags.ui import date_long

_PLACES = tuple(7 + 14 * n for n in range(HIGHEST - LOWEST + 1))


def points(level: int | None) -> list[dict[str, Any]]:
    """The five points of a scale, with the one that is meant."""
    return [{"x": x, "on": level is not None and n == level - LOWEST} for n, x in enumerate(_PLACES)]


def level_cell(goal: Goal, seen: Seen | None, *, head_day: Any = None) -> dict[str, Any]:
    """A level in its cell; the day stands in it where it is not the column's."""
    if seen is None:
        return {"is_set": False}
    day = "" if seen.day == head_day else date_long(seen.day)
    return {
        "is_set": True,
        "points": points(seen.level),
        "number": NUMBERS[seen.level],
        "words": level_words(goal, seen.level),
        "day": day,
    }


def reached_sentence(goals: Sequence[GoalNow]) -> str:
    """2 of 4 goals are reached."""
    said = ngettext("%(reached)s of %(count)s goal is reached.", "%(reached)s of %(count)s goals are reached.", len(goals))
    return said % {"reached": sum(1 for goal in goals if goal.is_reached), "count": len(goals)}


def goal_levels(goals: Sequence[GoalNow], *, client: str, mentor: str = "") -> dict[str, Any]:
    """What `cases/_goal_levels.html` needs under the name `levels`. `client` and `mentor` are names for the heads of the columns."""
    client_day = max((goal.client.day for goal in goals if goal.client), default=None)
    mentor_day = max((goal.mentor.day for goal in goals if goal.mentor), default=None)
    differing = sum(1 for goal in goals if goal.differs)
    sentence = reached_sentence(goals)
    if differing:
        said = ngettext(
            "Client and mentor see %(count)s goal differently.", "Client and mentor see %(count)s goals differently.", differing
        )
        sentence = f"{sentence} {said % {'count': differing}}"
    return {
        "sentence": sentence,
        "client_head": _head(client, client_day),
        "mentor_head": _head(mentor or _("Mentor"), mentor_day),
        "rows": [
            {
                "pk": goal.goal.pk,
                "words": goal.goal.words,
                "by_when": goal.goal.by_when,
                "differs": goal.differs,
                "is_reached": goal.is_reached,
                "cells": [
                    level_cell(goal.goal, goal.client, head_day=client_day),
                    level_cell(goal.goal, goal.mentor, head_day=mentor_day),
                ],
            }
            for goal in goals
        ],
    }


def _head(name: str, day: Any) -> str:
    return _("%(name)s, %(day)s") % {"name": name, "day": date_long(day)} if day else name


def level_rows(goal: Goal) -> list[dict[str, Any]]:
    """The five levels of a goal, the best first; `is_own`: with words of its own."""
    return [
        {
            "number": NUMBERS[level],
            "words": level_words(goal, level),
            "is_own": bool(goal.levels and goal.levels[level - LOWEST]),
            "is_agreed": level == AS_AGREED,
        }
        for level in range(HIGHEST, LOWEST - 1, -1)
    ]


def review_rows(reviews: Sequence[Reviewed], goals: Sequence[Goal]) -> dict[str, Any]:
    """All reviews as a table: a column a goal, a row a review, the newest first."""
    asked = [goal for goal in goals if any(goal.pk in each.levels for each in reviews)]
    return {
        "goals": asked,
        "rows": [
            {
                "review": each.review,
                "view": View(each.review.view).label,
                "levels": [
                    {"goal": goal.words, "number": NUMBERS[each.levels[goal.pk]] if goal.pk in each.levels else ""} for goal in asked
                ],
                "score": each.score,
            }
            for each in reviews
        ],
    }


def score_trend(reviews: Sequence[Reviewed]) -> dict[str, Any] | None:
    """The T-scores of client and mentor over time; None before one of them has two."""
    series: list[tuple[str, list[tuple[dt.date, int]]]] = [
        (
            str(View(view).label),
            [(each.review.day, each.score) for each in reversed(reviews) if each.review.view == view and each.score is not None],
        )
        for view in View
    ]
    if max(len(values) for _label, values in series) < 2:
        return None
    values = [value for _label, each in series for _day, value in each]
    lowest, highest = min(30, *values), max(70, *values)
    title = _("T-score of the goals, by client and mentor")
    return {
        "finding": " ".join(_moved(label, each) for label, each in series if each),
        **trend(name="goals", title=title, series=series, lowest=lowest, highest=highest, ticks=(30, 50, 70)),
    }


def _moved(label: str, values: Sequence[tuple[dt.date, int]]) -> str:
    if len(values) < 2:
        return _("%(who)s: %(now)s.") % {"who": label, "now": values[-1][1]}
    if values[0][1] == values[-1][1]:
        return _("%(who)s: %(now)s, as the first time.") % {"who": label, "now": values[-1][1]}
    return _("%(who)s: from %(first)s to %(now)s.") % {"who": label, "first": values[0][1], "now": values[-1][1]}
