"""Documents: which files are taken, and what a fetched one is called (R150, R151)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.models.around import MOST_BYTES as OF_THE_ROW
from cases.rules.documents import DOCX, JPEG, MOST_BYTES, MOST_PARTS, ODT, PDF, PNG, TEXT, TYPES, file_name, size_verdict, type_of
from tests.cases import around_scene as scene


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (scene.PDF, PDF),
        (scene.PNG, PNG),
        (scene.JPEG, JPEG),
        ("Kære jobcenter\r\n\tÆ, ø og å".encode(), TEXT),
        ("Kære æ".encode("cp1252"), TEXT),
        ("\ufeffmed mærke".encode(), TEXT),
        (b"5 < 6 > 4", TEXT),
        (scene.docx(), DOCX),
        (scene.odt("META-INF/manifest.xml"), ODT),
    ],
)
def test_a_file_is_what_stands_in_it_r150(data, found):
    assert type_of(data) == found


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"MZ\x90\x00\x03",
        b"GIF89a\x01",
        b"\x7fELF",
        b"  <!DOCTYPE html><p>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>",
        b"\n<?xml version='1.0'?><a/>",
        b"hej <script>x()</script>",
        b"tekst med nul \x00",
        b"PK\x03\x04 men ingen pakke",
        scene.packed({"word/document.xml": "x"}),
        scene.docx("word/vbaProject.bin"),
        scene.odt("Basic/Standard/Module1.xml"),
        scene.odt("Scripts/python/x.py"),
        scene.odt(kind="application/vnd.oasis.opendocument.spreadsheet"),
        scene.packed({"evil.exe": "x"}),
        scene.packed({f"{n}": "" for n in range(MOST_PARTS + 1)} | {"[Content_Types].xml": "x", "word/document.xml": "x"}),
    ],
)
def test_other_files_and_those_with_macros_are_not_taken_r150(data):
    assert type_of(data) is None


@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"PK\x05\x06", scene.docx()[:200]]))
def test_no_bytes_break_the_reading_r150(data, before):
    assert type_of(before + data) in (None, *TYPES)


def test_a_file_has_a_byte_and_at_most_ten_megabytes_r150():
    assert size_verdict(size=0).code == "document_empty"
    assert size_verdict(size=1)
    assert size_verdict(size=MOST_BYTES)
    answer = size_verdict(size=MOST_BYTES + 1)
    assert (answer.code, answer.facts) == ("document_too_large", {"most": 10, "size": 11})
    assert MOST_BYTES == OF_THE_ROW == 10 * 1024 * 1024


def test_a_fetched_file_is_called_by_case_and_day_r151():
    name = file_name(ref="2026-0312", received_on="2026-11-16", key="0123456789abcdef", content_type=PDF.content_type)
    assert name == "2026-0312-2026-11-16-01234567.pdf"
    assert file_name(ref="a", received_on="b", key="c", content_type="?") == "a-b-c.bin"
