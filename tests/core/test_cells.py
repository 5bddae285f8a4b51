"""A file for spreadsheets: numbers are numbers, words are words that nothing computes."""

from core.cells import Plain, as_csv


def test_words_are_inert_and_numbers_are_numbers() -> None:
    assert as_csv([["=1+1", -2, 2.5, None, Plain("-2,5"), "a;b"]]) == b'\xef\xbb\xbf\'=1+1;-2;2.5;;-2,5;"a;b"\r\n'


def test_numbers_have_a_decimal_comma_where_it_is_asked_for() -> None:
    assert as_csv([[2.5, 3, "2.5"]], comma=True) == b"\xef\xbb\xbf2,5;3;2.5\r\n"


def test_a_file_of_ours_can_be_left_as_it_is() -> None:
    assert as_csv([["+45"]], is_inert=False) == b"\xef\xbb\xbf+45\r\n"
