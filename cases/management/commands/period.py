"""`manage.py period --first-day DATE [--months N]`: the last day of a period of so many months, by the scheme's own rule (R31)."""

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from cases.rules.periods import LAW_MONTHS, latest_last_day
from core import clock
from core.constraints import FARTHEST_DAY
from core.forms import parse_day


class Command(BaseCommand):
    help = "Print the last day of a period: first day + months - 1 day, by the rule of the scheme (at most 6 months)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--first-day", required=True, help="the first day, such as 2026-08-31 or 31-08-2026")
        parser.add_argument("--months", default=str(LAW_MONTHS), help="whole months, 1 to 6; 6 without it")

    def handle(self, *, first_day: str, months: str, **options: Any) -> None:
        self.stdout.write(last_day(first_day, months).isoformat())


def last_day(first_day: str, months: str) -> dt.date:
    """CommandError with a sentence for what is no day and no number of months."""
    try:
        first = parse_day(first_day, today=clock.today())
    except ValueError:
        facts = {"day": first_day[:40]}
        raise CommandError(_("“%(day)s” is not a date. Write it as 2026-11-16 or 16-11-2026.") % facts) from None
    if not months.isascii() or not months.isdigit() or not 1 <= int(months[:6]) <= LAW_MONTHS:
        raise CommandError(_("A period lasts between 1 and 6 whole months, not “%(months)s”.") % {"months": months[:40]})
    last = latest_last_day(first_day=first, longest_months=int(months))
    if last > FARTHEST_DAY:
        raise CommandError(_("A day lies at most in the year 2199. Choose an earlier first day."))
    return last
