"""What wakes up by itself in accounts: one action call each."""

import logging

from celery import shared_task

from accounts import actions
from core import clock

logger = logging.getLogger(__name__)


@shared_task(name="accounts.heartbeat")
def heartbeat() -> None:
    """Beat's tick, run by a worker: shows that both live."""
    actions.beat(name="worker", at=clock.now())


@shared_task(name="accounts.housekeeping")
def housekeeping() -> None:
    logger.info("housekeeping %s", actions.housekeeping(at=clock.now()))
