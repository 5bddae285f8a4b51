"""Notes are written, changed for a quarter of an hour, then corrected by new versions (R148, R149)."""

import datetime as dt

import pytest

from accounts.models import AuditEvent
from cases.actions.notes import change_note, correct_note
from cases.enums import State
from cases.enums_course import NoteKind
from cases.models import Note, NoteVersion
from cases.phrases import event
from cases.rules.notes import EDITABLE
from core.days import DAY, day_of
from core.verdicts import Refused, Stale
from tests.cases.around_scene import moved_to, noted
from tests.factories import AT, CaseFactory, MembershipFactory
from tests.races import race

MINUTE = dt.timedelta(minutes=1)


def changed(case, note, by, *, at=AT, **other):
    known = {"version": note.version, "kind": NoteKind.NOTE, "received_on": day_of(AT), "from_whom": "", "words": "Rettet", **other}
    return change_note(case_id=case.pk, note_id=note.pk, by=by, at=at, **known)


def corrected(case, note, by, *, at=AT + EDITABLE, **other):
    known = {"version": note.version, "words": "Rettet", "why": "Forkert dag", **other}
    return correct_note(case_id=case.pk, note_id=note.pk, by=by, at=at, **known)


def words(note):
    return list(note.versions.order_by("number").values_list("number", "words", "why"))


def test_what_was_told_orally_keeps_its_day_and_source_r148(scene):
    case, by = scene
    note = noted(case, by, kind=NoteKind.ORAL, received_on=day_of(AT) - DAY, from_whom=" Borgeren ", words=" Holder mandage fri \n")
    assert (note.kind, note.received_on, note.from_whom, note.version) == (NoteKind.ORAL, day_of(AT) - DAY, "Borgeren", 1)
    assert words(note) == [(1, "Holder mandage fri", "")]
    told = AuditEvent.objects.get(kind="case.note_written")
    assert told.facts == {"which": "oral", "received_on": (day_of(AT) - DAY).isoformat()}
    assert "mandage" not in event(told.kind, told.facts)


@pytest.mark.parametrize("state", [State.ENDED, State.WITHDRAWN, State.CONTACT])
def test_a_note_belongs_to_open_and_closed_cases_r148(scene, state):
    case, by = scene
    moved_to(case, state)
    assert noted(case, by).pk


@pytest.mark.parametrize(
    ("wrong", "code", "field"),
    [
        ({"words": " "}, "note_empty", "words"),
        ({"words": "Nummer 010190-1234"}, "cpr_in_text", "words"),
        ({"from_whom": "0101901234"}, "cpr_in_text", "from_whom"),
        ({"received_on": day_of(AT) + DAY}, "received_in_future", "received_on"),
        ({"kind": NoteKind.EXPERT}, "note_from_whom_missing", "from_whom"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written_r148(scene, wrong, code, field):
    case, by = scene
    with pytest.raises(Refused) as refused:
        noted(case, by, **wrong)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert not Note.objects.exists()
    assert not AuditEvent.objects.filter(kind__startswith="case.note").exists()


def test_its_writer_changes_it_in_place_for_a_quarter_of_an_hour_r149(scene):
    case, by = scene
    note = changed(case, noted(case, by), by, at=AT + 14 * MINUTE, kind=NoteKind.ORAL, from_whom="Chefen")
    assert words(note) == [(1, "Rettet", "")]
    assert (note.kind, note.from_whom, note.version) == ("oral", "Chefen", 2)
    with pytest.raises(Refused, match="note_stands"):
        changed(case, note, by, at=AT + EDITABLE)


def test_nobody_else_changes_it_in_place_r149(scene):
    case, by = scene
    other = MembershipFactory(jobcentre=case.jobcentre).user
    note = noted(case, by)
    with pytest.raises(Refused, match="note_stands"):
        changed(case, note, other)
    assert words(corrected(case, note, other, at=AT + MINUTE))[1] == (2, "Rettet", "Forkert dag")


def test_a_correction_is_a_new_version_with_a_reason_r149(scene):
    case, by = scene
    note = noted(case, by, words="Først")
    corrected(case, note, by)
    note.refresh_from_db()
    corrected(case, note, by, at=AT + 3 * EDITABLE, words="Igen", why="Navn manglede")
    assert words(note) == [(1, "Først", ""), (2, "Rettet", "Forkert dag"), (3, "Igen", "Navn manglede")]
    assert AuditEvent.objects.filter(kind="case.note_corrected", facts={"which": "note", "number": 3}).exists()


def test_who_has_just_corrected_changes_the_correction_r149(scene):
    case, by = scene
    note = corrected(case, noted(case, by, words="Først"), by)
    corrected(case, note, by, at=AT + EDITABLE + MINUTE, words="Bedre", why="Klarere")
    assert words(note) == [(1, "Først", ""), (2, "Bedre", "Klarere")]


@pytest.mark.parametrize(
    ("wrong", "code", "field"),
    [
        ({"words": "Først"}, "note_unchanged", "words"),
        ({"why": " "}, "note_why_missing", "why"),
        ({"words": ""}, "note_empty", "words"),
        ({"words": "Se 010190-1234"}, "cpr_in_text", "words"),
        ({"why": "Var 010190-1234"}, "cpr_in_text", "why"),
    ],
)
def test_a_correction_that_cannot_be_is_refused_r149(scene, wrong, code, field):
    case, by = scene
    note = noted(case, by, words="Først")
    with pytest.raises(Refused) as refused:
        corrected(case, note, by, **wrong)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert NoteVersion.objects.count() == 1


def test_a_correction_keeps_its_reason_when_it_is_changed_r149(scene):
    case, by = scene
    note = corrected(case, noted(case, by), by)
    with pytest.raises(Refused, match="note_why_missing"):
        corrected(case, note, by, at=AT + EDITABLE + MINUTE, words="Andet", why="")


def test_a_note_of_another_case_is_none(scene):
    case, by = scene
    with pytest.raises(Note.DoesNotExist):
        corrected(CaseFactory(), noted(case, by), by)


def test_the_second_of_two_writings_is_stale_r149(scene):
    case, by = scene
    note = noted(case, by)
    changed(case, note, by, at=AT + MINUTE)
    with pytest.raises(Stale):
        changed(case, note, by, at=AT + 2 * MINUTE, version=1, words="Min tekst")


@pytest.mark.django_db(transaction=True)
def test_of_two_corrections_at_once_one_is_told_r149():
    member = MembershipFactory()
    case = CaseFactory(jobcentre=member.jobcentre)
    note = noted(case, member.user)
    other = MembershipFactory(jobcentre=member.jobcentre).user
    ends = race([lambda who=who: corrected(case, note, who, words=f"Fra {who.pk}") for who in (member.user, other)])
    assert ends == {"won": 1, "stale": 1}
    assert NoteVersion.objects.count() == 2
