"""The start-up meeting, and that the match did not work."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.days import COPENHAGEN
from core.forms import DayField, Form, TextField

_TIME = re.compile(r"([01]?\d|2[0-3])(?:[.:]([0-5]\d))?", re.ASCII)


class TimeOfDayField(forms.Field):
    """A time typed as 13.00, 13:00 or 13."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "size": "6", "maxlength": "10"})
    default_error_messages = {
        "required": _("Write a time, such as 13.00."),
        "invalid": _("“%(value)s” is not a time of the day. Write it as 13.00 or 13:00."),
    }

    def to_python(self, value: Any) -> dt.time | None:
        if value in self.empty_values:
            return None
        if isinstance(value, dt.time):
            return value
        found = _TIME.fullmatch(str(value).strip())
        if not found:
            raise ValidationError(self.error_messages["invalid"], code="invalid", params={"value": str(value)[:40]})
        return dt.time(int(found[1]), int(found[2] or 0))

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H.%M}" if isinstance(value, dt.time) else value


class OfMeeting(Form):
    """`meeting` says which meeting the form was opened with, `version` in which state; empty where none was arranged."""

    meeting = forms.UUIDField(required=False, widget=forms.HiddenInput)


class MeetingForm(OfMeeting):
    day = DayField(label=_("Day"), help_text=_("Such as 16-11-2026"))
    time = TimeOfDayField(label=_("Time"), help_text=_("Such as 13.00"))
    place = forms.CharField(label=_("Where"), max_length=200, error_messages={"required": _("Write where you meet.")})
    who_comes = forms.CharField(
        label=_("Who comes"), max_length=300, required=False, help_text=_("Such as the client, the mentor and the manager at the workplace")
    )

    def starts_at(self) -> dt.datetime:
        """The instant, from a day and a time in Copenhagen."""
        return dt.datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"], tzinfo=COPENHAGEN).astimezone(dt.UTC)


class HeldForm(OfMeeting):
    held_on = DayField(label=_("Held on"))


class CancelForm(OfMeeting):
    """Only which meeting: a button."""


class UnassignForm(Form):
    why = TextField(
        label=_("Why does the match not work?"),
        help_text=_("Stands in the case. Describe the situation, not the person."),
        error_messages={"required": _("Write why the match does not work.")},
    )
