"""The start-up meeting, and that the match did not work."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.days import instant_of
from core.forms import DayField, Form, TextField
from core.templatetags.ui import date_long

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


def refuse_time_not_there(form: Form) -> None:
    """A time that a spring night leaves out is no time of the day beside it (`time_not_there`)."""
    on, time = form.cleaned_data.get("day"), form.cleaned_data.get("time")
    if on and time and instant_of(on, time) is None:
        words = _(
            "There is no %(time)s on %(day)s: the clocks go from 02.00 to 03.00 that night. Write a time before 02.00 or from 03.00 on."
        )
        form.add_error("time", ValidationError(words % {"time": f"{time:%H.%M}", "day": date_long(on)}, code="time_not_there"))


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

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        refuse_time_not_there(self)
        return found

    def starts_at(self) -> dt.datetime:
        """The instant of a valid form, from a day and a time in Copenhagen. Of the hour that an autumn night has twice, the first (summer time)."""
        found = instant_of(self.cleaned_data["day"], self.cleaned_data["time"])
        if found is None:
            raise ValueError("a time that does not exist is not valid")
        return found


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
