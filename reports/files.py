"""A report as a file: PDF, workbook or CSV, as bytes."""

from collections.abc import Callable

from reports.documents import Document, pdf
from reports.enums import FileFormat
from reports.tables import as_csv
from reports.workbook import as_workbook

MAKERS: dict[FileFormat, Callable[[Document], bytes]] = {FileFormat.PDF: pdf, FileFormat.XLSX: as_workbook, FileFormat.CSV: as_csv}
TYPES = {
    FileFormat.PDF: "application/pdf",
    FileFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileFormat.CSV: "text/csv; charset=utf-8",
}


def content(made: Document, wanted: FileFormat) -> bytes:
    """The document in one format. Refuses with `pdf_not_possible` where PDFs cannot be made."""
    return MAKERS[wanted](made)
