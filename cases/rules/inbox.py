"""By when a reminder asks somebody to act, and who may answer it (rule R171)."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from cases.enums_notice import NoticeKind

BY_THEIR_FACTS = frozenset(
    {
        NoticeKind.ANSWER,
        NoticeKind.PROPOSAL,
        NoticeKind.EXTENSION,
        NoticeKind.EXTENSION_DECISION,
        NoticeKind.NOT_WORKING,
        NoticeKind.MEASUREMENT,
        NoticeKind.FOLLOW_UP,
        NoticeKind.APPEAL,
        NoticeKind.PROTECTION,
        NoticeKind.DECLARATION,
    }
)
"""Kinds whose facts name the deadline itself. Of the others the fact is where it began, such as the day of the last contact."""


def act_by(*, kind: NoticeKind, due_on: dt.date, facts: Mapping[str, Any]) -> dt.date:
    """The day by which somebody acts: the deadline that the reminder is about, else the day on which it is told."""
    day = facts.get("day") if kind in BY_THEIR_FACTS else None
    return dt.date.fromisoformat(day) if day else due_on
