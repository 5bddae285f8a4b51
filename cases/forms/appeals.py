"""A complaint, the new look at the decision, passing it on, and what came of it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.enums_course import AppealOutcome, GivenHow, Reassessment
from core.forms import DayField, Form, TextField

LATE = [("take_up", _("It is taken up all the same")), ("dismiss", _("It is dismissed"))]


class AppealForm(Form):
    """`late` and `late_why` are asked for when the complaint came after the last day."""

    decision = forms.ChoiceField(
        label=_("Which decision is it about?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the decision that the complaint is about.")},
    )
    received_on = DayField(label=_("When did it come?"))
    how = forms.ChoiceField(
        label=_("How did it come?"),
        help_text=_("A complaint can be told orally: then write it down here."),
        choices=GivenHow,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it came.")},
    )
    by_whom = forms.CharField(
        label=_("Who complains?"),
        help_text=_("The client, or who complains for the client."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write who complains.")},
    )
    words = TextField(
        label=_("What does the complaint say?"),
        help_text=_("In their own words."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": "5"}),
        error_messages={"required": _("Write what the complaint says.")},
    )
    late = forms.ChoiceField(
        label=_("The complaint came too late. What is done with it?"), choices=LATE, widget=forms.RadioSelect, required=False
    )
    late_why = TextField(label=_("Why?"), help_text=_("The client reads it in the answer."), max_length=500, required=False)

    def __init__(self, *args: Any, decisions: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].choices = list(decisions)


class ReassessForm(Form):
    reassessed_on = DayField(label=_("When was the decision looked at again?"))
    reassessment = forms.ChoiceField(
        label=_("What did the new look lead to?"),
        choices=Reassessment,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the new look led to.")},
    )
    words = TextField(
        label=_("Reasons"),
        help_text=_("What was looked at, and why it led to this. Of a change: what the new decision must say."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": "5"}),
        error_messages={"required": _("Write the reasons: what the new look led to, and why.")},
    )


class ForwardForm(Form):
    forwarded_on = DayField(label=_("When was it passed on to the appeals board?"))


class EndForm(Form):
    """What came of a complaint; `outcomes` are those that are possible now."""

    outcome = forms.ChoiceField(
        label=_("What came of it?"), widget=forms.RadioSelect, error_messages={"required": _("Choose what came of it.")}
    )
    outcome_on = DayField(label=_("When was that known?"))
    effect = TextField(
        label=_("What does it mean for the course?"),
        help_text=_("Such as: more hours from 1 December, with a new decision."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": "3"}),
        required=False,
    )

    def __init__(self, *args: Any, outcomes: Iterable[AppealOutcome], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [(str(each), each.label) for each in outcomes]
