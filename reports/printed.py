"""The sections of a report as they are printed: what is hidden as a whole becomes one sentence, nothing is explained twice, a number does not part
from its word. Workbook and CSV have every table whole. In the language that is active.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext as _

from reports import words
from reports.parts import Cell, Finding, Kind, Line, Part, Piece, Table, Text

_PARTS = re.compile(r"(?<=\d) (?=[\w(])|(?<=\d\.) (?=\w)|(?<=\b(?:af|of)) (?=\d)|(?<=DKK) (?=\d)|(?<==) (?=\d)")


def printed(parts: Iterable[Part]) -> tuple[Part, ...]:
    """A text that stands in an earlier section is not said again."""
    said: set[Text] = set()
    found = []
    for part in parts:
        pieces: list[Piece] = []
        for piece in part.pieces:
            if isinstance(piece, Text):
                if piece in said:
                    continue
                said.add(piece)
            pieces.append(table_for_print(piece) if isinstance(piece, Table) else piece)
        findings = tuple(_finding(each) for each in part.findings)
        found.append(
            replace(part, heading=unbroken(part.heading), intro=unbroken(part.intro), pieces=tuple(pieces), findings=findings),
        )
    return tuple(found)


def unbroken(said: str) -> str:
    """A line ends before a number or after its word: not "16 / days", "71 of / 142", "30. / november"."""
    return _PARTS.sub("\u00a0", said)


def _finding(found: Finding) -> Finding:
    return replace(found, number=unbroken(found.number), base=unbroken(found.base), sentence=unbroken(found.sentence))


def table_for_print(table: Table) -> Table:
    """Columns without any number are left out and named below, and so are rows where that is half of them. Without lines where all is hidden."""
    lines = _longest(table)
    every = range(len(table.heads) - 1)
    rows = [_spread(line) for line in lines]
    gone = [n for n in every if _is_hidden([row[n] for row in rows if n < len(row)])]
    if lines and len(gone) == len(every):
        return replace(table, lines=(), note=_("The numbers are hidden."))
    left = [n for n in every if n not in gone]
    kept = [(line, [row[n] for n in left if n < len(row)]) for line, row in zip(lines, rows, strict=True)]
    empty = [line for line, row in kept if _is_hidden(row)]
    if 2 * len(empty) < len(lines) or len(lines) < 3:
        empty = []
    kept = [(line, row) for line, row in kept if line not in empty]
    if empty and len(kept) == 1:
        line, row = kept[0]
        shown = next(cell.text for cell in row if not _is_nothing(cell))
        note = _("%(row)s: %(number)s. All else is hidden.") % {"row": line.name, "number": shown}
        return replace(table, lines=(), note=note)
    notes = [_more(table), table.note]
    heads = (table.heads[0], *(table.heads[n + 1] for n in left))
    if names := [table.heads[n + 1] for n in gone if table.heads[n + 1] not in heads]:
        notes.append(_("Hidden columns: %(names)s.") % {"names": "; ".join(names)})
    if empty:
        notes.append(_("Hidden rows: %(names)s.") % {"names": "; ".join(line.name for line in empty)})
    found = [replace(line, cells=_joined(row)) for line, row in kept]
    return replace(table, heads=heads, lines=_alike(found), note=" ".join(note for note in notes if note))


def _longest(table: Table) -> tuple[Line, ...]:
    if not _cut(table):
        return table.lines
    return tuple(line for n, line in enumerate(table.lines) if n < table.most or line.always)


def _cut(table: Table) -> int:
    """How many lines are not printed."""
    if not table.most:
        return 0
    return sum(not line.always for line in table.lines[table.most :])


def _more(table: Table) -> str:
    return _("%(n)s more rows stand in the workbook and the CSV file.") % {"n": _cut(table)} if _cut(table) else ""


def _spread(line: Line) -> list[Cell]:
    """A cell over several columns, once for each of them."""
    return [cell for cell in line.cells for _n in range(cell.span)]


def _joined(row: list[Cell]) -> tuple[Cell, ...]:
    """The other way round, over the columns that are left."""
    found: list[Cell] = []
    for cell in row:
        if found and cell.span > 1 and cell.text == found[-1].text:
            found[-1] = replace(found[-1], span=found[-1].span + 1)
        else:
            found.append(replace(cell, span=1) if cell.span == 1 else replace(cell, span=1, kind=Kind.WORDS))
    return tuple(found)


def _is_nothing(cell: Cell) -> bool:
    return cell.hidden or cell.text == words.NONE


def _is_hidden(cells: list[Cell]) -> bool:
    """No number is among them, and at least one because it is hidden."""
    return any(cell.hidden for cell in cells) and all(map(_is_nothing, cells))


def _alike(lines: list[Line]) -> tuple[Line, ...]:
    """Days and points of a column with as many decimals as one of them needs."""
    broken = {
        n
        for line in lines
        for n, cell in enumerate(line.cells)
        if cell.kind in (Kind.DAYS, Kind.POINTS) and cell.number is not None and cell.number != int(cell.number)
    }
    return tuple(
        replace(
            line,
            cells=tuple(
                replace(cell, text=words.with_decimal(cell.number))
                if n in broken and cell.kind in (Kind.DAYS, Kind.POINTS) and cell.number is not None
                else cell
                for n, cell in enumerate(line.cells)
            ),
        )
        for line in lines
    )
