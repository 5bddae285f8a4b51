"""Files that were kept long enough are removed (R220), and the report of each quarter is asked for (R221)."""

import datetime as dt

from django.db import transaction

from accounts.enums import Language
from accounts.models import Jobcentre
from core.days import DAY
from core.db import jobcentre_transaction
from reports.actions.asking import ask_for_report, note, ordered
from reports.enums import FileFormat, Section
from reports.models import ReportFile, ReportJob
from reports.scope import Scope

MONTHS = 12
DAYS_TO_ASK = 14
"""So many days after the end of a quarter its report is still asked for, when the days before were missed."""


@transaction.atomic
def remove_old_files(*, on: dt.date, at: dt.datetime) -> int:
    """Remove the files of reports that were kept until yesterday. The row with its figures stays. Running it twice does no harm."""
    old = list(ReportJob.objects.select_for_update(of=("self",), skip_locked=True).filter(kept_until__lt=on).order_by("pk")[:500])
    ReportFile.objects.filter(job__in=old).delete()
    for job in old:
        job.kept_until = None
        job.save(update_fields=["kept_until"])
        note(job, kind="report.files_removed", by=None, at=at)
    return len(old)


def ask_each_quarter(*, on: dt.date, at: dt.datetime) -> int:
    """Ask for the report of the twelve months before this quarter, for each jobcentre that wants it and has none yet. Each in a transaction of its own."""
    last = _last_of_quarter(on)
    if (on - last).days > DAYS_TO_ASK:
        return 0
    with jobcentre_transaction(None):
        wanting = list(Jobcentre.objects.filter(report_settings__each_quarter=True).order_by("pk").values_list("pk", flat=True))
    asked = 0
    for key in wanting:
        scope = Scope.months(_twelve_months_before(last), last, jobcentres=(key,))
        choices = ordered(scope=scope, on=last, sections=list(Section), language=Language.DANISH, formats=list(FileFormat))
        with jobcentre_transaction(key):
            if ReportJob.objects.filter(asked_by__isnull=True, same=choices.same(key)).exists():
                continue
            ask_for_report(jobcentre_id=key, choices=choices, by=None, at=at)
            asked += 1
    return asked


def _last_of_quarter(on: dt.date) -> dt.date:
    """The last day of the quarter before the one that the day lies in."""
    return on.replace(month=(on.month - 1) // 3 * 3 + 1, day=1) - DAY


def _twelve_months_before(last: dt.date) -> dt.date:
    return (last + DAY).replace(year=(last + DAY).year - MONTHS // 12)
