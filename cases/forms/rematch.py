"""A rematch in a running course: what is written of it, and that it is dropped."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.enums import MayRead, RaisedBy, RematchReason
from core.forms import DayField, Form, TextField


class RematchForm(Form):
    """`version` is that of the open rematch, or of the case where none is open; `rematch` says which one the form was opened with."""

    rematch = forms.UUIDField(required=False, widget=forms.HiddenInput)
    raised_by = forms.ChoiceField(
        label=_("Who says that the match does not work?"),
        choices=RaisedBy,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who said it.")},
    )
    raised_on = DayField(label=_("When was it said?"))
    reason = forms.ChoiceField(
        label=_("Why does the match not work?"),
        choices=RematchReason,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the reason that fits best.")},
    )
    words = TextField(
        label=_("In words"),
        help_text=_("Stands in the case. Describe the situation, not the person."),
        widget=forms.Textarea(attrs={"rows": "3"}),
        error_messages={"required": _("Write why the match does not work.")},
    )
    stops_on = DayField(
        label=_("The mentor’s last day"),
        help_text=_("Empty: the mentor stays until the day before the new one begins."),
        required=False,
    )
    may_read = forms.ChoiceField(
        label=_("What may the new mentor read of the log of the one before?"),
        choices=MayRead,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the new mentor may read.")},
    )
    summary = TextField(
        label=_("Summary for the new mentor"),
        help_text=_("Only when you have chosen the summary. Nothing about health."),
        widget=forms.Textarea(attrs={"rows": "3"}),
        required=False,
    )


class DropForm(Form):
    why = TextField(
        label=_("Why do they go on together?"),
        help_text=_("Stands in the case."),
        error_messages={"required": _("Write why they go on together.")},
    )
