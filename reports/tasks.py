"""What wakes up by itself in reports: one action call each. They open their transactions step by step."""

import logging
import uuid

from celery import shared_task

from accounts.jobs import recorded
from core import clock
from core.db import jobcentre_transaction
from reports.actions import asking, keeping, making, preparing

logger = logging.getLogger(__name__)


@shared_task(name=asking.TASK)
def make(*, report_id: str) -> None:
    """Make a report that was asked for. A second nudge for the same one does nothing."""
    logger.info("report %s: %s", report_id, making.make_report(report_id=uuid.UUID(report_id), now=clock.now))


@shared_task(name="reports.sweep")
def sweep() -> None:
    """Each half minute by beat: what nobody began, and what fell silent."""
    with recorded("reports", now=clock.now) as counts:
        counts |= making.sweep_reports(at=clock.now())
    if any(counts.values()):
        logger.info("reports %s", counts)


@shared_task(name="reports.keep")
def keep() -> None:
    """Each night by beat: old files are removed, and the report of a new quarter is asked for."""
    with recorded("report-files", now=clock.now) as counts:
        with jobcentre_transaction(None):
            counts["removed"] = keeping.remove_old_files(on=clock.today(), at=clock.now())
        counts["asked"] = keeping.ask_each_quarter(on=clock.today(), at=clock.now())
    logger.info("files of reports %s", counts)


@shared_task(name=preparing.TASK)
def prepare() -> None:
    """Every ten minutes by beat, and nudged: the figures of the overview as of yesterday, and those that somebody asked for. Nothing when all are there."""
    with recorded("overview", now=clock.now) as counts:
        counts |= preparing.prepare_figures(now=clock.now)
    if any(counts.values()):
        logger.info("figures of the overview %s", counts)
