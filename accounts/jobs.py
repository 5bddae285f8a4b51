"""Background jobs: what each told when it last ran, and the lease by which only one run of a long job works at a time.

The lease is a row (`JobRun`) and no lock of the session, so it holds behind a pooler of connections, too. Whoever holds it gives a sign of life
in the transaction of each of its steps: a run that was taken over commits nothing more. It is taken over when it was silent for five minutes,
or at once when its process has ended on this machine. That is for speed: rows that are done once are so by their own locks and keys.
"""

import datetime as dt
import logging
import os
import socket
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from celery.schedules import crontab
from django.db import Error, IntegrityError, connection, transaction
from django.db.models import Max

from accounts.enums import RunState
from accounts.models import Heartbeat, JobRun
from core.days import COPENHAGEN, DAY, day_of, midnight
from core.db import jobcentre_transaction

Clock = Callable[[], dt.datetime]

NIGHTLY = "nightly"
SILENT_FOR = dt.timedelta(minutes=5)
MOST_FAILED = 100
WORKED_THROUGH = (RunState.DONE, RunState.FAILED)
logger = logging.getLogger(__name__)
_mine: set[uuid.UUID] = set()  # runs that this process works at: another one of its own that still stands as running has broken off


class TakenOver(Exception):
    """Another run has taken this one over, because it was silent: it stops without a word."""


@contextmanager
def recorded(name: str, *, now: Clock) -> Iterator[dict[str, int]]:
    """Around a job: when it ran, how long it took, the counts that it puts into what this yields, and the kind of error that ended it.

    Called outside of a transaction; the row is written in one of its own. An error goes on to the caller.
    """
    begun, counts = time.monotonic(), dict[str, int]()
    try:
        yield counts
    except BaseException as error:
        try:
            with jobcentre_transaction(None):
                note(name=name, at=now(), took=time.monotonic() - begun, counts=counts, error=type(error).__name__)
        except Error:
            logger.warning("how %s ended cannot be noted", name)
        raise
    with jobcentre_transaction(None):
        note(name=name, at=now(), took=time.monotonic() - begun, counts=counts)


def note(*, name: str, at: dt.datetime, took: float, counts: dict[str, int], error: str = "") -> None:
    """How a job's last run went: one row a job. `took` in seconds."""
    row = Heartbeat(name=name, at=at, took_ms=int(took * 1000), counts=counts, error=error[:200])
    fields = ["at", "took_ms", "counts", "error"]
    Heartbeat.objects.bulk_create([row], update_conflicts=True, unique_fields=["name"], update_fields=fields)


@dataclass
class Lease:
    """The right to work as `name`: of one run, until it ends or is silent."""

    run: JobRun
    now: Clock

    def beat(self, *, counts: dict[str, int]) -> None:
        """A sign of life with what is done so far, in the caller's transaction, so that both are there or neither. Raises TakenOver."""
        if not self._mine().update(beat_at=self.now(), counts=counts):
            raise TakenOver

    def finish(self, *, counts: dict[str, int], failed_cases: Sequence[str] = (), error: str = "") -> None:
        """The run is over: done, or done with failures. In a transaction of its own; nothing when it was taken over."""
        at = self.now()
        _mine.discard(self.run.pk)
        failed = bool(counts.get("failed") or error)
        with jobcentre_transaction(None):
            mine = self._mine().update(
                state=RunState.FAILED if failed else RunState.DONE,
                beat_at=at,
                finished_at=at,
                counts=counts,
                failed_cases=list(failed_cases)[:MOST_FAILED],
                error=error[:200],
            )
            # Yesterday worked through again by hand is no sign that last night ran.
            if mine and self.run.on >= day_of(self.run.begun_at):
                took = (at - self.run.begun_at).total_seconds()
                note(name=self.run.name, at=at, took=took, counts=counts, error=error or ("cases" if failed else ""))

    def let_go(self, *, error: str) -> None:
        """Stop before the end, so that the next one goes on at once. While the database is away the row stays; this process takes it over."""
        _mine.discard(self.run.pk)
        try:
            with jobcentre_transaction(None):
                self._mine().update(state=RunState.SILENT, finished_at=self.now(), error=error[:200])
        except Error:
            logger.warning("%s cannot let go of its row", self.run.name)

    def _mine(self):  # type: ignore[no-untyped-def]
        return JobRun.objects.filter(pk=self.run.pk, state=RunState.RUNNING)


def take(*, name: str, on: dt.date, now: Clock) -> Lease | None:
    """Begin a run, in a transaction of its own; None while another one lives. One that is silent or whose process has ended is closed."""
    at = now()
    with jobcentre_transaction(None):
        running = JobRun.objects.select_for_update().filter(name=name, state=RunState.RUNNING).first()
        if running is not None:
            if at - running.beat_at < SILENT_FOR and not _is_over(running):
                return None
            running.state, running.finished_at = RunState.SILENT, at
            running.save(update_fields=["state", "finished_at"])
        try:
            with transaction.atomic():
                run = JobRun.objects.create(name=name, on=on, begun_at=at, beat_at=at, holder=this_process())
        except IntegrityError:  # somebody began in this moment
            return None
        _mine.add(run.pk)
    return Lease(run, now)


def is_done(*, name: str, on: dt.date) -> bool:
    """Whether a run for the day was worked through on that day or later, with failures or without."""
    return JobRun.objects.filter(name=name, on=on, begun_at__gte=midnight(on), state__in=WORKED_THROUGH).exists()


def last_done(*, name: str, before: dt.date) -> dt.date | None:
    """The newest day before this one for which a run was worked through."""
    return JobRun.objects.filter(name=name, on__lt=before, state__in=WORKED_THROUGH).aggregate(last=Max("on"))["last"]


def forget_old_runs(*, name: str, at: dt.datetime, kept: dt.timedelta = 400 * DAY) -> int:
    """Runs of more than a year ago."""
    return JobRun.objects.filter(name=name, finished_at__lt=at - kept).delete()[0]


def this_process() -> str:
    """Machine, process and when it began, so that a number that was given out again is not taken for the same process."""
    return f"{socket.gethostname()[:60]} {os.getpid()} {_began(os.getpid())}"


def has_ended(holder: str) -> bool:
    """Whether the process has certainly ended. Of other machines, and where the system does not say, nobody knows: False."""
    host, _space, process = holder.partition(" ")
    pid, _space, began = process.partition(" ")
    if host != socket.gethostname()[:60] or not began or not _began(os.getpid()):
        return False
    return _began(int(pid)) != began


def _is_over(run: JobRun) -> bool:
    return has_ended(run.holder) or (run.holder == this_process() and run.pk not in _mine)


def _began(pid: int) -> str:
    """When a process began, in the system's own ticks; "" when there is none, or one that has ended and was not fetched yet."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if fields[0] in "ZX" else fields[19]


def database_is_gone() -> bool:
    """After an error: whether it was the connection that broke, so that nothing that follows can work, either."""
    return connection.connection is None or not connection.is_usable()


def next_run(*, schedule: float | crontab, last: dt.datetime | None, now: dt.datetime) -> dt.datetime:
    """When beat asks for a job the next time. Of a crontab: the next minute of its table in Copenhagen, every day."""
    if not isinstance(schedule, crontab):
        return max(now, last + dt.timedelta(seconds=schedule)) if last else now
    for day in (day_of(now), day_of(now) + DAY):
        for hour in sorted(schedule.hour):
            for minute in sorted(schedule.minute):
                at = dt.datetime.combine(day, dt.time(hour, minute), tzinfo=COPENHAGEN)
                if at > now:
                    return at
    raise ValueError(schedule)
