"""Notes of a case (R148, R149): written, changed by their writer for a quarter of an hour, then corrected by new versions with reasons.

Possible in open and closed cases. The time line says that a note was written, never what stands in it.
"""

import datetime as dt
import uuid

from django.db import transaction

from accounts.audit import last_change
from accounts.models import User
from cases.actions.base import locked_open_or_closed, record
from cases.enums_course import NoteKind
from cases.models import Case, Note, NoteVersion
from cases.rules.cpr import stands_in
from cases.rules.notes import changes_in_place, correction_verdict, received_verdict, source_verdict, words_verdict
from core.days import day_of
from core.verdicts import Refused, Stale


def refuse_cpr(**texts: str) -> None:
    """A CPR number in none of these fields (R148). Refuses with `cpr_in_text` at the first that has one."""
    for field, text in texts.items():
        if stands_in(text):
            raise Refused("cpr_in_text", field)


@transaction.atomic
def write_note(*, case_id: uuid.UUID, kind: NoteKind, received_on: dt.date, from_whom: str, words: str, by: User, at: dt.datetime) -> Note:
    """A new note. Refuses with `note_empty`, `cpr_in_text`, `received_in_future` or `note_from_whom_missing`."""
    case = locked_open_or_closed(case_id=case_id)
    _check(kind=kind, received_on=received_on, from_whom=from_whom, words=words, today=day_of(at))
    note = Note.objects.create(case=case, kind=kind, received_on=received_on, from_whom=from_whom.strip(), written_by=by, written_at=at)
    NoteVersion.objects.create(note=note, number=1, words=words.strip(), written_by=by, written_at=at)
    record(case, "case.note_written", by=by, at=at, which=str(kind), received_on=received_on.isoformat())
    return note


@transaction.atomic
def change_note(
    *,
    case_id: uuid.UUID,
    note_id: uuid.UUID,
    version: int | None,
    kind: NoteKind,
    received_on: dt.date,
    from_whom: str,
    words: str,
    by: User,
    at: dt.datetime,
) -> Note:
    """Change a note in place, while it has one version and its writer may. Refuses with `note_stands`, `stale` and as `write_note` does."""
    case, note, newest = _locked(case_id=case_id, note_id=note_id, version=version)
    if newest.number > 1 or not changes_in_place(written_at=newest.written_at, is_writer=newest.written_by_id == by.pk, at=at):
        raise Refused("note_stands")
    _check(kind=kind, received_on=received_on, from_whom=from_whom, words=words, today=day_of(at))
    note.kind, note.received_on, note.from_whom = kind, received_on, from_whom.strip()
    newest.words = words.strip()
    newest.save(update_fields=["words"])
    _count(note)
    record(case, "case.note_changed", by=by, at=at, which=str(kind))
    return note


@transaction.atomic
def correct_note(*, case_id: uuid.UUID, note_id: uuid.UUID, version: int | None, words: str, why: str, by: User, at: dt.datetime) -> Note:
    """Put a note right by a new version, which stands beside the earlier ones; a correction that its writer has just made changes itself.

    Refuses with `note_empty`, `cpr_in_text`, `note_unchanged`, `note_why_missing` or `stale`.
    """
    case, note, newest = _locked(case_id=case_id, note_id=note_id, version=version)
    in_place = newest.number > 1 and changes_in_place(written_at=newest.written_at, is_writer=newest.written_by_id == by.pk, at=at)
    Refused.unless(words_verdict(words=words), "words")
    refuse_cpr(why=why)
    answer = correction_verdict(in_place=in_place and bool(why.strip()), before=newest.words, after=words, why=why)
    Refused.unless(answer, "why" if answer.code == "note_why_missing" else "words")
    if in_place:
        newest.words, newest.why = words.strip(), why.strip()
        newest.save(update_fields=["words", "why"])
    else:
        newest = NoteVersion.objects.create(
            note=note, number=newest.number + 1, words=words.strip(), why=why.strip(), written_by=by, written_at=at
        )
    _count(note)
    record(case, "case.note_corrected", by=by, at=at, which=str(note.kind), number=newest.number)
    return note


def _check(*, kind: NoteKind, received_on: dt.date, from_whom: str, words: str, today: dt.date) -> None:
    Refused.unless(received_verdict(received_on=received_on, today=today), "received_on")
    Refused.unless(source_verdict(kind=kind, from_whom=from_whom), "from_whom")
    refuse_cpr(from_whom=from_whom)
    Refused.unless(words_verdict(words=words), "words")


def _locked(*, case_id: uuid.UUID, note_id: uuid.UUID, version: int | None) -> tuple[Case, Note, NoteVersion]:
    case = locked_open_or_closed(case_id=case_id)
    note = Note.objects.select_for_update().get(pk=note_id, case_id=case.pk)
    if version is not None and version != note.version:
        raise Stale(**last_change(subject_id=case.pk))
    return case, note, note.versions.latest("number")


def _count(note: Note) -> None:
    note.version += 1
    note.save()
