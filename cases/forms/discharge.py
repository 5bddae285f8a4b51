"""A coming discharge from a psychiatric hospital: who told of it, what the client answered, and the day it was."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.enums_course import DischargeAnswer
from core.forms import DayField, Form, TextField


class ToldForm(Form):
    notified_on = DayField(label=_("When were you told?"))
    notified_by = forms.CharField(
        label=_("Who told you?"),
        help_text=_("Such as the ward and a phone number. Write nothing about the illness."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write who told of the discharge, such as the ward.")},
    )
    expected_on = DayField(label=_("Expected discharge"))


class AnswerForm(Form):
    asked_on = DayField(label=_("When was the client asked?"), help_text=_("Whether a mentor is wished after the discharge."))
    answer = forms.ChoiceField(
        label=_("What did the client answer?"),
        choices=[*DischargeAnswer.choices, ("", _("No answer yet"))],
        widget=forms.RadioSelect,
        required=False,
    )
    answered_on = DayField(label=_("When did the client answer?"), required=False)
    words = TextField(label=_("In the client’s own words"), help_text=_("Nothing about the illness."), required=False)


class DischargedForm(Form):
    discharged_on = DayField(label=_("When was the client discharged?"))
