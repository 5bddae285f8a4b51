"""Course rows in the terms of the national statistics, as CSV (R246, R247)."""

from typing import Any

from django.http import HttpResponse

from accounts.enums import AccessKind, SubjectKind
from accounts.models import Jobcentre
from core import clock
from core.forms import Form
from core.verdicts import Refused
from reports.enums import Basis
from reports.forms.choosing import MonthsForm, usual_months
from reports.permissions import can_export_statistics
from reports.scope import Scope
from reports.statistics_rows import HEADS, MOST_ROWS, as_csv, course_rows
from reports.views.choosing import ChoosingPage, FileOf, attachment


class Statistics(ChoosingPage):
    """Choose the months; what the columns mean stands below."""

    template = "reports/statistics.html"
    form_class = MonthsForm
    permission = staticmethod(can_export_statistics)

    def usual(self) -> dict[str, Any]:
        return usual_months(today=clock.today())

    def context(self) -> dict[str, Any]:
        return {"heads": HEADS, "most": MOST_ROWS}


class StatisticsFile(FileOf, Statistics):
    """The rows. The read log says who took out how many, of which months."""

    def answer(self, form: Form) -> HttpResponse:
        whose = self.whose()
        first, last = form.cleaned_data["first_month"], form.cleaned_data["last_month"]
        scope = Scope.months(first, last, basis=Basis.PRESENCE, jobcentres=(whose,) if whose else ())
        try:
            rows = course_rows(scope=scope, on=clock.today())
        except Refused as refused:
            return self.refused(form, refused.code, refused.facts, refused.field)
        keys = [whose] if whose else list(Jobcentre.objects.values_list("pk", flat=True))
        told = f"statistics {scope.first_day:%Y-%m} {scope.last_day:%Y-%m}, {len(rows)} rows"
        self.log_read(AccessKind.EXPORT, SubjectKind.JOBCENTRE, keys, purpose=told)
        name = f"mentor-{scope.first_day:%Y-%m}-{scope.last_day:%Y-%m}.csv"
        return attachment(as_csv(rows), name=name, content_type="text/csv; charset=utf-8")
