"""What stands around a course: one form a kind of row. Nothing asks for a diagnosis, and nothing shall."""

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.enums import Consent
from cases.enums_course import RepresentativeKind, ResourceKind, SchemeKind
from core.forms import DayField, Form, PhoneField, TextField

Choices = Iterable[tuple[str, Any]]


class SchemeForm(Form):
    kind = forms.ChoiceField(
        label=_("Scheme"), choices=[("", "–"), *SchemeKind.choices], error_messages={"required": _("Choose the scheme.")}
    )
    first_day = DayField(label=_("First day"))
    last_day = DayField(label=_("Last day"), required=False, help_text=_("Empty: no end is known"))
    provider = forms.CharField(
        label=_("Who provides it"), max_length=200, required=False, help_text=_("Such as the jobcentre or the name of the school")
    )
    words = TextField(label=_("In words"), max_length=500, required=False)


class ResourceForm(Form):
    """Goals and consents are those of the case; of consents only those that hold today."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", "–"), *ResourceKind.choices], error_messages={"required": _("Choose what kind of place it is.")}
    )
    organisation = forms.CharField(label=_("Organisation"), max_length=200, error_messages={"required": _("Write the name of the place.")})
    contact = forms.CharField(
        label=_("Contact"), max_length=200, required=False, help_text=_("Whom one talks with there, and how to reach them")
    )
    goal = forms.ChoiceField(label=_("Goal that it helps with"), required=False)
    next_action = forms.CharField(label=_("Next action"), max_length=300, required=False, help_text=_("What is done next, and by whom"))
    next_on = DayField(label=_("By when"), required=False)
    consent = forms.ChoiceField(
        label=_("The client’s consent to talk with them"),
        required=False,
        help_text=_("Without a consent nothing about the client is passed on. Only consents that hold today can be chosen."),
    )

    def __init__(self, *args: Any, goals: Choices, consents: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["goal"].choices = [("", _("No goal in particular")), *goals]
        self.fields["consent"].choices = [("", _("No consent: nothing is passed on")), *consents]

    @staticmethod
    def row_of(value: str) -> uuid.UUID | None:
        """The chosen row, or None."""
        return uuid.UUID(value) if value else None


class StopForm(Form):
    ended_on = DayField(label=_("From which day is it not used any more?"))


class TalkForm(Form):
    RELEASED = {"yes": True, "no": False, "": None}

    day = DayField(label=_("Day"))
    with_whom = forms.CharField(
        label=_("With whom"),
        max_length=200,
        help_text=_("Name and place in the firm or school, such as the foreman"),
        error_messages={"required": _("Write whom you talked with.")},
    )
    talked_by = forms.ChoiceField(label=_("Who of us talked with them"))
    agreed = TextField(
        label=_("What was agreed"),
        widget=forms.Textarea(attrs={"rows": "4"}),
        help_text=_("What the workplace and we do from now on. Nothing about illness or diagnosis: the workplace need not know."),
        error_messages={"required": _("Write what was agreed.")},
    )
    releases_colleague = forms.ChoiceField(
        label=_("Does the workplace release a colleague to be mentor?"),
        required=False,
        choices=[("", _("Not talked about")), ("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, colleagues: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["talked_by"].choices = colleagues


class RepresentativeForm(Form):
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=RepresentativeKind,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the person is to the client.")},
    )
    name = forms.CharField(label=_("Name"), max_length=120, error_messages={"required": _("Write the name.")})
    phone = PhoneField(label=_("Phone"))
    email = forms.EmailField(label=_("Email"), required=False)
    scope = forms.CharField(
        label=_("For what"), max_length=300, required=False, help_text=_("Such as meetings, or everything about the mentor")
    )
    first_day = DayField(label=_("First day"))
    last_day = DayField(label=_("Last day"), required=False, help_text=_("Empty: until further notice"))


class ConsentForm(Form):
    what = forms.CharField(
        label=_("Which information"),
        max_length=300,
        help_text=_("As precise as the client said yes to, such as: working hours and tasks. A general yes is not enough."),
        error_messages={"required": _("Write which information may be passed on.")},
    )
    from_whom = forms.CharField(label=_("From whom"), max_length=200, error_messages={"required": _("Write who may pass it on.")})
    to_whom = forms.CharField(label=_("To whom"), max_length=200, error_messages={"required": _("Write who may get it.")})
    how = forms.ChoiceField(
        label=_("How was it given?"),
        choices=[
            (str(Consent.WRITTEN), pgettext_lazy("consent to information", "In writing")),
            (str(Consent.ORAL), pgettext_lazy("consent to information", "Orally")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how the client said yes.")},
    )
    given_on = DayField(label=_("Given"))
    valid_until = DayField(label=_("Valid until"), help_text=_("At most as long as it is needed"))


class WithdrawForm(Form):
    withdrawn_on = DayField(label=_("On which day was it withdrawn?"))
