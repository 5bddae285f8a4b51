"""The application of step 1: who the client is, what was applied for, the situation, the consent."""

import datetime as dt
import re
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.actions.applications import ApplicationFacts
from cases.actions.clients import ClientFacts
from cases.enums import ArrivedBy, Channel, Consent, ProposedBy
from cases.phrases import sentence
from cases.rules import cpr
from cases.rules.application import application_verdict
from core import clock
from core.forms import DayField, Form, PhoneField, parse_day
from core.templatetags.ui import day
from mentors.enums import SituationGroup, SpokenLanguage
from mentors.models import SituationKind

YES_NO = [("no", _("No")), ("yes", _("Yes"))]
_CVR_NOISE = re.compile(r"[\s.-]|^DK", re.IGNORECASE)


def text_input(**attrs: str) -> forms.TextInput:
    return forms.TextInput(attrs={"autocomplete": "off", **attrs})


def day_field(**kwargs: Any) -> DayField:
    field = DayField(**kwargs)
    field.widget.attrs["class"] = "mc-w14"
    return field


def read_back(form: forms.Form) -> None:
    """Under each day that can be read: how it was understood."""
    for name, field in form.fields.items():
        if isinstance(field, DayField):
            value = form[name].value()
            try:
                read = value if isinstance(value, dt.date) else parse_day(str(value or ""), today=clock.today())
            except ValueError:
                read = None
            field.note = day(read) if read else None


class CprField(forms.CharField):
    """A CPR number as typed; says at once what is wrong with it (R10)."""

    def __init__(self, **kwargs: Any) -> None:
        widget = text_input(inputmode="numeric", **{"class": "mc-w18"})
        errors = {"required": _("Write the CPR number: ten digits.")}
        super().__init__(label=_("CPR number"), max_length=40, widget=widget, error_messages=errors, **kwargs)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if text:
            answer = cpr.verdict(text, on=clock.today())
            if not answer:
                raise ValidationError(sentence(answer.code, answer.facts), code=answer.code)
        return text


class ApplicationForm(Form):
    """`situations` are the kinds that can be chosen; `known` leaves out the CPR number, which a known client has already.

    `partners` are the jobcentre's organisations, as (key, name).
    """

    client = forms.UUIDField(required=False, widget=forms.HiddenInput)
    given_name = forms.CharField(
        label=_("Given name"), max_length=120, widget=text_input(), error_messages={"required": _("Write the client’s given name.")}
    )
    family_name = forms.CharField(
        label=_("Family name"), max_length=120, widget=text_input(), error_messages={"required": _("Write the client’s family name.")}
    )
    cpr = CprField()
    other_person = forms.BooleanField(label=_("It is another person: create a new client"), required=False)
    phone = PhoneField(label=_("Phone"), widget=text_input(type="tel"))
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False, widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    language = forms.ChoiceField(label=_("Language"), choices=SpokenLanguage.choices, initial=SpokenLanguage.DANISH)
    needs_interpreter = forms.ChoiceField(label=_("Is an interpreter needed?"), choices=YES_NO, widget=forms.RadioSelect, initial="no")
    channel = forms.ChoiceField(
        label=_("Where are letters sent?"), choices=Channel.choices, widget=forms.RadioSelect, initial=Channel.DIGITAL_POST
    )
    address = forms.CharField(label=_("Address"), max_length=300, required=False, widget=text_input())
    address_protected = forms.BooleanField(label=_("Name and address protection"), required=False)
    protected_until = day_field(label=_("Protected until"), required=False)
    contact_note = forms.CharField(
        label=_("Consideration in contact"),
        help_text=_("Stands at the top of the case. Write nothing about health."),
        max_length=200,
        required=False,
        widget=text_input(),
    )
    proposed_by = forms.ChoiceField(
        label=_("Who proposed a mentor?"),
        choices=ProposedBy.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who proposed a mentor.")},
    )
    received_on = day_field(label=_("Received"))
    arrived_by = forms.ChoiceField(label=_("How did it come?"), choices=ArrivedBy.choices, initial=ArrivedBy.CONVERSATION)
    acknowledged_on = day_field(label=_("Receipt sent"), required=False)
    situation = forms.ChoiceField(
        label=_("In which situation is the mentor to support?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the situation.")},
    )
    place = forms.CharField(
        label=_("Workplace or school"),
        help_text=_("Name or CVR number. A place that is not known yet is created."),
        max_length=200,
        required=False,
        widget=text_input(list="places"),
    )
    cvr = forms.CharField(label=_("CVR number"), max_length=20, required=False, widget=text_input(inputmode="numeric"))
    place_contact = forms.CharField(
        label=_("Contact person there"),
        help_text=_("Stands in every case of the place."),
        max_length=200,
        required=False,
        widget=text_input(),
    )
    # What stood in the field above when the form was opened: the contact person is changed by who typed another one, and by nobody else.
    contact_was = forms.CharField(required=False, widget=forms.HiddenInput)
    partner = forms.TypedChoiceField(
        label=_("Partner organisation"),
        help_text=_("Who works with the jobcentre on this course."),
        coerce=uuid.UUID,
        empty_value=None,
        required=False,
    )
    situation_starts_on = day_field(
        label=_("Begins"),
        help_text=_("Such as 25-11-2026"),
        error_messages={"required": _("Write the day on which it begins.")},
    )
    consent = forms.ChoiceField(
        label=_("Does the client want to take part?"),
        help_text=_("A yes to the course itself. Consent to sharing information comes later."),
        choices=Consent.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether the client wants to take part.")},
    )
    consent_on = day_field(label=_("The client said yes on"), error_messages={"required": _("Write the day on which the client said yes.")})

    SECTIONS = (
        ("s_client", _("The client"), ("given_name", "family_name", "cpr", "language", "needs_interpreter", "channel")),
        ("s_application", _("The application"), ("proposed_by", "received_on", "arrived_by")),
        ("s_situation", _("The situation"), ("situation", "situation_starts_on")),
        ("s_consent", _("Consent"), ("consent", "consent_on")),
    )

    def __init__(
        self,
        *args: Any,
        situations: Iterable[SituationKind],
        partners: Sequence[tuple[str, str]] = (),
        known: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].choices = [("", _("No partner")), *partners]
        self.situations = {kind.code: kind for kind in situations}
        self.fields["situation"].choices = [
            (group.label, [(kind.code, str(kind)) for kind in self.situations.values() if kind.group == group])
            for group in SituationGroup
            if any(kind.group == group for kind in self.situations.values())
        ]
        if known:
            del self.fields["cpr"]
            del self.fields["other_person"]
        if self["consent"].value() in (None, "", Consent.NOT_ASKED):
            self.fields["consent_on"].required = False  # the day belongs to a yes
        read_back(self)

    def not_taken(self) -> list[str]:
        return ["consent_on"] if self["consent"].value() == Consent.NOT_ASKED else []

    def clean_cvr(self) -> str:
        text = _CVR_NOISE.sub("", self.cleaned_data["cvr"])
        if text and not re.fullmatch(r"[0-9]{8}", text):
            raise ValidationError(_("A CVR number has eight digits."))
        return text

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("consent") == Consent.NOT_ASKED:
            data["consent_on"] = None  # the day of a yes that is not chosen is not read
        if data.get("received_on") and data.get("situation_starts_on") and data.get("consent"):
            answer, field = application_verdict(
                received_on=data["received_on"],
                acknowledged_on=data.get("acknowledged_on"),
                starts_on=data["situation_starts_on"],
                consent=Consent(data["consent"]),
                consent_on=data.get("consent_on"),
                today=clock.today(),
            )
            if not answer and field not in self.errors:
                self.add_error(field, sentence(answer.code, answer.facts))
        return data

    def client_facts(self) -> ClientFacts:
        data = self.cleaned_data
        names = ("given_name", "family_name", "phone", "email", "address", "language", "channel", "contact_note")
        return ClientFacts(
            **{name: data[name] for name in names},
            needs_interpreter=data["needs_interpreter"] == "yes",
            address_protected=data["address_protected"],
            protected_until=data["protected_until"] if data["address_protected"] else None,
        )

    def application_facts(self) -> ApplicationFacts:
        data = self.cleaned_data
        return ApplicationFacts(
            proposed_by=data["proposed_by"],
            arrived_by=data["arrived_by"],
            received_on=data["received_on"],
            acknowledged_on=data["acknowledged_on"],
            situation=self.situations[data["situation"]],
            starts_on=data["situation_starts_on"],
            place=data["place"],
            cvr=data["cvr"],
            place_contact=data["place_contact"] if data["place_contact"] != data["contact_was"] else None,
            partner_id=data["partner"],
            consent=data["consent"],
            consent_on=data["consent_on"],
        )

    def day(self, name: str) -> dt.date | None:
        """The day that stands in a field now, if it can be read."""
        value = self[name].value()
        try:
            return value if isinstance(value, dt.date) else parse_day(str(value or ""), today=clock.today())
        except ValueError:
            return None

    def filled(self, name: str) -> bool:
        """Whether a field has its answer."""
        if name == "consent_on" and self["consent"].value() == Consent.NOT_ASKED:
            return True
        return name not in self.fields or (name not in self.errors and bool(self[name].value()))


class CprForm(Form):
    """Another CPR number, and why."""

    cpr = CprField()
    reason = forms.CharField(
        label=_("Why is it changed?"),
        help_text=_("Such as a new number from the CPR office. Write nothing about health."),
        max_length=200,
        widget=text_input(),
        error_messages={"required": _("Write why the number is changed.")},
    )

    field_order = ("cpr", "reason")
