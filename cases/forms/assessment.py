"""Step 3 as a form: shape and types. What is missing is the rules' to say, so that an unfinished assessment can be saved."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.enums import DecisionOutcome, Funding, YesNoUnknown
from cases.models import TargetGroup
from cases.rules.assessment import QUESTIONS, SHORT_QUESTIONS, Answers
from cases.rules.decisions import Proposed
from core.forms import DayField, Form, MinutesField, TextField
from mentors.enums import MentorType

YES_NO = [("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))]


def _radios(choices: Any, **kwargs: Any) -> forms.ChoiceField:
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, required=False, **kwargs)


def _words(label: Any, hint: Any = "", *, max_length: int = 2000) -> TextField:
    return TextField(label=label, help_text=hint, required=False, max_length=max_length)


IN_THE_LETTER = gettext_lazy("Goes into the letter to the client")


OF_A_GRANT = (
    *("minutes_a_week", "why_fewer_hours", "first_day", "why_later", "last_day", "why_shorter"),
    *("mentor_type", "why_other_mentor", "purpose", "tasks", "funding"),
)


class AssessmentForm(Form):
    """Assessment and decision on one page. Labels say the client's first name; `groups` are the rows that can be ticked."""

    why_extra = _words(
        gettext_lazy("What does the manager or teacher already do, and why is a mentor extra?"),
        gettext_lazy("A mentor is extra help, not help instead of a manager or teacher."),
    )
    outcome = _radios(DecisionOutcome.choices, label=gettext_lazy("What do you decide?"))
    also_assistance = forms.BooleanField(required=False)
    minutes_a_week = MinutesField(label=gettext_lazy("Hours a week"), required=False)
    why_fewer_hours = _words(gettext_lazy("Why fewer hours?"), IN_THE_LETTER)
    first_day = DayField(label=gettext_lazy("First day"), required=False)
    why_later = _words(gettext_lazy("Why later?"), IN_THE_LETTER)
    last_day = DayField(label=gettext_lazy("Last day"), required=False)
    why_shorter = _words(gettext_lazy("Why shorter?"), IN_THE_LETTER)
    mentor_type = forms.ChoiceField(
        label=gettext_lazy("Mentor"), choices=[("", gettext_lazy("Choose")), *MentorType.choices], required=False
    )
    why_other_mentor = _words(gettext_lazy("Why another type of mentor?"), IN_THE_LETTER)
    purpose = _words(gettext_lazy("Purpose"))
    tasks = _words(gettext_lazy("The mentor's tasks"))
    reasons = _words(
        gettext_lazy("Reasons for the decision"),
        gettext_lazy(
            "What decided it, in words the client knows. Goes into the letter. A refusal needs it; a grant in part has a reason for each item that is less."
        ),
    )
    offered_instead = _words(gettext_lazy("What is offered instead?"), IN_THE_LETTER)
    funding = _radios(Funding.choices, label=gettext_lazy("Who pays?"))
    sent_on = DayField(
        label=gettext_lazy("You send the letter on"),
        required=False,
        help_text=gettext_lazy("You write it under Letters on the case once the decision is made. MentorCase does not send it."),
    )

    def __init__(self, *args: Any, given_name: str = "", groups: Iterable[TargetGroup] = (), **kwargs: Any) -> None:
        self.group_rows = list(groups)
        super().__init__(*args, **kwargs)
        name = {"name": given_name}
        questions = {
            "impairment": _("Does %(name)s have a disability or an illness, also a temporary one?") % name,
            "concrete": _("Is there a concrete situation in which a mentor can make a difference?"),
            "transition": _("Is the need about a transition?"),
            "voluntary": _("Is it voluntary, and has %(name)s said yes?") % name,
            "beyond": _("Is the support more than the manager or teacher can give alone?"),
        }
        short = {
            "need_in_a_period": _("Is the need greatest in a period, such as the first months in a new place?"),
            "manages_afterwards": _("Can %(name)s manage afterwards, if somebody supports and guides now?") % name,
            "cannot_do_tasks": _("Are there practical tasks that %(name)s cannot do without help?") % name,
            "need_is_lasting": _("Is the need lasting?"),
        }
        for question in QUESTIONS:
            self.fields[question] = _radios(YesNoUnknown.choices, label=questions[question])
            self.fields[f"{question}_evidence"] = forms.CharField(
                label=_("What the answer builds on"), max_length=500, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
            )
            # A browser that cuts a pasted text loses words without a sound; our message loses nothing.
            self.fields[f"{question}_evidence"].widget.attrs.pop("maxlength", None)
        self.fields["groups"] = forms.MultipleChoiceField(
            label=_("Target groups"),
            choices=[(row.pk, str(row)) for row in self.group_rows],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        for row in self.group_rows:
            self.fields[f"since_{row.pk}"] = DayField(label=_("Since"), required=False)
        for question in SHORT_QUESTIONS:
            self.fields[question] = _radios(YES_NO, label=short[question])
        self.fields["also_assistance"].label = _("%(name)s is to have personal assistance too (it gets a decision of its own)") % name
        order = ["version", "key"]
        for question in QUESTIONS:
            order += [question, f"{question}_evidence"]
        order += ["why_extra", "groups", *(f"since_{row.pk}" for row in self.group_rows), *SHORT_QUESTIONS]
        self.order_fields(order)

    def full_label(self, name: str) -> str:
        label = super().full_label(name)
        if (question := name.removesuffix("_evidence")) != name:
            return f"{self.fields[question].label} {label}"
        group = next((row for row in self.group_rows if name == f"since_{row.pk}"), None)
        return f"{group}: {label}" if group else label

    def not_taken(self) -> list[str]:
        ticked, outcome = self["groups"].value() or [], self["outcome"].value()
        names = [f"since_{row.pk}" for row in self.group_rows if row.pk not in ticked]
        if outcome in (DecisionOutcome.REFUSED, DecisionOutcome.OTHER_SCHEME):
            return [*names, *OF_A_GRANT]
        return [*names, "offered_instead", *(["reasons"] if outcome == DecisionOutcome.GRANTED else [])]


def answers_in(values: dict[str, Any]) -> Answers:
    """The assessment in the values of the form."""
    words = {"yes": True, "no": False}
    return Answers(
        **{question: values[question] or "" for question in QUESTIONS},
        **{f"{question}_evidence": values[f"{question}_evidence"] or "" for question in QUESTIONS},
        why_extra=values["why_extra"] or "",
        **{question: words.get(values[question] or "") for question in SHORT_QUESTIONS},
    )


def groups_in(values: dict[str, Any]) -> dict[str, dt.date | None]:
    """The ticked target groups with their since-day; the day of a group that is not ticked is ignored."""
    return {code: values.get(f"since_{code}") for code in values["groups"] or []}


def proposed_in(values: dict[str, Any]) -> Proposed:
    """The decision in the values of the form."""
    texts = "mentor_type purpose tasks funding why_fewer_hours why_shorter why_later why_other_mentor reasons offered_instead".split()
    return Proposed(
        outcome=DecisionOutcome(values["outcome"]) if values["outcome"] else None,
        minutes_a_week=values["minutes_a_week"],
        first_day=values["first_day"],
        last_day=values["last_day"],
        also_assistance=bool(values["also_assistance"]),
        sent_on=values["sent_on"],
        **{name: values[name] or "" for name in texts},
    )


class DecideForm(Form):
    """The one button of the confirm page. `seen` is the moment of the draft that the page showed."""

    seen = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
