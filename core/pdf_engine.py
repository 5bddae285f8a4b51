"""WeasyPrint with our styles and fonts, deaf to every address but those. Imported by `core/pdf.py` alone, when the first PDF is made."""

import atexit
import threading
from functools import cache
from pathlib import Path
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

ROOT = Path(__file__).resolve().parents[1]
STYLES = ROOT / "templates" / "pdf"
FONTS = ROOT / "static" / "vendor" / "dkfds" / "fonts" / "IBMPlexSans" / "complete" / "woff2"
PACKAGED = "packaged:"
"""The scheme under which our styles name a font: `packaged:IBMPlexSans-Regular.woff2`."""
VARIANT = "pdf/ua-1"
_ONE_AT_A_TIME = threading.Lock()
"""The threads of a web process share the fonts of a style, and Pango's maps of fonts belong to one thread at a time."""


class _Packaged(URLFetcher):  # type: ignore[misc]  # WeasyPrint ships no types
    """Reads what stands in the page itself (`data:`) and our fonts; every other address is refused before anything is opened."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
        if url.startswith(PACKAGED):
            return URLFetcherResponse(url, _font(url.removeprefix(PACKAGED)), {"Content-Type": "font/woff2"})
        return super().fetch(url, headers)


_FETCHER = _Packaged(allowed_protocols=["data"], allow_redirects=False)


def render(*, html: str, style: str) -> bytes:
    """The page as WeasyPrint writes it."""
    with _ONE_AT_A_TIME:
        css, fonts = _style(style)
        made: bytes = HTML(string=html, url_fetcher=_FETCHER).write_pdf(stylesheets=[css], font_config=fonts, pdf_variant=VARIANT)
    return made


def _font(name: str) -> bytes:
    known = {path.name: path for path in FONTS.glob("*.woff2")}
    return known[name].read_bytes()


@cache
def _style(name: str) -> tuple[CSS, FontConfiguration]:
    """The style sheet, read once in the life of a worker, and the fonts that it brings."""
    fonts = FontConfiguration()
    text = "".join((STYLES / f"{part}.css").read_text(encoding="utf-8") for part in ("base", name))
    return CSS(string=text, url_fetcher=_FETCHER, font_config=fonts), fonts


atexit.register(_style.cache_clear)  # Pango takes its fonts back while Python still has what that needs
