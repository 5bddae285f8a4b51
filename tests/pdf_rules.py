"""What every PDF of ours is held to: the rules of PDF/UA-1 that a program can decide, read with pikepdf, and the `pdfua` package beside them.

Neither proves conformance: 16 of 106 conditions stand in `pdfua`, and no free validator runs here. What a person must look at is said in
docs/adr/0032.
"""

import subprocess
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pdfua
import pikepdf


def findings(made: bytes) -> list[str]:
    """What is wrong with the file, a line each; nothing is what a test wants."""
    with pikepdf.open(BytesIO(made)) as pdf:
        found = [*_of_the_document(pdf), *_of_the_elements(pdf), *_of_the_pages(pdf), *_of_the_fonts(pdf)]
    return found + _of_pdfua(made)


def text_of(made: bytes) -> str:
    """The words of the file as `pdftotext` reads them, with its lines."""
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=made, capture_output=True, check=True)
    return done.stdout.decode()


def words_of(made: bytes) -> str:
    """The words in one line, for sentences that wrap."""
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=made, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def outline_of(made: bytes) -> list[str]:
    """The bookmarks of the first level."""
    with pikepdf.open(BytesIO(made)) as pdf, pdf.open_outline() as outline:
        return [str(item.title) for item in outline.root]


def roles_of(made: bytes) -> list[str]:
    """The roles of the structure tree in the order in which a screen reader meets them, such as `H1`."""
    with pikepdf.open(BytesIO(made)) as pdf:
        return [str(element.S)[1:] for element in _elements(pdf.Root.StructTreeRoot.K)]


def _of_the_document(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root
    if not str(root.get("/Lang", "")):
        yield "no language"
    if not root.get("/MarkInfo", {}).get("/Marked"):
        yield "not marked as tagged"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "the title is not shown in the window"
    with pdf.open_metadata() as meta:
        if not meta.get("dc:title"):
            yield "no title"
        if str(meta.get("pdfuaid:part", "")) != "1":
            yield "does not say that it is PDF/UA-1"
    if "/OpenAction" in root and "/JS" in dict(root.OpenAction.items() if isinstance(root.OpenAction, pikepdf.Dictionary) else {}):
        yield "runs a script"
    if "/Names" in root and "/EmbeddedFiles" in root.Names:
        yield "a file is attached"


def _elements(kids: Any) -> Iterator[Any]:
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/StructElem":
            yield kid
            yield from _elements(kid.get("/K", pikepdf.Array()))


def _of_the_elements(pdf: pikepdf.Pdf) -> Iterator[str]:
    level = 0
    elements = list(_elements(pdf.Root.StructTreeRoot.K))
    for element in elements:
        role = str(element.S)
        if role == "/Figure" and not str(element.get("/Alt", "")).strip():
            yield "a picture says nothing"
        if role == "/TH" and "/Scope" not in element.get("/A", {}):
            yield "a header cell does not say of what"
        if role[1:2] == "H" and role[2:].isdigit():
            if int(role[2:]) > level + 1:
                yield f"heading {role[1:]} comes after level {level}"
            level = int(role[2:])
    if not any(str(element.S) == "/H1" for element in elements):
        yield "no heading of the first level"


def _of_the_pages(pdf: pikepdf.Pdf) -> Iterator[str]:
    for number, page in enumerate(pdf.pages, 1):
        if page.get("/Tabs") != "/S":
            yield f"page {number}: the tabulator does not follow the structure"
        depth = 0
        for instruction in pikepdf.parse_content_stream(page):
            operator = str(instruction.operator)
            if operator in ("BDC", "BMC"):
                depth += 1
            elif operator == "EMC":
                depth -= 1
            elif operator in ("Tj", "TJ", "Do", "sh") and depth == 0:
                yield f"page {number}: content that is neither tagged nor an artifact"
                break


def _of_the_fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    for each in pdf.objects:
        if not isinstance(each, pikepdf.Dictionary) or each.get("/Type") != "/Font":
            continue
        if each.get("/Subtype") == "/Type0" and "/ToUnicode" not in each:
            yield f"{each.BaseFont}: letters without their Unicode"
        described = each.get("/FontDescriptor")
        if described is not None and not any(name in described for name in ("/FontFile", "/FontFile2", "/FontFile3")):
            yield f"{each.BaseFont} is not in the file"
        if "Plex" not in str(each.get("/BaseFont", "")):
            yield f"{each.get('/BaseFont')} is a font of the machine"


def _of_pdfua(made: bytes) -> list[str]:
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        Path(file.name).write_bytes(made)
        return [f"{each.rule_id}: {each.message}" for each in pdfua.validate(file.name).findings]
