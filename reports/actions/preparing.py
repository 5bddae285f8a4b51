"""The figures of the overview are counted by night (R231), and at once when somebody asks."""

import datetime as dt
import logging
import uuid
from collections.abc import Callable

from django.db import Error, transaction
from django.db.models import F, Q

from accounts.jobs import database_is_gone
from accounts.models import Jobcentre
from core.days import DAY, day_of
from core.db import jobcentre_transaction
from core.queue import enqueue
from reports.figures import figures
from reports.figures.outward import outward_figures
from reports.models import PreparedFigures
from reports.rules.months import last_months
from reports.scope import Scope
from reports.shown import Shown

TASK = "reports.prepare"
MONTHS = 36
"""What the overview begins with."""
MONTHS_OUTWARD = (MONTHS, 12)
"""What is prepared for those who may not open the cases: a country is too much to be counted while somebody waits."""
RUN_FOR = dt.timedelta(seconds=360)
"""A task ends before it would be given out a second time; the next run goes on."""
Clock = Callable[[], dt.datetime]
logger = logging.getLogger(__name__)


def scope_of(*, jobcentre_id: uuid.UUID | None, months: int, on: dt.date) -> Scope:
    first, last = last_months(months, on=on)
    return Scope.months(first, last, jobcentres=(jobcentre_id,) if jobcentre_id else ())


def prepare_figures(*, now: Clock) -> dict[str, int]:
    """Count what is not counted yet as of the end of yesterday, and what somebody asked for as of now; each in a transaction of its own.

    What cannot be counted is logged, counted as failed and tried again by the next run. Called outside of a transaction. Safe to run twice at a time.
    """
    counts = {"prepared": 0, "failed": 0}
    begun = now()
    with jobcentre_transaction(None):
        _add_missing()
    failed: list[uuid.UUID] = []
    while now() - begun < RUN_FOR:
        row = None
        try:
            with jobcentre_transaction(None):
                row = _next(on=day_of(begun), without=failed)
                if row is None:
                    break
                _prepare(row, at=now())
            counts["prepared"] += 1
        except Error:
            if row is None or database_is_gone():
                raise
            logger.exception("figures %s", row.pk)
            failed.append(row.pk)
            counts["failed"] += 1
    return counts


@transaction.atomic
def ask_for_figures(*, jobcentre_id: uuid.UUID | None, months: int) -> None:
    """Have the figures that leave the system counted as of now: by a nudge, else by the next run."""
    mine = PreparedFigures.objects.filter(jobcentre=jobcentre_id, months=months, outward=True)
    if not mine.update(wanted=True):
        PreparedFigures.objects.bulk_create(
            [PreparedFigures(jobcentre_id=jobcentre_id, months=months, outward=True, wanted=True)], ignore_conflicts=True
        )
    enqueue(TASK)


def _add_missing() -> None:
    keys = list(Jobcentre.objects.values_list("pk", flat=True))
    every = {(key, MONTHS, False) for key in keys} | {(key, months, True) for key in (*keys, None) for months in MONTHS_OUTWARD}
    missing = every - set(PreparedFigures.objects.values_list("jobcentre_id", "months", "outward"))
    rows = [PreparedFigures(jobcentre_id=key, months=months, outward=outward) for key, months, outward in missing]
    PreparedFigures.objects.bulk_create(rows, ignore_conflicts=True)


def _next(*, on: dt.date, without: list[uuid.UUID]) -> PreparedFigures | None:
    """What somebody waits for, then what is oldest."""
    due = PreparedFigures.objects.filter(Q(wanted=True) | Q(on__isnull=True) | Q(on__lt=on - DAY)).exclude(pk__in=without)
    return due.select_for_update(skip_locked=True, of=("self",)).order_by("-wanted", F("on").asc(nulls_first=True), "pk").first()


def _prepare(row: PreparedFigures, *, at: dt.datetime) -> None:
    on = day_of(at) if row.wanted else day_of(at) - DAY
    scope = scope_of(jobcentre_id=row.jobcentre_id, months=row.months, on=on)
    found = outward_figures(scope=scope, on=on) if row.outward else figures(scope=scope, on=on)
    row.figures, row.on, row.prepared_at, row.wanted = Shown.of(found).as_json(), on, at, False
    row.save(update_fields=["figures", "on", "prepared_at", "wanted"])
