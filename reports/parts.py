"""What a report is made of: findings, charts and tables in words of one language, with their numbers beside the words for workbook and CSV."""

from dataclasses import dataclass, replace
from enum import StrEnum

from reports.charts import Drawing

MOST_TOGETHER = 20
"""More lines go on over the pages."""


class Kind(StrEnum):
    """What a number is, and so how a workbook writes it."""

    COUNT = "count"
    SHARE = "share"
    DAYS = "days"
    HOURS = "hours"
    KRONER = "kroner"
    POINTS = "points"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Cell:
    """What one reads, and the number behind it: None where there is none or it is hidden. A share is a part of 1. `span`: over so many columns."""

    text: str
    number: float | None = None
    kind: Kind = Kind.COUNT
    hidden: bool = False
    span: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table. `strong` is a sum, `part` a part of the row above. `always`: printed however long the table is."""

    name: str
    cells: tuple[Cell, ...]
    strong: bool = False
    part: bool = False
    always: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with the head of its first column first. `number` is given when the report is put together.

    `most`: so many lines are printed, 0 for all; files have all of them.
    """

    caption: str
    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    note: str = ""
    number: str = ""
    most: int = 0

    @property
    def has_hidden(self) -> bool:
        return any(cell.hidden for line in self.lines for cell in line.cells)


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing with what stands above it."""

    caption: str
    drawing: Drawing
    number: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A number, what it is a part of, the sentence, and what must be known beside it."""

    number: str
    base: str
    sentence: str
    more: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph under a small heading ("" for none). `boxed`: how the numbers are to be read."""

    words: str
    heading: str = ""
    boxed: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """Words and what they mean, under a small heading ("" for none)."""

    rows: tuple[tuple[str, str], ...]
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Points:
    """A list of sentences under a small heading."""

    rows: tuple[str, ...]
    heading: str
    is_list: bool = True


Piece = Table | Chart | Text | Terms | Points


@dataclass(frozen=True, slots=True)
class Part:
    """A section: its finding as heading, a short name for running heads and bookmarks, and its pieces. Only the summary has findings.

    `only_in_files` are tables for which the page has a sentence.
    """

    code: str
    short: str
    heading: str
    intro: str = ""
    pieces: tuple[Piece, ...] = ()
    findings: tuple[Finding, ...] = ()
    only_in_files: tuple[Table, ...] = ()

    @property
    def is_long(self) -> bool:
        """Whether it has a table of more lines than stay together on a page."""
        return any(isinstance(piece, Table) and len(piece.lines) > MOST_TOGETHER for piece in self.pieces)

    @property
    def tables(self) -> tuple[Table, ...]:
        """For workbook and CSV."""
        return (*(piece for piece in self.pieces if isinstance(piece, Table)), *self.only_in_files)


def numbered(parts: list[Part], *, table: str, figure: str) -> list[Part]:
    """The parts with their tables and charts counted through; the words have the place %(n)s."""
    counts = {Table: 0, Chart: 0}
    words = {Table: table, Chart: figure}
    found = []
    for part in parts:
        pieces: list[Piece] = []
        for piece in part.pieces:
            if isinstance(piece, (Table, Chart)):
                counts[type(piece)] += 1
                pieces.append(replace(piece, number=words[type(piece)] % {"n": counts[type(piece)]}))
            else:
                pieces.append(piece)
        found.append(replace(part, pieces=tuple(pieces)))
    return found
