"""How a file of mentors is read (R82): a table of bad files, and any bytes at all."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mentors import import_phrases
from mentors.rules.imports import (
    COLUMNS,
    MOST_BYTES,
    MOST_LINES,
    MOST_READ,
    Table,
    identities,
    is_formula,
    levels_of,
    many_of,
    one_of,
    plain,
    read_table,
)

HEAD = "Navn;Type;Flest borgere;Timer om ugen\n"
LINE = "Åse Ærø;ekstern;3;10\n"


def codes(table: Table) -> list[tuple[str, int, str]]:
    return [(fault.code, fault.line, fault.column) for fault in table.faults]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", [("file_empty", 0, "")]),
        (b" \r\n\t\n", [("file_empty", 0, "")]),
        (b"\xef\xbb\xbf", [("file_empty", 0, "")]),
        (b"\xef\xbb\xbf;;;\n;;;\n", [("file_empty", 0, "")]),
        (HEAD.encode(), [("file_without_lines", 0, "")]),
        (b"PK\x03\x04 a spreadsheet", [("file_is_spreadsheet", 0, "")]),
        (b"\xd0\xcf\x11\xe0 an old one", [("file_is_spreadsheet", 0, "")]),
        ((HEAD + LINE).encode("utf-16-le"), [("file_is_no_text", 0, "")]),
        (b"\xff\xfe\x00\xd8", [("file_is_no_text", 0, "")]),
        (bytes(range(1, 32)) * 40, [("file_is_no_text", 0, "")]),
        (b"\x81\x8d\x8f\x90\x9d", [("file_is_no_text", 0, "")]),
        ("Navn;Type;Timer om ugen\nÅse;x;1\n".encode(), [("column_missing", 1, "most_clients")]),
        (("CPR;" + HEAD + "1;" + LINE).encode(), [("column_unknown", 1, "CPR")]),
        (("Name;" + HEAD + "1;" + LINE).encode(), [("column_twice", 1, "name")]),
        (("a;" * 201 + "\n").encode(), [("file_too_many_columns", 1, "")]),
        ((HEAD + LINE.replace("\n", ";x\n")).encode(), [("cell_without_heading", 2, "")]),
        ((HEAD + LINE + '"Åse;ekstern;3;10\n' + LINE).encode(), [("quote_never_closes", 3, "")]),
        ((HEAD + '"Åse" Ærø;ekstern;3;10\n').encode(), [("quote_inside", 2, "")]),
        ((HEAD + "A" * 1_000_000 + ";ekstern;3;10\n").encode(), [("cell_too_long", 2, "")]),
        ((HEAD + "Å\x00se;ekstern;3;10\n").encode(), [("cell_is_no_text", 2, "name")]),
        ((HEAD + "=1+1;ekstern;3;-10\n").encode(), [("cell_is_formula", 2, "name"), ("cell_is_formula", 2, "hours_a_week")]),
        ((HEAD + LINE * (MOST_LINES + 1)).encode(), [("file_too_many_lines", 0, "")]),
        ((HEAD + LINE * 100_000).encode()[:MOST_BYTES], [("file_too_many_lines", 0, "")]),
        (b"a" * (MOST_BYTES + 1), [("file_too_large", 0, "")]),
    ],
)
def test_a_bad_file_says_what_is_wrong_and_where(content, expected):
    """R82"""
    assert codes(read_table(content)) == expected


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ((HEAD + LINE).encode(), "utf-8-sig"),
        ((HEAD + LINE).encode("utf-8-sig"), "utf-8-sig"),
        ((HEAD + LINE).encode("utf-16"), "utf-16"),
        ((HEAD + LINE).encode("cp1252"), "cp1252"),
        ((HEAD + LINE).replace(";", ",").encode(), "utf-8-sig"),
        ((HEAD + LINE).replace(";", "\t").encode(), "utf-8-sig"),
        ((HEAD + LINE).replace("\n", "\r\n").encode(), "utf-8-sig"),
        ((HEAD + LINE).replace("\n", "\r").encode(), "utf-8-sig"),
        (("sep=,\n" + (HEAD + LINE).replace(";", ",")).encode(), "utf-8-sig"),
        (("\n;;;\n" + HEAD + "\n" + LINE + ";;;\n").encode(), "utf-8-sig"),
        ((HEAD.replace("\n", ";;\n") + LINE.replace("\n", ";;\n")).encode(), "utf-8-sig"),
        (('Timer om ugen;"NAVN *";type;most_clients\n"10";"Åse Ærø";ekstern;3\n').encode(), "utf-8-sig"),
    ],
)
def test_a_file_is_read_as_it_was_saved(content, encoding):
    """R82"""
    table = read_table(content)
    assert table.faults == ()
    assert [row.cells for row in table.rows] == [{"name": "Åse Ærø", "type": "ekstern", "most_clients": "3", "hours_a_week": "10"}]
    assert table.encoding == encoding


def test_a_line_is_counted_as_a_spreadsheet_counts_it():
    """R82: a cell may hold a line break, and an empty line is a line."""
    table = read_table((HEAD + '"Åse\nÆrø";ekstern;3;10\n\n' + "Bo;ekstern;3;=1\n").encode())
    assert [row.line for row in table.rows] == [2, 4]
    assert codes(table) == [("cell_is_formula", 4, "hours_a_week")]


@pytest.mark.parametrize(
    ("cell", "phone", "formula"),
    [
        ("=SUM(A1)", False, True),
        (" =1", False, True),
        ("@x", False, True),
        ("-", False, True),
        ("\tx", False, True),
        ("+45 20 00 00 01", False, True),
        ("+45 20 00 00 01", True, False),
        ("+45|' /C calc'!A0", True, True),
        ("=1", True, True),
        ("Åse = Bo", False, False),
        ("", False, False),
    ],
)
def test_a_cell_that_a_spreadsheet_would_compute_is_known(cell, phone, formula):
    """R82"""
    assert is_formula(cell, phone=phone) is formula


def test_a_file_of_empty_lines_is_not_read_to_its_end():
    """R82"""
    assert [fault.code for fault in read_table((HEAD + "\n" * MOST_READ + LINE).encode()).faults] == ["file_too_many_lines"]
    assert read_table((HEAD + "\n" * 100 + LINE).encode()).rows


@given(st.binary(max_size=400) | st.text(max_size=400).map(str.encode) | st.text(max_size=300).map(lambda text: (HEAD + text).encode()))
@example(b'\xef\xbb\xbf"')
@example(b"sep=")
@example(b"sep=;\n")
@example(HEAD.encode() + b'"\x00')
@example(b"sep=\x00\n" + (HEAD + LINE).encode())
def test_any_bytes_are_rows_or_faults(content):
    """R82: never an exception; what has no fault has rows and can be kept as text, and every fault has words."""
    table = read_table(content)
    assert table.faults or (table.rows and "\x00" not in table.text)
    assert {fault.code for fault in table.faults} <= import_phrases.REFUSALS.keys()
    for fault in table.faults:
        assert import_phrases.REFUSALS[fault.code](
            {**fault.facts, "column": fault.column, "value": fault.value, "choices": ["x"], "example": "x"}
        )


def test_each_heading_is_one_column_in_both_languages():
    for language in ("da", "en"):
        headings = [plain(getattr(column, language)) for column in COLUMNS]
        assert len(set(headings)) == len(headings)


WORDS = {"danish": "da", "dansk": "da", "danish sign language": "sgn", "dansk tegnsprog": "sgn", "persisk farsi": "fa", "da": "da"}


@pytest.mark.parametrize(
    ("typed", "value"),
    [("DANSK", "da"), ("da", "da"), ("tegn", "sgn"), ("farsi", "fa"), ("dan", None), ("d", None), ("sprog", None), ("dansk te", "sgn")],
)
def test_a_value_is_its_code_its_label_or_the_beginning_of_one_label(typed, value):
    assert one_of(typed, words=WORDS) == value


def test_a_list_may_hold_labels_with_commas_and_says_what_it_does_not_know():
    times = {"monday morning": "1_morning", "monday evening": "1_evening"}
    assert many_of("Monday, morning, monday evening", words=times) == (["1_morning", "1_evening"], "")
    assert many_of("monday morning; monday morning", words=times) == (["1_morning"], "")
    assert many_of("monday morning, midnight, x", words=times) == (["1_morning"], "midnight")
    assert many_of("monday", words=times) == ([], "monday")


def test_experience_is_pairs():
    areas, levels = {"practical support": "practical", "social navigation": "social"}, {"much": 2, "some": 1}
    assert levels_of("practical: much, SOCIAL=some", areas=areas, levels=levels) == ({"practical": 2, "social": 1}, "")
    for bad in ("practical", "practical:", "practical: huge", "cooking: much", "practical: much, practical: some"):
        assert levels_of(bad, areas=areas, levels=levels)[1]


def test_a_mentor_is_known_by_name_with_phone_or_email():
    """R83"""
    one = identities(name="Åse  ÆRØ", phone="+45 20 00 00 01", email="")
    assert one & identities(name="åse ærø", phone="20000001", email="other@example.org")
    assert not one & identities(name="åse ærø", phone="20000002", email="")
    assert not one & identities(name="Bo Ærø", phone="20000001", email="")
    assert identities(name="Bo", phone="", email="B@x.dk") & identities(name="bo", phone="1", email="b@X.dk")
    assert identities(name="Bo", phone="", email="") & identities(name="bo", phone="", email="")
    assert not identities(name="Bo", phone="", email="") & identities(name="bo", phone="20000001", email="")
