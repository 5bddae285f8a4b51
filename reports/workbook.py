"""The tables of a report as a workbook: a sheet a section, numbers as numbers, words as words that no program reads as formulas."""

import io
import re
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]
from django.utils import translation
from django.utils.translation import gettext as _

from core.cells import inert
from reports.documents import Document, title
from reports.parts import Cell, Kind, Part, Table
from reports.sections.definitions import choices

FORMATS = {Kind.COUNT: "#,##0", Kind.SHARE: "0%", Kind.DAYS: "0.0", Kind.HOURS: "#,##0.0", Kind.KRONER: "#,##0", Kind.POINTS: "0.0"}
NAME_LENGTH = 31
A4 = 9
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
# Nothing is guessed: a text that looks like a formula, a number or an address stays a text.
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def as_workbook(made: Document) -> bytes:
    """The workbook, made in memory."""
    file = io.BytesIO()
    with translation.override(made.language), xlsxwriter.Workbook(file, OPTIONS) as book:
        book.set_properties({"title": title(), "author": made.facts.about.authority, "comments": made.facts.checksum})
        _Writer(book).write(made)
    return file.getvalue()


class _Writer:
    def __init__(self, book: Any) -> None:
        self.book = book
        self.head = book.add_format({"bold": True, "font_size": 14})
        self.caption = book.add_format({"bold": True})
        self.column = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.words = book.add_format({"text_wrap": True, "valign": "top"})
        self.hidden = book.add_format({"italic": True, "font_color": "#4a5052", "align": "right"})
        self.right = book.add_format({"align": "right"})
        self.kinds = {kind: book.add_format({"num_format": form}) for kind, form in FORMATS.items()}
        self.strong = {kind: book.add_format({"num_format": form, "bold": True}) for kind, form in FORMATS.items()}
        self.names: set[str] = set()

    def write(self, made: Document) -> None:
        sheet = self.sheet(_("About"))
        sheet.write_string(0, 0, title(), self.head)
        rows = [(_("Authority"), made.facts.about.authority), *choices(made.facts)]
        for n, (name, words) in enumerate(rows, 2):
            sheet.write_string(n, 0, inert(name), self.caption)
            sheet.write_string(n, 1, inert(words), self.words)
        sheet.set_column(0, 0, 28)
        sheet.set_column(1, 1, 80)
        for part in made.parts:
            if part.tables:
                self.part(part)

    def part(self, part: Part) -> None:
        sheet = self.sheet(part.short)
        sheet.write_string(0, 0, inert(part.heading), self.head)
        sheet.set_column(0, 0, 44)
        sheet.set_column(1, 12, 16)
        sheet.freeze_panes(4 if len(part.tables) == 1 else 0, 1)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        row = 2
        for table in part.tables:
            row = self.table(sheet, table, row) + 1

    def table(self, sheet: Any, table: Table, row: int) -> int:
        """The row after the table."""
        caption = f"{table.number}. {table.caption}" if table.number else table.caption
        sheet.write_string(row, 0, inert(caption), self.caption)
        row += 1
        for n, head in enumerate(table.heads):
            sheet.write_string(row, n, inert(head), self.column)
        for line in table.lines:
            row += 1
            sheet.write_string(row, 0, inert(line.name), self.caption if line.strong else self.words)
            column = 1
            for cell in line.cells:
                self.cell(sheet, row, column, cell, strong=line.strong)
                column += cell.span
        if table.note:
            row += 1
            sheet.write_string(row, 0, inert(table.note))
        return row + 1

    def cell(self, sheet: Any, row: int, column: int, cell: Cell, *, strong: bool) -> None:
        if cell.number is not None and cell.kind != Kind.WORDS:
            sheet.write_number(row, column, cell.number, (self.strong if strong else self.kinds)[cell.kind])
        else:
            sheet.write_string(row, column, inert(cell.text), self.hidden if cell.hidden else self.right)

    def sheet(self, name: str) -> Any:
        """A sheet with a name that the program takes: short, without its signs, and once."""
        name = _NOT_IN_NAMES.sub(" ", name).strip()[:NAME_LENGTH] or _("Table")
        while name.lower() in self.names:
            name = f"{name[: NAME_LENGTH - 2]} {len(self.names)}"
        self.names.add(name.lower())
        return self.book.add_worksheet(name)
