"""Notes: what is asked of one, and until when it can be changed (R148, R149)."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.enums_course import NoteKind
from cases.rules.cpr import stands_in
from cases.rules.notes import EDITABLE, changes_in_place, correction_verdict, received_verdict, source_verdict, words_verdict

DAY = dt.date(2026, 11, 16)
AT = dt.datetime(2026, 11, 16, 9, 0, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)


@pytest.mark.parametrize(
    "text",
    ["010190-1234", "Hun har nummer 0101901234.", "nr 010190 1234", "(610170-1000)", "før 991399-0000, men 010190-1234 er et nummer"],
)
def test_a_cpr_number_in_the_words_is_seen_r148(text):
    assert stands_in(text)
    assert words_verdict(words=text).code == "cpr_in_text"


@pytest.mark.parametrize(
    "text", ["sag 2026-0312", "ring 20 00 00 01", "990190-1234", "321390-1234", "konto 01019012345", "101019012345", "uge 48-49"]
)
def test_other_numbers_are_no_cpr_number_r148(text):
    assert not stands_in(text)
    assert words_verdict(words=text)


@given(
    st.dates(dt.date(1900, 1, 1), dt.date(1999, 12, 31)),
    st.integers(0, 3999),
    st.sampled_from(["", "-", " "]),
    st.sampled_from(["", "Æ ", "cpr:"]),
)
def test_every_number_with_a_real_date_is_seen_r148(born, serial, between, before):
    assert stands_in(f"{before}{born:%d%m%y}{between}{serial:04d}.")


def test_a_note_says_something_r148():
    assert words_verdict(words="  \n").code == "note_empty"


def test_what_came_has_come_r148():
    assert received_verdict(received_on=DAY, today=DAY)
    assert received_verdict(received_on=DAY + dt.timedelta(days=1), today=DAY).code == "received_in_future"


@pytest.mark.parametrize(
    ("kind", "from_whom", "ok"), [("note", "", True), ("oral", " ", False), ("oral", "Borgeren", True), ("expert", "", False)]
)
def test_what_was_told_or_assessed_names_who_said_it_r148(kind, from_whom, ok):
    assert bool(source_verdict(kind=NoteKind(kind), from_whom=from_whom)) is ok


def test_its_writer_changes_it_for_a_quarter_of_an_hour_r149():
    assert dt.timedelta(minutes=15) == EDITABLE
    assert changes_in_place(written_at=AT, is_writer=True, at=AT + EDITABLE - SECOND)
    assert not changes_in_place(written_at=AT, is_writer=True, at=AT + EDITABLE)
    assert not changes_in_place(written_at=AT, is_writer=False, at=AT)


def test_a_correction_says_something_else_and_why_r149():
    assert correction_verdict(in_place=True, before="a", after="a", why="")
    assert correction_verdict(in_place=False, before="a", after=" a ", why="x").code == "note_unchanged"
    assert correction_verdict(in_place=False, before="a", after="b", why=" ").code == "note_why_missing"
    assert correction_verdict(in_place=False, before="a", after="b", why="x")
