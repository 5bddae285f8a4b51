"""Reports: the list, asking for one, its page with its progress, and its files."""

import uuid
from typing import Any

from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import AccessKind, SubjectKind
from accounts.pages import FormPage, Page, mark_of, no_such_place, older_than
from core import clock
from core.forms import Form
from reports.actions.asking import NEVER_OTHERWISE, ask_again, ask_for_report, jobcentres_of, note_seen, stop_report
from reports.enums import ReportState
from reports.figures.outward import hiding_of
from reports.files import TYPES
from reports.forms.overview import beginning_in
from reports.forms.report import AGAIN, STOP, PressForm, ReportForm, as_initial, beginning
from reports.models import UNDER_WAY, ReportFile, ReportJob
from reports.scope import Scope
from reports.views import job_words as words
from reports.views.base import ReportsMixin

ROWS = 25


class Reports(ReportsMixin, Page):
    """The reports that are there and those that are being made, newest first."""

    template = "reports/list.html"

    def context(self) -> dict[str, Any]:
        jobs = self.jobs().defer("figures").annotate(at=F("asked_at")).order_by("-asked_at", "-pk")
        mark, known = self.request.GET.get("before", ""), True
        if mark:
            jobs, known = older_than(rows=jobs, mark=mark)
        rows = list(jobs[: ROWS + 1])
        return {
            "rows": [self.row(job) for job in rows[:ROWS]],
            "unknown": [] if known else [no_such_place()],
            "first_url": self.request.path if mark and known else "",
            "next_url": f"{self.request.path}?before={mark_of(rows[ROWS - 1])}" if len(rows) > ROWS else "",
        }

    def row(self, job: ReportJob) -> dict[str, Any]:
        return {
            "url": reverse("report", args=[job.pk]),
            "title": words.title(job),
            "about": words.about(job),
            "tag": words.tag(job),
            "at": job.asked_at,
            "by": words.by(job),
            "progress": words.progress(job, now=clock.now()) if job.state in UNDER_WAY else "",
            "files": words.files(job),
        }


class NewReport(ReportsMixin, FormPage):
    """Choose months, filters and contents. `?like=<id>` begins with the choices of a report that is there."""

    template = "reports/new.html"
    form_class = ReportForm
    creates = True

    def make_form(self, data: QueryDict | None = None) -> ReportForm:
        return ReportForm(data, initial=self.initial_with_key(), jobcentre_id=self.whose())

    def initial(self) -> dict[str, Any]:
        found = beginning(today=clock.today(), language=self.user.language) | beginning_in(self.request.GET)
        if (like := self.request.GET.get("like", "")) and (job := find(self, like)):
            found |= as_initial(
                scope=Scope.from_json(job.scope), on=job.on, sections=job.sections, language=job.language, formats=job.formats
            )
        return found

    def context(self) -> dict[str, Any]:
        whose = self.whose()
        scope = Scope.months(clock.today(), clock.today(), jobcentres=(whose,) if whose else ())
        return {"hiding": hiding_of(scope), "crumbs": crumbs(_("New report"))}

    def act(self, form: ReportForm) -> str:  # type: ignore[override]
        job = ask_for_report(jobcentre_id=self.whose(), choices=form.wanted(), by=self.user, at=clock.now())
        return reverse("report", args=[job.pk])


class Report(ReportsMixin, FormPage):
    """One report: how far it is, why it broke off, or its files."""

    template = "reports/report.html"
    form_class = PressForm
    job: ReportJob

    def load(self, report: uuid.UUID, **kwargs: Any) -> None:
        self.job = self.find(report)

    def find(self, report: uuid.UUID) -> ReportJob:
        found = find(self, report)
        if found is None:
            raise Http404
        return found

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.job.state not in UNDER_WAY and self.job.seen_at is None:
            note_seen(report_id=self.job.pk, by=self.user, at=clock.now())
        return super().get(request, **kwargs)

    def context(self) -> dict[str, Any]:
        job = self.job
        files = words.files(job)
        return {
            "job": job,
            "title": words.title(job),
            "about": words.about(job),
            "by": words.by(job),
            "tag": words.tag(job),
            "crumbs": crumbs(words.title(job)),
            "is_under_way": job.state in UNDER_WAY,
            "progress": words.progress(job, now=clock.now()),
            "why": self.sentence(job.code, {}) if job.code else "",
            "files": files,
            "is_removed": job.state == ReportState.DONE and not files,
            "can_repeat": job.state not in UNDER_WAY and not files and job.code not in NEVER_OTHERWISE,
            "has_figures": job.figures is not None,
            "rows": words.choices(job),
            "like_url": f"{reverse('report_new')}?like={job.pk}",
        }

    def act(self, form: Form) -> str:
        what = form.cleaned_data["what"]
        if what == STOP:
            self.job = stop_report(report_id=self.job.pk, by=self.user, at=clock.now())
        elif what == AGAIN:
            self.job = ask_again(report_id=self.job.pk, by=self.user, at=clock.now())
        return reverse("report", args=[self.job.pk])

    def done(self, form: Form) -> str:
        if form.cleaned_data["what"] != STOP:
            return _("The report is made again.")
        return words.progress(self.job, now=clock.now()) if self.job.state in UNDER_WAY else _("The report is stopped.")


class ReportDownload(ReportsMixin, Page):
    """The bytes of a file, as an attachment. The read log says who took it out."""

    def load(self, report: uuid.UUID, format: str, **kwargs: Any) -> None:
        file = ReportFile.objects.filter(job_id=report, format=format).select_related("job").first() if find(self, report) else None
        if file is None:
            raise Http404
        self.file = file

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        file, scope = self.file, Scope.from_json(self.file.job.scope)
        self.log_read(AccessKind.EXPORT, SubjectKind.JOBCENTRE, jobcentres_of(file.job), purpose=f"report {file.job_id} {file.format}")
        name = f"evaluation-{scope.first_day:%Y-%m}-{scope.last_day:%Y-%m}-{file.job.language}.{file.format}"
        return HttpResponse(
            bytes(file.content), content_type=TYPES[file.format], headers={"Content-Disposition": f'attachment; filename="{name}"'}
        )


def find(page: ReportsMixin, report: uuid.UUID | str) -> ReportJob | None:
    """The report with this key, if one sees it."""
    try:
        key = report if isinstance(report, uuid.UUID) else uuid.UUID(report)
    except ValueError:
        return None
    return page.jobs().filter(pk=key).first()


def crumbs(last: str) -> list[dict[str, str]]:
    return [{"label": _("Reports"), "url": reverse("report_list")}, {"label": last, "url": ""}]
