"""The five levels of a goal, its end, and how client or mentor sees the goals on a day."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.enums_course import View
from cases.goal_phrases import LEVEL_WORDS
from cases.goals import NUMBERS, level_words
from cases.models import Goal
from cases.rules.goals import HIGHEST, LOWEST, WEIGHTS
from core.forms import DayField, Form, TextField

LEVELS = tuple(range(LOWEST, HIGHEST + 1))


class LevelsForm(Form):
    """`level0` to `level4` are -2 to +2."""

    weight = forms.TypedChoiceField(
        label=gettext_lazy("How much does the goal weigh beside the others?"),
        choices=[(1, gettext_lazy("As the others")), (2, gettext_lazy("Twice as much")), (3, gettext_lazy("Three times as much"))],
        coerce=int,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("The client decides what matters most."),
        error_messages={"required": gettext_lazy("Choose how much the goal weighs.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place, level in enumerate(LEVELS):
            self.fields[f"level{place}"] = forms.CharField(
                label=_("%(number)s: %(words)s") % {"number": NUMBERS[level], "words": LEVEL_WORDS[level]},
                max_length=300,
                required=False,
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )

        # Shown only when it is asked for: what stood there is not kept anywhere else.
        self.fields["clear"] = forms.BooleanField(label=_("Take away the words of all five levels"), required=False)

    @property
    def asks_to_clear(self) -> bool:
        return bool(self["clear"].value()) or "clear" in self.errors

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        names = [f"level{place}" for place in range(len(LEVELS))]
        had = any(self.initial.get(name) for name in names)
        if had and not typed.get("clear") and not any(typed.get(name) or name in self.errors for name in names):
            words = _(
                "All five levels are empty, and the words that stood there would be gone. Write them again, or tick to take them away."
            )
            self.add_error("clear", words)
        return typed

    @property
    def level_fields(self) -> list[forms.BoundField]:
        return [self[f"level{place}"] for place in reversed(range(len(LEVELS)))]

    def levels(self) -> list[str]:
        return [self.cleaned_data[f"level{place}"] for place in range(len(LEVELS))]

    def clean_weight(self) -> int:
        weight = int(self.cleaned_data["weight"])
        return weight if weight in WEIGHTS else WEIGHTS[0]


class EndGoalForm(Form):
    why = TextField(
        label=gettext_lazy("Why does the work on this goal end?"),
        max_length=300,
        help_text=gettext_lazy("Stands in the case. Write nothing about health."),
        error_messages={"required": gettext_lazy("Write in a few words why the goal ends.")},
    )


class ReviewForm(Form):
    """One radio group a goal, with the words of its levels; a goal can be left out."""

    view = forms.ChoiceField(
        label=gettext_lazy("Whose view is it?"),
        choices=View,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Client and mentor are asked apart, so that neither answers for the other."),
        error_messages={"required": gettext_lazy("Choose whose view it is.")},
    )
    day = DayField(label=gettext_lazy("When was it said?"))
    words = TextField(
        label=gettext_lazy("In their own words"), help_text=gettext_lazy("Describe the situation, not the diagnosis."), required=False
    )

    def __init__(self, *args: Any, goals: Sequence[Goal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.goals = list(goals)
        for number, goal in enumerate(self.goals, start=1):
            self.fields[f"goal{number}"] = forms.TypedChoiceField(
                label=goal.words,
                choices=[*(_choice(goal, level) for level in reversed(LEVELS)), ("", _("Not set"))],
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
            )

    @property
    def goal_fields(self) -> list[forms.BoundField]:
        return [self[f"goal{number}"] for number in range(1, len(self.goals) + 1)]

    def levels(self) -> dict[uuid.UUID, int | None]:
        return {goal.pk: self.cleaned_data[f"goal{number}"] for number, goal in enumerate(self.goals, start=1)}


def _choice(goal: Goal, level: int) -> tuple[int, str]:
    return level, _("%(number)s: %(words)s") % {"number": NUMBERS[level], "words": level_words(goal, level)}
