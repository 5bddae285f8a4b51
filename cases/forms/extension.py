"""An extension as forms: the request, the decision with its dated steps of hours, and the second person's answer. Shape and types only."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.enums import Funding
from cases.enums_course import AskedBy, GivenHow, LessReason
from cases.rules.extensions import MOST_STEPS, Choice, Proposed
from cases.rules.hours import Step
from core.forms import DayField, Form, MinutesField, TextField
from mentors.enums import MentorType

OWN_DAY = "day"
IN_THE_LETTER = gettext_lazy("Stands word for word in the letter. Describe the situation, not the diagnosis.")


CHOICES = {
    Choice.AS_WISHED.value: gettext_lazy("Grant what is asked for"),
    Choice.LESS.value: gettext_lazy("Grant shorter or fewer hours"),
    Choice.SEND_BACK.value: gettext_lazy("Send back"),
    Choice.REFUSE.value: gettext_lazy("Refuse"),
}


class RequestForm(Form):
    """`months` is a quick way to a last day, or says that the day is typed. `extension` names the request that the form was opened with."""

    extension = forms.UUIDField(required=False, widget=forms.HiddenInput)
    asked_by = forms.ChoiceField(
        label=gettext_lazy("Who asks for it?"),
        choices=AskedBy,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("If you ask yourself, a colleague decides it. If you only write it down, you may decide it."),
        error_messages={"required": gettext_lazy("Choose who asks for it.")},
    )
    asked_on = DayField(label=gettext_lazy("When was it asked for?"))
    asked_how = forms.ChoiceField(
        label=gettext_lazy("How was it asked for?"),
        choices=GivenHow,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how it was asked.")},
    )
    words = TextField(
        label=gettext_lazy("In their own words"),
        widget=forms.Textarea(attrs={"rows": "3"}),
        error_messages={"required": gettext_lazy("Write what was said, in the person’s own words.")},
    )
    reached = TextField(
        label=gettext_lazy("What has been reached?"),
        widget=forms.Textarea(attrs={"rows": "3"}),
        error_messages={"required": gettext_lazy("Write what has been reached so far.")},
    )
    why_still = TextField(
        label=gettext_lazy("Why is a mentor still needed?"),
        widget=forms.Textarea(attrs={"rows": "3"}),
        error_messages={"required": gettext_lazy("Write why a mentor is still needed.")},
    )
    minutes_a_week = MinutesField(label=gettext_lazy("Wished hours a week"))
    months = forms.ChoiceField(
        label=gettext_lazy("How long?"), widget=forms.RadioSelect, error_messages={"required": gettext_lazy("Choose how long.")}
    )
    last_day = DayField(label=gettext_lazy("Last day"), required=False)

    def __init__(self, *args: Any, longest_months: int = 6, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (str(number), ngettext("%(number)s month", "%(number)s months", number) % {"number": number})
            for number in range(1, longest_months + 1)
        ]
        self.fields["months"].choices = [*choices, (OWN_DAY, _("Until another day"))]

    def not_taken(self) -> list[str]:
        return [] if self["months"].value() == OWN_DAY else ["last_day"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("months") == OWN_DAY and data.get("last_day") is None and "last_day" not in self.errors:
            self.add_error("last_day", _("Write the last day that is wished, such as 16-11-2026."))
        return data


class DecideForm(Form):
    """What is decided. `rows` says how many lines of hours the page shows; an empty line is none. What was not chosen is sent all the same."""

    choice = forms.ChoiceField(
        label=gettext_lazy("What do you decide?"),
        choices=list(CHOICES.items()),
        widget=forms.RadioSelect,
        required=False,
    )
    rows = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1, max_value=MOST_STEPS)
    last_day = DayField(label=gettext_lazy("Last day"), required=False)
    less_reason = forms.ChoiceField(
        label=gettext_lazy("Reason (optional)"),
        choices=[("", gettext_lazy("Choose")), *LessReason.choices],
        required=False,
        help_text=gettext_lazy("Is counted, and stands first among the reasons in the letter, before your own words below."),
    )
    reasons = TextField(required=False, max_length=4000, help_text=IN_THE_LETTER, widget=forms.Textarea(attrs={"rows": "8"}))
    back_words = TextField(label=gettext_lazy("What is missing?"), required=False, widget=forms.Textarea(attrs={"rows": "3"}))
    back_to = forms.CharField(
        label=gettext_lazy("Who answers?"), required=False, max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    refuse_reasons = TextField(required=False, max_length=4000, help_text=IN_THE_LETTER, widget=forms.Textarea(attrs={"rows": "5"}))
    offered_instead = TextField(required=False, widget=forms.Textarea(attrs={"rows": "2"}))
    purpose = TextField(label=gettext_lazy("Purpose"), required=False)
    tasks = TextField(label=gettext_lazy("The mentor's tasks"), required=False)
    mentor_type = forms.ChoiceField(
        label=gettext_lazy("Mentor"), choices=[("", gettext_lazy("Choose")), *MentorType.choices], required=False
    )
    funding = forms.ChoiceField(label=gettext_lazy("Who pays?"), choices=[("", gettext_lazy("Choose")), *Funding.choices], required=False)
    sent_on = DayField(
        label=gettext_lazy("You send the letter on"),
        required=False,
        help_text=gettext_lazy("You write it under Letters on the case once the decision is made. MentorCase does not send it."),
    )

    def __init__(self, *args: Any, given_name: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = {"name": given_name}
        self.fields["reasons"].label = _("Why does %(name)s not get all of it?") % name
        self.fields["refuse_reasons"].label = _("Why is %(name)s refused?") % name
        self.fields["offered_instead"].label = _("What is %(name)s offered instead?") % name
        for number in range(1, MOST_STEPS + 1):
            self.fields[f"step_day_{number}"] = DayField(label=_("Step %(number)s, from day") % {"number": number}, required=False)
            self.fields[f"step_minutes_{number}"] = MinutesField(
                label=_("Step %(number)s, hours a week") % {"number": number}, required=False
            )
            for kind in ("day", "minutes"):
                self.fields[f"step_{kind}_{number}"].widget.attrs.pop("size", None)
                self.fields[f"step_{kind}_{number}"].widget.attrs["class"] = "d" if kind == "day" else "h"

    def not_taken(self) -> list[str]:
        steps = [f"step_{kind}_{number}" for number in range(1, MOST_STEPS + 1) for kind in ("day", "minutes")]
        grants = (Choice.AS_WISHED, Choice.LESS)
        of_choices: list[tuple[tuple[Choice, ...], list[str]]] = [
            ((Choice.LESS,), ["last_day", *steps, "less_reason", "reasons"]),
            ((Choice.SEND_BACK,), ["back_words", "back_to"]),
            ((Choice.REFUSE,), ["refuse_reasons", "offered_instead"]),
            (grants, ["purpose", "tasks", "mentor_type", "funding"]),
            ((*grants, Choice.REFUSE), ["sent_on"]),
        ]
        taken = self["choice"].value()
        return [name for choices, names in of_choices if taken not in choices for name in names]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("choice") != Choice.LESS:
            return data
        for number in range(2, MOST_STEPS + 1):
            names = (f"step_day_{number}", f"step_minutes_{number}")
            empty = [name for name in names if data.get(name) is None and name not in self.errors]
            if len(empty) == 1:
                self.add_error(empty[0], _("Write both a day and hours in a line, or leave both empty."))
        return data


def proposed_in(values: dict[str, Any], *, first_day: dt.date) -> Proposed:
    """The decision in the values of the form; the first line of hours begins with the period where it has no day of its own."""
    steps = []
    for number in range(1, MOST_STEPS + 1):
        day, minutes = values.get(f"step_day_{number}"), values.get(f"step_minutes_{number}")
        if number == 1 and minutes is not None:
            day = day or first_day
        if day is not None and minutes is not None:
            steps.append(Step(day, minutes))
    choice = Choice(values["choice"]) if values.get("choice") else None
    return Proposed(
        choice=choice,
        first_day=first_day,
        last_day=values.get("last_day"),
        steps=tuple(steps),
        purpose=values.get("purpose") or "",
        tasks=values.get("tasks") or "",
        mentor_type=values.get("mentor_type") or "",
        funding=values.get("funding") or "",
        less_reason=(values.get("less_reason") or "") if choice == Choice.LESS else "",
        reasons=(values.get("refuse_reasons") if choice == Choice.REFUSE else values.get("reasons")) or "",
        offered_instead=values.get("offered_instead") or "",
        sent_on=values.get("sent_on"),
    )


def field_of(name: str, choice: Choice | None) -> str:
    """The field of the form that a gap of the rules belongs to."""
    if name == "steps":
        return "step_minutes_1"
    return "refuse_reasons" if name == "reasons" and choice == Choice.REFUSE else name


class ConfirmForm(Form):
    """The one button of the confirm page. `seen` is the moment of the draft that the page showed."""

    seen = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)


class ReturnForm(Form):
    """Why the second person does not approve; needed only when it is sent back."""

    words = TextField(
        label=gettext_lazy("What has to change?"),
        help_text=gettext_lazy("Only when you send it back. The colleague reads it."),
        required=False,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )
