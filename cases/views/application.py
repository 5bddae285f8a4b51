"""Step 1: find the client or make a new one, open the case, and change what was written down."""

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.forms.utils import ErrorDict
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import cpr as sealed
from accounts.enums import AccessKind, SubjectKind
from accounts.pages import FormPage
from cases import likeness
from cases.actions.applications import change_application, open_case
from cases.enums import Consent, State
from cases.forms.application import ApplicationForm
from cases.models import Case, Client
from cases.permissions import can_write_cases
from cases.phrases import sentence
from cases.rules import cpr
from cases.views.application_parts import client_values, hit_row, lateness, panel, partners, place_names, situations
from cases.views.base import CaseFormPage
from cases.views.frame import place_facts, steps
from core import clock
from core.templatetags.ui import date_long, day
from core.verdicts import Refused

FIND_ERRORS = frozenset({"client_known", "client_has_open_case", "probably_known", "cpr_taken"})


class NewApplication(FormPage):
    """Find the client first, then the application; nothing that was searched for stands in the address."""

    template = "cases/application_new.html"
    permission = staticmethod(can_write_cases)
    may_write = staticmethod(can_write_cases)
    form_class = ApplicationForm
    draft_name = "application"
    never_in_draft = frozenset({"cpr", "find", "find_text", "use"})
    creates = True

    def load(self, **kwargs: Any) -> None:
        self.known: Client | None = None
        self.hits: list[likeness.Hit] | None = None
        self.opened: Case | None = None

    def sentence(self, code: str, facts: dict[str, Any]) -> str:
        return sentence(code, facts)

    def initial(self) -> dict[str, Any]:
        return {"received_on": clock.today()}

    def make_form(self, data: QueryDict | None = None) -> ApplicationForm:
        if data is not None:
            self.known = self.client_chosen(data.get("client", ""))
            if self.known is None and data.get("client"):
                data = data.copy()
                data["client"] = ""
        return ApplicationForm(
            data,
            initial=self.initial_with_key(),
            situations=situations(),
            partners=partners(self.member.jobcentre_id),
            known=self.known is not None,
        )

    def client_chosen(self, text: str) -> Client | None:
        try:
            return Client.objects.visible_to(self.member).filter(pk=uuid.UUID(text)).first()
        except ValueError:
            return None

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.require_write()
        if "find" in request.POST:
            return self.find(request.POST.get("find_text", "").replace("\x00", "").strip()[: likeness.LONGEST_TEXT])
        if "use" in request.POST:
            return self.use(request.POST["use"])
        return super().post(request, **kwargs)

    def find(self, text: str) -> HttpResponse:
        """Look for the client; what was typed in the form meanwhile stays, and what was looked for fills in what is empty."""
        if not text:
            return self.unfinished(self.as_typed(), status=422, find_error=_("Write a CPR number or a name."))
        clients = Client.objects.visible_to(self.member)
        self.hits = likeness.search(clients=clients, jobcentre_id=self.member.jobcentre_id, text=text)
        number = cpr.digits(text)
        if number:
            found = {"cpr": f"{number[:6]}-{number[6:]}"}
        elif phone := likeness.phone_number(text):
            found = {"phone": phone}
        else:
            given, _space, family = text.rpartition(" ")
            found = {"given_name": given or family, "family_name": family if given else ""}
        self.log_read(AccessKind.SEARCH, SubjectKind.CLIENT, [hit.client.pk for hit in self.hits] or [None])
        data = self.as_typed()
        # Two names make one person: with one of them typed already, the other is not guessed.
        if not any(data.get(name) for name in found):
            for name, value in found.items():
                data[name] = value
        return self.unfinished(data, find_text=text)

    def use(self, text: str) -> HttpResponse:
        """Fill in a known client for the new case; what was typed about the application stays."""
        client = self.client_chosen(text)
        if client is None:
            raise Http404
        if running := Case.objects.visible_to(self.member).filter(client=client).open().first():
            return HttpResponseRedirect(reverse("case", args=[running.ref]))
        data = self.as_typed()
        data["client"] = str(client.pk)
        for name, value in client_values(client).items():
            if value is True:
                data[name] = "on"
            elif value not in ("", None, False):
                data[name] = value.strftime("%d-%m-%Y") if isinstance(value, dt.date) else value
        return self.unfinished(data)

    def as_typed(self) -> QueryDict:
        """What was sent, to be put back into the form."""
        data = self.request.POST.copy()
        if "received_on" not in data:
            data["received_on"] = clock.today().strftime("%d-%m-%Y")
        return data

    def unfinished(self, data: QueryDict, status: int = 200, **more: Any) -> HttpResponse:
        """The form as far as it goes, without errors: nobody has pressed its button yet."""
        data["key"] = str(uuid.uuid4())
        form = self.make_form(data)
        form._errors = ErrorDict()
        return self.show(status=status, form=form, draft=None, **more)

    def act(self, form: ApplicationForm) -> str:
        try:
            case = open_case(
                member=self.member,
                client_id=self.known.pk if self.known else None,
                number=form.cleaned_data.get("cpr", ""),
                client=form.client_facts(),
                application=form.application_facts(),
                other_person=form.cleaned_data.get("other_person", False),
                by=self.user,
                at=clock.now(),
            )
        except Refused as refused:
            if refused.code in FIND_ERRORS:
                self.hits = self.look_again(form)
            raise
        self.opened = case
        return reverse("case_contact" if case.state == State.CONTACT else "case_challenges", args=[case.ref])

    def look_again(self, form: ApplicationForm) -> list[likeness.Hit]:
        """The clients because of whom the case was not opened, logged by `show`."""
        clients = Client.objects.visible_to(self.member)
        number = cpr.digits(form.cleaned_data.get("cpr", ""))
        if number is None:
            return []
        found = likeness.by_cpr(clients=clients, jobcentre_id=self.member.jobcentre_id, number=number)
        name = f"{form.cleaned_data['given_name']} {form.cleaned_data['family_name']}"
        return found or likeness.probably_the_same(clients=clients, name=name, number=number, phone=form.cleaned_data["phone"])

    def done(self, form: ApplicationForm) -> str:
        if self.opened is None:
            return ""
        late = lateness(starts_on=self.opened.situation_starts_on, jobcentre=self.member.jobcentre)
        if late:
            messages.warning(self.request, f"{late['heading']}. {late['text']}")
        return _("Case %(ref)s is created. The answer is due on %(day)s.") % {
            "ref": self.opened.ref,
            "day": date_long(self.opened.answer_due_on),
        }

    def show(self, status: int = 200, **more: Any) -> HttpResponse:
        form: ApplicationForm = more["form"]
        if self.hits and "find_text" not in more:
            self.log_read(AccessKind.SEARCH, SubjectKind.CLIENT, [hit.client.pk for hit in self.hits])
        if self.known:
            self.log_read(AccessKind.PAGE, SubjectKind.CLIENT, [self.known.pk])
            number = sealed.decrypt(self.known.cpr_sealed, row_id=self.known.pk)
            more |= {"known": self.known, "known_cpr": cpr.masked(number), "known_born": cpr.birth_day(number)}
        return super().show(
            status,
            **{
                "heading": _("New application"),
                "today": clock.today(),
                "form_show_errors": True,
                "crumbs": [
                    {"label": _("My desk"), "url": reverse("desk")},
                    {"label": _("Cases"), "url": reverse("case_list")},
                    {"label": _("New application")},
                ],
                "facts": [
                    {"label": _("Case"), "value": _("gets its number when it is created")},
                    {"label": _("Caseworker"), "value": self.user.name},
                    {"label": _("Received"), "value": day(form.day("received_on") or clock.today())},
                ],
                "steps": steps(None, current=State.CONTACT),
                "hits": [hit_row(hit) for hit in self.hits] if self.hits is not None else None,
                # A CPR number belongs to one client: nobody new can be made with a known one.
                "known_number": any({"same_cpr", "former_cpr"} & {str(code) for code in hit.likeness.reasons} for hit in self.hits or []),
                "ask_other_person": bool(form["other_person"].value() or form["other_person"].errors)
                if "other_person" in form.fields
                else False,
                "place_names": place_names(self.member.jobcentre_id),
                **panel(form, jobcentre=self.member.jobcentre),
                **more,
            },
        )


class ChangeApplication(CaseFormPage):
    """What step 1 wrote down, to be corrected in any open state; the consent that was missing completes the step."""

    template = "cases/application.html"
    form_class = ApplicationForm
    draft_name = "application"
    step = State.CONTACT

    def initial(self) -> dict[str, Any]:
        case = self.case
        return {
            **client_values(case.client),
            "proposed_by": case.proposed_by,
            "received_on": case.received_on,
            "arrived_by": case.arrived_by,
            "acknowledged_on": case.acknowledged_on,
            "situation": case.situation_id,
            "place": case.workplace.name if case.workplace else "",
            "cvr": case.workplace.cvr if case.workplace else "",
            "place_contact": case.workplace.contact if case.workplace else "",
            "contact_was": case.workplace.contact if case.workplace else "",
            "partner": str(case.partner_id or ""),
            "situation_starts_on": case.situation_starts_on,
            "consent": case.consent,
            "consent_on": case.consent_on,
            "version": case.version,
        }

    def make_form(self, data: QueryDict | None = None) -> ApplicationForm:
        return ApplicationForm(
            data,
            initial=self.initial(),
            situations=situations(keep=self.case.situation),
            partners=partners(self.case.jobcentre_id, keep=self.case.partner),
            known=True,
        )

    def act(self, form: ApplicationForm) -> str:
        was = self.case.state
        case = change_application(
            case_id=self.case.pk,
            version=form.cleaned_data["version"] or 0,
            client=form.client_facts(),
            application=form.application_facts(),
            by=self.user,
            at=clock.now(),
        )
        moved_on = was == State.CONTACT and case.state == State.CHALLENGES
        return reverse("case_challenges" if moved_on else "case_contact", args=[case.ref])

    def done(self, form: ApplicationForm) -> str:
        return _("The application is saved.")

    def show(self, status: int = 200, **more: Any) -> HttpResponse:
        return super().show(
            status,
            **{
                "heading": _("Application from %(name)s") % {"name": self.case.client.name},
                "form_show_errors": True,
                "place_names": place_names(self.member.jobcentre_id),
                "rows": self.rows(),
                "consent_missing": self.case.is_open and self.case.consent == Consent.NOT_ASKED,
                **panel(more["form"], jobcentre=self.case.jobcentre),
                "answer_due": self.case.answer_due_on,
                **more,
            },
        )

    def rows(self) -> list[dict[str, Any]]:
        """The application for those who only read it."""
        case, client = self.case, self.case.client
        return [
            {"label": _("Phone"), "value": client.phone},
            {"label": _("E-mail"), "value": client.email},
            {
                "label": _("Language"),
                "value": client.get_language_display(),
                "note": _("Needs an interpreter") if client.needs_interpreter else "",
            },
            {"label": _("Where are letters sent?"), "value": client.get_channel_display()},
            {"label": _("Address"), "value": client.address},
            {"label": _("Who proposed a mentor?"), "value": case.get_proposed_by_display()},
            {"label": _("Received"), "value": day(case.received_on), "note": case.get_arrived_by_display()},
            {"label": _("Receipt sent"), "value": day(case.acknowledged_on)},
            {"label": _("The situation"), "value": str(case.situation)},
            {"label": _("Workplace or school"), "value": case.workplace.name if case.workplace else ""},
            *place_facts(case),
            {"label": _("Begins"), "value": day(case.situation_starts_on)},
            {"label": _("Consent to the course"), "value": case.get_consent_display(), "note": day(case.consent_on)},
        ]
