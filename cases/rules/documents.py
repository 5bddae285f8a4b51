"""Documents that come to a case: which files are taken, by what stands in them and never by their name (rules R150, R151)."""

import io
import zipfile
from dataclasses import dataclass

from core.verdicts import YES, Answer, no

MOST_BYTES = 10 * 1024 * 1024
MOST_PARTS = 2000
"""A text document has some dozens of parts; a packed file with more is none, and reading its list would keep a page busy."""


@dataclass(frozen=True, slots=True)
class FileType:
    """A type of file that is taken: what it is called in HTTP, and how its name ends when somebody fetches it."""

    content_type: str
    ending: str


PDF = FileType("application/pdf", "pdf")
PNG = FileType("image/png", "png")
JPEG = FileType("image/jpeg", "jpg")
TEXT = FileType("text/plain", "txt")
DOCX = FileType("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx")
ODT = FileType("application/vnd.oasis.opendocument.text", "odt")
TYPES = (PDF, PNG, JPEG, TEXT, DOCX, ODT)
ENDINGS = {each.content_type: each.ending for each in TYPES}

_STARTS = ((b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG))
_PACKED = b"PK\x03\x04"
_LISTED_PART = b"PK\x01\x02"
# What a browser would run, should a file ever be opened as what it is.
_MARKUP = ("<!doctype", "<html", "<head", "<body", "<script", "<svg", "<?xml", "<iframe")
# Macros and scripts of office programs, by the names of their parts.
_ACTIVE = ("vbaproject.bin", "basic/", "scripts/")


def size_verdict(*, size: int) -> Answer:
    """At least a byte and at most ten megabytes (R150). Refuses with `document_empty` or `document_too_large`."""
    if size < 1:
        return no("document_empty")
    return YES if size <= MOST_BYTES else no("document_too_large", most=MOST_BYTES // 1024**2, size=-(-size // 1024**2))


def type_of(data: bytes) -> FileType | None:
    """The type of a file by its content; None when it is none that is taken, or when it holds macros (R150)."""
    for start, found in _STARTS:
        if data.startswith(start):
            return found
    if data.startswith(_PACKED):
        return _packed(data)
    return TEXT if _is_text(data) else None


def file_name(*, ref: str, received_on: str, key: str, content_type: str) -> str:
    """The name of a fetched file (R151): case, day and a piece of its key. What the sender called it may name a person, so it is not kept."""
    return f"{ref}-{received_on}-{key[:8]}.{ENDINGS.get(content_type, 'bin')}"


def _packed(data: bytes) -> FileType | None:
    if data.count(_LISTED_PART) > MOST_PARTS:
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = {each.filename.lower() for each in packed.infolist()}
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError):
        return None
    if any(active in name for name in names for active in _ACTIVE):
        return None
    if {"[content_types].xml", "word/document.xml"} <= names:
        return DOCX
    # The type of an OpenDocument file stands unpacked as its first part: that is its signature.
    odt = ODT.content_type.encode()
    return ODT if data[30:38] == b"mimetype" and data[38 : 38 + len(odt)] == odt and "content.xml" in names else None


def _is_text(data: bytes) -> bool:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError:
            return False
    if not text or any((ord(sign) < 32 and sign not in "\t\n\r\f") or sign == "\x7f" for sign in text):
        return False
    begin = text.lstrip().lower()
    return not any(mark in begin[:2000] for mark in _MARKUP)
