"""How a file of mentors is read (rules R82, R83): bytes in, rows and faults out. Whatever the bytes are, nothing is raised."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

MOST_BYTES = 5_000_000
MOST_LINES = 5_000
MOST_READ = 20 * MOST_LINES
"""So many lines are looked at, empty ones too: millions of them would keep a page busy for seconds."""
MOST_HEADINGS = 200
MOST_LISTED = 200
"""So many faults are shown; of the rest the number."""
VALUE_SHOWN = 40
"""So much of a cell stands in its fault."""
LEAST_TYPED = 3
"""So many letters of a label say which one is meant, if they say so of one only."""
DELIMITERS = ";,\t"
T = TypeVar("T", str, int)

_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_SEPARATOR_LINE = re.compile(r"sep=([^\x00])\s*", re.IGNORECASE)
_PHONE = re.compile(r"\+[\d ()./-]{4,40}")
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_EIGHT = 8


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file. Both headings are taken, whatever the reader's language: a file is made once and sent to many."""

    key: str
    da: str
    en: str
    needed: bool = False


COLUMNS = (
    Column("name", "Navn", "Name", needed=True),
    Column("type", "Type", "Type", needed=True),
    Column("subtype", "Undertype", "Subtype"),
    Column("profession", "Fag", "Profession"),
    Column("organisation", "Organisation", "Organisation"),
    Column("organisation_kind", "Organisationens art", "Organisation kind"),
    Column("workplace", "Arbejdsplads", "Workplace"),
    Column("phone", "Telefon", "Phone"),
    Column("email", "E-mail", "Email"),
    Column("area", "Område", "Area"),
    Column("zones", "Zoner", "Zones"),
    Column("gender", "Køn", "Gender"),
    Column("age", "Alder", "Age"),
    Column("languages", "Sprog", "Languages"),
    Column("experience", "Erfaring", "Experience"),
    Column("situations", "Situationer", "Situations"),
    Column("ways_of_meeting", "Mødeformer", "Ways of meeting"),
    Column("times", "Tider", "Times"),
    Column("most_clients", "Flest borgere", "Most clients", needed=True),
    Column("hours_a_week", "Timer om ugen", "Hours a week", needed=True),
    Column("kroner_an_hour", "Kroner i timen", "Kroner an hour"),
    Column("available_from", "Til rådighed fra", "Available from"),
    Column("available_until", "Til rådighed til", "Available until"),
    Column("declaration_signed", "Tavshedserklæring underskrevet", "Declaration signed"),
    Column("declaration_valid_until", "Tavshedserklæring gælder til", "Declaration valid until"),
    Column("record_checked", "Straffeattest set", "Record checked"),
    Column("about", "Om mentoren", "About"),
)


def plain(text: str) -> str:
    """A heading or a value without what people spell differently: capitals, spaces, dashes, brackets, commas, a star or colon at the end."""
    return " ".join(re.sub(r"[-–_,()\s]+", " ", text.casefold()).strip(" *:.").split())


HEADINGS = {plain(words): column.key for column in COLUMNS for words in (column.key, column.da, column.en)} | {
    "email": "email",
    "mail": "email",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong: a code, the line as a spreadsheet counts it (0: the whole file), the column's key or its heading as typed, and
    the beginning of the cell."""

    code: str
    line: int = 0
    column: str = ""
    value: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """A line's cells by the key of their column, without the spaces around them."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    rows: tuple[Row, ...] = ()
    faults: tuple[Fault, ...] = ()
    encoding: str = ""
    text: str = ""


def beginning(cell: str) -> str:
    """As much of a cell as a sentence can show, on one line."""
    line = " ".join(_NOT_TEXT.sub("�", cell[: VALUE_SHOWN * 4]).split())
    return line if len(line) <= VALUE_SHOWN else line[:VALUE_SHOWN] + "…"


def read_table(content: bytes) -> Table:
    """The rows of a file and everything that is wrong with it as a file (R82). No value is judged here.

    The encoding is UTF-8 (with a byte-order mark or without), UTF-16 with one, or else Windows-1252, which is said; cells are separated by
    semicolon, comma or tab, whichever makes the most headings known. A missing, unknown or doubled column ends the reading.
    """
    if len(content) > MOST_BYTES:
        return Table(faults=(too_large(len(content)),))
    text, encoding = _text(content)
    if isinstance(text, Fault):
        return Table(faults=(text,))
    rows: list[Row] = []
    faults: list[Fault] = []
    headings: list[str] = []
    first = text.split("\n", 1)[0]
    told = _SEPARATOR_LINE.fullmatch(first)
    for line, cells in _records(text, delimiter=_delimiter(text, told), faults=faults):
        if line > MOST_READ:
            return Table(faults=(Fault(code="file_too_many_lines", facts={"most": MOST_LINES}),), encoding=encoding)
        if (line == 1 and told) or not any(cell.strip() for cell in cells):
            continue
        if not headings:
            headings, wrong = _headings(cells, line)
            if wrong:
                return Table(faults=tuple(wrong), encoding=encoding)
            continue
        if len(rows) >= MOST_LINES:
            return Table(faults=(Fault(code="file_too_many_lines", facts={"most": MOST_LINES}),), encoding=encoding)
        row, wrong = _row(line, headings, cells)
        rows.append(row)
        faults += wrong
    if not rows and not faults:
        faults.append(Fault(code="file_without_lines" if headings else "file_empty"))
    return Table(rows=tuple(rows), faults=tuple(faults), encoding=encoding, text=text)


def too_large(size: int) -> Fault:
    return Fault(code="file_too_large", facts={"most": MOST_BYTES // 1_000_000, "size": -(-size // 1_000_000)})


def identities(*, name: str, phone: str, email: str) -> frozenset[tuple[str, str]]:
    """What a mentor is recognised by (R83): the name with the phone number's last eight digits, and the name with the email address;
    of somebody without both, the name alone. Two who share one of these are the same."""
    who = " ".join(name.casefold().split())
    digits = re.sub(r"\D", "", phone)[-_EIGHT:]
    known = [(who, part) for part in (digits, email.strip().casefold()) if part]
    return frozenset(known or [(who, "")])


def _text(content: bytes) -> tuple[str | Fault, str]:
    if not content.strip():
        return Fault(code="file_empty"), ""
    if content.startswith(_SPREADSHEETS):
        return Fault(code="file_is_spreadsheet"), ""
    if content.startswith(_UTF16):
        return _decoded(content, "utf-16")
    if content.count(0) > len(content) // 10:
        return Fault(code="file_is_no_text"), ""
    text, encoding = _decoded(content, "utf-8-sig")
    if isinstance(text, Fault):
        text, encoding = _decoded(content.removeprefix(b"\xef\xbb\xbf"), "cp1252")
    if isinstance(text, str) and len(_NOT_TEXT.findall(text[:10_000])) > min(len(text), 10_000) // 50 + 5:
        return Fault(code="file_is_no_text"), ""
    return text, encoding


def _decoded(content: bytes, encoding: str) -> tuple[str | Fault, str]:
    try:
        return content.decode(encoding), encoding
    except UnicodeDecodeError:
        return Fault(code="file_is_no_text"), ""


def _delimiter(text: str, told: re.Match[str] | None) -> str:
    if told and told[1] in DELIMITERS:
        return told[1]
    top = next((line for line in io.StringIO(text[:20_000]) if line.strip()), "")
    return max(DELIMITERS, key=lambda d: sum(plain(cell.strip('" \r\n')) in HEADINGS for cell in top.split(d)))


def _records(text: str, *, delimiter: str, faults: list[Fault]) -> Iterator[tuple[int, list[str]]]:
    """Lines as a spreadsheet counts them: a cell may hold line breaks. A quotation mark that is out of place ends the reading."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 0
    while True:
        line += 1
        try:
            yield line, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            code = "cell_too_long" if "limit" in str(error) else "quote_never_closes" if "end of data" in str(error) else "quote_inside"
            faults.append(Fault(code=code, line=line))
            return


def _headings(cells: list[str], line: int) -> tuple[list[str], list[Fault]]:
    """The key of each heading ("" for an empty one), and what is wrong with them."""
    if len(cells) > MOST_HEADINGS:
        return [], [Fault(code="file_too_many_columns", line=line, facts={"most": MOST_HEADINGS})]
    keys, faults = [HEADINGS.get(plain(cell), "") for cell in cells], []
    for n, (key, cell) in enumerate(zip(keys, cells, strict=True)):
        if not key and cell.strip():
            faults.append(Fault(code="column_unknown", line=line, column=beginning(cell)))
        elif key and key in keys[:n]:
            faults.append(Fault(code="column_twice", line=line, column=key))
    faults += [Fault(code="column_missing", line=line, column=c.key) for c in COLUMNS if c.needed and c.key not in keys]
    return keys, faults


def _row(line: int, headings: list[str], cells: list[str]) -> tuple[Row, list[Fault]]:
    found, faults = {}, []
    for n, cell in enumerate(cells):
        key = headings[n] if n < len(headings) else ""
        value = cell.strip()
        if not value:
            continue
        if not key:
            faults.append(Fault(code="cell_without_heading", line=line, value=beginning(cell)))
            break
        if is_formula(cell, phone=key == "phone"):
            faults.append(Fault(code="cell_is_formula", line=line, column=key, value=beginning(cell)))
        elif _NOT_TEXT.search(value):
            faults.append(Fault(code="cell_is_no_text", line=line, column=key, value=beginning(cell)))
        else:
            found[key] = value
    return Row(line, found), faults


def one_of(typed: str, *, words: Mapping[str, T]) -> T | None:
    """The value whose code or label was typed; else the only one with a label that has the typed beginnings in a row ("man form" is Monday
    morning in Danish). None when nothing fits, or more than one."""
    key = plain(typed)
    if key in words or len(key) < LEAST_TYPED:
        return words.get(key)
    parts = key.split()
    found = {value for label, value in words.items() if _has_beginnings(label.split(), parts)}
    return found.pop() if len(found) == 1 else None


def many_of(typed: str, *, words: Mapping[str, T]) -> tuple[list[T], str]:
    """The values of a list with commas, each once, and the first part that is none. A label may have a comma itself: "Monday, morning"."""
    parts = [part for part in re.split(r"[,;|\n]+", typed) if plain(part)]
    found: dict[T, None] = {}
    at = 0
    while at < len(parts):
        value = one_of(parts[at], words=words)
        if value is None and at + 1 < len(parts):
            at += 1
            value = one_of(f"{parts[at - 1]} {parts[at]}", words=words)
            if value is None:
                return list(found), parts[at - 1].strip()
        elif value is None:
            return list(found), parts[at].strip()
        found[value] = None
        at += 1
    return list(found), ""


def levels_of(typed: str, *, areas: Mapping[str, str], levels: Mapping[str, int]) -> tuple[dict[str, int], str]:
    """Experience as `practical: much, social: some`: level by area, and the first part that cannot be read, or that says an area twice."""
    found: dict[str, int] = {}
    for part in (part for part in re.split(r"[,;|\n]+", typed) if part.strip()):
        area_words, _sep, level_words = part.replace("=", ":").partition(":")
        area, level = one_of(area_words, words=areas), one_of(level_words, words=levels)
        if area is None or level is None or found.get(area, level) != level:
            return found, part.strip()
        found[area] = level
    return found, ""


def _has_beginnings(label: list[str], parts: list[str]) -> bool:
    return any(all(label[start + n].startswith(part) for n, part in enumerate(parts)) for start in range(len(label) - len(parts) + 1))


def is_formula(cell: str, *, phone: bool = False) -> bool:
    """Whether a spreadsheet would compute this cell. A phone number may begin with +45."""
    if cell[:1] in ("\t", "\r"):
        return True
    text = cell.strip()
    return text[:1] in ("=", "+", "-", "@") and not (phone and bool(_PHONE.fullmatch(text)))
