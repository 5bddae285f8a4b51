"""Step 4: proposing a mentor, and the answers of client and mentor as the caseworker types them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases import match_phrases
from cases.enums import AskedHow, ConflictKind
from core.forms import DayField, Form, TextField

FOUND = "found"
"""The answer to the question about conflicts of interest that records one instead of proposing."""


def no_conflict_asked(how: AskedHow) -> str:
    """No, and how it was asked about: one choice."""
    return {
        AskedHow.MEETING: _("No, asked at a meeting"),
        AskedHow.PHONE: _("No, asked by phone"),
        AskedHow.LETTER: _("No, asked with a letter"),
    }[how]


class ProposeForm(Form):
    """The mentor chosen in the list and what the client is told. For each wish that the chosen mentor does not meet there is a field for the reason.

    With a conflict of interest nobody is proposed: only the mentor and the conflict have to be there, and the rest is kept as it was typed.
    """

    mentor = forms.UUIDField(
        label=_("Mentor"), error_messages={"required": _("Choose a mentor in the list."), "invalid": _("Choose a mentor in the list.")}
    )
    reason = TextField(
        label=_("Why does this mentor fit?"),
        help_text=_("Stands in the case, and is what you tell the client."),
        widget=forms.Textarea(attrs={"rows": "4"}),
        error_messages={"required": _("Write why this mentor fits the client.")},
    )
    conflict = forms.ChoiceField(
        label=_("Is there a conflict of interest between the two?"),
        help_text=_("Such as family, a direct manager or teacher, or that they know each other privately."),
        choices=[*((how.value, no_conflict_asked(how)) for how in AskedHow), (FOUND, _("Yes, there is one"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Ask about conflicts of interest, and answer here how you asked.")},
    )
    conflict_kind = forms.ChoiceField(
        label=_("What kind of conflict?"),
        choices=[("", _("Choose")), *ConflictKind.choices],
        error_messages={"required": _("Choose what kind of conflict it is.")},
    )
    conflict_words = TextField(label=_("In words"), max_length=500, help_text=_("Read by those who read the case."), required=False)
    asked_how = forms.ChoiceField(
        label=_("How do you ask the client?"),
        choices=AskedHow,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how you ask.")},
    )
    answer_by = DayField(label=_("Answer by"))

    of_the_proposal = ("reason", "asked_how", "answer_by")
    """What a proposal needs, and what is kept for the next mentor when a conflict is recorded instead."""

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
        if not self.is_bound:
            return
        found = self.data.get("conflict") == FOUND
        self.fields["conflict_kind"].required = found
        if found:
            for name in (*self.of_the_proposal, *(f"unmet_{wish}" for wish in unmet)):
                self.fields[name].required = False

    def not_taken(self) -> list[str]:
        if self["conflict"].value() == FOUND:
            return ["asked_how", "answer_by", *(f"unmet_{wish}" for wish in self.unmet)]
        return ["conflict_kind", "conflict_words"]

    @property
    def has_conflict(self) -> bool:
        return self.cleaned_data.get("conflict") == FOUND

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
    answer_by = DayField(
        label=_("New day for the answer"),
        help_text=_("When the client wants to think about it."),
        error_messages={"required": _("Agree on a new day for the answer and write it here.")},
    )
    mentor_answer_by = DayField(
        label=_("By when does the mentor answer?"),
        help_text=_("When the client says yes."),
        error_messages={"required": _("Write by when the mentor answers.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound:
            self.fields["answer_by"].required = self.data.get("answer") == "thinking"
            self.fields["mentor_answer_by"].required = self.data.get("answer") == "yes"

    def not_taken(self) -> list[str]:
        days = {"thinking": "answer_by", "yes": "mentor_answer_by"}
        return [name for answer, name in days.items() if self["answer"].value() != answer]


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


class NewDayForm(Form):
    """A new day to answer by, for a proposal that has run out."""

    step = forms.CharField(initial="new_day", widget=forms.HiddenInput)
    answer_by = DayField(label=_("New day to answer by"))


class ConflictForm(Form):
    """A conflict of interest that is told of after the mentor was proposed."""

    step = forms.CharField(initial="conflict", widget=forms.HiddenInput)
    conflict_kind = forms.ChoiceField(
        label=_("What kind of conflict?"),
        choices=[("", _("Choose")), *ConflictKind.choices],
        error_messages={"required": _("Choose what kind of conflict it is.")},
    )
    conflict_words = TextField(label=_("In words"), max_length=500, help_text=_("Read by those who read the case."), required=False)


class LiftForm(Form):
    why = TextField(
        label=_("Why is the conflict of interest no longer there?"),
        max_length=500,
        help_text=_("Stands in the case, as long as the conflict does."),
        error_messages={"required": _("Write why the conflict of interest is no longer there.")},
    )


class StepForm(Form):
    """A button without fields: assign, or take back."""

    step = forms.CharField(required=False, widget=forms.HiddenInput)


class PriceForm(StepForm):
    """A second person is asked about the price of the mentor who would take over on this day."""

    first_day = DayField(label=_("The new mentor's first day"), help_text=_("The mentor of now stops the day before."))


class AssignForm(StepForm):
    """The place is given; of a running course the new mentor's first day, too."""

    first_day = DayField(label=_("The new mentor's first day"), help_text=_("The mentor of now stops the day before."), required=False)
