"""What is printed of a table: what is hidden as a whole is said in a sentence, and nothing is said twice. No database."""

from dataclasses import replace

import pytest
from django.utils import translation

from reports import documents
from reports.figures import shapes
from reports.parts import Cell, Kind, Line, Part, Table, Text
from reports.printed import printed, table_for_print, unbroken
from tests.pdf_rules import words_of
from tests.reports import sample

HIDDEN = Cell("hidden", hidden=True)
NONE = Cell("–")


@pytest.fixture(autouse=True)
def in_english() -> object:
    with translation.override("en"):
        yield


def shown(value: int) -> Cell:
    return Cell(str(value), value)


def table(*rows: tuple[Cell, ...], note: str = "", most: int = 0) -> Table:
    lines = tuple(Line(f"Row {n}", cells) for n, cells in enumerate(rows))
    return Table("Courses", ("Group", "Reached", "Completed", "Job")[: 1 + sum(cell.span for cell in rows[0])], lines, note, most=most)


def test_a_table_of_which_all_is_hidden_is_one_sentence() -> None:
    found = table_for_print(table((HIDDEN, NONE), (HIDDEN, HIDDEN)))
    assert found.lines == ()
    assert found.note == "The numbers are hidden."


def test_a_column_of_which_all_is_hidden_is_named_below() -> None:
    found = table_for_print(table((shown(6), HIDDEN, HIDDEN), (shown(4), HIDDEN, HIDDEN), note="A note."))
    assert found.heads == ("Group", "Reached")
    assert [[cell.text for cell in line.cells] for line in found.lines] == [["6"], ["4"]]
    assert found.note == "A note. Hidden columns: Completed; Job."


def test_hidden_rows_are_named_below_where_they_are_half_of_them() -> None:
    found = table_for_print(table((shown(6), shown(3)), (shown(5), HIDDEN), (HIDDEN, HIDDEN), (HIDDEN, HIDDEN)))
    assert [line.name for line in found.lines] == ["Row 0", "Row 1"]
    assert found.note == "Hidden rows: Row 2; Row 3."
    rather_few = table((shown(6), shown(3)), (shown(5), HIDDEN), (HIDDEN, HIDDEN))
    assert table_for_print(rather_few) == rather_few


def test_where_one_row_is_left_it_is_said_in_the_sentence() -> None:
    found = table_for_print(table((shown(21), HIDDEN), (HIDDEN, HIDDEN), (HIDDEN, HIDDEN)))
    assert found.lines == ()
    assert found.note == "Row 0: 21. All else is hidden."


def test_what_nobody_has_is_not_called_hidden() -> None:
    nothing = table((NONE, NONE), (NONE, NONE))
    assert table_for_print(nothing) == nothing


def test_a_cell_over_several_columns_stays_over_those_that_are_left() -> None:
    few = Cell("fewer than 10", kind=Kind.WORDS, hidden=True, span=2)
    whole = table((shown(40), shown(30), shown(9)), (shown(12), few))
    assert table_for_print(whole) == whole
    found = table_for_print(table((shown(40), shown(30), HIDDEN), (shown(12), few)))
    assert [[cell.span for cell in line.cells] for line in found.lines] == [[1, 1], [1, 1]]


def test_a_long_table_is_cut_but_for_its_sum_and_says_how_much_more_there_is() -> None:
    long = table(*((shown(n),) for n in range(30)), most=20)
    lines = (*long.lines, Line("All", (shown(435),), strong=True, always=True))
    found = table_for_print(Table(long.caption, long.heads, lines, most=20))
    assert [line.name for line in found.lines][-2:] == ["Row 19", "All"]
    assert found.note == "10 more rows stand in the workbook and the CSV file."


def test_points_of_a_column_have_the_same_decimals() -> None:
    found = table_for_print(table((Cell("44", 44, Kind.POINTS),), (Cell("3.3", 3.3, Kind.POINTS),)))
    assert [line.cells[0].text for line in found.lines] == ["44.0", "3.3"]


def test_a_text_of_an_earlier_section_is_not_said_again() -> None:
    text, other = Text("Hidden means this."), Text("Something else.")
    parts = [Part("a", "a", "A", pieces=(text,)), Part("b", "b", "B", pieces=(other, text))]
    assert [part.pieces for part in printed(parts)] == [(text,), (other,)]


@pytest.mark.parametrize(
    ("said", "lines"),
    [
        ("Longest: 16 days", ["Longest:", "16\u00a0days"]),
        ("Most: 47 of 208 (23\u00a0%)", ["Most:", "47\u00a0of\u00a0208\u00a0(23\u00a0%)"]),
        ("De kostede 209.952 kr.", ["De", "kostede", "209.952\u00a0kr."]),
        ("It cost DKK 9", ["It", "cost", "DKK\u00a09"]),
    ],
)
def test_a_number_does_not_part_from_its_word(said: str, lines: list[str]) -> None:
    assert unbroken(said).split(" ") == lines


@pytest.mark.parametrize(("language", "said", "last"), [("da", "mindre end 3", "Side 5 af 5"), ("en", "smaller than 3", "Page 5 of 5")])
def test_a_report_of_which_almost_all_is_hidden_is_short_and_explains_it_once(language: str, said: str, last: str) -> None:
    made = documents.document(facts=sample.facts(sample.all_hidden()), sections=sample.ALL_SECTIONS, language=language)
    words = words_of(documents.pdf(made))
    assert words.count(said) == 1
    assert last in words


def test_a_hidden_answer_is_not_told_as_none() -> None:
    made = documents.document(facts=sample.facts(sample.all_hidden()), sections=("follow_up",), language="en")
    assert "No follow-up has been answered" not in documents.html(made)
    assert "What became of the clients later is hidden" in documents.html(made)


def test_the_largest_group_is_not_named_where_a_hidden_one_could_be_larger() -> None:
    found = sample.figures()
    larger, smaller = found.tables["target_group"].rows[:2]
    for rows, heading in (
        ((larger, smaller), "Most courses: temporary mental illness, unemployed, 150\u00a0of\u00a0208"),
        ((larger, replace(larger, key="on_leave")), "The courses by target groups"),
        ((larger, replace(smaller, reached=sample.HIDDEN)), "The courses by target groups"),
    ):
        changed = sample.figures(tables={**found.tables, "target_group": shapes.Table("target_group", True, rows)})
        html = documents.html(documents.document(facts=sample.facts(changed), sections=("groups",), language="en"))
        assert f">{heading}" in html


def test_a_filter_stands_on_the_title_page_and_where_hidden_is_explained() -> None:
    scope = replace(sample.figures().scope, mentor_type="external")
    facts = sample.facts(
        replace(sample.all_hidden(), scope=scope), sample.about(filters={"mentor_type": {"da": "Ekstern mentor", "en": "External mentor"}})
    )
    html = documents.html(documents.document(facts=facts, sections=sample.ALL_SECTIONS, language="en"))
    assert "<dt>Type of mentor</dt><dd>External mentor</dd>" in html.split("</header>")[0]
    assert html.count("With a filter a report tells its results and waiting times only.") == 2, "in the box and in the method"


def test_goals_stand_in_no_table_of_hidden_waiting_times() -> None:
    made = documents.document(facts=sample.facts(sample.all_hidden()), sections=("waiting",), language="en")
    waiting = next(part for part in printed(made.parts) if part.code == "waiting")
    assert waiting.pieces[0].lines == ()
