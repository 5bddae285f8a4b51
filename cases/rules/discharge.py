"""Discharge from a psychiatric hospital: who is told asks, and what the client has a right to (rules R137-R139) [law]."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from cases.enums_course import DischargeAnswer
from core.days import DAY, DaySpan, add_months, last_day_of_months
from core.verdicts import YES, Answer, no

MONTHS_BEFORE = 3
RIGHT_MONTHS = 6
ASK_WITHIN_DAYS = 7
"""Our own measure for reminders: the law says that the client is asked, not by when."""
EARLIEST = dt.timedelta(days=366)
"""A discharge that is more than a year away, or a year ago, is a slip of the pen."""


class NoticeCode(StrEnum):
    """What the page of a decision says beside a grant. A notice never blocks."""

    RIGHT = "right"
    NOT_ASKED = "not_asked"
    TOO_EARLY = "too_early"
    TOO_SHORT = "too_short"


@dataclass(frozen=True, slots=True)
class Notice:
    code: NoticeCode
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def warns(self) -> bool:
        return self.code != NoticeCode.RIGHT


@dataclass(frozen=True, slots=True)
class Coming:
    """A discharge as the rules read it: expected, or the day it was."""

    expected_on: dt.date
    discharged_on: dt.date | None = None
    asked_on: dt.date | None = None
    answer: str = ""

    @property
    def day(self) -> dt.date:
        return self.discharged_on or self.expected_on


def earliest_first_day(*, discharge_on: dt.date) -> dt.date:
    """From when the mentor may begin (R138): three months before the discharge; where that day does not exist, the month's last day."""
    return add_months(discharge_on, -MONTHS_BEFORE)


def right_until(*, discharge_on: dt.date) -> dt.date:
    """To which day the right reaches at least (R139): six months counted from the discharge, so that time in hospital does not shorten it."""
    return last_day_of_months(discharge_on, RIGHT_MONTHS)


def told_verdict(*, notified_on: dt.date, expected_on: dt.date, on: dt.date) -> Answer:
    """Whether the days of a notice can be true (R137). Refuses with `discharge_told_in_future`, `discharge_too_far` or `discharge_too_long_ago`."""
    if notified_on > on:
        return no("discharge_told_in_future")
    if expected_on > on + EARLIEST:
        return no("discharge_too_far", year=expected_on.year)
    return no("discharge_too_long_ago", year=expected_on.year) if expected_on < on - EARLIEST else YES


def answer_verdict(*, asked_on: dt.date, answer: str, answered_on: dt.date | None, notified_on: dt.date, on: dt.date) -> tuple[Answer, str]:
    """Whether the question and its answer can be written down (R137), and the field that is wrong. An answer can come later.

    Refuses with `discharge_asked_in_future`, `discharge_asked_too_early`, `discharge_answer_missing`, `discharge_answered_missing`,
    `discharge_answered_in_future` or `discharge_answered_too_early`.
    """
    if asked_on > on:
        return no("discharge_asked_in_future"), "asked_on"
    if asked_on < notified_on:
        return no("discharge_asked_too_early", earliest=notified_on.isoformat()), "asked_on"
    if not answer:
        return (no("discharge_answer_missing"), "answer") if answered_on else (YES, "")
    if answered_on is None:
        return no("discharge_answered_missing"), "answered_on"
    if answered_on > on:
        return no("discharge_answered_in_future"), "answered_on"
    return (no("discharge_answered_too_early"), "answered_on") if answered_on < asked_on else (YES, "")


def discharged_verdict(*, discharged_on: dt.date, notified_on: dt.date, on: dt.date) -> Answer:
    """Whether somebody can have been discharged on this day. Refuses with `discharged_in_future` or `discharged_too_long_ago`."""
    if discharged_on > on:
        return no("discharged_in_future")
    return no("discharged_too_long_ago") if discharged_on < notified_on - EARLIEST else YES


def ask_by(*, notified_on: dt.date, asked_on: dt.date | None) -> dt.date | None:
    """For reminders: when somebody should have asked (R137); None when the client was asked."""
    return None if asked_on else notified_on + ASK_WITHIN_DAYS * DAY


def notices(*, coming: Coming, spans: Sequence[DaySpan]) -> list[Notice]:
    """What is said beside a grant (R137-R139): the right, and where the days of the course (`spans`: periods and the proposed grant) lie outside it.

    A client who has said no has no wish to be counted against; whoever is not asked yet is to be asked.
    """
    day = coming.day
    earliest, until = earliest_first_day(discharge_on=day), right_until(discharge_on=day)
    if coming.answer == DischargeAnswer.NO:
        return []
    found = [Notice(NoticeCode.RIGHT, {"day": day.isoformat(), "earliest": earliest.isoformat(), "until": until.isoformat()})]
    if coming.asked_on is None:
        found.append(Notice(NoticeCode.NOT_ASKED))
    known = [span for span in spans if span.last_day is not None]
    if known and min(span.first_day for span in known) < earliest:
        found.append(Notice(NoticeCode.TOO_EARLY, {"earliest": earliest.isoformat()}))
    if known:
        first, covered = days_from(day, spans=known)
        last = right_until(discharge_on=first)
        if covered < DaySpan(first, last).days():
            found.append(Notice(NoticeCode.TOO_SHORT, {"last_day": last.isoformat(), "days": covered}))
    return found


def days_from(day: dt.date, *, spans: Sequence[DaySpan]) -> tuple[dt.date, int]:
    """The first day of the course from `day` on (`day` itself when it has none), and how many days it has from there. Gaps are not counted."""
    first, covered, reached = None, 0, day - DAY
    for span in sorted(spans):
        if span.last_day is None or span.last_day <= reached:
            continue
        begins = max(span.first_day, reached + DAY)
        first = first or begins
        covered += DaySpan(begins, span.last_day).days()
        reached = span.last_day
    return first or day, covered
