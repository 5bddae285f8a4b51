"""What wakes up by itself in mentors: one action call each, in a transaction of no jobcentre."""

import logging

from celery import shared_task

from accounts.jobs import recorded
from core import clock
from core.db import jobcentre_transaction
from mentors.actions_imports import forget_uploads as forget

logger = logging.getLogger(__name__)


@shared_task(name="mentors.forget_uploads")
def forget_uploads() -> None:
    """Each hour by beat: files of mentors that nobody imported for a day."""
    with recorded("mentor-files", now=clock.now) as counts, jobcentre_transaction(None):
        counts["forgotten"] = forget(at=clock.now())
    logger.info("files of mentors forgotten: %s", counts)
