"""HTML becomes a PDF that a screen reader can read (PDF/UA-1): docs/adr/0032. The one place that makes PDFs.

The page is one string: our own template with escaped text. Its styles lie beside the templates, its fonts among the vendored ones, its pictures
are SVG in the page. Nothing else is read: neither from the net nor from the disk, whatever somebody typed.
"""

from typing import Any

from core.pdf_tags import finished
from core.verdicts import Refused


def make_pdf(*, html: str, style: str) -> bytes:
    """The page as a tagged PDF with its fonts in it. `style` names a style sheet in `templates/pdf/`, without its end.

    The page must name its language (`<html lang>`) and its title. About 0.3 s of CPU for a page of a long table: long ones belong into a worker.
    Refuses with `pdf_not_possible` where the machine lacks Pango.
    """
    return finished(_engine().render(html=html, style=style))


def can_make_pdf() -> bool:
    """Whether this machine has what PDFs need."""
    try:
        _engine()
    except Refused:
        return False
    return True


def _engine() -> Any:
    # Here and not at the top: it takes two seconds, and without Pango on the machine everything but PDFs works.
    try:
        from core import pdf_engine
    except OSError as why:
        raise Refused("pdf_not_possible") from why
    return pdf_engine
