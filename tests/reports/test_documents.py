"""The report as a document: what it says in both languages, what it hides, and what stays plain text."""

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from django.utils import translation

from reports import documents
from reports.enums import Section
from reports.figures import Figure, Figures, Table
from reports.sections import ALWAYS, in_order
from reports.tables import as_csv
from tests.pdf_rules import findings, outline_of, roles_of, text_of, words_of
from tests.reports import sample

LANGUAGES = ["da", "en"]
HOSTILE = (
    '"><script>alert(1)</script>',
    '<img src="http://127.0.0.1:9/x"> <link rel="attachment" href="file:///etc/passwd">',
    "{{7*7}} {% load x %}",
    '=HYPERLINK("http://x")',
    "\u202eEvil\u202c",
    "Æ" * 300,
)


def made(language: str = "da", found: Figures | None = None, sections: tuple[str, ...] = sample.ALL_SECTIONS) -> documents.Document:
    return documents.document(facts=sample.facts(found), sections=sections, language=language)


@pytest.fixture(scope="module", params=LANGUAGES)
def report(request: pytest.FixtureRequest) -> tuple[str, bytes]:
    return request.param, documents.pdf(made(request.param))


def test_the_pilots_numbers_stand_in_the_text_of_the_pdf_with_their_base(report: tuple[str, bytes]) -> None:
    """R222."""
    language, data = report
    words = words_of(data)
    for number in ("208", "142", "66", "23", "4", "24", "20", "71"):
        assert re.search(rf"(?<![\d.,]){number}(?![\d.,]\d)", words), number
    assert ("71 af 142 (50 %)" if language == "da" else "71 of 142 (50 %)") in words


def test_the_pdf_keeps_every_rule_for_screen_readers(report: tuple[str, bytes]) -> None:
    _language, data = report
    assert findings(data) == []
    roles = roles_of(data)
    assert {"H1", "H2", "Figure", "Table", "Caption", "TH", "L"} <= set(roles)
    assert len(outline_of(data)) == 1 + len(Section)


def test_every_chart_has_a_table_with_the_same_numbers_after_it() -> None:
    """R223."""
    for part in made().parts:
        kinds = [type(piece).__name__ for piece in part.pieces]
        if "Chart" in kinds:
            assert "Table" in kinds[kinds.index("Chart") :], part.code


def test_a_charts_alternative_text_is_its_finding_with_the_numbers() -> None:
    page = documents.html(made("en"))
    svgs = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    titles = [ElementTree.fromstring(svg)[0] for svg in svgs]
    assert len(titles) >= 9
    assert all(title.tag.endswith("title") and len(title.text or "") > 30 for title in titles)
    assert "208 courses reached, 142 were completed, 66 are under way" in (titles[0].text or "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_finding_is_what_became_of_those_who_completed(language: str) -> None:
    finding = made(language).parts[0].findings[0]
    assert finding.number == "71"
    assert "142" in finding.base
    assert "50\u00a0%" in finding.base
    assert finding.sentence.startswith("Halvdelen af dem" if language == "da" else "Half of those")


def test_hidden_cells_say_so_in_words_and_what_it_means_stands_below() -> None:
    """R224."""
    with translation.override("en"):
        groups = next(part for part in made("en").parts if part.code == Section.GROUPS)
        cells = [cell for table in groups.tables for line in table.lines for cell in line.cells if cell.hidden]
        assert {cell.text for cell in cells if cell.span == 1} == {"hidden"}
        assert all(cell.number is None for cell in cells)
    assert "smaller than 3" in documents.html(made("en"))


def test_a_row_of_fewer_than_ten_completed_courses_shows_no_results() -> None:
    """R224."""
    groups = next(part for part in made("en").parts if part.code == Section.GROUPS)
    physical = groups.tables[0].lines[2]
    assert [cell.text for cell in physical.cells] == ["12", "9", "fewer than 10 completed courses: results are not shown"]
    assert physical.cells[2].span == 5


def test_sections_that_are_not_chosen_are_left_out_and_the_rest_stays_in_order() -> None:
    """R225."""
    found = made(sections=("waiting", "reached"))
    assert [part.code for part in found.parts] == ["summary", "reached", "waiting", "definitions", "method"]
    assert set(ALWAYS) <= set(in_order(()))


def test_before_each_section_it_is_told_which_comes() -> None:
    told: list[str] = []
    documents.document(facts=sample.facts(), sections=("waiting",), language="en", before=lambda section: told.append(str(section)))
    assert told == ["summary", "waiting", "definitions", "method"]


def test_tables_and_charts_are_counted_through() -> None:
    numbers = [piece.number for part in made("en").parts for piece in part.pieces if hasattr(piece, "number")]
    assert [each for each in numbers if each.startswith("Table")] == [
        f"Table {n}" for n in range(1, 1 + sum(e.startswith("Table") for e in numbers))
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_months_without_a_course_make_a_report_that_says_so(language: str) -> None:
    data = documents.pdf(made(language, sample.nothing()))
    assert findings(data) == []
    assert ("Ingen forløb hører til" if language == "da" else "No course belongs to these months") in words_of(data)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_of_which_almost_all_is_hidden_can_be_made(language: str) -> None:
    data = documents.pdf(made(language, sample.all_hidden()))
    assert findings(data) == []
    assert ("skjult" if language == "da" else "hidden") in text_of(data)


def test_names_with_markup_addresses_and_formulas_are_plain_text() -> None:
    """R226. What a name could bring along into the file is tried in tests/core/test_pdf.py."""
    rows = tuple(sample.row(name, name, 70, 47, sample.four(8, None, 8, None), 24) for name in HOSTILE)
    found = sample.figures()
    found = replace(found, tables={**found.tables, "jobcentre": Table("jobcentre", False, rows)})
    facts = sample.facts(
        found, sample.about(authority=HOSTILE[0], made_by=HOSTILE[1], jobcentres=HOSTILE, filters={"team": {"da": HOSTILE[1]}})
    )
    document = documents.document(facts=facts, sections=sample.ALL_SECTIONS, language="en")
    page = documents.html(document)
    assert "<script" not in page
    assert "<img" not in page
    assert "<link" not in page
    data = documents.pdf(document)
    assert [each for each in findings(data) if "font of the machine" not in each] == []
    assert "<script>alert(1)</script>" in words_of(data)
    assert "{{7*7}}" in words_of(data)
    assert "root:" not in text_of(data)


def test_the_language_of_the_report_is_not_that_of_who_reads_it() -> None:
    with translation.override("en"):
        assert "Det vigtigste" in documents.html(made("da"))
    with translation.override("da"):
        assert "The most important" in documents.html(made("en"))


def test_percentages_always_have_their_base_beside_them() -> None:
    """R223: in findings by their words, in tables by a count in the same row or the base in the head."""
    for part in made("en").parts:
        for finding in part.findings:
            assert "%" not in finding.base or re.search(r"of [\d,]+", finding.base)
        for table in part.tables:
            for line in table.lines:
                if any(cell.text.endswith("%") for cell in line.cells):
                    based = any(cell.number is not None and not cell.text.endswith("%") for cell in line.cells)
                    assert based or any(re.search(r"\(\d", head) for head in table.heads), (part.code, line.name)


def test_one_more_is_said_in_the_singular() -> None:
    found = sample.figures(persons=Figure(1, 1), withdrawn=Figure(1, None))
    text = documents.html(made("en", found))
    assert "The courses are of 1 person." in text
    assert "1 case was withdrawn" in text


@pytest.mark.parametrize("rows", [14, 20, 21, 40, 98])
def test_a_table_of_many_jobcentres_goes_on_over_the_pages(rows: int) -> None:
    found = sample.figures()
    many = tuple(sample.row(f"{n}", f"Jobcenter {n}", 70, 47, sample.four(8, None, 8, None), 24) for n in range(rows))
    tables = {**found.tables, "jobcentre": Table("jobcentre", False, many)}
    data = documents.pdf(made("da", replace(found, tables=tables), sections=("jobcentres", "splits")))
    assert findings(data) == []
    assert f"Jobcenter {rows - 1} " in words_of(data)


def test_of_many_partner_organisations_the_largest_are_printed_and_files_have_all_of_them() -> None:
    found = sample.figures()
    many = tuple(sample.row(f"{n}" if n < 98 else "", f"Partner {n}", 70, 47, sample.four(8, None, 8, None), 24) for n in range(99))
    document = made("en", replace(found, tables={**found.tables, "partner": Table("partner", False, many)}), sections=("splits",))
    words = words_of(documents.pdf(document))
    assert "Partner 14 70" in words
    assert "Partner 15 70" not in words
    assert "Partner 98 70" in words, "of no partner"
    assert "83 more rows stand in the workbook" in words
    assert "Partner 20" in as_csv(document).decode()
