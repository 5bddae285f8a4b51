"""`manage.py evaluation --from DATE --to DATE [--jobcentre CODE] [--basis ...] [--language da|en] --format json|csv|pdf|xlsx --out FILE`.

The figures of a report as it may leave the system, small groups hidden. Without `--jobcentre` all jobcentres. `--out -` prints; a file that is
written is named on standard error. Ranges are whole months: a day stands for its month. Ends with 1 and one sentence when something is wrong.
"""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Jobcentre
from core import cells, clock, disk
from core.constraints import FARTHEST_DAY
from core.db import jobcentre_transaction
from core.forms import FIRST_YEAR, DayOutOfRange, parse_day
from core.verdicts import Refused
from reports.about import About, Facts
from reports.about_rows import about_rows
from reports.documents import document
from reports.enums import Basis, FileFormat, Section
from reports.figures import Figures
from reports.figures.outward import outward_figures
from reports.files import content
from reports.flat import lines_of
from reports.phrases import sentence
from reports.scope import Scope


class Command(BaseCommand):
    help = "Write the figures of an evaluation: people reached, completed, under way, dropped out, and what became of them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="first", required=True, metavar="DATE", help="a day of the first month, such as 2025-01-01")
        parser.add_argument("--to", dest="last", required=True, metavar="DATE", help="a day of the last month, such as 2026-12-31")
        parser.add_argument("--jobcentre", default="", metavar="CODE", help="the municipality code, such as 901; all jobcentres without it")
        parser.add_argument("--basis", choices=Basis.values, default=str(Basis.START), help="which courses the months count")
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES], default=settings.LANGUAGE_CODE)
        parser.add_argument("--format", choices=[*WRITERS, *DOCUMENTS], required=True)
        parser.add_argument("--out", required=True, metavar="FILE", help="where to; - prints it")

    def handle(self, *, first: str, last: str, jobcentre: str, basis: str, language: str, format: str, out: str, **options: Any) -> None:
        with translation.override(language):
            with jobcentre_transaction(None):  # of no jobcentre, because all of them may be counted
                scope = the_scope(first, last, jobcentre=jobcentre, basis=Basis(basis))
                found = outward_figures(scope=scope, on=clock.today())
                about = about_rows(scope=scope, at=clock.now(), language=language)
            write(WRITERS[format](found) if format in WRITERS else as_document(found, about, FileFormat(format), language), out)
            if out != "-":
                self.stderr.write(_("Written: %(file)s") % {"file": out})


def the_scope(first: str, last: str, *, jobcentre: str, basis: Basis) -> Scope:
    """What was asked for. CommandError where it cannot be."""
    days = []
    for text in (first, last):
        try:
            days.append(parse_day(text, today=clock.today()))
        except DayOutOfRange:
            facts = {"text": text, "first": FIRST_YEAR, "last": FARTHEST_DAY.year}
            words = _("“%(text)s” lies outside of the years that are known. Choose a day from %(first)s to %(last)s.")
            raise CommandError(words % facts) from None
        except ValueError:
            raise CommandError(_("“%(text)s” is not a date. Write it as 2026-11-16.") % {"text": text}) from None
    if days[1] < days[0]:
        raise CommandError(_("The last day lies before the first day."))
    chosen: tuple[Any, ...] = ()
    if jobcentre:
        chosen = tuple(Jobcentre.objects.filter(municipality_code=jobcentre).values_list("pk", flat=True))
        if not chosen:
            raise CommandError(_("There is no jobcentre with the municipality code %(code)s.") % {"code": jobcentre})
    return Scope.months(days[0], days[1], basis=basis, jobcentres=chosen)


def as_json(found: Figures) -> bytes:
    return json.dumps({**found.as_json(), "checksum": found.checksum()}, ensure_ascii=False, indent=2).encode() + b"\n"


def as_csv(found: Figures) -> bytes:
    """As spreadsheets in Denmark read it: UTF-8 with its mark, semicolons, and in Danish a decimal comma. Names that look like formulas are plain text."""
    heads = (_("Figure"), _("Name"), _("Number"), _("Of"), _("Hidden"))
    rows = ((line.path, line.name, line.value, line.base, _("yes") if line.hidden else "") for line in lines_of(found))
    return cells.as_csv([heads, *rows], comma=translation.get_language() == "da")


def as_document(found: Figures, about: About, wanted: FileFormat, language: str) -> bytes:
    """The whole report as PDF or workbook. CommandError where it cannot be made."""
    if found.is_small:
        raise CommandError(sentence("report_too_small", {}))
    facts = Facts(found, about, found.checksum())
    try:
        return content(document(facts=facts, sections=Section.values, language=language), wanted)
    except Refused as refused:
        raise CommandError(sentence(refused.code, refused.facts)) from None


WRITERS: dict[str, Callable[[Figures], bytes]] = {"json": as_json, "csv": as_csv}
"""By format, what makes the file of the figures."""
DOCUMENTS = (str(FileFormat.PDF), str(FileFormat.XLSX))
"""Formats of the whole report, as its page makes it."""


def write(data: bytes, out: str) -> None:
    """Write the file whole or not at all. CommandError when it cannot be written."""
    if out == "-":
        try:
            if data.startswith((b"%PDF", b"PK")):
                sys.stdout.buffer.write(data)
            else:
                sys.stdout.write(data.decode())
            sys.stdout.flush()
        except OSError as error:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left of it goes nowhere when Python ends
            raise CommandError(_("It cannot be printed: %(why)s.") % {"why": why(error)}) from None
        return
    target = Path(out)
    half = target.with_name(f".{target.name}.half")
    try:
        half.write_bytes(data)
        half.replace(target)
    except OSError as error:
        half.unlink(missing_ok=True) if half.parent.is_dir() else None
        raise CommandError(_("The file %(file)s cannot be written: %(why)s.") % {"file": out, "why": why(error)}) from None


def why(error: OSError) -> str:
    """The beginning of a reason in the language of the report; what is rare as the system says it."""
    return _("the disk is full") if disk.is_full(error) else error.strerror or str(error)
