"""How client or mentor sees the course: what is asked, and the words of each answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.enums_course import GivenHow, View
from cases.rules.course_views import MOST_MONTHS, Said
from core.forms import DayField, Form, MinutesField, TextField

BETTER = {1: _("Worse"), 2: _("As before"), 3: _("A little better"), 4: _("Better"), 5: _("Much better")}
HELPFUL = {1: _("Not at all"), 2: _("A little"), 3: _("Somewhat"), 4: _("Quite a lot"), 5: _("Very much")}


def answers(words: dict[int, Any]) -> list[tuple[str, Any]]:
    """The answers of a scale as choices, the best first, with "not answered" at the end."""
    return [*((str(value), words[value]) for value in sorted(words, reverse=True)), ("", _("Not answered"))]


def _whole(value: str) -> int | None:
    return int(value) if value else None


class ViewForm(Form):
    """`extension` says for which request the page asked; empty at the end of the course."""

    extension = forms.UUIDField(required=False, widget=forms.HiddenInput)
    day = DayField(label=_("When was it said?"))
    how = forms.ChoiceField(label=_("How was it said?"), choices=GivenHow, error_messages={"required": _("Choose how it was said.")})
    words = TextField(label=_("In their own words"), required=False, widget=forms.Textarea(attrs={"rows": "3"}))
    better = forms.TypedChoiceField(choices=answers(BETTER), coerce=_whole, empty_value=None, required=False, widget=forms.RadioSelect)
    helpful = forms.TypedChoiceField(choices=answers(HELPFUL), coerce=_whole, empty_value=None, required=False, widget=forms.RadioSelect)
    needs_minutes = MinutesField(label=_("Hours a week needed afterwards"), required=False)
    needs_months = forms.IntegerField(
        label=_("For how many months"),
        required=False,
        min_value=0,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "6", "maxlength": "3", "autocomplete": "off"}),
        error_messages={
            "invalid": _("Write the months as a whole number, such as 4."),
            "min_value": _("Write the months as a whole number, such as 4."),
        },
    )

    def __init__(self, *args: Any, view: View, client: str, mentor: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {"client": client, "mentor": mentor}
        self.fields["better"].label = _("%(client)s manages better than at the start") % names
        self.fields["helpful"].label = _("%(mentor)s was of help") % names
        self.fields["words"].help_text = (
            _("%(mentor)s and the workplace never see it.") % names if view == View.CLIENT else _("Describe the situation, not the person.")
        )
        self.fields["needs_months"].help_text = _("At most %(most)s.") % {"most": MOST_MONTHS}
        if view == View.MENTOR:
            del self.fields["helpful"]

    def said(self) -> Said:
        """What was typed, as the rules take it."""
        typed = self.cleaned_data
        return Said(
            words=typed["words"],
            better=typed["better"],
            helpful=typed.get("helpful"),
            needs_minutes=typed["needs_minutes"],
            needs_months=typed["needs_months"],
        )
