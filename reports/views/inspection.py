"""The audit points of a random sample of courses, on a page and as a sheet to print (R240-R245)."""

import secrets
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse

from accounts.enums import AccessKind, SubjectKind
from accounts.permissions import can_read_cases
from core import clock
from core.forms import Form
from core.verdicts import Refused
from reports import audit_words
from reports.audit_rows import AuditedCase, audited
from reports.enums import Basis
from reports.figures.cases import cases_of
from reports.forms.choosing import USUAL_SAMPLE, SampleForm, usual_months
from reports.permissions import can_inspect
from reports.rules.audit_points import Check, Held, Point, checks, sums
from reports.rules.sampling import MOST_SEED, sample
from reports.scope import Scope
from reports.sheets import inspection
from reports.views.choosing import ChoosingPage, attachment
from reports.words import months

LOOK = {Held.YES: "ok", Held.NO: "over", Held.NOT_APPLICABLE: "line"}


class Inspection(ChoosingPage):
    """Choose months and how many; the address then has the number of the draw, with which anybody draws the same sample again."""

    template = "reports/inspection.html"
    form_class = SampleForm
    permission = staticmethod(can_inspect)

    def usual(self) -> dict[str, Any]:
        return {**usual_months(today=clock.today()), "size": USUAL_SAMPLE, "language": self.user.language}

    def sent(self) -> QueryDict | None:
        """An address that somebody kept may say no language: then it is their own."""
        found = super().sent()
        if found is None or "language" in found:
            return found
        found = found.copy()
        found["language"] = self.user.language
        return found

    def answer(self, form: Form) -> HttpResponse:
        if not form.is_bound:
            return self.show(form=form)
        if not form.cleaned_data["seed"]:
            return HttpResponseRedirect(self.address("report_inspection", form, seed=secrets.randbelow(MOST_SEED) + 1))
        return self.shown(form)

    def shown(self, form: Form) -> HttpResponse:
        drawn, of = self.drawn(form)
        found = self.checked(drawn)
        self.log_read(AccessKind.LIST, SubjectKind.CASE, [each.id for each in drawn], purpose=self.purpose(form))
        counts = sums(found=[each for _case, each in found])
        return self.show(
            form=form,
            is_drawn=True,
            drawn=len(drawn),
            of=of,
            seed=form.cleaned_data["seed"],
            months=months(self.scope(form)),
            points=[{"words": audit_words.heading(point), "question": audit_words.question(point)} for point in Point],
            rows=[self.row(case, each) for case, each in found],
            reasons=[row for row in (reasons(case, each) for case, each in found) if row["lines"]],
            sums=[{"point": audit_words.heading(point), **{str(held): n for held, n in counts[point].items()}} for point in Point],
            shows_jobcentre=self.whose() is None,
            again_url=self.address("report_inspection", form, seed=""),
        )

    def scope(self, form: Form) -> Scope:
        whose = self.whose()
        first, last = form.cleaned_data["first_month"], form.cleaned_data["last_month"]
        return Scope.months(first, last, basis=Basis.PRESENCE, jobcentres=(whose,) if whose else ())

    def drawn(self, form: Form) -> tuple[list[AuditedCase], int]:
        """The sample, and out of how many courses. Two statements."""
        today = clock.today()
        keys = cases_of(scope=self.scope(form), on=today, part="reached")
        chosen = sample(keys=keys, size=form.cleaned_data["size"], seed=form.cleaned_data["seed"])
        return audited(chosen, on=today), len(keys)

    def checked(self, drawn: list[AuditedCase]) -> list[tuple[AuditedCase, tuple[Check, ...]]]:
        return [(case, checks(facts=case.facts, on=clock.today())) for case in drawn]

    def row(self, case: AuditedCase, found: tuple[Check, ...]) -> dict[str, Any]:
        """A link for who may open the case."""
        may_open = bool(can_read_cases(self.member)) and case.jobcentre_id == self.member.jobcentre_id
        return {
            "ref": case.ref,
            "url": reverse("case", args=[case.ref]) if may_open else "",
            "jobcentre": case.jobcentre,
            "checks": [{"tag": {"label": audit_words.answer(each.held), "state": LOOK[each.held]}} for each in found],
        }

    def purpose(self, form: Form) -> str:
        """For the read log."""
        return f"inspection {form.cleaned_data['seed']}"

    def address(self, name: str, form: Form, *, seed: object) -> str:
        known = form.cleaned_data
        told = {"first_month": f"{known['first_month']:%Y-%m}", "last_month": f"{known['last_month']:%Y-%m}", "size": known["size"]}
        told["language"] = known["language"]
        return f"{reverse(name)}?{urlencode({**told, **({'seed': seed} if seed else {})})}"


def reasons(case: AuditedCase, found: tuple[Check, ...]) -> dict[str, Any]:
    """Why points of a case are not answered with yes, in sentences."""
    return {"ref": case.ref, "lines": [audit_words.why(each) for each in found if each.held != Held.YES]}


class InspectionSheet(Inspection):
    """The same sample as a PDF: case numbers, no names. Without a draw one is sent to make it."""

    def answer(self, form: Form) -> HttpResponse:
        if not form.is_bound:
            return HttpResponseRedirect(reverse("report_inspection"))
        return super().answer(form)

    def shown(self, form: Form) -> HttpResponse:
        drawn, of = self.drawn(form)
        self.log_read(AccessKind.EXPORT, SubjectKind.CASE, [each.id for each in drawn], purpose=self.purpose(form))
        whose = self.member.jobcentre.name if self.whose() else ""
        seed, language = form.cleaned_data["seed"], form.cleaned_data["language"]
        try:
            body = inspection.sheet(
                self.checked(drawn), authority=whose, scope=self.scope(form), seed=seed, of=of, at=clock.now(), by=self.user.name,
                language=language, shows_jobcentre=self.whose() is None,
            )  # fmt: skip
        except Refused as refused:
            return self.refused(form, refused.code, refused.facts)
        return attachment(body, name=f"inspection-{seed}-{language}.pdf", content_type="application/pdf")
