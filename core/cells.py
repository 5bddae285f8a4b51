"""What goes into a cell of a file that a spreadsheet opens, and such a file as CSV."""

import csv
import io
from collections.abc import Iterable
from typing import Any

MARK = b"\xef\xbb\xbf"
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "|", "%")
UNSEEN = " \t\r\n\v\f\u00a0\u200b\u200e\u200f\u202a\u202b\u202d\u202e\u2066\u2067\u2068\ufeff"


def inert(text: str) -> str:
    """Words that a spreadsheet would read as a formula, as plain words: an apostrophe before them. White space before them hides nothing."""
    if text[:1] in ("\t", "\r", "\n") or text.lstrip(UNSEEN).startswith(FORMULA):
        return f"'{text}"
    return text


class Plain(str):
    """Words that we made of a number: "-2,5" is no formula."""


def as_csv(rows: Iterable[Iterable[Any]], *, comma: bool = False, is_inert: bool = True) -> bytes:
    """Lines as spreadsheets in Denmark read them: UTF-8 with its mark, and semicolons. None is an empty cell.

    Numbers are numbers, with `comma` a decimal comma; everything else but Plain is inert words. Without `is_inert` words stay as they are: for a file that
    holds nothing that somebody typed.
    """
    file = io.StringIO(newline="")
    lines = csv.writer(file, delimiter=";")
    for row in rows:
        lines.writerow([_cell(cell, comma=comma, is_inert=is_inert) for cell in row])
    return MARK + file.getvalue().encode()


def _cell(value: Any, *, comma: bool, is_inert: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, int | float):
        return str(value).replace(".", ",") if comma else str(value)
    return inert(str(value)) if is_inert and not isinstance(value, Plain) else str(value)
