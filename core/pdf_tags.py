"""What WeasyPrint 70 leaves out of a PDF/UA file, put in with pikepdf: the scope of header cells, printed links, page furniture as artifacts."""

from collections import defaultdict
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator

PRINT = 4
"""The flag of an annotation that is printed, too (ISO 32000-1, table 165)."""


def finished(made: bytes) -> bytes:
    """The file with what is missing in it; the text and its look stay as they are."""
    with pikepdf.open(BytesIO(made)) as pdf:
        elements = list(_elements(pdf.Root.StructTreeRoot.K))
        for element in elements:
            if element.get("/S") == "/TH":
                element.A = Dictionary({**dict(element.get("/A", {}).items()), "/O": Name("/Table"), "/Scope": _scope(element)})
        read = _read_marks(elements)
        numbers = {int(key): value for key, value in _pairs(pdf.Root.StructTreeRoot.ParentTree.Nums)}
        for page in pdf.pages:
            for link in page.get("/Annots", []):
                link.F = PRINT
            marks = read[_key(page)]
            if "/StructParents" in page:
                _keep_places(numbers[int(page.StructParents)], marks)
            _set_furniture_apart(pdf, page, marks)
        out = BytesIO()
        pdf.save(out, deterministic_id=True)
        return out.getvalue()


def _elements(kids: Any) -> Iterator[Any]:
    for kid in kids if isinstance(kids, Array) else [kids]:
        if isinstance(kid, Dictionary) and kid.get("/Type") == "/StructElem":
            yield kid
            yield from _elements(kid.get("/K", Array()))


def _scope(header: Any) -> Name:
    """A header in the head of the table, or in a row of nothing but headers, is of its column; else of its row."""
    row = header.P
    only_headers = all(cell.get("/S") == "/TH" for cell in row.K)
    return Name("/Column") if row.P.get("/S") == "/THead" or only_headers else Name("/Row")


def _read_marks(elements: list[Any]) -> dict[tuple[int, int], set[int]]:
    """By page: the numbers of the marked contents that the structure tree, and so a screen reader, reads."""
    read: dict[tuple[int, int], set[int]] = defaultdict(set)
    for element in elements:
        kids = element.get("/K", Array())
        for kid in kids if isinstance(kids, Array) else [kids]:
            if isinstance(kid, int):
                read[_key(element.Pg)].add(int(kid))
    return read


def _key(page: Any) -> tuple[int, int]:
    number, generation = page.objgen
    return number, generation


def _pairs(numbers: Any) -> list[tuple[Any, Any]]:
    return [(numbers[place], numbers[place + 1]) for place in range(0, len(numbers), 2)]


def _keep_places(parents: Any, marks: set[int]) -> None:
    """What nobody reads has no parent; its place in the page's list stays, as the list is read by number."""
    for number in range(len(parents)):
        if number not in marks:
            parents[number] = None


def _set_furniture_apart(pdf: pikepdf.Pdf, page: pikepdf.Page, marks: set[int]) -> None:
    """Running heads and page numbers are marked as content and belong to nothing: as artifacts a screen reader passes over them."""
    changed: list[tuple[Any, Any]] = []
    for instruction in pikepdf.parse_content_stream(page):
        operands: Any = instruction.operands
        operator: Any = instruction.operator
        if str(operator) == "BDC" and "/MCID" in operands[1] and int(operands[1]["/MCID"]) not in marks:
            operands, operator = [Name("/Artifact"), Dictionary(Type=Name("/Pagination"))], Operator("BDC")
        changed.append((operands, operator))
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(changed))
