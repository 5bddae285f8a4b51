"""The pages of notes: written, read by page, corrected, and nothing lost."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import AccessKind, Role
from accounts.models import AccessEvent, Draft
from cases.enums import State
from cases.models import Note, NoteVersion
from cases.rules.notes import EDITABLE
from cases.views.notes import ON_A_PAGE
from core import clock
from core.days import DAY, day_of
from tests.cases.around_scene import kept, moved_to, noted
from tests.factories import CaseFactory, MembershipFactory
from tests.pages import page, text

pytestmark = pytest.mark.django_db
LONG_AGO = dt.timedelta(hours=1)


def data(**other):
    known = {"kind": "note", "received_on": f"{clock.today():%d-%m-%Y}", "from_whom": "", "words": "Mandage holder", "key": uuid.uuid4()}
    return {**known, **other}


def test_an_oral_note_is_written_and_stands_first(client, scene):
    case, by = scene
    noted(case, by, at=clock.now() - LONG_AGO, words="Gammel")
    day = f"{clock.today() - DAY:%d-%m-%Y}"
    answer = client.post(page("case_notes", case), data(kind="oral", received_on=day, from_whom="Borgeren", words="Ærø <b>\nto"))
    assert answer.url == page("case_notes", case)
    body = text(client.get(answer.url))
    assert body.index("Told orally") < body.index("Gammel")
    assert "Ærø &lt;b&gt;<br>to" in body
    assert "from: Borgeren" in body
    assert "Change the note (until" in body
    assert "Open or correct the note" in body
    assert AccessEvent.objects.filter(page="case_notes", kind=AccessKind.PAGE, subject_id=case.pk).exists()


def test_two_presses_write_one(client, scene):
    case, _by = scene
    typed = data()
    assert {client.post(page("case_notes", case), typed).url for _n in range(2)} == {page("case_notes", case)}
    assert Note.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"words": " "}, "words"),
        ({"words": "x 010190-1234"}, "words"),
        ({"words": "x" * 8001}, "words"),
        ({"kind": "rumour"}, "kind"),
        ({"kind": "oral"}, "from_whom"),
        ({"received_on": "i morgen"}, "received_on"),
        ({"received_on": "01-01-2199"}, "received_on"),
    ],
)
def test_what_cannot_be_is_said_at_the_field_and_nothing_is_lost(client, scene, wrong, field):
    case, _by = scene
    answer = client.post(page("case_notes", case), data(**{"words": "Min <tekst>", **wrong}))
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in text(answer)
    assert "words" in wrong or "Min &lt;tekst&gt;" in text(answer)
    assert not Note.objects.exists()


def test_a_draft_is_kept_and_never_with_a_cpr_number(client, scene):
    case, _by = scene
    client.post(page("case_notes", case), data(words="Halvt", draft="1"))
    assert Draft.objects.get().form == "note"
    assert "Halvt" in text(client.get(page("case_notes", case)))
    answer = client.post(page("case_notes", case), data(words="Nr 010190-1234", draft="1"))
    assert answer.status_code == 422
    assert "looks like a CPR number" in text(answer)
    assert "1234" not in str(Draft.objects.get().data)


def test_it_is_written_in_a_closed_case_too(client, scene):
    case, _by = scene
    moved_to(case, State.ENDED)
    assert 'name="words"' in text(client.get(page("case_notes", case)))
    assert client.post(page("case_notes", case), data()).status_code == 302


def test_its_writer_changes_it_at_first(client, scene):
    case, by = scene
    note = noted(case, by, at=clock.now())
    body = text(client.get(page("case_note", case, note.pk)))
    assert "Change the note" in body
    assert 'name="why"' not in body
    answer = client.post(page("case_note", case, note.pk), data(words="Andet", version=1, kind="oral", from_whom="Chefen"))
    assert answer.url == page("case_note", case, note.pk)
    note.refresh_from_db()
    assert (note.kind, NoteVersion.objects.get().words) == ("oral", "Andet")


def test_later_it_is_corrected_with_a_reason_and_both_are_read(client, scene):
    case, by = scene
    note = noted(case, by, at=clock.now() - LONG_AGO, words="Det første")
    body = text(client.get(page("case_note", case, note.pk)))
    assert 'name="why"' in body
    assert 'name="kind"' not in body
    typed = {"words": "Det andet", "why": "Forkert dag", "version": 1, "key": uuid.uuid4()}
    assert client.post(page("case_note", case, note.pk), {**typed, "why": ""}).status_code == 422
    assert client.post(page("case_note", case, note.pk), typed).status_code == 302
    body = text(client.get(page("case_note", case, note.pk)))
    for words in ("Version 2, which holds now", "Det andet", "Forkert dag", "Version 1", "Det første"):
        assert words in body, words
    listed = text(client.get(page("case_notes", case)))
    assert "Forkert dag" in listed
    assert "Det første" not in listed


def test_when_the_quarter_of_an_hour_passes_meanwhile_the_words_stay(client, scene):
    case, by = scene
    note = noted(case, by, at=clock.now() - EDITABLE)
    answer = client.post(page("case_note", case, note.pk), data(words="Min rettelse", version=1))
    assert answer.status_code == 422
    assert "Min rettelse" in text(answer)
    assert "Write why the note is corrected" in text(answer)


def test_who_is_second_reads_both_texts(client, scene):
    case, by = scene
    note = noted(case, by, at=clock.now())
    client.post(page("case_note", case, note.pk), data(words="Fra den første", version=1))
    answer = client.post(page("case_note", case, note.pk), data(words="Fra den anden", version=1))
    assert answer.status_code == 409
    assert "mc-conflict" in text(answer)
    for words in ("Fra den første", "Fra den anden"):
        assert words in text(answer)


def test_a_manager_reads_and_writes_nothing(client, scene):
    case, by = scene
    note = noted(case, by, at=clock.now(), words="Kan læses")
    client.force_login(MembershipFactory(jobcentre=case.jobcentre, role=Role.MANAGER).user)
    for address, typed in ((page("case_notes", case), data()), (page("case_note", case, note.pk), data(version=1))):
        body = text(client.get(address))
        assert "Kan læses" in body
        assert "<textarea" not in body
        assert client.post(address, typed).status_code == 403
    assert client.post(page("case_notes", case), data(draft="1")).status_code == 403
    assert NoteVersion.objects.count() == 1


def test_another_jobcentres_note_and_another_cases_are_not_there(client, scene):
    case, by = scene
    note = noted(case, by)
    other = CaseFactory(jobcentre=case.jobcentre)
    assert client.get(page("case_note", other, note.pk)).status_code == 404
    client.force_login(MembershipFactory().user)
    for address in (page("case_notes", case), page("case_note", case, note.pk)):
        assert client.get(address).status_code == 404
        assert client.post(address, data()).status_code == 404


def test_many_notes_are_read_page_by_page(client, scene):
    case, by = scene
    for n in range(ON_A_PAGE + 2):
        noted(case, by, at=clock.now() - LONG_AGO - n * dt.timedelta(minutes=1), words=f"nummer-{n:02d}.")
    first = text(client.get(page("case_notes", case)))
    assert [f"nummer-{n:02d}." in first for n in (0, ON_A_PAGE - 1, ON_A_PAGE)] == [True, True, False]
    mark = client.get(page("case_notes", case)).context["next_mark"]
    second = text(client.get(page("case_notes", case), {"after": mark}))
    assert [f"nummer-{n:02d}." in second for n in (0, ON_A_PAGE, ON_A_PAGE + 1)] == [False, True, True]
    assert "<textarea" not in second
    strange = text(client.get(page("case_notes", case), {"after": "her"}))
    assert "does not exist" in strange
    assert "nummer-00." in strange


def test_more_notes_cost_no_more_statements(client, scene):
    case, by = scene
    counts = []
    for n in (1, 2):
        for _each in range(n):
            noted(case, by, at=clock.now())
            kept(case, by, received_on=day_of(clock.now()), at=clock.now())
        with CaptureQueriesContext(connection) as found:
            client.get(page("case_notes", case))
        counts.append(len(found))
    assert counts[0] == counts[1] <= 14
