"""What an address says of an instant."""

import datetime as dt

import pytest

from core.clock import parse_instant


def test_an_instant_of_an_address_is_read_with_its_offset() -> None:
    at = dt.datetime(2026, 11, 22, 3, 4, 5, 6, tzinfo=dt.UTC)
    assert parse_instant(at.isoformat()) == parse_instant(at.isoformat().replace("+", " ")) == at


@pytest.mark.parametrize("text", ["", "x", "2026-11-22T03:04:05", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"])
def test_what_is_no_instant_of_ours_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_instant(text)
