"""Step 4: proposing a mentor, and the answers of client and mentor as the caseworker types them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases import match_phrases
from cases.enums import AskedHow
from core.forms import DayField, Form, TextField


class ProposeForm(Form):
    """The mentor chosen in the list and what the client is told. For each wish that the chosen mentor does not meet there is a field for the reason."""

    mentor = forms.UUIDField(
        label=_("Mentor"), error_messages={"required": _("Choose a mentor in the list."), "invalid": _("Choose a mentor in the list.")}
    )
    reason = TextField(
        label=_("Why does this mentor fit?"),
        help_text=_("Stands in the case, and is what you tell the client."),
        widget=forms.Textarea(attrs={"rows": "4"}),
        error_messages={"required": _("Write why this mentor fits the client.")},
    )
    no_conflict = forms.BooleanField(
        label=_("I have asked about conflicts of interest, such as family or a direct manager, and there is none"),
        error_messages={"required": _("Ask about conflicts of interest first, such as family or a direct manager, and put the tick here.")},
    )
    asked_how = forms.ChoiceField(
        label=_("How do you ask the client?"),
        choices=AskedHow,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how you ask.")},
    )
    answer_by = DayField(label=_("Answer by"))

    def __init__(self, *args: Any, unmet: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unmet = unmet
        for wish in unmet:
            self.fields[f"unmet_{wish}"] = TextField(
                label=match_phrases.WISHES[wish](),
                max_length=300,
                widget=forms.Textarea(attrs={"rows": "2"}),
                error_messages={"required": match_phrases.REFUSALS["wish_reason_missing"]({})},
            )

    def unmet_fields(self) -> list[forms.BoundField]:
        return [self[f"unmet_{wish}"] for wish in self.unmet]

    def unmet_reasons(self) -> dict[str, str]:
        return {wish: self.cleaned_data.get(f"unmet_{wish}", "") for wish in self.unmet}


class ClientAnswerForm(Form):
    """The client's answer."""

    step = forms.CharField(initial="client", widget=forms.HiddenInput)
    answer = forms.ChoiceField(
        label=_("What did the client answer?"),
        choices=[
            ("yes", pgettext_lazy("answer", "Yes")),
            ("no", pgettext_lazy("answer", "No")),
            ("thinking", _("Wants to think about it")),
        ],
        widget=forms.RadioSelect,
    )
    words = TextField(
        label=_("The client's words"),
        help_text=_("Needed when the answer is no: it helps to find the next mentor. The mentor does not see it."),
        required=False,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )
    answered_on = DayField(label=_("When did the client answer?"))
    answer_by = DayField(label=_("New day for the answer"), help_text=_("Only when the client wants to think about it."), required=False)


class MentorAnswerForm(Form):
    """The mentor's answer, after the client's yes."""

    step = forms.CharField(initial="mentor", widget=forms.HiddenInput)
    answer = forms.ChoiceField(
        label=_("What did the mentor answer?"),
        choices=[("yes", pgettext_lazy("answer", "Yes")), ("no", pgettext_lazy("answer", "No"))],
        widget=forms.RadioSelect,
    )
    words = TextField(
        label=_("The mentor's words"),
        help_text=_("Needed when the answer is no."),
        required=False,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )
    answered_on = DayField(label=_("When did the mentor answer?"))


class StepForm(Form):
    """A button without fields: assign, or withdraw."""

    step = forms.CharField(required=False, widget=forms.HiddenInput)
