"""HTML becomes a PDF that a screen reader can read (PDF/UA-1): docs/adr/0032. The one place that knows WeasyPrint.

The page is one string: our own template with escaped text. Its styles lie beside the templates, its fonts among the vendored ones, its pictures
are SVG in the page. Nothing else is read: neither from the net nor from the disk, whatever somebody typed.
"""

import atexit
from functools import cache
from pathlib import Path
from typing import Any

from core.pdf_tags import finished
from core.verdicts import Refused

ROOT = Path(__file__).resolve().parents[1]
STYLES = ROOT / "templates" / "pdf"
FONTS = ROOT / "static" / "vendor" / "dkfds" / "fonts" / "IBMPlexSans" / "complete" / "woff2"
PACKAGED = "packaged:"
"""The scheme under which our styles name a font: `packaged:IBMPlexSans-Regular.woff2`."""
VARIANT = "pdf/ua-1"


def make_pdf(*, html: str, style: str) -> bytes:
    """The page as a tagged PDF with its fonts in it. `style` names a style sheet in `templates/pdf/`, without its end.

    The page must name its language (`<html lang>`) and its title. About 0.3 s of CPU a page: long ones belong into a worker. Refuses with
    `pdf_not_possible` where the machine lacks Pango.
    """
    weasyprint = _weasyprint()
    css, fonts = _style(style)
    made = weasyprint.HTML(string=html, url_fetcher=_fetcher(), base_url=None)
    return finished(made.write_pdf(stylesheets=[css], font_config=fonts, pdf_variant=VARIANT))


def can_make_pdf() -> bool:
    """Whether this machine has what PDFs need."""
    try:
        _weasyprint()
    except Refused:
        return False
    return True


def _weasyprint() -> Any:
    # Here and not at the top: without Pango on the machine everything but PDFs works.
    try:
        import weasyprint
    except OSError as why:
        raise Refused("pdf_not_possible") from why
    return weasyprint


@cache
def _fetcher() -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Packaged(URLFetcher):
        """Reads what stands in the page itself (`data:`) and our fonts; every other address is refused before anything is opened."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            if url.startswith(PACKAGED):
                return URLFetcherResponse(url, _font(url.removeprefix(PACKAGED)), {"Content-Type": "font/woff2"})
            return super().fetch(url, headers)

    return Packaged(allowed_protocols=["data"], allow_redirects=False)


def _font(name: str) -> bytes:
    known = {path.name: path for path in FONTS.glob("*.woff2")}
    return known[name].read_bytes()


@cache
def _style(name: str) -> tuple[Any, Any]:
    """The style sheet, read once in the life of a worker, and the fonts that it brings."""
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    text = "".join((STYLES / f"{part}.css").read_text(encoding="utf-8") for part in ("base", name))
    return _weasyprint().CSS(string=text, url_fetcher=_fetcher(), font_config=fonts), fonts


atexit.register(_style.cache_clear)  # Pango takes its fonts back while Python still has what that needs
