"""What is a CPR number (R10)."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.cpr import birth_day, century, digits, is_replacement, masked, verdict

ON = dt.date(2026, 11, 16)


@pytest.mark.parametrize("text", ["0101901234", "010190-1234", "010190 1234", "  010190-1234 "])
def test_ten_digits_with_or_without_a_dash(text: str) -> None:
    """R10"""
    assert digits(text) == "0101901234" and verdict(text, on=ON)


@pytest.mark.parametrize(
    "text", ["", "010190-123", "010190-12345", "01019012-34", "abcdef-ghij", "0101901234\x00", "010190--1234", "1" * 100_000]
)
def test_another_shape_is_refused(text: str) -> None:
    """R10"""
    assert verdict(text, on=ON).code == "cpr_shape"


@pytest.mark.parametrize(
    ("year", "seventh", "born"),
    [
        (36, 4, 2000),
        (37, 4, 1900),
        (36, 9, 2000),
        (37, 9, 1900),
        (0, 0, 1900),
        (99, 3, 1900),
        (57, 5, 2000),
        (58, 5, 1800),
        (57, 8, 2000),
        (58, 8, 1800),
    ],
)
def test_the_seventh_digit_tells_the_century(year: int, seventh: int, born: int) -> None:
    """R10"""
    assert century(year=year, seventh=seventh) == born


@pytest.mark.parametrize("text", ["310290-1234", "000190-1234", "010090-1234", "011390-1234", "290201-1234", "320190-1234", "920190-1234"])
def test_a_day_that_does_not_exist_is_refused(text: str) -> None:
    """R10: 1901 was no leap year, and 60 is added to the day only"""
    assert verdict(text, on=ON).code == "cpr_no_such_day"


def test_a_leap_day_of_a_year_that_has_one_is_taken() -> None:
    """R10: the year 2000"""
    assert birth_day("2902004123") == dt.date(2000, 2, 29) and verdict("290200-4123", on=ON)


def test_modulus_11_is_never_asked() -> None:
    """R10: all ten thousand serial numbers of a day"""
    assert all(verdict(f"010160{serial:04d}", on=ON) for serial in range(4000))


def test_nobody_is_born_tomorrow() -> None:
    """R10"""
    assert verdict("161126-4123", on=ON)
    assert verdict("171126-4123", on=ON).code == "cpr_not_born_yet"


@given(st.dates(dt.date(1900, 1, 1), dt.date(1999, 12, 31)), st.integers(0, 3999))
def test_a_replacement_number_tells_the_same_day_as_the_ordinary_one(born: dt.date, serial: int) -> None:
    """R10: 60 is added to the day"""
    rest = f"{born:%m%y}{serial:04d}"
    ordinary, replacement = f"{born.day:02d}{rest}", f"{born.day + 60:02d}{rest}"
    assert birth_day(ordinary) == birth_day(replacement) == born
    assert not is_replacement(ordinary) and is_replacement(replacement)
    assert verdict(replacement, on=ON)


@given(st.text(max_size=20))
def test_no_text_breaks_the_rule(text: str) -> None:
    """R10"""
    assert isinstance(bool(verdict(text, on=ON)), bool)


def test_a_masked_number_has_no_serial() -> None:
    assert masked("0101901234") == "010190-••••"
