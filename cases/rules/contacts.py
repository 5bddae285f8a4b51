"""Entries of the contact log: when one may be written, approved, asked about, corrected or struck out (rules R90-R95)."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cases.enums import State
from cases.enums_course import TOOK_PLACE, Attendance, CancelledBy, ContactForm, ContactState, ToldBy
from cases.rules.cpr import stands_in
from core.days import DaySpan
from core.verdicts import YES, Answer, no

MOST_MINUTES = 16 * 60
"""Longer than this on one day is a slip of the pen."""
WITHOUT_A_REASON = "-"
"""What stands in `struck_why` of an entry that was corrected before anybody had approved it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is written of one contact. Whole minutes; texts without spaces around them."""

    day: dt.date
    minutes: int
    form: ContactForm
    attendance: Attendance = Attendance.ATTENDED
    cancelled_by: CancelledBy | str = ""
    time: dt.time | None = None
    areas: tuple[str, ...] = ()
    note: str = ""
    client_note: str = ""
    told_by: ToldBy = ToldBy.MENTOR

    def as_row(self) -> dict[str, Any]:
        """The columns of the row."""
        return {
            "day": self.day,
            "time": self.time,
            "minutes": self.minutes,
            "form": self.form,
            "attendance": self.attendance,
            "cancelled_by": self.cancelled_by,
            "areas": list(self.areas),
            "note": self.note,
            "client_note": self.client_note,
            "told_by": self.told_by,
        }


def writable(*, state: State, is_open: bool) -> Answer:
    """New entries belong to a course that runs (R90). Refuses with `case_closed` or `contact_not_running`."""
    if not is_open:
        return no("case_closed", state=str(state))
    return YES if state == State.RUNNING else no("contact_not_running")


def day_verdict(
    *, day: dt.date, today: dt.date, periods: Sequence[DaySpan], withdrawn_on: dt.date | None, mentors: Sequence[DaySpan]
) -> Answer:
    """The day of an entry (R90): it has been, lies in a period and in a mentor's time, and not after the client withdrew.

    Refuses with `contact_in_future`, `contact_after_withdrawal`, `contact_outside_period`, which names the periods, or `contact_without_mentor`.
    """
    if day > today:
        return no("contact_in_future")
    if withdrawn_on is not None and day > withdrawn_on:
        return no("contact_after_withdrawal", withdrawn_on=withdrawn_on.isoformat())
    if not any(day in span for span in periods):
        return no("contact_outside_period", periods=_told(periods))
    if not any(day in span for span in mentors):
        return no("contact_without_mentor", mentors=_told(mentors))
    return YES


def _told(spans: Sequence[DaySpan]) -> list[list[str]]:
    return [[span.first_day.isoformat(), span.last_day.isoformat() if span.last_day else ""] for span in sorted(spans, key=_first)]


def _first(span: DaySpan) -> dt.date:
    return span.first_day


def length_verdict(*, minutes: int, attendance: Attendance, cancelled_by: str) -> Answer:
    """Whether minutes and attendance fit together (R91). Refuses with `contact_too_long`, `contact_took_time` or `contact_cancelled_by_whom`."""
    if minutes > MOST_MINUTES:
        return no("contact_too_long", minutes=MOST_MINUTES)
    if attendance in TOOK_PLACE and minutes < 1:
        return no("contact_took_time")
    if attendance == Attendance.CANCELLED and not cancelled_by:
        return no("contact_cancelled_by_whom")
    return YES


def words_verdict(**texts: str) -> tuple[str, Answer]:
    """A CPR number in none of the texts: words are not encrypted (R91). The field, and `cpr_in_text` when one has it."""
    for field, text in texts.items():
        if stands_in(text):
            return field, no("cpr_in_text")
    return "", YES


def paused_on(day: dt.date, *, pauses: Iterable[DaySpan]) -> bool:
    """Whether the course was paused on the day: an entry is taken, and whoever writes it is told."""
    return any(day in pause for pause in pauses)


def approval_verdict(*, state: ContactState, minutes: int, limit: int | None, written_by: UUID, by: UUID) -> Answer:
    """Whether `by` may approve the entry (R92): its writer up to the jobcentre's limit, and above it anybody else.

    Whose word it is (`ToldBy`) makes no difference: hours that are typed on the mentor's behalf are the mentor's and not the writer's own, and
    still nobody but the writer has seen them. `limit` None: there is none. Refuses with `contact_struck`, `contact_approved_already` or `contact_second_person`.
    """
    if state == ContactState.STRUCK:
        return no("contact_struck")
    if state == ContactState.APPROVED:
        return no("contact_approved_already")
    if needs_another(minutes=minutes, limit=limit) and written_by == by:
        return no("contact_second_person", minutes=limit)
    return YES


def needs_another(*, minutes: int, limit: int | None) -> bool:
    """Whether somebody else than the writer approves an entry of so many minutes (R92)."""
    return limit is not None and minutes > limit


def correction_verdict(*, state: ContactState, changed: bool, why: str) -> Answer:
    """A correction changes something, and that of an approved entry has a reason (R93).

    Refuses with `contact_struck`, `contact_unchanged` or `contact_why_missing`.
    """
    if state == ContactState.STRUCK:
        return no("contact_struck")
    if not changed:
        return no("contact_unchanged")
    if state == ContactState.APPROVED and not why:
        return no("contact_why_missing")
    return YES


def strike_verdict(*, state: ContactState, why: str) -> Answer:
    """An entry is struck out once, with a reason (R93). Refuses with `contact_struck` or `contact_why_missing`."""
    if state == ContactState.STRUCK:
        return no("contact_struck")
    return YES if why else no("contact_why_missing")


def question_verdict(*, state: ContactState, words: str) -> Answer:
    """A question has words and is about an entry that counts (R94). Refuses with `contact_struck` or `contact_question_missing`."""
    if state == ContactState.STRUCK:
        return no("contact_struck")
    return YES if words else no("contact_question_missing")


def answer_verdict(*, answered: bool, words: str, day: dt.date, asked_on: dt.date, today: dt.date) -> Answer:
    """A question is answered once, on a day since it was asked that has been (R94).

    Refuses with `contact_answered_already`, `contact_answer_missing`, `contact_answered_in_future` or `contact_answered_before`.
    """
    if answered:
        return no("contact_answered_already")
    if not words:
        return no("contact_answer_missing")
    if day > today:
        return no("contact_answered_in_future")
    return YES if day >= asked_on else no("contact_answered_before", asked_on=asked_on.isoformat())
