"""What wakes up by itself in accounts: one action call each, in a transaction of no jobcentre; the two sweeps open theirs step by step."""

import logging

from celery import shared_task

from accounts import actions, messages
from accounts.jobs import NIGHTLY, forget_old_runs, recorded
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
    with recorded("housekeeping", now=clock.now) as counts:
        counts |= actions.housekeeping(at=clock.now())
        with jobcentre_transaction(None):
            counts |= {"mails": messages.forget_old_messages(at=clock.now()), "runs": forget_old_runs(name=NIGHTLY, at=clock.now())}
    logger.info("housekeeping %s", counts)


@shared_task(name=messages.TASK)
def send_messages() -> None:
    """Each minute by beat, and at once when a mail is written and the broker answers."""
    with recorded("mails", now=clock.now) as counts:
        counts |= messages.send_messages(at=clock.now())
    if any(counts.values()):
        logger.info("mails %s", counts)
