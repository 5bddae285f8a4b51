"""What somebody says of the course, and what was done about what does not work."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.enums_course import FeedbackFrom, GivenHow
from cases.feedback_phrases import GOING
from core.forms import DayField, Form, TextField


def _scale() -> list[tuple[str, str]]:
    rows = [(str(number), f"{number} · {words}") for number, words in GOING.items()]
    return [*rows, ("", str(pgettext_lazy("feedback", "Was not asked, or no answer")))]


class FeedbackForm(Form):
    said_by = forms.ChoiceField(
        label=_("Who said it?"),
        choices=FeedbackFrom,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who said it.")},
    )
    day = DayField(label=_("When was it said?"))
    how = forms.ChoiceField(
        label=_("How was it said?"),
        choices=GivenHow,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it was said.")},
    )
    going = forms.TypedChoiceField(
        label=_("How does it go?"),
        choices=_scale,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    words = TextField(
        label=_("In their own words"),
        help_text=_("As it was said, in short. Nothing about health that the course does not need."),
        widget=forms.Textarea(attrs={"rows": "4"}),
        required=False,
    )
    not_working = forms.BooleanField(
        label=_("Something does not work"),
        help_text=_("Stands on the desk from now until somebody has written what was done, by the next working day."),
        required=False,
    )


class DealForm(Form):
    words = TextField(
        label=_("What was done about it?"),
        help_text=_("Stands in the case. Describe what was agreed, and with whom."),
        widget=forms.Textarea(attrs={"rows": "4"}),
        error_messages={"required": _("Write what was done about it.")},
    )
