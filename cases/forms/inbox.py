"""Answers to a reminder: that it is done, or that it comes again on another day."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DayField, Form, TextField


class DoneForm(Form):
    notice = forms.UUIDField(widget=forms.HiddenInput)


class PutOffForm(Form):
    until = DayField(
        label=_("Until which day is it put off?"), help_text=_("It stands in the inbox again on that day, for everybody who was told.")
    )
    why = TextField(
        label=_("Why is it put off?"),
        help_text=_("Stands with the case. Write nothing about health."),
        max_length=500,
        error_messages={"required": _("Write why it is put off.")},
    )
