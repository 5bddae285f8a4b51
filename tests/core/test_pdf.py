"""The one module that makes PDFs: tagged, with our fonts, and deaf to every address but its own."""

import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from core.pdf import make_pdf
from tests.pdf_rules import findings, outline_of, roles_of, text_of

PAGE = """<!doctype html><html lang="da"><head><title>Prøve på æøå</title></head><body>
<header class="letter-head"><p class="sender" data-foot="Sag 2026-0001" data-page="Side" data-of="af">Jobcenter Egebæk</p></header>
<h1>Brev til Ærø</h1><p>Læs mere på <a href="https://example.org/">siden</a>.</p>{more}
<svg xmlns="http://www.w3.org/2000/svg" width="100" height="20"><title>12 af 20</title><rect width="60" height="10"/></svg>
<table><caption>Tal</caption><thead><tr><th>Gruppe</th><th>Antal</th></tr></thead>
<tbody><tr><th>Unge</th><td>3</td></tr><tr><th>Ældre</th><td>4</td></tr></tbody></table>
<h2>Næste</h2><ul><li>et</li><li>to</li></ul></body></html>"""


def page(more: str = "") -> bytes:
    return make_pdf(html=PAGE.format(more=more), style="letter")


def test_a_page_becomes_a_tagged_pdf_with_our_fonts() -> None:
    made = page()
    assert findings(made) == []
    assert roles_of(made)[:1] == ["Document"]
    assert {"H1", "H2", "P", "Link", "Figure", "Table", "THead", "TH", "TD", "L", "LI", "Caption"} <= set(roles_of(made))
    assert outline_of(made) == ["Brev til Ærø"]
    assert "Læs mere på siden." in text_of(made)


def test_header_cells_say_whether_they_head_a_column_or_a_row() -> None:
    with pikepdf.open(BytesIO(page())) as pdf:
        scopes = [str(each.A.Scope) for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/TH"]
    assert sorted(scopes) == ["/Column", "/Column", "/Row", "/Row"]


def test_running_foot_and_page_number_are_passed_over_by_a_screen_reader() -> None:
    made = page()
    assert "Sag 2026-0001" in text_of(made)
    assert "Side 1 af 1" in text_of(made)
    with pikepdf.open(BytesIO(made)) as pdf:
        kinds = [
            str(each.operands[1]["/Type"])
            for each in pikepdf.parse_content_stream(pdf.pages[0])
            if str(each.operator) == "BDC" and each.operands[0] == "/Artifact"
        ]
    assert kinds.count("/Pagination") == 2


def test_the_rules_find_what_is_wrong() -> None:
    """What finds nothing in any file would prove nothing."""
    from weasyprint import HTML

    raw = HTML(
        string='<html><body><h3>Uden sprog</h3><img src="data:image/svg+xml,<svg xmlns=%22http://www.w3.org/2000/svg%22/>"></body></html>'
    )
    found = findings(raw.write_pdf(pdf_variant="pdf/ua-1"))
    assert {"no language", "no title", "heading H3 comes after level 0", "no heading of the first level", "a picture says nothing"} <= set(
        found
    )
    assert any("font of the machine" in each for each in found)


class TestNothingElseIsRead:
    ATTEMPTS = (
        '<img alt="x" src="{url}">',
        '<link rel="stylesheet" href="{url}">',
        '<link rel="attachment" href="{url}">',
        '<style>@import url("{url}"); body {{ background: url("{url}") }}</style>',
        '<object data="{url}"></object>',
        '<svg xmlns="http://www.w3.org/2000/svg"><title>x</title><image href="{url}" width="9" height="9"/></svg>',
    )

    @pytest.mark.parametrize("attempt", ATTEMPTS)
    def test_no_address_of_the_net_is_asked(self, attempt: str) -> None:
        asked: list[str] = []

        class Canary(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                self.send_response(404)
                self.end_headers()

        server = HTTPServer(("127.0.0.1", 0), Canary)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            made = page(attempt.format(url=f"http://127.0.0.1:{server.server_port}/secret"))
        finally:
            server.shutdown()
        assert asked == []
        assert "Brev til Ærø" in text_of(made)

    @pytest.mark.parametrize("attempt", ATTEMPTS)
    def test_no_file_of_the_disk_is_read(self, attempt: str, tmp_path: Path) -> None:
        secret = tmp_path / "secret.txt"
        secret.write_text("hemmelighed-4711")
        made = page(attempt.format(url=secret.as_uri()))
        with pikepdf.open(BytesIO(made)) as pdf:
            assert "/EmbeddedFiles" not in pdf.Root.get("/Names", {})
            streams = b"".join(each.read_bytes() for each in pdf.objects if isinstance(each, pikepdf.Stream) and "/Subtype" not in each)
        assert b"hemmelighed" not in streams
        assert "hemmelighed" not in text_of(made)

    def test_a_packaged_file_is_one_of_the_fonts_and_no_path(self) -> None:
        made = page('<img alt="x" src="packaged:../../../../manage.py"><img alt="y" src="packaged:/etc/passwd">')
        assert "Brev til Ærø" in text_of(made)
        assert "DJANGO" not in text_of(made)


def test_without_pango_there_is_a_reason_and_everything_else_is_there() -> None:
    """In a process of its own, to which the library is missing as on a machine that never had it."""
    script = """
import cffi
real = cffi.FFI.dlopen
def dlopen(self, name, *rest):
    if name and "pango" in str(name):
        raise OSError(f"cannot load library {name!r}")
    return real(self, name, *rest)
cffi.FFI.dlopen = dlopen
from core.pdf import can_make_pdf, make_pdf
from core.verdicts import Refused
assert not can_make_pdf()
try:
    make_pdf(html="<html></html>", style="letter")
except Refused as why:
    print(why.code)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[-1:] == ["pdf_not_possible"], done.stderr  # after what WeasyPrint says by itself
