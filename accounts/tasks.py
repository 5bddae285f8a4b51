"""What wakes up by itself in accounts: one action call each, in a transaction of no jobcentre; the two sweeps open theirs step by step."""

import logging

from celery import shared_task

from accounts import actions, mails
from core import clock
from core.db import jobcentre_transaction

logger = logging.getLogger(__name__)


@shared_task(name="accounts.heartbeat")
def heartbeat() -> None:
    """Beat's tick, run by a worker: shows that both live."""
    with jobcentre_transaction(None):
        actions.beat(name="worker", at=clock.now())


@shared_task(name="accounts.housekeeping")
def housekeeping() -> None:
    logger.info("housekeeping %s", actions.housekeeping(at=clock.now()))
    with jobcentre_transaction(None):
        forgotten = mails.forget_old_mails(at=clock.now())
    logger.info("old mails forgotten: %s", forgotten)


@shared_task(name=mails.TASK)
def send_mails() -> None:
    """Each minute by beat, and at once when a mail is written and the broker answers."""
    counts = mails.send_mails(at=clock.now())
    if any(counts.values()):
        logger.info("mails %s", counts)
