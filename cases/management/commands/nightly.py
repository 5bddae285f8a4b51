"""`manage.py nightly --on DATE [--dry-run] [--format json]`: the nightly run by hand, for a day that was missed or to try it out.

Beat asks for the same run. `--dry-run` does each step and rolls it back, so mails of what it would tell are not counted. Ends with 1 when something failed; what failed is named by case number.
"""

import datetime as dt
import json
import time
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.actions.nightly import Ended, Night, run_nightly
from core import clock
from core.forms import parse_day


class Command(BaseCommand):
    help = "Tell the reminders that are due by a day. Another run that works is waited for."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", default="", metavar="DATE", help="the day, such as 2026-11-16; today without it")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and keep nothing of it")
        parser.add_argument("--format", choices=["text", "json"], default="text")
        parser.add_argument("--wait", type=float, default=330.0, help="seconds to wait for another run")

    def handle(self, *, on: str = "", dry_run: bool = False, format: str = "text", wait: float = 330.0, **options: Any) -> None:
        day = the_day(on)
        until = time.monotonic() + wait
        while (night := run_nightly(on=day, now=clock.now, dry_run=dry_run)).ended in (Ended.BUSY, Ended.STOPPED):
            if time.monotonic() >= until:
                raise CommandError("Another nightly run is working. Try again when it has ended.")
            time.sleep(0.5)
        self.stdout.write(as_json(night) if format == "json" else as_text(night, day, dry_run=dry_run))
        if night.failed:
            raise SystemExit(1)


def the_day(text: str) -> dt.date:
    """The day asked for, or today. CommandError when it is none."""
    try:
        return parse_day(text, today=clock.today()) if text else clock.today()
    except ValueError:
        raise CommandError(f"“{text}” is not a date. Write it as 2026-11-16.") from None


def as_json(night: Night) -> str:
    found = asdict(night)
    del found["ended"]
    return json.dumps({**found, "failed_cases": list(night.failed_cases)})


def as_text(night: Night, day: dt.date, *, dry_run: bool) -> str:
    lines = [
        f"{day.isoformat()}: {night.created} reminders made, {night.delivered} told, {night.superseded} no longer apply, {night.failed} failed.",
        f"{night.escalated} went up to a substitute or manager, {night.mails} mails were written.",
    ]
    if night.failed_cases:
        lines.append("Failed: " + ", ".join(night.failed_cases))
    if dry_run:
        lines.append("Nothing of this was kept. What goes up and is mailed is counted as things stand before it.")
    return "\n".join(lines)
