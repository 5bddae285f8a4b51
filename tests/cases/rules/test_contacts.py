"""Entries of the contact log (R90-R94): the day, minutes and attendance, words, approval, corrections, questions."""

import datetime as dt
import uuid
from typing import Any

import pytest

from cases.enums import State
from cases.enums_course import Attendance, ContactState
from cases.models.contact import MOST_MINUTES as MOST_IN_THE_DATABASE
from cases.rules.contacts import (
    MOST_MINUTES,
    answer_verdict,
    approval_verdict,
    correction_verdict,
    day_verdict,
    length_verdict,
    paused_on,
    question_verdict,
    strike_verdict,
    words_verdict,
    writable,
)
from core.days import DAY, DaySpan

TODAY = dt.date(2026, 11, 16)
COURSE = DaySpan(dt.date(2026, 10, 5), dt.date(2026, 12, 31))
ME, OTHER = uuid.uuid4(), uuid.uuid4()


def of_day(day: dt.date, **other: Any):
    known: dict[str, Any] = {"today": TODAY, "periods": [COURSE], "withdrawn_on": None, "mentors": [COURSE], **other}
    return day_verdict(day=day, **known)


def test_an_entry_is_written_while_the_course_runs() -> None:
    assert writable(state=State.RUNNING, is_open=True)
    assert writable(state=State.STARTUP, is_open=True).code == "contact_not_running"
    assert writable(state=State.ENDED, is_open=False).code == "case_closed"


def test_the_day_has_been_and_lies_in_a_period() -> None:
    """R90"""
    assert of_day(TODAY)
    assert of_day(COURSE.first_day)
    assert of_day(TODAY + DAY).code == "contact_in_future"
    outside = of_day(COURSE.first_day - DAY)
    assert (outside.code, outside.facts["periods"]) == ("contact_outside_period", [["2026-10-05", "2026-12-31"]])
    assert of_day(TODAY, periods=[]).facts["periods"] == []
    gap = [DaySpan(dt.date(2026, 11, 20), dt.date(2026, 12, 31)), DaySpan(dt.date(2026, 10, 5), dt.date(2026, 11, 15))]
    assert of_day(TODAY, periods=gap).facts["periods"] == [["2026-10-05", "2026-11-15"], ["2026-11-20", "2026-12-31"]]


def test_after_the_client_withdrew_nothing_is_written() -> None:
    """R90"""
    assert of_day(TODAY, withdrawn_on=TODAY)
    assert of_day(TODAY, withdrawn_on=TODAY - DAY).code == "contact_after_withdrawal"


def test_an_entry_needs_a_mentor_on_its_day() -> None:
    """R90"""
    assert of_day(TODAY, mentors=[DaySpan(TODAY)])
    without = of_day(TODAY, mentors=[DaySpan(TODAY + DAY), DaySpan(COURSE.first_day, TODAY - DAY)])
    assert (without.code, without.facts["mentors"]) == ("contact_without_mentor", [["2026-10-05", "2026-11-15"], ["2026-11-17", ""]])


@pytest.mark.parametrize(
    ("minutes", "attendance", "cancelled_by", "code"),
    [
        (45, Attendance.ATTENDED, "", ""),
        (1, Attendance.LATE, "", ""),
        (0, Attendance.ATTENDED, "", "contact_took_time"),
        (0, Attendance.LATE, "", "contact_took_time"),
        (0, Attendance.NO_SHOW, "", ""),
        (30, Attendance.NO_SHOW, "", ""),
        (0, Attendance.CANCELLED, "client", ""),
        (0, Attendance.CANCELLED, "", "contact_cancelled_by_whom"),
        (MOST_MINUTES, Attendance.ATTENDED, "", ""),
        (MOST_MINUTES + 1, Attendance.ATTENDED, "", "contact_too_long"),
    ],
)
def test_minutes_and_attendance_fit_together(minutes: int, attendance: Attendance, cancelled_by: str, code: str) -> None:
    """R91"""
    assert length_verdict(minutes=minutes, attendance=attendance, cancelled_by=cancelled_by).code == code


def test_rule_and_database_know_the_same_longest_entry() -> None:
    assert MOST_MINUTES == MOST_IN_THE_DATABASE


def test_a_cpr_number_stands_in_no_text() -> None:
    """R91"""
    field, verdict = words_verdict(note="Ugeplan", client_note="Ring 610590-1234")
    assert (field, verdict.code) == ("client_note", "cpr_in_text")
    assert words_verdict(note="Ring 20 00 00 01 kl. 10")[1]


def test_who_approves() -> None:
    """R92"""

    def verdict(state: ContactState = ContactState.WAITING, *, minutes: int = 60, limit: int | None = None, by: uuid.UUID = ME) -> str:
        return approval_verdict(state=state, minutes=minutes, limit=limit, written_by=ME, by=by).code

    assert verdict() == verdict(minutes=120, limit=120) == verdict(minutes=121, limit=120, by=OTHER) == ""
    assert verdict(minutes=121, limit=120) == "contact_second_person"
    assert verdict(ContactState.APPROVED) == "contact_approved_already"
    assert verdict(ContactState.STRUCK) == "contact_struck"


def test_a_correction_changes_something_and_that_of_an_approved_entry_has_a_reason() -> None:
    """R93"""
    assert correction_verdict(state=ContactState.WAITING, changed=True, why="")
    assert correction_verdict(state=ContactState.WAITING, changed=False, why="x").code == "contact_unchanged"
    assert correction_verdict(state=ContactState.APPROVED, changed=True, why="").code == "contact_why_missing"
    assert correction_verdict(state=ContactState.APPROVED, changed=True, why="Det var en time")
    assert correction_verdict(state=ContactState.STRUCK, changed=True, why="x").code == "contact_struck"
    assert strike_verdict(state=ContactState.WAITING, why="").code == "contact_why_missing"
    assert strike_verdict(state=ContactState.STRUCK, why="x").code == "contact_struck"
    assert strike_verdict(state=ContactState.APPROVED, why="x")


def test_a_question_has_words_and_one_answer_on_a_day_since() -> None:
    """R94"""
    assert question_verdict(state=ContactState.APPROVED, words="Hvor var I?")
    assert question_verdict(state=ContactState.WAITING, words="").code == "contact_question_missing"
    assert question_verdict(state=ContactState.STRUCK, words="x").code == "contact_struck"

    def answer(day: dt.date = TODAY, *, answered: bool = False, words: str = "Hos lægen") -> str:
        return answer_verdict(answered=answered, words=words, day=day, asked_on=TODAY - DAY, today=TODAY).code

    assert answer() == answer(TODAY - DAY) == ""
    assert answer(answered=True) == "contact_answered_already"
    assert answer(words="") == "contact_answer_missing"
    assert answer(TODAY + DAY) == "contact_answered_in_future"
    assert answer(TODAY - 2 * DAY) == "contact_answered_before"


def test_a_pause_is_known_by_its_days() -> None:
    assert paused_on(TODAY, pauses=[DaySpan(TODAY)])
    assert not paused_on(TODAY, pauses=[DaySpan(TODAY + DAY), DaySpan(TODAY - 3 * DAY, TODAY - DAY)])
