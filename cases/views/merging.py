"""Two records of one client: the other one is searched for, both stand side by side, and one is kept."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import cpr as sealed
from accounts.enums import AccessKind, SubjectKind
from cases import likeness
from cases.actions.merging import merge_clients, record_of
from cases.enums import State
from cases.forms.repair import MergeForm
from cases.models import Case, Client, ClientMerge
from cases.permissions import can_add
from cases.rules import cpr
from cases.rules.merging import merge_verdict
from cases.views.base import CaseFormPage, CasePage
from core import clock
from core.forms import Form
from core.templatetags.ui import date_long

Row = dict[str, Any]


def born_words(client: Client) -> tuple[str, str]:
    """(the masked CPR number, the day of birth)."""
    number = sealed.decrypt(client.cpr_sealed, row_id=client.pk)
    return cpr.masked(number), str(date_long(cpr.birth_day(number)))


def facts_of(client: Client) -> list[tuple[str, str]]:
    """What a record says of the person; the same lines for every record."""
    masked, born = born_words(client)
    cases = [f"{case.ref}, {State(case.state).label}" for case in Case.objects.filter(client=client).order_by("-year", "-number")]
    return [
        (_("Name"), client.name),
        (_("Born"), born),
        (_("CPR"), masked),
        (_("Phone"), client.phone),
        (_("Email"), client.email),
        (_("Address"), _("protected") if client.address_protected else client.address),
        (_("Language"), str(client.get_language_display())),
        (_("Cases"), "\n".join(cases)),
        (_("Created"), str(date_long(client.created_at))),
    ]


class Merge(CaseFormPage):
    template = "cases/merge.html"
    form_class = MergeForm
    creates = True
    other: Client | None = None

    def names(self) -> tuple[str, str]:
        """The two choices, told apart by the CPR number when the names are the same."""
        if self.other is None:
            return "", ""
        this, other = self.case.client, self.other
        return (
            _("%(name)s, CPR %(cpr)s, on this page") % {"name": this.name, "cpr": born_words(this)[0]},
            _("%(name)s, CPR %(cpr)s, the other record") % {"name": other.name, "cpr": born_words(other)[0]},
        )

    def initial(self) -> Row:
        return {"version": self.case.version, "other": self.other.pk if self.other else None}

    def make_form(self, data: QueryDict | None = None) -> MergeForm:
        if data is not None and self.other is None:
            self.other = self.record(data.get("other", ""))
        return MergeForm(data, initial=self.initial_with_key(), names=self.names())

    def record(self, text: str) -> Client | None:
        try:
            return Client.objects.visible_to(self.member).filter(pk=uuid.UUID(text)).first()
        except ValueError:
            return None

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(form=None)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.require_write()
        if "find" in request.POST:
            return self.find(request.POST.get("find_text", "").replace("\x00", "").strip()[: likeness.LONGEST_TEXT])
        return super().post(request, **kwargs)

    def find(self, text: str) -> HttpResponse:
        """Look for the other record by CPR number or case number. The search is logged, and stands in no address."""
        number = cpr.digits(text)
        if number:
            hits = likeness.by_cpr(clients=Client.objects.visible_to(self.member), jobcentre_id=self.member.jobcentre_id, number=number)
            found = [hit.client for hit in hits]
        else:
            cases = Case.objects.visible_to(self.member).numbered(text).select_related("client")
            found = [case.client for case in cases]
        others = [client for client in found if client.pk != self.case.client_id]
        self.log_read(AccessKind.SEARCH, SubjectKind.CLIENT, [client.pk for client in others] or [None])
        if not others:
            wrong = _("Write a CPR number or a case number.") if not text else ""
            wrong = wrong or (self.sentence("merge_itself", {}) if found else _("No other record has this CPR number or case number."))
            return self.show(422, form=None, find_text=text, find_error=wrong, has_errors=True)
        self.other = others[0]
        answer = merge_verdict(one=record_of(self.case.client), other=record_of(self.other))
        if not answer:
            sentence = self.sentence(answer.code, answer.facts)
            return self.show(422, form=None, find_text=text, find_error=sentence, has_errors=True)
        return self.show(form=self.make_form())

    def act(self, form: Form) -> str:
        merge_clients(
            case_id=self.case.pk,
            version=form.cleaned_data["version"] or 0,
            other_id=form.cleaned_data["other"],
            keep_other=form.cleaned_data["keep"] == "other",
            reason=form.cleaned_data["reason"],
            by=self.user,
            at=clock.now(),
        )
        return reverse("case_repair", args=[self.case.ref])

    def done(self, form: Form) -> str:
        return _("The two records are one. Both CPR numbers find the client.")

    def show(self, status: int = 200, **more: Any) -> HttpResponse:
        reads = [(AccessKind.PAGE, SubjectKind.CLIENT, [self.other.pk])] if self.other else []
        return super().show(status, read=reads, **more)

    def context(self) -> Row:
        may = can_add(self.member, self.case)
        rows: list[Row] = []
        if self.other is not None:
            pairs = zip(facts_of(self.case.client), facts_of(self.other), strict=True)
            rows = [{"label": label, "this": this, "other": other, "differs": this != other} for (label, this), (_l, other) in pairs]
        return {
            "heading": _("Merge two records: %(name)s") % {"name": self.case.client.name},
            "can_add": bool(may),
            "why_not_add": "" if may else self.sentence(may.code, may.facts),
            "pairs": rows,
            "other": self.other,
            "back": reverse("case_repair", args=[self.case.ref]),
        }


class Merged(CasePage):
    """A record that was merged, to be read as it was, with the record that is kept."""

    template = "cases/merged.html"

    def load(self, ref: str, merge: uuid.UUID, **kwargs: Any) -> None:
        super().load(ref=ref, **kwargs)
        rows = ClientMerge.objects.select_related("merged", "merged_by")
        found = rows.filter(kept_id=self.case.client_id, pk=merge).first()
        if found is None:
            raise Http404
        self.merge = found

    def show(self, status: int = 200, **more: Any) -> HttpResponse:
        return super().show(status, read=[(AccessKind.PAGE, SubjectKind.CLIENT, [self.merge.merged_id])], **more)

    def context(self) -> Row:
        merge = self.merge
        rows = [{"label": label, "value": value} for label, value in facts_of(merge.merged) if label != _("Cases")]
        moved = Case.objects.filter(pk__in=[uuid.UUID(each) for each in merge.cases]).order_by("year", "number")
        return {
            "heading": _("A merged record: %(name)s") % {"name": merge.merged.name},
            "rows": [
                *rows,
                {"label": _("Cases that were moved"), "value": ", ".join(case.ref for case in moved) or _("none")},
                {"label": _("Merged"), "value": date_long(merge.merged_at), "note": merge.merged_by.name},
                {"label": _("Reason"), "value": merge.reason},
            ],
        }
