"""Making a report: the job of a worker, step by step, each in a transaction of its own (R217)."""

import datetime as dt
import hashlib
import logging
import uuid
from collections.abc import Callable

from celery.exceptions import SoftTimeLimitExceeded
from django.db import Error
from django.db.models import F, Q

from accounts.models import Jobcentre
from core import disk
from core.days import DAY, day_of
from core.db import jobcentre_transaction
from core.queue import enqueue
from core.verdicts import Refused
from reports import documents, files
from reports.about import About, Facts
from reports.about_rows import about_rows
from reports.actions.asking import TASK, end, note
from reports.actions.beating import beating
from reports.enums import FileFormat, ReportState, Section
from reports.figures.outward import outward_figures
from reports.models import KEPT_DAYS, ReportFile, ReportJob
from reports.scope import Scope
from reports.sections import in_order
from reports.stored import figures_from_json

SILENT_FOR = dt.timedelta(seconds=60)
MOST_ATTEMPTS = 2
FIGURES = "figures"
Clock = Callable[[], dt.datetime]
logger = logging.getLogger(__name__)


class Superseded(Exception):
    """Another attempt has taken over: this one ends without a word."""


class Stopped(Exception):
    """Somebody does not want the report any more."""


def make_report(*, report_id: uuid.UUID, now: Clock) -> str:
    """Make the report and its files. May be asked for twice; returns what it did. Called outside of a transaction.

    Between its steps it reads whether it is to stop, and says which step comes and that it lives. When the database goes away it ends with
    the error, and the sweep begins it again; a full disk, of the database or of this machine, is a reason like others.
    """
    job = _claim(report_id, at=now())
    if job is None:
        return "not mine"
    making = _Making(job, now)
    try:
        with beating(making.beat):
            making.run()
    except Superseded:
        return "superseded"
    except Stopped:
        return making.over(ReportState.STOPPED)
    except Refused as refused:
        return making.over(ReportState.FAILED, refused.code)
    except SoftTimeLimitExceeded:
        return making.over(ReportState.FAILED, "report_took_too_long")
    except Exception as error:
        is_full = disk.is_full(error)
        if isinstance(error, Error) and not is_full:
            raise
        logger.exception("report %s", job.pk)
        return making.over(ReportState.FAILED, "report_disk_full" if is_full else "report_broke_off")
    return "done"


class _Making:
    """One attempt at one report."""

    def __init__(self, job: ReportJob, now: Clock) -> None:
        self.job, self.now, self.done = job, now, 0
        self.attempt = ReportJob.objects.filter(pk=job.pk, state=ReportState.RUNNING, attempts=job.attempts)
        needs_figures = job.figures is None
        self.steps = [*([FIGURES] if needs_figures else []), *map(str, in_order(job.sections)), *job.formats]

    def beat(self) -> None:
        with jobcentre_transaction(None):
            self.attempt.update(beat_at=self.now())

    def step(self, code: str) -> None:
        """The step comes next. Raises Stopped and Superseded."""
        with jobcentre_transaction(None):
            mine = self.attempt.select_for_update(of=("self",)).only("pk", "stop_asked").first()
            if mine is None:
                raise Superseded
            if mine.stop_asked:
                raise Stopped
            self.attempt.update(step=code, done=self.done, steps=len(self.steps), beat_at=self.now())
        self.done += 1

    def run(self) -> None:
        facts = self.facts()
        made = documents.document(facts=facts, sections=self.job.sections, language=self.job.language, before=self._before)
        self.done = len(self.steps) - len(self.job.formats)
        contents: dict[str, bytes] = {}
        for each in self.job.formats:
            self.step(each)
            contents[each] = files.content(made, FileFormat(each))
        self.store(contents)

    def _before(self, section: Section) -> None:
        self.step(str(section))

    def facts(self) -> Facts:
        """The stored figures, or those of today's cases, which are stored before anything is made of them."""
        job = self.job
        if job.figures is None:
            self.step(FIGURES)
            scope = Scope.from_json(job.scope)
            with jobcentre_transaction(None):
                found = outward_figures(scope=scope, on=job.on)
                about = about_rows(scope=scope, at=self.now(), language=job.language, by=job.asked_by, report=str(job))
            if found.is_small:
                raise Refused("report_too_small")
            job.figures, job.about, job.checksum = found.as_json(), about.as_json(), found.checksum()
            with jobcentre_transaction(None):
                if not self.attempt.update(figures=job.figures, about=job.about, checksum=job.checksum):
                    raise Superseded
        return Facts(figures_from_json(job.figures), About.from_json(job.about or {}), job.checksum)

    def store(self, contents: dict[str, bytes]) -> None:
        at = self.now()
        with jobcentre_transaction(None):
            job = self.attempt.select_for_update(of=("self",)).first()
            if job is None:
                raise Superseded
            ReportFile.objects.filter(job=job).delete()
            ReportFile.objects.bulk_create(
                ReportFile(job=job, format=each, content=data, size=len(data), sha256=hashlib.sha256(data).hexdigest())
                for each, data in contents.items()
            )
            job.kept_until = day_of(at) + _kept_days(job.jobcentre) * DAY
            job.done = job.steps
            job.save(update_fields=["kept_until", "done"])
            end(job, state=ReportState.DONE, at=at)
            note(job, kind="report.made", by=job.asked_by, at=at)

    def over(self, state: ReportState, code: str = "") -> str:
        with jobcentre_transaction(None):
            job = self.attempt.select_for_update(of=("self",)).first()
            if job is None:
                return "superseded"
            end(job, state=state, at=self.now(), code=code)
            if state == ReportState.FAILED:
                note(job, kind="report.failed", by=None, at=self.now(), code=code)
        return str(state)


def _kept_days(jobcentre: Jobcentre | None) -> int:
    found = getattr(jobcentre, "report_settings", None) if jobcentre else None
    return found.kept_days if found else KEPT_DAYS


def _claim(report_id: uuid.UUID, *, at: dt.datetime) -> ReportJob | None:
    """The report as mine to make, or None: over, given up, or in the hands of somebody who lives."""
    free = Q(state=ReportState.WAITING) | Q(state=ReportState.RUNNING, beat_at__lt=at - SILENT_FOR, attempts__lt=MOST_ATTEMPTS)
    with jobcentre_transaction(None):
        claimed = ReportJob.objects.filter(free, pk=report_id).update(
            state=ReportState.RUNNING, attempts=F("attempts") + 1, begun_at=at, beat_at=at, done=0
        )
        return ReportJob.objects.select_related("asked_by").get(pk=report_id) if claimed else None


def sweep_reports(*, at: dt.datetime) -> dict[str, int]:
    """Ask again for what nobody has begun, and once for what fell silent; end what fell silent twice or was to stop (R217)."""
    silent = at - SILENT_FOR
    counts = {"asked again": 0, "given up": 0}
    with jobcentre_transaction(None):
        dead = ReportJob.objects.select_for_update(of=("self",), skip_locked=True).filter(state=ReportState.RUNNING, beat_at__lt=silent)
        for job in dead.filter(Q(attempts__gte=MOST_ATTEMPTS) | Q(stop_asked=True)).order_by("pk"):
            stopped = job.stop_asked
            end(job, state=ReportState.STOPPED if stopped else ReportState.FAILED, at=at, code="" if stopped else "report_fell_silent")
            if not stopped:
                note(job, kind="report.failed", by=None, at=at, code="report_fell_silent")
            counts["given up"] += 1
        due = ReportJob.objects.filter(Q(state=ReportState.WAITING, asked_at__lt=silent) | Q(state=ReportState.RUNNING, beat_at__lt=silent))
        for key in due.values_list("pk", flat=True):
            enqueue(TASK, report_id=str(key))
            counts["asked again"] += 1
    return counts
