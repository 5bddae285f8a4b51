"""Goals and measurements in words: the usual words of the five levels, points of the schedule, refusals and events. Whole sentences from codes."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from cases.enums_course import MeasuredAt, View
from core.words import day_in

Facts = dict[str, Any]

LEVEL_WORDS: dict[int, Any] = {
    -2: pgettext_lazy("goal level", "as at the start"),
    -1: pgettext_lazy("goal level", "on the way"),
    0: pgettext_lazy("goal level", "as expected"),
    1: pgettext_lazy("goal level", "better than expected"),
    2: pgettext_lazy("goal level", "much better than expected"),
}
"""What a level is called where the goal has no words of its own for it."""

_NAMES: dict[str, Any] = {
    "who5": "WHO-5",
    "motivation": pgettext_lazy("questionnaire", "motivation"),
}
"""The questionnaires that come with the scheme; another one is told by its code."""


def point_words(kind: str, months: int) -> str:
    """At the start, after 3 months, at the end, 6 months after the end."""
    if kind == MeasuredAt.DURING:
        return ngettext("After %(months)s month", "After %(months)s months", months) % {"months": months}
    if kind == MeasuredAt.AFTER:
        return ngettext("%(months)s month after the end", "%(months)s months after the end", months) % {"months": months}
    return str(MeasuredAt(kind).label)


REFUSALS: dict[str, Callable[[Facts], str]] = {
    "review_in_future": lambda f: _("The day has not been yet. Write the day on which it was said."),
    "review_before_goals": lambda f: (
        _("A goal that you have set began on %(day)s. Write that day or a later one.") % {"day": day_in(f, "begun_on")}
    ),
    "review_twice": lambda f: _("There is already a review of this view on that day. Open that one and change it, or write another day."),
    "review_empty": lambda f: _("Choose a level for at least one goal."),
    "review_level": lambda f: _("A level lies between −2 and +2."),
    "review_other_goal": lambda f: _("One of the goals does not belong to this case. Open the page again."),
    "goals_too_many": lambda f: _("At most %(most)s goals are worked on at a time. End another one first.") % {"most": f["most"]},
    "goal_ended": lambda f: _("The goal has ended. Take it up again first."),
    "goal_goes_on": lambda f: _("The goal is already being worked on."),
    "goal_left_agreement": lambda f: _("The agreement no longer has this goal. Write it into the agreement to work on it again."),
    "goal_weight": lambda f: _("A goal weighs 1, 2 or 3."),
    "measurement_no_point": lambda f: _("The schedule of the course has no such measurement. Open the measurements again."),
    "measured_in_future": lambda f: _("The day has not been yet. Write the day of the answer."),
    "measured_too_early": lambda f: (
        _("Too early for this point: answers count from %(day)s. Write that day or a later one.") % {"day": day_in(f, "first_day")}
    ),
    "measured_too_late": lambda f: (
        _("For this point answers count from %(first)s to %(last)s. Write a day in between, or say why the answer is missing.")
        % {"first": day_in(f, "first_day"), "last": day_in(f, "last_day")}
    ),
    "answer_off_scale": lambda f: (
        _("The answers do not fit the questions, which go from %(lowest)s to %(highest)s. Open the page again.")
        % {"lowest": f["lowest"], "highest": f["highest"]}
    ),
    "answers_none": lambda f: _("Choose at least one answer, or say why the answers are missing."),
    # The administration's questionnaires
    "questionnaire_used": lambda f: _("Somebody has answered this questionnaire, so it stays as it is: only its last day can be changed."),
}


def _questionnaire(f: Facts) -> dict[str, Any]:
    return {"name": _NAMES.get(f["questionnaire"], f["questionnaire"]), "point": point_words(f["point"], f["months"]).lower()}


def _measured(f: Facts) -> str:
    if f["missing"]:
        return _("Measurement (%(name)s), %(point)s: missing, with the reason") % _questionnaire(f)
    return _("Measurement (%(name)s), %(point)s: answered") % _questionnaire(f)


def _reviewed(f: Facts) -> str:
    if f["view"] == View.CLIENT:
        return _("The client’s view of the goals on %(day)s") % {"day": day_in(f, "day")}
    return _("The mentor’s view of the goals on %(day)s") % {"day": day_in(f, "day")}


EVENTS: dict[str, Callable[[Facts], str]] = {
    "case.goal_described": lambda f: _("Goal %(number)s: levels or weight changed") % {"number": f["number"]},
    "case.goal_ended": lambda f: _("Goal %(number)s ended") % {"number": f["number"]},
    "case.goal_taken_up": lambda f: _("Goal %(number)s taken up again") % {"number": f["number"]},
    "case.goals_reviewed": _reviewed,
    "case.goal_review_changed": lambda f: _("%(said)s: changed") % {"said": _reviewed(f)},
    "case.measured": _measured,
    "case.measurement_changed": lambda f: _("%(said)s: changed") % {"said": _measured(f)},
}
