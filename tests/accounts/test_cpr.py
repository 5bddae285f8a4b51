"""CPR numbers at rest (R61): unreadable without the key and for another row, found by a keyed hash of the jobcentre."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts import cpr

DIGITS = st.from_regex(r"[0-9]{10}", fullmatch=True)


@given(digits=DIGITS)
def test_what_was_sealed_can_be_read_for_its_row(digits: str) -> None:
    row = uuid.uuid4()
    assert cpr.decrypt(cpr.encrypt(digits, row_id=row), row_id=row) == digits


@given(digits=DIGITS)
def test_a_value_that_is_copied_to_another_row_cannot_be_read(digits: str) -> None:
    sealed = cpr.encrypt(digits, row_id=uuid.uuid4())
    with pytest.raises(cpr.CannotDecrypt):
        cpr.decrypt(sealed, row_id=uuid.uuid4())


def test_a_changed_byte_is_found_out() -> None:
    row = uuid.uuid4()
    sealed = bytearray(cpr.encrypt("6101901234", row_id=row))
    sealed[-1] ^= 1
    with pytest.raises(cpr.CannotDecrypt):
        cpr.decrypt(bytes(sealed), row_id=row)


def test_the_same_number_is_sealed_differently_each_time() -> None:
    row = uuid.uuid4()
    assert cpr.encrypt("6101901234", row_id=row) != cpr.encrypt("6101901234", row_id=row)


def test_an_older_key_still_reads_and_the_newest_one_seals(settings) -> None:
    row = uuid.uuid4()
    old = cpr.encrypt("6101901234", row_id=row)
    settings.CPR_KEYS = {**settings.CPR_KEYS, "t2": "33" * 32}
    assert cpr.decrypt(old, row_id=row) == "6101901234"
    assert cpr.encrypt("6101901234", row_id=row).startswith(b"t2:")


def test_without_the_key_it_says_which_key_is_missing(settings) -> None:
    row = uuid.uuid4()
    sealed = cpr.encrypt("6101901234", row_id=row)
    settings.CPR_KEYS = {"other": "44" * 32}
    with pytest.raises(cpr.CannotDecrypt, match="t1"):
        cpr.decrypt(sealed, row_id=row)


def test_the_hash_is_the_same_for_a_number_within_a_jobcentre_only() -> None:
    here, there = uuid.uuid4(), uuid.uuid4()
    assert cpr.blind_index("6101901234", jobcentre_id=here) == cpr.blind_index("6101901234", jobcentre_id=here)
    assert cpr.blind_index("6101901234", jobcentre_id=here) != cpr.blind_index("6101901234", jobcentre_id=there)
    assert cpr.blind_index("6101901234", jobcentre_id=here) != cpr.blind_index("6101901235", jobcentre_id=here)


def test_the_hash_needs_its_key(settings) -> None:
    here = uuid.uuid4()
    first = cpr.blind_index("6101901234", jobcentre_id=here)
    settings.CPR_INDEX_KEY = "55" * 32
    assert cpr.blind_index("6101901234", jobcentre_id=here) != first
