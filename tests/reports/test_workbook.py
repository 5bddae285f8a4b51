"""Workbook and CSV: numbers are numbers, hidden ones are words, and nothing that somebody typed is a formula."""

import csv
import io
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.cells import inert
from reports import documents
from reports.enums import FileFormat
from reports.figures import Change, Figure, Figures, Spread, Table
from reports.files import content
from tests.reports import sample

FORMULAS = ('=HYPERLINK("http://x")', " +1", "＝1+1", "\t=1", "\u00a0@SUM(A1)", "-2+3", "\r=1", "\u200b=1")


def document(language: str = "da", found: Figures | None = None, **about: Any) -> documents.Document:
    facts = sample.facts(found, sample.about(**about))
    return documents.document(facts=facts, sections=sample.ALL_SECTIONS, language=language)


def hostile() -> documents.Document:
    rows = tuple(sample.row(name, name, 70, 47, sample.four(8, None, 8, None), 24) for name in FORMULAS)
    found = sample.figures()
    return document(
        "da",
        replace(found, tables={**found.tables, "jobcentre": Table("jobcentre", False, rows)}),
        authority=FORMULAS[0],
        jobcentres=FORMULAS,
    )


def workbook(made: documents.Document) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content(made, FileFormat.XLSX)))


def cells(book: openpyxl.Workbook) -> dict[str, list[list[Any]]]:
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}


def test_numbers_are_numbers_and_shares_are_parts_of_one() -> None:
    """R227."""
    rows = {row[0]: row[1:] for row in cells(workbook(document("en")))["From reached to result"]}
    assert rows["Reached"][:3] == [208, "–", 1]
    assert rows["In work or education"][:3] == [71, 0.5, 0.3413]
    assert rows["Flexible job"][0] == 4
    sheet = workbook(document("en"))["From reached to result"]
    shown = next(row for row in sheet.iter_rows() if row[0].value == "In work or education")
    assert [cell.data_type for cell in shown[:4]] == ["s", "n", "n", "n"]
    assert shown[2].number_format == "0%"


def test_hidden_numbers_are_words_and_leave_no_trace() -> None:
    for row in cells(workbook(document("en")))["By jobcentre"]:
        if row[0] == "Jobcenter Odense":
            assert row[1:] == [70, 47, 8, "hidden", 8, "hidden", 24]


def test_a_workbook_says_its_choices_and_its_checksum() -> None:
    rows = {row[0]: row[1] for row in cells(workbook(document("en")))["About"] if row[0]}
    assert rows["Data as of"] == "30 September 2010"
    assert rows["Checksum (SHA-256)"].replace(" ", "") == sample.figures().checksum()


def test_no_cell_of_the_workbook_is_a_formula() -> None:
    """R226."""
    book = workbook(hostile())
    assert book["Efter jobcenter"] is not None
    for sheet in book:
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" and cell.hyperlink is None for cell in row)
    assert b"<f>" not in content(hostile(), FileFormat.XLSX)


def lines(data: bytes) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))


def test_csv_has_semicolons_and_in_danish_a_decimal_comma() -> None:
    found = lines(content(document("da"), FileFormat.CSV))
    assert ["Ventetid", "Ventetid i kalenderdage", "Vurdering til match", "Median", "16,5", "16,5"] in found
    assert {len(line) for line in found} == {6}
    english = lines(content(document("en"), FileFormat.CSV))
    assert ["From reached to result", "Courses by result", "In work or education", "Courses", "71", "71"] in english
    assert any(line[4] == "16.5" for line in english)


def test_csv_shows_no_number_behind_a_hidden_one() -> None:
    found = [line for line in lines(content(document("en"), FileFormat.CSV)) if line[5] == "hidden" or "not shown" in line[5]]
    assert len(found) > 10
    assert {line[4] for line in found} == {""}


def test_no_cell_of_the_csv_is_a_formula() -> None:
    """R226."""
    for line in lines(content(hostile(), FileFormat.CSV)):
        for n, cell in enumerate(line):
            assert n == 4 or cell.lstrip(" \t\r\n\u00a0\u200b")[:1] not in set("=+@＝") or cell.startswith("'"), line


@given(st.text(alphabet=st.sampled_from("=+-@ \t\r\n\u00a0\u200b\u202eA1＝|%"), max_size=12))
def test_inert_words_never_begin_as_a_formula(text: str) -> None:
    found = inert(text)
    bare = "".join(sign for sign in found if sign not in " \t\r\n\u00a0\u200b\u202e")
    assert found.endswith(text)
    assert bare[:1] not in ("=", "+", "@", "＝", "|", "%") and (bare[:1] != "-")


@pytest.mark.parametrize("text", ["Jobcenter Odense", "1 course", "–", "", "a=b", "'quoted"])
def test_plain_words_stay_as_they_are(text: str) -> None:
    assert inert(text) == text


def test_a_wish_has_its_base_in_the_workbook_too() -> None:
    """R223: a number alone says nothing where it is read without the share."""
    rows = cells(workbook(document("en")))["Wishes, match and goals"]
    found = [row[1] for row in rows if row[0] == "Language"]
    assert found == [12, 12]
    assert [row[1] for row in rows if row[0] == "Type of mentor"] == [80, 120]


def test_a_median_is_told_where_the_number_of_its_courses_is_hidden_r295() -> None:
    """As a word, and neither as a zero nor as nothing to tell."""
    found = sample.figures()
    unsaid = Spread(10, 20, 30, None, 208)
    hides = replace(
        found,
        goals={**found.goals, "client": unsaid},
        waiting={**found.waiting, "matched": unsaid},
        benefit=replace(found.benefit, before=unsaid),
        measured={"motivation": Change(unsaid, Figure(None, None))},
    )
    told = [line for line in lines(content(document("en", hides), FileFormat.CSV)) if line[2] in OF_HIDDEN]
    assert {line[2] for line in told if line[3] == "Median" and line[4] == "20"} == OF_HIDDEN
    assert {(line[4], line[5]) for line in told if line[3].startswith("Courses")} == {("", "hidden")}
    better = {line[4] or line[5] for line in told if line[3] == "Clearly better"}
    assert better == {"–"}, "nothing says how many points of motivation count"


OF_HIDDEN = {"Goals, as the client sees it (T-score)", "Assessment to match", "Before the first day", "Motivation, change in points"}


def test_a_sheet_is_made_to_be_scrolled_and_printed() -> None:
    book = workbook(document("da"))
    assert book["Efter jobcenter"].freeze_panes == "B5"
    assert book["Mentor, finansiering, år"].freeze_panes == "B1"
    assert book["Efter jobcenter"].page_setup.orientation == "landscape"
    assert book["Efter jobcenter"]["A3"].value.startswith("Tabel ")
