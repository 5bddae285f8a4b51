"""What is known of a case, and what is wanted to be told of it."""

import datetime as dt
import uuid
from typing import Any

from cases.enums import State
from cases.enums_notice import NoticeKind
from cases.rules.course import PeriodDays
from cases.rules.reminders import (
    CaseFacts,
    KnownPeriod,
    Wanted,
    wanted_of_case,
)

A = uuid.UUID(int=1)
FIRST, LAST = dt.date(2026, 7, 1), dt.date(2026, 12, 31)
TODAY = dt.date(2026, 11, 16)
KNOWN: dict[str, Any] = {
    "received_on": dt.date(2026, 6, 1),
    "answer_due_on": dt.date(2026, 6, 22),
    "reminder_weeks": [8, 4, 2, 1],
    "quiet_days": 14,
    "first_question_weeks": 4,
    "question_months": 1,
}


def period(first: dt.date = FIRST, last: dt.date = LAST, ended: dt.date | None = None, *, key: int = 9, number: int = 1) -> KnownPeriod:
    return KnownPeriod(uuid.UUID(int=key), PeriodDays(number, first, last, ended), 2)


def wanted(kind: NoticeKind, *, on: dt.date = TODAY, state: State = State.RUNNING, **other: Any) -> list[Wanted]:
    facts = CaseFacts(state=state, **{**KNOWN, **other})
    return [each for each in wanted_of_case(known=facts, on=on) if each.kind == kind]


def days(kind: NoticeKind, **other: Any) -> list[tuple[int, str]]:
    return [(each.level, each.due_on.isoformat()) for each in wanted(kind, **other)]
