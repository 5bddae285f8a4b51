"""The practice sheet and the results leaflet: what the scheme is and what came of it, for others, with small groups hidden (R248, R249)."""

import datetime as dt
from typing import Any

from django.http import HttpResponse

from accounts.enums import AccessKind, SubjectKind
from accounts.models import Jobcentre
from core import clock
from core.forms import Form
from core.verdicts import Refused
from reports.actions.preparing import scope_of
from reports.figures.outward import outward_figures
from reports.forms.choosing import OutwardSheetForm, SheetForm, usual_sheet
from reports.models import PreparedFigures
from reports.scope import Scope
from reports.sheets import leaflet, practice
from reports.sheets.facts import SheetFacts
from reports.shown import Shown
from reports.views.choosing import ChoosingPage, FileOf, attachment


class Sheets(ChoosingPage):
    """Choose months and language. Who administers the platform reads figures that are counted by night: a country is too much to wait for."""

    template = "reports/sheets.html"

    @property
    def form_class(self) -> type[Form]:  # type: ignore[override]
        return SheetForm if self.whose() else OutwardSheetForm

    def usual(self) -> dict[str, Any]:
        return usual_sheet(today=clock.today(), language=self.user.language, is_outward=self.whose() is None)


class _Sheet(FileOf, Sheets):
    """A sheet as a PDF. The read log says who took it out."""

    name = ""

    def make(self, facts: SheetFacts) -> bytes:
        raise NotImplementedError

    def answer(self, form: Form) -> HttpResponse:
        try:
            facts = self.facts(form)
            body = self.make(facts)
        except Refused as refused:
            return self.refused(form, refused.code, refused.facts)
        keys = list(facts.scope.jobcentres) or list(Jobcentre.objects.values_list("pk", flat=True))
        months = f"{facts.scope.first_day:%Y-%m}-{facts.scope.last_day:%Y-%m}"
        self.log_read(AccessKind.EXPORT, SubjectKind.JOBCENTRE, keys, purpose=f"{self.name} {months}")
        return attachment(body, name=f"{self.name}-{months}-{facts.language}.pdf", content_type="application/pdf")

    def facts(self, form: Form) -> SheetFacts:
        """Refuses with `figures_not_counted`."""
        language, whose = form.cleaned_data["language"], self.whose()
        if isinstance(form, OutwardSheetForm):
            shown, scope, on = _prepared(form)
            found = Jobcentre.objects.filter(pk=form.jobcentre_id).first() if form.jobcentre_id else None
            return SheetFacts.of(shown, scope=scope, on=on, jobcentre=found, language=language)
        on = clock.today()
        scope = Scope.months(form.cleaned_data["first_month"], form.cleaned_data["last_month"], jobcentres=(whose,) if whose else ())
        shown = Shown.of(outward_figures(scope=scope, on=on))
        return SheetFacts.of(shown, scope=scope, on=on, jobcentre=self.member.jobcentre, language=language)


class PracticeSheet(_Sheet):
    """In the headings of the source [1]."""

    name = "practice-sheet"

    def make(self, facts: SheetFacts) -> bytes:
        return practice.sheet(facts)


class ResultsLeaflet(_Sheet):
    """Two pages."""

    name = "results"

    def make(self, facts: SheetFacts) -> bytes:
        return leaflet.sheet(facts)


def _prepared(form: OutwardSheetForm) -> tuple[Shown, Scope, dt.date]:
    months = form.cleaned_data["months"]
    rows = PreparedFigures.objects.filter(jobcentre=form.jobcentre_id, months=months, outward=True)
    row = rows.exclude(on=None).first()
    if row is None or row.on is None or row.figures is None:
        raise Refused("figures_not_counted", "months")
    return Shown.from_json(row.figures), scope_of(jobcentre_id=form.jobcentre_id, months=months, on=row.on), row.on
