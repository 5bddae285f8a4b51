"""Goals and measurements in words: the usual words of the five levels, refusals and events. Whole sentences from codes."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

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

REFUSALS: dict[str, Callable[[Facts], str]] = {
    "review_in_future": lambda f: _("The day has not been yet. Write the day on which it was said."),
    "review_before_goals": lambda f: _("The goals began on %(day)s. Write that day or a later one.") % {"day": day_in(f, "begun_on")},
    "goals_too_many": lambda f: _("At most %(most)s goals are worked on at a time. End another one first.") % {"most": f["most"]},
}

EVENTS: dict[str, Callable[[Facts], str]] = {}
