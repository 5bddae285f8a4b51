"""The tables of a report as CSV, as spreadsheets in Denmark read it: UTF-8 with its mark, semicolons, and in Danish a decimal comma."""

from collections.abc import Iterator
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from core import cells
from reports.documents import Document
from reports.parts import Cell, Kind
from reports.sections.definitions import choices


def as_csv(made: Document) -> bytes:
    """Every table, a number a line: section, table, row, column, the number, and whether it is hidden. The choices stand first."""
    with translation.override(made.language):
        return cells.as_csv(_rows(made), comma=made.language == "da")


def _rows(made: Document) -> Iterator[tuple[Any, ...]]:
    yield (_("Section"), _("Table"), _("Row"), _("Column"), _("Number"), _("As shown"))
    for name, words in choices(made.facts):
        yield (_("Choices"), "", name, "", "", words)
    for part in made.parts:
        for table in part.tables:
            for line in table.lines:
                for cell, head in zip(_spread(line.cells), table.heads[1:], strict=False):
                    number = _number(cell)
                    shown = cell.text if number is None else cells.Plain(cell.text)
                    yield (part.short, table.caption, line.name, head, number, shown)


def _spread(cells: tuple[Cell, ...]) -> list[Cell]:
    """A cell over several columns, once for each of them."""
    return [cell for cell in cells for _n in range(cell.span)]


def _number(cell: Cell) -> float | None:
    """The number behind the words; a share as per cent."""
    if cell.number is None or cell.kind == Kind.WORDS:
        return None
    value = round(cell.number * (100 if cell.kind == Kind.SHARE else 1), 2)
    return int(value) if value == int(value) else value
