"""Asking for a report, stopping it, asking again, and having read it (R216-R218)."""

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from accounts.audit import record, record_each
from accounts.enums import SubjectKind
from accounts.models import Jobcentre, User
from core.days import day_of
from core.queue import enqueue
from core.verdicts import Refused
from reports.enums import FileFormat, ReportState
from reports.figures.outward import leaves_too_few
from reports.models import UNDER_WAY, ReportJob
from reports.scope import Scope
from reports.sections import TOLD_OF_FILTERED, in_order

TASK = "reports.make"
MOST_UNDER_WAY = 5
"""So many reports of one jobcentre are made at a time; each can take the worker half a minute."""
NEVER_OTHERWISE = ("report_too_small",)
"""Reasons that stay the same however often it is tried."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What a report is to be. `on` is the data day; `sections` and `formats` are codes."""

    scope: Scope
    on: dt.date
    sections: tuple[str, ...]
    language: str
    formats: tuple[str, ...]

    def same(self, jobcentre_id: uuid.UUID | None) -> str:
        """The same for the same choices of the same jobcentre."""
        plain = [str(jobcentre_id), self.scope.as_json(), self.on.isoformat(), list(self.sections), self.language, list(self.formats)]
        return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()


def ordered(*, scope: Scope, on: dt.date, sections: Iterable[str], language: str, formats: Iterable[str]) -> Choices:
    """The choices in the order of a report, so that the same ones are the same. With a filter only what such a report may tell (R193)."""
    wanted = {str(each) for each in formats}
    chosen = [str(each) for each in sections if not scope.filters or each in TOLD_OF_FILTERED]
    return Choices(scope, on, tuple(map(str, in_order(chosen))), str(language), tuple(each for each in FileFormat.values if each in wanted))


@transaction.atomic
def ask_for_report(*, jobcentre_id: uuid.UUID | None, choices: Choices, by: User | None, at: dt.datetime) -> ReportJob:
    """Have a report made by a worker; the same one that waits or is being made is returned instead (R216).

    `jobcentre_id` is whose it is: None is the authority of all jobcentres. `by` is None for the schedule, to which nothing is refused for being
    small: its row says so. Refuses with `report_of_another`, `report_months_ahead`, `report_day_ahead`, `report_without_file`,
    `report_too_many`, `report_too_small`.
    """
    _check(jobcentre_id, choices, on=day_of(at))
    mine = ReportJob.objects.filter(jobcentre=jobcentre_id, state__in=UNDER_WAY)
    same = choices.same(jobcentre_id)
    if there := mine.filter(same=same).first():
        return there
    if mine.count() >= MOST_UNDER_WAY:
        raise Refused("report_too_many", most=MOST_UNDER_WAY)
    if by and leaves_too_few(choices.scope, on=choices.on):
        raise Refused("report_too_small")
    try:
        with transaction.atomic():
            job = ReportJob.objects.create(
                jobcentre_id=jobcentre_id,
                scope=choices.scope.as_json(),
                on=choices.on,
                sections=list(choices.sections),
                language=choices.language,
                formats=list(choices.formats),
                same=same,
                asked_by=by,
                asked_at=at,
            )
    except IntegrityError:  # somebody asked for the same in this second
        return _newest(same)
    note(job, kind="report.asked", by=by, at=at)
    enqueue(TASK, report_id=str(job.pk))
    return job


def _check(jobcentre_id: uuid.UUID | None, choices: Choices, *, on: dt.date) -> None:
    if jobcentre_id is not None and choices.scope.jobcentres != (jobcentre_id,):
        raise Refused("report_of_another")
    if choices.scope.first_day > on:
        raise Refused("report_months_ahead", "first_month")
    if choices.on > on:
        raise Refused("report_day_ahead", "on")
    if not choices.formats:
        raise Refused("report_without_file", "formats")


@transaction.atomic
def stop_report(*, report_id: uuid.UUID, by: User, at: dt.datetime) -> ReportJob:
    """End a report that waits at once, and one that is being made before its next section (R218). Refuses with `report_is_over`."""
    job = _locked(report_id)
    if job.state not in UNDER_WAY:
        raise Refused("report_is_over")
    if job.state == ReportState.WAITING:
        end(job, state=ReportState.STOPPED, at=at)
    else:
        job.stop_asked = True
        job.save(update_fields=["stop_asked"])
    note(job, kind="report.stopped", by=by, at=at)
    return job


@transaction.atomic
def ask_again(*, report_id: uuid.UUID, by: User, at: dt.datetime) -> ReportJob:
    """Make a report again that broke off, was stopped, or whose files were removed: from its stored figures, where it has them (R219).

    Refuses with `report_is_there`, and with the reason for which it can never be made.
    """
    job = _locked(report_id)
    if job.state in UNDER_WAY:
        return job
    if job.state == ReportState.DONE and job.files.exists():
        raise Refused("report_is_there")
    if job.code in NEVER_OTHERWISE:
        raise Refused(job.code)
    job.state, job.code, job.step, job.done, job.attempts, job.stop_asked = ReportState.WAITING, "", "", 0, 0, False
    job.asked_by, job.asked_at, job.begun_at, job.beat_at, job.finished_at, job.seen_at = by, at, None, None, None, None
    try:
        with transaction.atomic():
            job.save()
    except IntegrityError:  # the same is being made already
        return _newest(job.same)
    note(job, kind="report.asked_again", by=by, at=at)
    enqueue(TASK, report_id=str(job.pk))
    return job


def note_seen(*, report_id: uuid.UUID, by: User, at: dt.datetime) -> None:
    """Whoever asked for it has looked at the finished report, so it leaves the desk. Of a scheduled report it is the first who looks."""
    finished = ReportJob.objects.filter(pk=report_id, seen_at__isnull=True).exclude(state__in=UNDER_WAY)
    (finished.filter(asked_by=by) | finished.filter(asked_by__isnull=True)).update(seen_at=at)


def _newest(same: str) -> ReportJob:
    """It may be over by now."""
    return ReportJob.objects.filter(same=same).order_by("-asked_at", "-pk")[0]


def _locked(report_id: uuid.UUID) -> ReportJob:
    return ReportJob.objects.select_for_update(of=("self",)).get(pk=report_id)


def end(job: ReportJob, *, state: ReportState, at: dt.datetime, code: str = "") -> None:
    """The report is over, in the caller's transaction."""
    job.state, job.code, job.finished_at, job.step = state, code, at, ""
    job.save(update_fields=["state", "code", "finished_at", "step"])


def note(job: ReportJob, *, kind: str, by: User | None, at: dt.datetime, **facts: Any) -> None:
    """The event in the time line of its jobcentre; of a report of several, in that of each."""
    told = {"report": str(job.pk), "from": job.scope["from"], "to": job.scope["to"], **facts}
    if job.jobcentre_id:
        record(kind=kind, subject=(SubjectKind.JOBCENTRE, job.jobcentre_id), jobcentre_id=job.jobcentre_id, by=by, at=at, **told)
        return
    record_each(kind=kind, subject_kind=SubjectKind.JOBCENTRE, subject_ids=jobcentres_of(job), jobcentre_id=None, by=by, at=at, **told)


def jobcentres_of(job: ReportJob) -> list[uuid.UUID]:
    """Whose cases it counts."""
    return list(Scope.from_json(job.scope).jobcentres) or list(Jobcentre.objects.values_list("pk", flat=True))
