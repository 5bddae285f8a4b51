"""The nightly run (R168, R169): every reminder whose day has come is told, jobcentre by jobcentre, in batches of one transaction each.

What is due is what is due *by* a day, so a night that was missed is caught up, and a second run finds nothing. One statement says in which
jobcentres anything is, and the others are not visited. Killed anywhere, it has done
whole batches and no part of one. A batch that fails is tried case by case: one bad case is named, and the others are done.
"""

import datetime as dt
import logging
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from celery.exceptions import SoftTimeLimitExceeded
from django.db import transaction

from accounts.jobs import NIGHTLY, Clock, Lease, TakenOver, database_is_gone, is_done, last_done, take
from cases.actions.base import locked_open_or_closed
from cases.actions.digests import write_digests
from cases.actions.escalations import escalate
from cases.actions.notices import Renewed, renew, renew_clients, renew_mentors
from cases.actions.stand_ins import tell_stand_ins
from cases.models import Case
from cases.night_rows import due_cases, due_clients, due_mentors, jobcentres_to_visit
from core.db import jobcentre_transaction

TASK = "cases.nightly"
BATCH = 200
"""Cases of one transaction: their locks are held for about a second."""
STOPS = (TakenOver, SoftTimeLimitExceeded)
"""What ends the run and is no fault of a case."""
logger = logging.getLogger(__name__)

Step = Callable[[dt.datetime], Counter[str]]


class Ended(StrEnum):
    """How a run ended: worked through; nothing begun, as the day is done or another run works; stopped before the end, so that another goes on."""

    DONE = "done"
    DONE_BEFORE = "done_before"
    BUSY = "busy"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Night:
    """What a run did: reminders made, told and superseded, and what failed, with the numbers of the cases.

    `escalated`: reminders that went up to others; `mails`: digests that were written.
    """

    created: int = 0
    delivered: int = 0
    superseded: int = 0
    failed: int = 0
    failed_cases: tuple[str, ...] = ()
    escalated: int = 0
    mails: int = 0
    ended: Ended = Ended.DONE


def run_nightly(*, on: dt.date, now: Clock, dry_run: bool = False, once: bool = False, stop_at: dt.datetime | None = None) -> Night:
    """Tell what is due by the day `on`. Called outside of a transaction; one run works at a time.

    `dry_run` does the same, rolls every step back and takes no lease; what earlier steps told goes up and is mailed in none. `once`: nothing when the day is done. `stop_at`: whoever has little time
    stops there between two steps, and the next run goes on. An error that is not of one case (the database went away) is raised.
    """
    if once and is_done(name=NIGHTLY, on=on):
        return Night(ended=Ended.DONE_BEFORE)
    lease = None if dry_run else take(name=NIGHTLY, on=on, now=now)
    if lease is None and not dry_run:
        return Night(ended=Ended.BUSY)
    run = _Run(on=on, now=now, lease=lease, stop_at=stop_at)
    try:
        whole = run.all_jobcentres()
    except TakenOver:
        return run.night(Ended.STOPPED)
    except BaseException as error:
        if lease:
            lease.let_go(error=type(error).__name__)
        raise
    if lease and whole:
        lease.finish(counts=run.told(), failed_cases=run.failed_cases, error=", ".join(run.failed_chores))
    elif lease:
        lease.let_go(error="no more time")
    return run.night(Ended.DONE if whole else Ended.STOPPED)


class _OutOfTime(Exception):
    """The time of this run is up."""


class _Run:
    """One run and its counts. Without a lease it is a dry one."""

    def __init__(self, *, on: dt.date, now: Clock, lease: Lease | None, stop_at: dt.datetime | None) -> None:
        self.on, self.now, self.lease, self.stop_at = on, now, lease, stop_at
        self.counts: Counter[str] = Counter()
        self.since: dt.date | None = None
        self.failed_cases: list[str] = []
        self.failed_chores: list[str] = []

    def all_jobcentres(self) -> bool:
        """Whether it came to the end."""
        with jobcentre_transaction(None):
            self.since = last_done(name=NIGHTLY, before=self.on)
            places = list(jobcentres_to_visit(on=self.on, since=self.since).values_list("pk", "municipality_code"))
        try:
            for jobcentre_id, code in places:
                self.jobcentre(jobcentre_id, code)
        except _OutOfTime:
            return False
        return True

    def jobcentre(self, jobcentre_id: uuid.UUID, code: str) -> None:
        with jobcentre_transaction(jobcentre_id):
            cases = due_cases(jobcentre_id=jobcentre_id, on=self.on)
            clients = due_clients(jobcentre_id=jobcentre_id, on=self.on, since=self.since)
            mentors = due_mentors(jobcentre_id=jobcentre_id, on=self.on)
        failed = self.cases(jobcentre_id, cases)
        if cases and self.lease:
            self.skipped(jobcentre_id, failed)
        for each in _batches(clients):
            self.chore(f"clients {code}", jobcentre_id, partial(self._clients, each))
        for each in _batches(mentors):
            self.chore(f"mentors {code}", jobcentre_id, partial(self._mentors, each))
        self.chore(f"substitutes {code}", jobcentre_id, partial(self._stand_ins, jobcentre_id))
        self.chore(f"escalations {code}", jobcentre_id, partial(self._escalations, jobcentre_id))
        self.chore(f"mails {code}", jobcentre_id, partial(self._mails, jobcentre_id))

    def cases(self, jobcentre_id: uuid.UUID, case_ids: Sequence[uuid.UUID]) -> set[uuid.UUID]:
        """In batches; the cases that failed."""
        failed: set[uuid.UUID] = set()
        for batch in _batches(case_ids):
            try:
                self.step(jobcentre_id, partial(self._batch, batch))
            except (*STOPS, _OutOfTime):
                raise
            except Exception as error:
                if database_is_gone():
                    raise
                logger.warning("nightly run: a batch failed (%s), its cases are tried one by one", type(error).__name__)
                failed |= {each for each in batch if not self.one_case(jobcentre_id, each)}
        return failed

    def skipped(self, jobcentre_id: uuid.UUID, failed: set[uuid.UUID]) -> None:
        """Cases that somebody was saving just then: now each is waited for."""
        with jobcentre_transaction(jobcentre_id):
            left = [each for each in due_cases(jobcentre_id=jobcentre_id, on=self.on) if each not in failed]
        for each in left:
            self.one_case(jobcentre_id, each)

    def one_case(self, jobcentre_id: uuid.UUID, case_id: uuid.UUID) -> bool:
        """In a transaction of its own; a case that fails is named and left as it was. Whether it went well."""
        try:
            self.step(jobcentre_id, partial(self._one, case_id))
        except (*STOPS, _OutOfTime):
            raise
        except Exception:
            if database_is_gone():
                raise
            with jobcentre_transaction(jobcentre_id):
                ref = Case.objects.only("year", "number").get(pk=case_id).ref
            logger.exception("nightly run: case %s failed", ref)
            self.failed_cases.append(ref)
            self.counts["failed"] += 1
            return False
        return True

    def chore(self, name: str, jobcentre_id: uuid.UUID, do: Step) -> None:
        """What is not about one case: it fails as a whole and is named, and the rest is done."""
        try:
            self.step(jobcentre_id, do)
        except (*STOPS, _OutOfTime):
            raise
        except Exception:
            if database_is_gone():
                raise
            logger.exception("nightly run: %s failed", name)
            self.failed_chores.append(name)
            self.counts["failed"] += 1

    def step(self, jobcentre_id: uuid.UUID, do: Step) -> None:
        """One transaction, with the sign of life in it: of a run that was taken over nothing more is kept."""
        at = self.now()
        if self.stop_at and at >= self.stop_at:
            raise _OutOfTime
        with jobcentre_transaction(jobcentre_id):
            counts = self.counts + do(at)
            if self.lease:
                self.lease.beat(counts=counts)
            else:
                transaction.set_rollback(True)
        self.counts = counts

    def _batch(self, case_ids: Sequence[uuid.UUID], at: dt.datetime) -> Counter[str]:
        return _counted(renew(case_ids=case_ids, on=self.on, at=at))

    def _one(self, case_id: uuid.UUID, at: dt.datetime) -> Counter[str]:
        locked_open_or_closed(case_id=case_id)
        return _counted(renew(case_ids=[case_id], on=self.on, at=at, held=True))

    def _clients(self, client_ids: Sequence[uuid.UUID], at: dt.datetime) -> Counter[str]:
        return _counted(renew_clients(client_ids=client_ids, on=self.on, at=at, since=self.since))

    def _mentors(self, mentor_ids: Sequence[uuid.UUID], at: dt.datetime) -> Counter[str]:
        return _counted(renew_mentors(mentor_ids=mentor_ids, on=self.on, at=at))

    def _escalations(self, jobcentre_id: uuid.UUID, at: dt.datetime) -> Counter[str]:
        return Counter(escalated=escalate(jobcentre_id=jobcentre_id, on=self.on, at=at))

    def _stand_ins(self, jobcentre_id: uuid.UUID, at: dt.datetime) -> Counter[str]:
        tell_stand_ins(jobcentre_id=jobcentre_id, on=self.on, at=at)
        return Counter()

    def _mails(self, jobcentre_id: uuid.UUID, at: dt.datetime) -> Counter[str]:
        return Counter(mails=write_digests(jobcentre_id=jobcentre_id, on=self.on, at=at))

    def told(self) -> dict[str, int]:
        """The counts with their names, zeros too."""
        names = ("created", "delivered", "superseded", "failed", "escalated", "mails")
        return {name: self.counts[name] for name in names}

    def night(self, ended: Ended) -> Night:
        return Night(**self.told(), failed_cases=tuple(self.failed_cases), ended=ended)


def _counted(found: Renewed) -> Counter[str]:
    return Counter(created=found.created, delivered=found.told, superseded=found.superseded)


def _batches(keys: Sequence[uuid.UUID]) -> Iterator[Sequence[uuid.UUID]]:
    return (keys[first : first + BATCH] for first in range(0, len(keys), BATCH))
