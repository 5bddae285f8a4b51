"""Adding and changing an organisation (R81)."""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import AccessKind, SubjectKind
from accounts.pages import FormPage
from accounts.permissions import can_read_mentors, can_write_mentors
from core import clock
from core.forms import Form
from mentors.actions_organisations import OrganisationDetails, add_organisation, change_organisation
from mentors.enums import OrganisationKind
from mentors.models import Organisation
from mentors.phrases import sentence
from mentors.views.organisations import find


class CvrField(forms.CharField):
    """A CVR number, typed with spaces or without."""

    def to_python(self, value: Any) -> str:
        text = "".join(str(super().to_python(value) or "").split())
        if len(text) > 20:
            raise ValidationError(sentence("cvr_not_eight_digits", {}))
        return text


class OrganisationForm(Form):
    """All of an organisation."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=200, error_messages={"required": gettext_lazy("Write the organisation's name.")}
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=OrganisationKind,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what kind of organisation it is.")},
    )
    cvr = CvrField(label=gettext_lazy("CVR number"), required=False, widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "12"}))
    address = forms.CharField(label=gettext_lazy("Address"), max_length=300, required=False)
    contact = forms.CharField(label=gettext_lazy("Contact person"), max_length=200, required=False)
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=40, required=False)
    email = forms.EmailField(
        label=gettext_lazy("Email"),
        required=False,
        error_messages={"invalid": gettext_lazy("Write an email address, such as name@example.org.")},
    )

    def details(self) -> OrganisationDetails:
        data = {name: self.cleaned_data[name] for name in OrganisationDetails.__dataclass_fields__}
        return OrganisationDetails(**data | {"name": " ".join(data["name"].split())})


class OrganisationFormPage(FormPage):
    """What adding and changing share."""

    permission = staticmethod(can_read_mentors)
    may_write = staticmethod(can_write_mentors)
    template = "mentors/organisations/form.html"
    form_class = OrganisationForm
    organisation: Organisation | None = None

    def sentence(self, code: str, facts: dict[str, Any]) -> str:
        return sentence(code, facts)

    def show(self, status: int = 200, **more: Any) -> HttpResponse:
        crumbs = [
            {"label": _("Mentors"), "url": reverse("mentor_list")},
            {"label": _("Organisations"), "url": reverse("mentor_organisations")},
        ]
        if self.organisation:
            self.log_read(AccessKind.PAGE, SubjectKind.ORGANISATION, [self.organisation.pk])
            crumbs.append({"label": self.organisation.name, "url": reverse("mentor_organisation", args=[self.organisation.pk])})
        last = {"label": _("Change the organisation") if self.organisation else _("Add an organisation"), "url": ""}
        may = can_write_mentors(self.member)
        return super().show(
            status,
            organisation=self.organisation,
            crumbs=[*crumbs, last],
            can_change=bool(may),
            why_not="" if may else self.sentence(may.code, may.facts),
            **more,
        )


class NewOrganisation(OrganisationFormPage):
    permission = staticmethod(can_write_mentors)
    creates = True

    def act(self, form: Form) -> str:
        made = add_organisation(jobcentre_id=self.member.jobcentre_id, details=form.details(), by=self.user, at=clock.now())
        return reverse("mentor_organisation", args=[made.pk])

    def done(self, form: Form) -> str:
        return _("%(organisation)s is in the register.") % {"organisation": form.cleaned_data["name"]}


class ChangeOrganisation(OrganisationFormPage):
    def load(self, organisation: uuid.UUID, **kwargs: Any) -> None:
        self.organisation = find(self.member, organisation)

    def subject_id(self) -> uuid.UUID:
        return self.organisation.pk

    def initial(self) -> dict[str, Any]:
        fresh = Organisation.objects.get(pk=self.organisation.pk)
        return {"version": fresh.version} | {name: getattr(fresh, name) for name in OrganisationDetails.__dataclass_fields__}

    def act(self, form: Form) -> str:
        change_organisation(
            organisation_id=self.organisation.pk,
            version=form.cleaned_data["version"] or 0,
            details=form.details(),
            by=self.user,
            at=clock.now(),
        )
        return reverse("mentor_organisation", args=[self.organisation.pk])

    def done(self, form: Form) -> str:
        return _("The details of %(organisation)s are saved.") % {"organisation": form.cleaned_data["name"]}
