"""The end of a course, the answers after it, what the client lives on, and the opening again: shape and types."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.actions.follow_up_rows import Lives
from cases.enums import Consent, EndReason, Outcome, OutcomePoint
from cases.enums_course import BenefitKind
from cases.rules.closing import WORKING, Became, Wanted
from cases.rules.followup import MONTHS
from core.forms import DayField, Form, MinutesField, TextField

NOT_SAID = [("", gettext_lazy("Not asked"))]


def reason_words(reason: EndReason, name: str) -> str:
    """Why the course ends, with the client's first name."""
    own = {
        EndReason.MANAGES_WITHOUT: _("%(name)s manages without a mentor"),
        EndReason.WITHDRAWN: _("%(name)s has withdrawn"),
        EndReason.MOVED: _("%(name)s has moved to another municipality"),
    }
    return own[reason] % {"name": name} if reason in own else str(reason.label)


def outcome_groups() -> list[tuple[str, list[tuple[str, Any]]]]:
    """The outcomes in two groups: in work or education, and the others."""
    others = [outcome for outcome in Outcome if outcome not in WORKING]
    return [
        (_("In work or education"), [(str(outcome), outcome.label) for outcome in WORKING]),
        (_("Something else"), [(str(outcome), outcome.label) for outcome in others]),
    ]


class BecameFields(Form):
    """What became of the client, and what the client lives on now."""

    outcome = forms.ChoiceField(
        choices=(),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose where the client is now. “Unknown” is an answer, too.")},
    )
    where = forms.CharField(label=gettext_lazy("Where?"), max_length=200, required=False)
    since = DayField(label=gettext_lazy("From which day?"), required=False)
    minutes_a_week = MinutesField(label=gettext_lazy("Hours a week"), required=False)
    benefit = forms.ChoiceField(label=gettext_lazy("Lives on"), choices=[*NOT_SAID, *BenefitKind.choices], required=False)
    benefit_since = DayField(label=gettext_lazy("Since"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = outcome_groups()

    def became(self) -> Became | None:
        typed = self.cleaned_data
        if not typed.get("outcome"):
            return None
        return Became(Outcome(typed["outcome"]), typed["where"], typed["since"], typed["minutes_a_week"])

    def lives(self) -> Lives:
        typed = self.cleaned_data
        return Lives(BenefitKind(typed["benefit"]), typed["benefit_since"]) if typed["benefit"] else Lives()


class ClosingForm(BecameFields):
    """How a running course is closed. `reasons` are those that there are today."""

    reason = forms.ChoiceField(
        choices=(), widget=forms.RadioSelect, error_messages={"required": gettext_lazy("Choose why the course ends.")}
    )
    words = TextField(
        label=gettext_lazy("In words"),
        help_text=gettext_lazy("Stands in the case. Write nothing about health."),
        required=False,
        widget=forms.Textarea(attrs={"rows": "2"}),
    )
    day_m3 = DayField(label=gettext_lazy("3 months after"))
    day_m6 = DayField(label=gettext_lazy("6 months after"))
    day_m12 = DayField(label=gettext_lazy("12 months after"))

    field_order = ["version", "key", "reason", "words", "outcome", "where", "since", "minutes_a_week", "benefit", "benefit_since"]

    def __init__(self, *args: Any, name: str, reasons: Iterable[EndReason], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = _("Why does the course end?")
        self.fields["outcome"].label = _("Where is %(name)s now?") % {"name": name}
        self.fields["reason"].choices = [(str(reason), reason_words(reason, name)) for reason in reasons]

    def days(self) -> dict[OutcomePoint, dt.date]:
        return {point: self.cleaned_data[f"day_{point}"] for point in MONTHS}

    def wanted(self) -> Wanted:
        """What was typed, as the rules take it; the form is valid."""
        typed, became = self.cleaned_data, self.became()
        return Wanted(EndReason(typed["reason"]), typed["words"], became or Became(Outcome.UNKNOWN), self.days())


class ConfirmForm(Form):
    """The confirm page of the end: `seen` says which draft it showed."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class FollowUpForm(BecameFields):
    """What became of the client at a point after the end. Not reached is an answer."""

    reached = forms.ChoiceField(
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No, not reached"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose whether the client was reached. Not reached is an answer, too.")},
    )
    words = TextField(
        label=gettext_lazy("In words"),
        help_text=gettext_lazy("Write nothing about health."),
        required=False,
        widget=forms.Textarea(attrs={"rows": "2"}),
    )

    field_order = ["version", "key", "reached", "outcome"]

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reached"].label = _("Was %(name)s reached?") % {"name": name}
        self.fields["outcome"].label = _("Where is %(name)s now?") % {"name": name}
        # Of who was not reached nothing else is asked.
        self.fields["outcome"].required = self.data.get(self.add_prefix("reached")) != "no"

    def not_taken(self) -> list[str]:
        return list(BecameFields.base_fields) if self["reached"].value() == "no" else []


class DueForm(Form):
    due_on = DayField(label=gettext_lazy("On which day is it asked?"))


class BenefitForm(Form):
    """`seen` is the answer that the page showed."""

    seen = forms.UUIDField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=gettext_lazy("What did the client live on at the start?"),
        choices=BenefitKind,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what the client lived on. “Not known” is an answer, too.")},
    )
    since = DayField(label=gettext_lazy("Since when?"), required=False)


class ReopenForm(Form):
    """The client says yes again; the mentor of before goes on, or a new one is looked for."""

    words = TextField(
        label=gettext_lazy("Why is the course opened again?"),
        help_text=gettext_lazy("Stands in the case. Write nothing about health."),
        error_messages={"required": gettext_lazy("Write why the course is opened again.")},
    )
    mentor = forms.ChoiceField(
        choices=[("same", ""), ("new", gettext_lazy("A new mentor is looked for"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose who is to be the mentor.")},
    )
    consent = forms.ChoiceField(
        choices=[(str(each), each.label) for each in (Consent.ORAL, Consent.WRITTEN)],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how the client said yes. Without it the course is not opened again.")},
    )
    consent_on = DayField(label=gettext_lazy("On which day did the client say yes?"))

    def __init__(self, *args: Any, name: str, mentor: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mentor"].label = _("Who is the mentor?")
        self.fields["mentor"].choices = [("same", _("%(mentor)s goes on") % {"mentor": mentor}), ("new", _("A new mentor is looked for"))]
        self.fields["consent"].label = _("Has %(name)s said yes to going on?") % {"name": name}
