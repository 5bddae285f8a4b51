"""What a caseworker decides on the lines of an allocation: which clients, and what a proposal needs, once for all of them."""

import uuid
from contextlib import suppress
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.allocation_phrases import REFUSALS
from cases.enums import AskedHow
from cases.models import AllocationLine
from core.forms import DayField, Form, TextField

ACCEPT, ACCEPT_ALL, FIRST_CHOICE, DROP = "accept", "accept_all", "first_choice", "drop"


class KeysField(forms.Field):
    """The keys of the ticked rows of a list. What is no key names no row, and is left out."""

    widget = forms.SelectMultiple

    def to_python(self, value: Any) -> list[uuid.UUID]:
        found = []
        for each in value or []:
            with suppress(ValueError):
                found.append(uuid.UUID(str(each)))
        return found


Asked = tuple[uuid.UUID, uuid.UUID]
"""A line and the mentor about whom it was asked."""


def tick_of(line: AllocationLine) -> str:
    """The value of a line's tick "asked": of this mentor and of no other, as somebody may change the line meanwhile."""
    return f"{line.pk}_{line.mentor_id}"


class AskedField(forms.Field):
    """The ticks of `tick_of`. What is none is left out."""

    widget = forms.SelectMultiple

    def to_python(self, value: Any) -> list[Asked]:
        found = []
        for each in value or []:
            line, _sep, mentor = str(each).partition("_")
            with suppress(ValueError):
                found.append((uuid.UUID(line), uuid.UUID(mentor)))
        return found


class AskForm(Form):
    """One button: calculate."""


class LinesForm(Form):
    """The chosen lines, and for which of them a conflict of interest was asked about. The other fields are needed to propose, and only then."""

    act = forms.ChoiceField(choices=[(code, code) for code in (ACCEPT, ACCEPT_ALL, FIRST_CHOICE, DROP)])
    lines = KeysField(label=_("Clients"), required=False)
    asked = AskedField(label=_("Asked about conflicts of interest"), required=False)
    reason = TextField(
        label=_("Why do these mentors fit?"),
        help_text=_("Stands in each of the cases, and is what you tell the clients."),
        widget=forms.Textarea(attrs={"rows": "3"}),
        error_messages={"required": _("Write why these mentors fit the clients.")},
    )
    wish_reason = TextField(
        label=_("Why are wishes not met?"),
        help_text=_("Only where a chosen mentor does not meet a wish. Stands in the case and in the agreement."),
        max_length=300,
        required=False,
    )
    conflict_asked = forms.ChoiceField(
        label=_("How did you ask about conflicts of interest?"),
        choices=AskedHow,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how you asked.")},
    )
    asked_how = forms.ChoiceField(
        label=_("How do you ask the clients?"),
        choices=AskedHow,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how you ask.")},
    )
    answer_by = DayField(label=_("Answer by"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound and self.data.get("act") not in (ACCEPT, ACCEPT_ALL):
            for name in ("reason", "conflict_asked", "asked_how", "answer_by"):
                self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        """What is wrong with the ticks is told together with the other fields; the action asks again."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("act") == ACCEPT:
            unasked = set(values.get("lines", [])) - {line for line, _mentor in values.get("asked", [])}
            if not values.get("lines"):
                self.refuse(REFUSALS["no_line_chosen"]({}), "lines")
            elif unasked:
                self.refuse(REFUSALS["lines_conflict_not_asked"]({"lines": len(unasked)}), "asked")
        return values
