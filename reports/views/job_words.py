"""A report in words: what it is of, how far it is, and its files."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.enums import Language
from core.templatetags.ui import date_long, moment
from core.words import size_words
from reports.about_rows import filter_names
from reports.enums import Basis, Dimension, FileFormat, ReportState, Section
from reports.models import ReportJob
from reports.scope import Scope
from reports.sections.definitions import in_groups
from reports.words import in_language, months

LOOK = {
    ReportState.WAITING: "line",
    ReportState.RUNNING: "info",
    ReportState.DONE: "ok",
    ReportState.FAILED: "over",
    ReportState.STOPPED: "line",
}
NOT_BEGUN_FOR = dt.timedelta(seconds=10)


def tag(job: ReportJob) -> dict[str, str]:
    if job.state == ReportState.DONE and not job.files.all():
        return {"label": _("Files removed"), "state": "line"}
    return state_tag(job)


def state_tag(job: ReportJob) -> dict[str, str]:
    return {"label": str(ReportState(job.state).label), "state": LOOK[ReportState(job.state)]}


def title(job: ReportJob) -> str:
    return _("Report, %(months)s") % {"months": months(Scope.from_json(job.scope))}


def about(job: ReportJob) -> str:
    """Which courses, of whom, and in which language."""
    scope = Scope.from_json(job.scope)
    parts = [str(Basis(scope.basis).label)]
    if job.jobcentre is None:
        count = len(scope.jobcentres)
        parts.append(_("All jobcentres") if not count else (job.about or {}).get("authority", "") or _("One jobcentre"))
    if scope.filters:
        parts.append(_("with filters"))
    parts.append(str(Language(job.language).label))
    return " · ".join(filter(None, parts))


def by(job: ReportJob) -> str:
    return job.asked_by.name if job.asked_by else _("each quarter, by itself")


def files(job: ReportJob) -> list[dict[str, Any]]:
    return [
        {
            "label": str(FileFormat(each.format).label),
            "url": reverse("report_file", args=[job.pk, each.format]),
            "size": size_words(each.size),
            "format": each.format,
        }
        for each in sorted(job.files.all(), key=lambda each: FileFormat.values.index(each.format))
    ]


def progress(job: ReportJob, *, now: dt.datetime) -> str:
    """How far a report is that waits or is being made."""
    if job.stop_asked:
        return _("It is stopped before its next section.")
    if job.state == ReportState.WAITING or not job.step:
        if job.state == ReportState.WAITING and now - job.asked_at >= NOT_BEGUN_FOR:
            return _("The report waits for the program that works in the background. It begins by itself as soon as that answers.")
        return _("The report is about to begin.")
    if job.step in job.sections:
        known = {"n": job.sections.index(job.step) + 1, "of": len(job.sections), "section": str(Section(job.step).label)}
        return _("Section %(n)s of %(of)s: %(section)s.") % known
    if job.step in FileFormat.values:
        return _("All %(of)s sections are there. Now it is written: %(file)s.") % {
            "of": len(job.sections),
            "file": str(FileFormat(job.step).label),
        }
    return _("The cases are counted. That takes longest: up to half a minute for many jobcentres.")


def choices(job: ReportJob) -> list[dict[str, str]]:
    """What was chosen, a line each."""
    scope = Scope.from_json(job.scope)
    labels = {**{str(each): str(each.label) for each in Dimension}, "team": pgettext("report", "Team")}
    known = (job.about or {}).get("filters") or filter_names(scope)
    rows = [
        (_("Months"), months(scope)),
        (_("Basis"), str(Basis(scope.basis).label)),
        (_("Data as of"), date_long(job.on)),
        *((labels.get(name, name), in_language(known[name])) for name in scope.filters),
        (_("Sections"), ", ".join(str(Section(each).label) for each in job.sections)),
        (_("Language"), str(Language(job.language).label)),
        (_("Asked for by"), by(job)),
        (pgettext("report", "Asked for"), moment(job.asked_at)),
        *([(_("Ready"), moment(job.finished_at))] if job.state == ReportState.DONE and job.finished_at else []),
        *([(_("Files are kept until"), date_long(job.kept_until))] if job.kept_until else []),
        *([(_("Checksum (SHA-256)"), in_groups(job.checksum))] if job.checksum and job.state == ReportState.DONE else []),
    ]
    return [{"label": label, "value": value} for label, value in rows]
