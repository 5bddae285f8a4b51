"""The goals of a course as `cases/_goal_levels.html` shows them: five points, number and words, for client and mentor apart."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.goal_phrases import LEVEL_WORDS
from cases.goals import GoalNow, Seen
from cases.models.goal import Goal
from cases.rules.goals import HIGHEST, LOWEST
from core.templatetags.ui import date_long

_NUMBERS = {-2: "\u22122", -1: "\u22121", 0: "0", 1: "+1", 2: "+2"}
_PLACES = tuple(7 + 14 * n for n in range(HIGHEST - LOWEST + 1))


def level_number(level: int) -> str:
    """The level as one reads it, with a real minus sign."""
    return _NUMBERS[level]


def level_words(goal: Goal, level: int) -> str:
    """The goal's own words for a level, or the usual ones."""
    own = goal.levels[level - LOWEST] if goal.levels else ""
    return own or str(LEVEL_WORDS[level])


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
        "number": level_number(seen.level),
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
