"""The tables of a report as CSV, as spreadsheets in Denmark read it: UTF-8 with its mark, semicolons, and in Danish a decimal comma."""

import csv
import io

from django.utils import translation
from django.utils.translation import gettext as _

from core.cells import inert
from reports.documents import Document
from reports.parts import Cell, Kind
from reports.sections.definitions import choices

MARK = b"\xef\xbb\xbf"


def as_csv(made: Document) -> bytes:
    """Every table, a number a line: section, table, row, column, the number, and whether it is hidden. The choices stand first."""
    text = io.StringIO()
    rows = csv.writer(text, delimiter=";")
    with translation.override(made.language):
        rows.writerow([_("Section"), _("Table"), _("Row"), _("Column"), _("Number"), _("As shown")])
        for name, words in choices(made.facts):
            rows.writerow([_("Choices"), "", inert(name), "", "", inert(words)])
        comma = made.language == "da"
        for part in made.parts:
            for table in part.tables:
                for line in table.lines:
                    for cell, head in zip(_spread(line.cells), table.heads[1:], strict=False):
                        number = _number(cell, comma=comma)
                        rows.writerow(
                            [*map(inert, (part.short, table.caption, line.name, head)), number, cell.text if number else inert(cell.text)]
                        )
    return MARK + text.getvalue().encode()


def _spread(cells: tuple[Cell, ...]) -> list[Cell]:
    """A cell over several columns, once for each of them."""
    return [cell for cell in cells for _n in range(cell.span)]


def _number(cell: Cell, *, comma: bool) -> str:
    """The number behind the words; a share as per cent."""
    if cell.number is None or cell.kind == Kind.WORDS:
        return ""
    value = round(cell.number * (100 if cell.kind == Kind.SHARE else 1), 2)
    text = str(int(value)) if value == int(value) else str(value)
    return text.replace(".", ",") if comma else text
