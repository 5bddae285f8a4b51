"""What wakes up by itself in cases: one action call each. They open their transactions step by step."""

import datetime as dt
import logging
import uuid

from celery import shared_task

from accounts.actions_profile import ABSENCE_TASK
from accounts.jobs import recorded
from cases.actions import allocations, deliveries, nightly, stand_ins
from core import clock
from core.db import jobcentre_transaction
from core.queue import enqueue

logger = logging.getLogger(__name__)
ENOUGH = dt.timedelta(seconds=420)
"""After so long the night goes on in a new task: a task is stopped after 500 seconds, in the middle of whatever it does."""


@shared_task(name=allocations.TASK)
def allocate(*, allocation_id: str) -> None:
    """Calculate an allocation that was asked for. A second nudge for the same one does nothing."""
    logger.info("allocation %s: %s", allocation_id, allocations.run_allocation(allocation_id=uuid.UUID(allocation_id), now=clock.now))


@shared_task(name="cases.sweep_allocations")
def sweep_allocations() -> None:
    """Each half minute by beat: what nobody began, and what fell silent."""
    with recorded("allocations", now=clock.now) as counts:
        counts |= allocations.sweep_allocations(at=clock.now())
    if any(counts.values()):
        logger.info("allocations %s", counts)


@shared_task(name=nightly.TASK)
def run_nightly() -> None:
    """At five by beat, and every ten minutes of the day for a night that was missed or broke off. Does nothing when today is done."""
    night = nightly.run_nightly(on=clock.today(), now=clock.now, once=True, stop_at=clock.now() + ENOUGH)
    logger.info("nightly run: %s", night)
    if night.ended == nightly.Ended.STOPPED:
        enqueue(nightly.TASK)


@shared_task(name="cases.note_deliveries")
def note_deliveries() -> None:
    """Each minute by beat: reminders whose mails all failed or are uncertain are named so."""
    with recorded("deliveries", now=clock.now) as counts, jobcentre_transaction(None):
        counts |= deliveries.note_deliveries(at=clock.now())
    if any(counts.values()):
        logger.info("mails of reminders %s", counts)


@shared_task(name=ABSENCE_TASK)
def tell_stand_ins(*, jobcentre_id: str) -> None:
    """When an absence is entered: who stands in today is told what is open."""
    place = uuid.UUID(jobcentre_id)
    with jobcentre_transaction(place):
        told = stand_ins.tell_stand_ins(jobcentre_id=place, on=clock.today(), at=clock.now())
    logger.info("reminders of colleagues who are away: %s", told)
