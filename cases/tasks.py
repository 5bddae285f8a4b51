"""What wakes up by itself in cases: one action call each. The job and the sweep of allocations open their transactions step by step."""

import logging
import uuid

from celery import shared_task

from cases.actions import allocations
from core import clock

logger = logging.getLogger(__name__)


@shared_task(name=allocations.TASK)
def allocate(*, allocation_id: str) -> None:
    """Calculate an allocation that was asked for. A second nudge for the same one does nothing."""
    logger.info("allocation %s: %s", allocation_id, allocations.run_allocation(allocation_id=uuid.UUID(allocation_id), now=clock.now))


@shared_task(name="cases.sweep_allocations")
def sweep_allocations() -> None:
    """Each half minute by beat: what nobody began, and what fell silent."""
    counts = allocations.sweep_allocations(at=clock.now())
    if any(counts.values()):
        logger.info("allocations %s", counts)
