"""The contact log: an entry, its correction, what is approved, struck out, asked and answered."""

import re
import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.enums_course import Attendance, CancelledBy, ContactForm, ToldBy
from cases.forms.startup import TimeOfDayField, refuse_time_not_there
from cases.rules.contacts import Entry
from core.forms import DayField, Form, MinutesField, TextField, parse_minutes
from mentors.enums import SupportArea

_MINUTES = re.compile(r"([0-9]{1,3})\s*(?:m|min\.?|minut(?:ter|es?)?)?", re.IGNORECASE)
_HOURS = re.compile(r"([0-9]{1,2}(?:[,.:][0-9]{1,2})?)\s*(?:h|t|timer?|hours?)\.?", re.IGNORECASE)
UNCLEAR = 4
"""A bare number up to this one can be hours as well as minutes, and is asked about."""


def parse_length(text: str) -> int:
    """Whole minutes typed as `45`, `45 min`, `1:30`, `1,5` or `2 timer`: a bare number is minutes. Raises ValueError, "unclear" for 1 to 4."""
    text = text.strip()
    if not text.isascii():
        raise ValueError(text)
    if found := _HOURS.fullmatch(text):
        return parse_minutes(found[1])
    if found := _MINUTES.fullmatch(text):
        if text.isdigit() and 0 < int(text) <= UNCLEAR:
            raise ValueError("unclear")
        return int(found[1])
    return parse_minutes(text)


class LengthField(MinutesField):
    """How long a contact took: minutes as 45, or hours as 1:30 or 1,5."""

    default_error_messages = {
        "required": _("Write how long it took, such as 45 or 1:30."),
        "invalid": _("“%(value)s” is not a length of time. Write minutes as 45, or hours as 1:30 or 1,5."),
        "unclear": _("Is “%(value)s” minutes or hours? Write minutes as 0:0%(value)s, and hours as %(value)s:00."),
    }

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        if isinstance(value, int):
            return value
        try:
            return parse_length(str(value))
        except ValueError as error:
            code = "unclear" if str(error) == "unclear" else "invalid"
            raise ValidationError(self.error_messages[code], code=code, params={"value": str(value).strip()[:40]}) from None


class LogForm(Form):
    """An entry. Minutes may be left empty when it did not take place; who cancelled is ignored when nobody did."""

    day = DayField(label=_("Day"), help_text=_("Such as 16-11-2026"))
    minutes = LengthField(label=_("How long?"), help_text=_("For example 45 or 1:30. Empty when it did not take place"))
    time = TimeOfDayField(label=_("Time"), help_text=_("Such as 13.00"), required=False)
    form = forms.ChoiceField(
        label=_("How?"), choices=ContactForm, widget=forms.RadioSelect, error_messages={"required": _("Choose how you were in contact.")}
    )
    attendance = forms.ChoiceField(
        label=_("Did it take place?"),
        choices=Attendance,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether it took place.")},
    )
    cancelled_by = forms.ChoiceField(
        label=_("Who cancelled?"),
        help_text=_("Only when it was cancelled"),
        choices=CancelledBy,
        widget=forms.RadioSelect,
        required=False,
    )
    areas = forms.MultipleChoiceField(
        label=_("What was it about?"), choices=SupportArea, widget=forms.CheckboxSelectMultiple, required=False
    )
    note = TextField(
        label=_("Short note"),
        help_text=_("Neutral words about the situation. The client can ask to see it. Nothing about health."),
        max_length=500,
        required=False,
    )
    client_note = TextField(
        label=_("What the client may read"), help_text=_("Such as what you agreed for next time"), max_length=500, required=False
    )
    told_by = forms.ChoiceField(
        label=_("Who says it?"),
        help_text=_(
            "It stands beside the contact. Either way you may approve it up to the jobcentre’s limit; above it somebody else does."
        ),
        choices=ToldBy,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who says it.")},
    )
    over_use_why = TextField(label=_("Why more than granted?"), help_text=_("Stays with the entry"), max_length=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound and self.data.get("attendance") in (Attendance.NO_SHOW, Attendance.CANCELLED):
            self.fields["minutes"].required = False

    def not_taken(self) -> list[str]:
        return [] if self["attendance"].value() == Attendance.CANCELLED else ["cancelled_by"]

    def clean_minutes(self) -> int:
        """What did not take place may have taken no time."""
        return self.cleaned_data["minutes"] or 0

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        refuse_time_not_there(self)
        return found

    def entry(self) -> Entry:
        """What was typed, as the actions take it."""
        typed = self.cleaned_data
        attendance = Attendance(typed["attendance"])
        return Entry(
            day=typed["day"],
            time=typed["time"],
            minutes=typed["minutes"],
            form=ContactForm(typed["form"]),
            attendance=attendance,
            cancelled_by=typed["cancelled_by"] if attendance == Attendance.CANCELLED else "",
            areas=tuple(typed["areas"]),
            note=typed["note"],
            client_note=typed["client_note"],
            told_by=ToldBy(typed["told_by"]),
        )


class CorrectForm(LogForm):
    why = TextField(
        label=_("Why is it corrected?"), help_text=_("Needed when the entry is approved. It stays with it."), max_length=500, required=False
    )


class ApproveForm(Form):
    """The entries that were ticked, or those of the one button that approves a whole week."""

    def chosen(self) -> list[uuid.UUID]:
        """The entries; what is no key of a row is none."""
        only = self.data.get("only", "")
        keys = only.split(",") if only else self.data.getlist("contact")
        found = []
        for key in keys[:200]:
            try:
                found.append(uuid.UUID(key))
            except ValueError:
                continue
        return found


class StrikeForm(Form):
    why = TextField(
        label=_("Why is it struck out?"),
        help_text=_("Stays with the entry. The hours do not count any more."),
        max_length=500,
        error_messages={"required": _("Write why: it stays with the entry.")},
    )


class AskForm(Form):
    words = TextField(
        label=_("What do you want to know?"),
        help_text=_("For the mentor. No CPR number"),
        max_length=500,
        error_messages={"required": _("Write what you want to know.")},
    )


class AnswerForm(Form):
    """`question` says which question the answer belongs to."""

    question = forms.UUIDField(widget=forms.HiddenInput)
    answer = TextField(
        label=_("What did the mentor answer?"),
        max_length=500,
        error_messages={"required": _("Write what the mentor answered.")},
    )
    answered_on = DayField(label=_("When?"), help_text=_("Such as 16-11-2026"))
