"""The state of the jobs: do beat, worker and broker run, how did each job go, and which cases did the nightly run not manage."""

import datetime as dt
from typing import Any

from celery import current_app
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views import View
from kombu.exceptions import OperationalError

from accounts.context import JOBS_SILENT, NIGHT_MISSED
from accounts.enums import CASE_READERS, RunState
from accounts.jobs import NIGHTLY, next_run
from accounts.messages import message_counts
from accounts.models import Heartbeat, JobRun
from accounts.pages import Page
from accounts.permissions import can_see_status
from cases.models import Case
from cases.querysets import year_and_number
from cases.undelivered import mails_not_sent
from core import clock
from core.templatetags.ui import number as written_number

# The jobs of beat's table that tell how they went, in the order of the page. Beat's own tick is the row of the worker.
JOBS: dict[str, str | Promise] = {
    NIGHTLY: gettext_lazy("Reminders: the nightly run"),
    "mails": gettext_lazy("Mails to users"),
    "deliveries": gettext_lazy("What became of the mails of reminders"),
    "allocations": gettext_lazy("Allocations of mentors"),
    "reports": gettext_lazy("Reports that somebody asked for"),
    "report-files": gettext_lazy("Files of reports that were kept long enough are removed"),
    "overview": gettext_lazy("Figures of the overview"),
    "mentor-files": gettext_lazy("Files of mentors that nobody imported are forgotten"),
    "housekeeping": gettext_lazy("Housekeeping: old drafts, sign-ins and mails are forgotten"),
}
# What jobs count, as they name it, in the order in which it is told.
COUNTS: dict[str, str | Promise] = {
    "created": pgettext_lazy("count of a job", "made"),
    "delivered": pgettext_lazy("count of a job", "told"),
    "superseded": pgettext_lazy("count of a job", "no longer apply"),
    "failed": pgettext_lazy("count of a job", "failed"),
    "escalated": pgettext_lazy("count of a job", "went up to others"),
    "mails": pgettext_lazy("count of a job", "mails"),
    "sent": pgettext_lazy("count of a job", "sent"),
    "later": pgettext_lazy("count of a job", "tried again later"),
    "away": pgettext_lazy("count of a job", "mail server away"),
    "uncertain": pgettext_lazy("count of a job", "uncertain"),
    "asked again": pgettext_lazy("count of a job", "begun again"),
    "given up": pgettext_lazy("count of a job", "given up"),
    "forgotten": pgettext_lazy("count of a job", "forgotten"),
    "removed": pgettext_lazy("count of a job", "removed"),
    "asked": pgettext_lazy("count of a job", "asked for"),
    "prepared": pgettext_lazy("count of a job", "counted"),
    "drafts": pgettext_lazy("count of a job", "drafts"),
    "keys": pgettext_lazy("count of a job", "one-time keys"),
    "sessions": pgettext_lazy("count of a job", "sign-ins"),
    "months": pgettext_lazy("count of a job", "months of the read log made"),
    "runs": pgettext_lazy("count of a job", "old runs"),
}
# What the nightly run does beside the cases, as it names it before the number of the jobcentre's municipality; and why it let go.
CHORES: dict[str, str | Promise] = {
    "clients": gettext_lazy("Reminders about clients"),
    "mentors": gettext_lazy("Reminders about mentors"),
    "substitutes": gettext_lazy("Telling who stands in"),
    "escalations": gettext_lazy("Telling the managers what nobody answers"),
    "mails": gettext_lazy("Mails of reminders"),
}
NO_MORE_TIME = "no more time"


class Status(Page):
    """In words, and only what is so. The broker is asked with a short limit. Of failures a member sees the own jobcentre's case numbers."""

    template = "accounts/status.html"
    permission = staticmethod(can_see_status)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_superuser:  # the platform administrator belongs to no jobcentre
            self.member = request.member or None
            return View.dispatch(self, request, *args, **kwargs)
        return super().dispatch(request, *args, **kwargs)

    def context(self) -> dict[str, Any]:
        now = clock.now()
        beats = {each.name: each for each in Heartbeat.objects.all()}
        run = JobRun.objects.filter(name=NIGHTLY).order_by("-begun_at").first()
        return {
            "now": now,
            "mail": message_counts(at=now),
            "mails_not_sent": mails_not_sent(member=self.member, at=now),
            "rows": [broker_row(queue_length()), worker_row(beats.get("worker"), now)],
            "jobs": [job_row(name, beats.get(name), now) for name in JOBS if name in settings.CELERY_BEAT_SCHEDULE],
            "run": self.run(run, now) if run else None,
        }

    def run(self, run: JobRun, now: dt.datetime) -> dict[str, Any]:
        cases, elsewhere = self.failed(run)
        lasted = (run.finished_at or run.beat_at) - run.begun_at
        return {
            "on": run.on,
            "ok": run.state == RunState.DONE or (run.state == RunState.RUNNING and now - run.beat_at < JOBS_SILENT),
            "words": run_words(run, now),
            "begun_at": run.begun_at,
            "took": took_words(int(lasted.total_seconds() * 1000)),
            "counts": counts_words(run.counts),
            "cases": cases,
            "elsewhere": elsewhere,
            "error": error_words(run.error),
        }

    def failed(self, run: JobRun) -> tuple[list[dict[str, str]], int]:
        """Cases that failed, as links for who reads them; and how many are of other jobcentres."""
        numbers = [found for found in map(year_and_number, run.failed_cases) if found]
        rows = Case.objects.filter(year__in={year for year, _n in numbers}, number__in={n for _year, n in numbers})
        if self.member:
            rows = rows.filter(jobcentre_id=self.member.jobcentre_id)
        mine = {each.ref for each in rows.only("year", "number")} & set(run.failed_cases)
        reads = bool(self.member) and self.member.role in CASE_READERS
        shown = [{"ref": ref, "url": reverse("case", args=[ref]) if reads else ""} for ref in sorted(mine)]
        return shown, len(run.failed_cases) - len(mine)


def queue_length() -> int | None:
    """How many jobs wait at the broker; None when it does not answer."""
    try:
        with current_app.connection_for_write(connect_timeout=2, transport_options=settings.CELERY_BROKER_TRANSPORT_OPTIONS) as broker:
            broker.ensure_connection(max_retries=0, timeout=2)
            try:
                return int(broker.default_channel.queue_declare(queue=current_app.conf.task_default_queue, passive=True).message_count)
            except broker.channel_errors:  # an empty queue does not exist
                return 0
    except (OperationalError, OSError, *current_app.connection_for_write().connection_errors):
        return None


def broker_row(length: int | None) -> dict[str, Any]:
    label = _("The broker, which hands out the jobs")
    if length is None:
        words = _("It does not answer. Pages work and what is saved is saved; letters and reminders wait until it is back.")
        return {"label": label, "words": words, "at": None, "ok": False, "note": ""}
    waits = ngettext("%(number)s job waits in its queue.", "%(number)s jobs wait in its queue.", length) % {
        "number": written_number(length)
    }
    return {
        "label": label,
        "words": _("It answers."),
        "at": None,
        "ok": True,
        "note": waits if length else _("Nothing waits in its queue."),
    }


def worker_row(beat: Heartbeat | None, now: dt.datetime) -> dict[str, Any]:
    at = beat.at if beat else None
    ok = at is not None and now - at <= JOBS_SILENT
    if at is None:
        words = _("They have not run yet.")
    elif ok:
        words = _("They run.")
    else:
        words = _("They have been silent for more than three minutes. Start the worker and beat again.")
    return {"label": _("The clock and the worker of the background jobs"), "words": words, "at": at, "ok": ok, "note": ""}


def job_row(name: str, beat: Heartbeat | None, now: dt.datetime) -> dict[str, Any]:
    """A job's last run and its next one. It is late when its time has passed twice; the nightly run after 26 hours."""
    schedule = settings.CELERY_BEAT_SCHEDULE[name]["schedule"]
    found = {"label": JOBS[name], "next_at": next_run(schedule=schedule, last=beat.at if beat else None, now=now)}
    if beat is None:
        return {**found, "at": None, "ok": True, "words": _("It has not run yet."), "took": ""}
    often = isinstance(schedule, int | float)
    late = now - beat.at > (JOBS_SILENT if often else NIGHT_MISSED)
    if beat.error == "cases":
        words = _("Done, with failures.") + " " + counts_words(beat.counts)
    elif beat.error:
        words = _("It ended with an error: %(kind)s") % {"kind": beat.error}
    else:
        words = counts_words(beat.counts)
    return {**found, "at": beat.at, "ok": not late and not beat.error, "late": late, "words": words, "took": took_words(beat.took_ms)}


def run_words(run: JobRun, now: dt.datetime) -> str:
    if run.state == RunState.RUNNING and now - run.beat_at >= JOBS_SILENT:
        return _("It has been silent. The next one takes over and goes on where it stopped.")
    return {
        RunState.RUNNING: _("It is running."),
        RunState.DONE: _("It has run to its end."),
        RunState.FAILED: _("It has run to its end, and something failed. What failed is tried again in the next run."),
        RunState.SILENT: _("It broke off. The next one goes on where it stopped."),
    }[RunState(run.state)]


def error_words(error: str) -> str:
    """What went wrong beside single cases: parts of the run with the number of the municipality, or the kind of error that ended it."""
    if error == NO_MORE_TIME:
        return _("It had no more time.")
    parts = [each.partition(" ") for each in error.split(", ") if each]
    if any(name not in CHORES for name, _space, _code in parts):
        return error
    return ", ".join(_("%(what)s (municipality %(code)s)") % {"what": CHORES[name], "code": code} for name, _space, code in parts)


def took_words(milliseconds: int) -> str:
    if milliseconds < 1000:
        return _("under a second")
    seconds = round(milliseconds / 1000)
    if seconds < 120:
        return ngettext("%(number)s second", "%(number)s seconds", seconds) % {"number": written_number(seconds)}
    return ngettext("%(number)s minute", "%(number)s minutes", seconds // 60) % {"number": written_number(seconds // 60)}


def counts_words(counts: dict[str, int]) -> str:
    """What was counted and is not nought, in the order of COUNTS."""
    names = [*COUNTS, *sorted(counts.keys() - COUNTS.keys())]
    found = [f"{COUNTS.get(name, name)}: {written_number(counts[name])}" for name in names if counts.get(name)]
    text = ", ".join(found)
    return text[:1].upper() + text[1:] if text else _("There was nothing to do.")
