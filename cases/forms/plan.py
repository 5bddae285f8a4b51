"""The plan of hours, pauses, the changed wish and a change of hours."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.enums_course import PauseReason, PlanShape
from cases.rules.hours import Step
from cases.rules.plan import MOST_STEPS
from core.forms import DayField, Form, MinutesField, TextField

FEWEST_ROWS = 3


class PlanForm(Form):
    """Rows of a day and the hours a week from it on; empty rows count as none. `version` is the number of the plan that was opened."""

    period = forms.IntegerField(required=False, widget=forms.HiddenInput)
    rows = forms.IntegerField(required=False, widget=forms.HiddenInput)
    shape = forms.ChoiceField(
        label=gettext_lazy("Template"),
        choices=PlanShape,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a template, or “Own”.")},
    )
    words = forms.CharField(
        label=gettext_lazy("Why this plan?"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("Stands with the plan. Describe the situation, not the person."),
    )

    def __init__(self, *args: Any, number: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.number = max(FEWEST_ROWS, min(number, MOST_STEPS))
        for n in range(1, self.number + 1):
            self.fields[f"day_{n}"] = DayField(label=_("Step %(n)d: from") % {"n": n}, required=False)
            self.fields[f"minutes_{n}"] = MinutesField(label=_("Step %(n)d: hours a week") % {"n": n}, required=False)

    def lines(self) -> list[tuple[Any, Any]]:
        """The bound fields of each row."""
        return [(self[f"day_{n}"], self[f"minutes_{n}"]) for n in range(1, self.number + 1)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for n in range(1, self.number + 1):
            day, minutes = cleaned.get(f"day_{n}"), cleaned.get(f"minutes_{n}")
            if day is None and minutes is not None and f"day_{n}" not in self.errors:
                self.add_error(f"day_{n}", ValidationError(_("Write from which day these hours hold, or empty the line.")))
            if minutes is None and day is not None and f"minutes_{n}" not in self.errors:
                self.add_error(f"minutes_{n}", ValidationError(_("Write the hours a week, such as 2,5 or 2:30; 0 for none.")))
        return cleaned

    def steps(self) -> list[tuple[int, Step]]:
        """(number of the row, step) of the rows that are filled in and can be read, also of a form with errors."""
        found = []
        for n in range(1, self.number + 1):
            day, minutes = self.cleaned_data.get(f"day_{n}"), self.cleaned_data.get(f"minutes_{n}")
            if day is not None and minutes is not None:
                found.append((n, Step(day, minutes)))
        return found


class PauseForm(Form):
    first_day = DayField(label=gettext_lazy("First day of the pause"), help_text=gettext_lazy("Such as 16-11-2026"))
    last_day = DayField(label=gettext_lazy("Last day of the pause"), required=False, help_text=gettext_lazy("Empty: until further notice"))
    reason = forms.ChoiceField(
        label=gettext_lazy("Why does the course pause?"),
        choices=PauseReason,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose why the course pauses.")},
    )
    words = forms.CharField(
        label=gettext_lazy("In words"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("Stands in the case. Write nothing about health."),
    )


class EndPauseForm(Form):
    last_day = DayField(label=gettext_lazy("Last day of the pause"), help_text=gettext_lazy("The course goes on the day after."))


class TakeBackForm(Form):
    """Only which row: a button."""


class WishForm(Form):
    day = DayField(label=gettext_lazy("When did the client say it?"))
    minutes_a_week = MinutesField(label=gettext_lazy("Wished hours a week"), required=False, help_text=gettext_lazy("Such as 2,5 or 2:30"))
    last_day = DayField(label=gettext_lazy("Wished last day"), required=False, help_text=gettext_lazy("A later day needs an extension."))
    words = TextField(label=gettext_lazy("In the client’s own words"), required=False)


class HourChangeForm(Form):
    """`version` is the case's. Fields of the choice that is not taken are sent all the same, and left out."""

    keeps = forms.ChoiceField(
        label=gettext_lazy("What is decided?"),
        choices=(
            ("no", gettext_lazy("The hours change")),
            ("yes", gettext_lazy("Hours and last day stay as they are: no to the client’s wish")),
        ),
        widget=forms.RadioSelect,
        required=False,
    )
    first_day = DayField(label=gettext_lazy("New hours from"), required=False, help_text=gettext_lazy("Today or a later day"))
    minutes_a_week = MinutesField(label=gettext_lazy("New hours a week"), required=False, help_text=gettext_lazy("Such as 2,5 or 2:30"))
    reasons = TextField(
        label=gettext_lazy("Reasons"),
        required=False,
        help_text=gettext_lazy("Needed when the client gets fewer hours than now, or not what is wished. Stands in the letter."),
        widget=forms.Textarea(attrs={"rows": "3"}),
    )
    offered_instead = TextField(
        label=gettext_lazy("What is offered instead"),
        required=False,
        help_text=gettext_lazy("Only with a no: what else there is, or whom the client can turn to."),
    )
    sent_on = DayField(label=gettext_lazy("The letter is sent"), required=False)
