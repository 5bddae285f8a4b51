"""Well-being and motivation: the schedule with what was answered, and the page on which one point is answered. It never decides anything."""

from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.actions.measurements import record_measurement
from cases.enums_course import MeasuredAt, Respondent, WhyMissing
from cases.forms.measurements import MeasurementForm
from cases.measurements import Line, Series, find_line, measurements_of
from cases.models import Measurement, Questionnaire
from cases.permissions import can_add
from cases.rules.measurements import PointState, needs_notice
from cases.views.base import CaseFormPage, CasePage
from cases.views.goals import waits_for_course
from cases.views.hours_base import without_optional
from cases.views.measurement_words import line_row, point_label, score_trend, since_start
from core import clock
from core.forms import Form
from core.verdicts import Refused


class MeasurementsPage(CasePage):
    """Every questionnaire with its points in order, and the trend of its scores."""

    template = "cases/measurements.html"
    tab = "case_goals"

    def context(self) -> dict[str, Any]:
        waits = waits_for_course(self.case)
        answer = can_add(self.member, self.case)
        series = [] if waits else measurements_of(self.case, on=clock.today())
        return {
            "heading": _("Well-being and motivation: %(name)s") % {"name": self.case.client.name},
            "waits": waits,
            "may_write": bool(answer),
            "why_may_not": "" if answer else self.sentence(answer.code, answer.facts),
            "series": [self.shown(each, may_write=bool(answer)) for each in series],
            "back": reverse("case_goals", args=[self.case.ref]),
        }

    def shown(self, series: Series, *, may_write: bool) -> dict[str, Any]:
        newest, questionnaire = series.newest, series.questionnaire
        score = newest.measurement.score if newest and newest.measurement else None
        return {
            "id": f"{questionnaire.pk}-{series.respondent}",
            "name": str(questionnaire),
            "respondent": series.respondent.label,
            "due": len(series.due),
            "notice": needs_notice(score=score, notice_at=questionnaire.notice_at),
            "since_start": since_start(series),
            "rows": [line_row(line, url=self.address(series, line) if may_write and _can_write(line) else "") for line in series.lines],
            "chart": score_trend(series),
        }

    def address(self, series: Series, line: Line) -> str:
        return reverse("case_measurement", args=[self.case.ref, series.questionnaire.pk, series.respondent, line.kind, line.months])


class MeasurementPage(CaseFormPage):
    """One point answered, changed, or said to be missing."""

    template = "cases/measurement.html"
    tab = "case_goals"
    form_class = MeasurementForm
    creates = True
    found: tuple[Series, Line] | None = None
    questionnaire: Questionnaire

    def load(self, ref: str, code: str, respondent: str, point: str, months: int, **kwargs: Any) -> None:
        super().load(ref=ref, **kwargs)
        self.names = {"code": code, "respondent": respondent, "kind": point, "months": months}
        self.waits = waits_for_course(self.case)
        if self.waits is None:
            self.found = find_line(measurements_of(self.case, on=clock.today()), **self.names)
        asked = Questionnaire.objects.prefetch_related("questions", "labels").filter(pk=code).first()
        if asked is None or (self.waits is None and self.found is None and self.request.method != "POST"):
            raise Http404
        if self.waits is None and self.found is None:
            # The schedule has moved while this was written, as it does when a course ends: nothing that was typed is lost.
            self.waits = {"text": self.sentence("measurement_no_point", {}), "hint": ""}
        self.questionnaire = asked

    @property
    def line(self) -> Line | None:
        return self.found[1] if self.found else None

    def make_form(self, data: QueryDict | None = None) -> Form:
        return MeasurementForm(data, initial=self.initial_with_key(), questionnaire=self.questionnaire)

    def show(self, status: int = 200, **more: Any) -> HttpResponse:
        # They belong together: an answer may be missing all the same, and the page says what that means.
        without_optional(more["form"], *(field.name for field in more["form"].visible_fields()))
        return super().show(status, **more)

    def initial(self) -> dict[str, Any]:
        stored = self.line.measurement if self.line else None
        row = Measurement.objects.filter(pk=stored.pk).first() if stored else None
        if row is None:
            passed = self.line is not None and self.line.state == PointState.PASSED
            return {"version": 0, "day": None if passed else clock.today(), "missing": ""}
        answers = {f"answer{number}": "" if answer is None else answer for number, answer in enumerate(row.answers, start=1)}
        return {"version": row.version, "day": row.day, "missing": row.missing, **answers}

    def act(self, form: Form) -> str:
        typed = form.cleaned_data
        if self.found is None:
            raise Refused("measurement_no_point")
        record_measurement(
            case_id=self.case.pk,
            questionnaire=self.questionnaire.pk,
            respondent=Respondent(self.names["respondent"]),
            point=MeasuredAt(self.names["kind"]),
            months=self.names["months"],
            version=typed["version"] or 0,
            day=typed["day"] or clock.today(),
            answers=form.answers(),  # type: ignore[attr-defined]
            missing=WhyMissing(typed["missing"]) if typed["missing"] else None,
            by=self.user,
            at=clock.now(),
        )
        return reverse("case_measurements", args=[self.case.ref])

    def done(self, form: Form) -> str:
        if form.cleaned_data["missing"]:
            return _("It is written down why the answers are missing.")
        if any(answer is None for answer in form.answers()):  # type: ignore[attr-defined]
            return _("The answers are saved. One is missing, so there is no score.")
        return _("The answers are saved.")

    def context(self) -> dict[str, Any]:
        answer = can_add(self.member, self.case)
        line = self.line
        return {
            "heading": _("%(what)s: %(name)s") % {"what": self.questionnaire, "name": self.case.client.name},
            "waits": self.waits,
            "questionnaire": self.questionnaire,
            "point": point_label(line) if line else "",
            "respondent": self.found[0].respondent.label if self.found else "",
            "window": line.point.window if line and line.point else None,
            "coming": line is not None and line.state == PointState.COMING,
            "may_write": bool(answer),
            "why_may_not": "" if answer else self.sentence(answer.code, answer.facts),
            "back": reverse("case_measurements", args=[self.case.ref]),
        }


def _can_write(line: Line) -> bool:
    """Whether something can be written for a point: its window has opened."""
    return line.point is not None and line.state != PointState.COMING
