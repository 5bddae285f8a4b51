"""A place mentor's place as typed: shape and types only."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DayField, Form, MinutesField, TextField
from mentors.enums import PlaceKind
from mentors.rules.places import MOST_CLIENTS, Terms


class PlaceForm(Form):
    """What is granted to a place that is there: its workplace stays, and its last day has a page of its own."""

    minutes_a_week = MinutesField(
        label=_("Hours a week for the place"),
        help_text=_("As 8, 2,5 or 2:30. All clients there share them."),
        error_messages={"required": _("Write the hours a week, such as 8 or 2:30.")},
    )
    most_clients = forms.IntegerField(
        label=_("Most clients at the place at once"),
        min_value=1,
        max_value=MOST_CLIENTS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "4", "autocomplete": "off", "class": "mc-w10"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _("Write a whole number from 1 to 99.")),
    )
    first_day = DayField(label=_("First day of the place"))
    reasons = TextField(
        label=_("Why a mentor for the place?"),
        help_text=_("Such as several clients who begin at the same workplace. Name nobody."),
        error_messages={"required": _("Write why the place needs a mentor of its own.")},
    )

    def terms(self) -> Terms:
        return Terms(**{name: self.cleaned_data[name] for name in Terms.__dataclass_fields__ if name in self.fields})


class NewPlaceForm(PlaceForm):
    """Where the place is, too."""

    workplace_name = forms.CharField(
        label=_("Workplace or school"),
        max_length=200,
        help_text=_("Choose one from the list, or write a new one."),
        widget=forms.TextInput(attrs={"list": "workplaces", "autocomplete": "off"}),
        error_messages={"required": _("Write which workplace or school it is.")},
    )
    workplace_kind = forms.ChoiceField(label=_("Kind of place"), choices=PlaceKind, help_text=_("Only for a new place."))
    last_day = DayField(label=_("Last day of the place"), required=False, help_text=_("Empty: until further notice."))

    field_order = ("workplace_name", "workplace_kind", "minutes_a_week", "most_clients", "first_day", "last_day", "reasons")


class EndPlaceForm(Form):
    """The last day of a place; empty takes an end back."""

    last_day = DayField(label=_("Last day of the place"), required=False)

    def __init__(self, *args: Any, has_end: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_end:
            self.fields["last_day"].help_text = _("Empty: the place goes on without an end.")
        else:
            self.fields["last_day"].required = True
