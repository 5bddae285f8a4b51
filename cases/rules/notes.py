"""Notes of a case: what is asked of one, and until when its writer can still change it (rules R148, R149)."""

import datetime as dt

from cases.enums_course import NoteKind
from cases.rules.cpr import stands_in
from core.verdicts import YES, Answer, no

EDITABLE = dt.timedelta(minutes=15)
"""So long the writer can put a slip of the pen right; after that a note stands."""


def words_verdict(*, words: str) -> Answer:
    """Words, and no CPR number in them (R148). Refuses with `note_empty` or `cpr_in_text`."""
    if not words.strip():
        return no("note_empty")
    return no("cpr_in_text") if stands_in(words) else YES


def received_verdict(*, received_on: dt.date, today: dt.date) -> Answer:
    """What came has come already (R148). Refuses with `received_in_future`."""
    return YES if received_on <= today else no("received_in_future")


def source_verdict(*, kind: NoteKind, from_whom: str) -> Answer:
    """What was told, or assessed by a professional, names who said it (R148). Refuses with `note_from_whom_missing`."""
    return YES if kind == NoteKind.NOTE or from_whom.strip() else no("note_from_whom_missing")


def changes_in_place(*, written_at: dt.datetime, is_writer: bool, at: dt.datetime) -> bool:
    """Whether the newest version changes itself: by its writer, within a quarter of an hour. Else a new version is made, with a reason (R149)."""
    return is_writer and at < written_at + EDITABLE


def correction_verdict(*, in_place: bool, before: str, after: str, why: str) -> Answer:
    """A new version says something else, and why (R149). Refuses with `note_unchanged` or `note_why_missing`."""
    if in_place:
        return YES
    if before.strip() == after.strip():
        return no("note_unchanged")
    return YES if why.strip() else no("note_why_missing")
