"""`manage.py import_mentors FILE --jobcentre CODE_OR_NAME [--dry-run]`: the import of the page `/mentors/import/`, for large registers."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import Jobcentre
from core import clock
from core.db import jobcentre_transaction
from core.verdicts import Refused
from mentors.actions_imports import FaultyFile, import_mentors
from mentors.imports import read_mentors, said
from mentors.phrases import sentence
from mentors.rules.imports import MOST_BYTES, too_large


class Command(BaseCommand):
    help = "Import mentors from a CSV file: all of them, or none. Prints every error by line and column, and ends with 1 when there is one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file")
        parser.add_argument("--jobcentre", required=True, help="its municipality's code, or its name")
        parser.add_argument("--dry-run", action="store_true", help="say what would be added, and add nothing")

    def handle(self, *, file: str, jobcentre: str, dry_run: bool, **options: Any) -> None:
        path = Path(file)
        try:
            with path.open("rb") as opened:
                content = opened.read(MOST_BYTES + 1)
                size = max(len(content), path.stat().st_size) if path.is_file() else len(content)
        except OSError as error:
            raise CommandError(f"The file cannot be read: {error.strerror}.") from error
        with jobcentre_transaction(None):
            found = self.jobcentre(jobcentre)
        with jobcentre_transaction(found.pk):
            if len(content) > MOST_BYTES:
                self.refuse([too_large(size)])
            reading = read_mentors(content, jobcentre_id=found.pk, on=clock.today())
            if reading.faults:
                self.refuse(reading.faults)
            if dry_run:
                self.stdout.write(f"{len(reading.lines)} mentors would be added to {found.name}.")
                return
            try:
                added = import_mentors(jobcentre_id=found.pk, lines=reading.lines, by=None, at=clock.now())
            except FaultyFile as faulty:  # somebody added one of them in this second
                self.refuse(faulty.faults)
            except Refused as refused:
                raise CommandError(sentence(refused.code, refused.facts)) from refused
        self.stdout.write(f"{added} mentors are added to {found.name}.")

    def jobcentre(self, words: str) -> Jobcentre:
        rows = Jobcentre.objects.filter(municipality_code=words) or Jobcentre.objects.filter(name__iexact=words)
        if len(rows) != 1:
            raise CommandError(
                "There is no jobcentre with this code or name." if not rows else "More than one jobcentre has this name: write its code."
            )
        return rows[0]

    def refuse(self, faults: Any) -> None:
        for row in map(said, faults):
            where = ", ".join(str(part) for part in (row["line"] and f"line {row['line']}", row["column"]) if part)
            self.stderr.write(": ".join(filter(None, [where, f"“{row['value']}”" if row["value"] else "", row["words"]])))
        raise CommandError(sentence("file_has_faults", {"count": len(faults)}))
