"""The CPR number: shown once after a logged POST, and changed with a reason."""

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from accounts.enums import AccessKind, SubjectKind
from accounts.pages import Page
from cases.actions.clients import change_cpr
from cases.forms.application import CprForm
from cases.permissions import can_add
from cases.views.base import REVEALED, CaseFormPage, CaseMixin
from core import clock


class RevealCpr(CaseMixin, Page):
    """Asking for the whole CPR number is a POST and is logged; the next page shows it once."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(reverse("case", args=[self.case.ref]))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.log_read(AccessKind.REVEAL, SubjectKind.CLIENT, [self.case.client_id])
        request.session[REVEALED] = str(self.case.pk)
        return HttpResponseRedirect(self.where_from())

    def where_from(self) -> str:
        """The page of this case that the button stood on, else the case."""
        home = reverse("case", args=[self.case.ref])
        referer = self.request.headers.get("Referer", "")
        path = urlsplit(referer).path if url_has_allowed_host_and_scheme(referer, {self.request.get_host()}) else ""
        return path if path.startswith(home) and path != self.request.path else home


class ChangeCpr(CaseFormPage):
    """Another CPR number with the reason; the old one still finds the client."""

    template = "cases/change_cpr.html"
    form_class = CprForm

    def initial(self) -> dict[str, Any]:
        return {"version": self.case.version}

    def act(self, form: CprForm) -> str:
        change_cpr(
            case_id=self.case.pk,
            version=form.cleaned_data["version"] or 0,
            number=form.cleaned_data["cpr"],
            reason=form.cleaned_data["reason"],
            by=self.user,
            at=clock.now(),
        )
        return reverse("case", args=[self.case.ref])

    def done(self, form: CprForm) -> str:
        return _("The CPR number is changed. The old number still finds the client.")

    def context(self) -> dict[str, Any]:
        may = can_add(self.member, self.case)  # a wrong number is wrong in a closed case, too
        return {
            "heading": _("Change the CPR number of %(name)s") % {"name": self.case.client.name},
            "can_add": bool(may),
            "why_not_add": "" if may else self.sentence(may.code, may.facts),
        }
