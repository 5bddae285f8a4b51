"""The pages of documents: sent, refused with a sentence, fetched as an attachment, struck out."""

import datetime as dt
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import AccessKind, Role
from accounts.models import AccessEvent
from cases.models import Document
from cases.rules.documents import MOST_BYTES
from cases.views.documents import ON_A_PAGE
from core import clock
from tests.cases import around_scene as around
from tests.factories import CaseFactory, MembershipFactory
from tests.pages import page, text

pytestmark = pytest.mark.django_db


def data(content=around.PDF, name="Udtalelse om Camilla.pdf", **other):
    known = {
        "file": SimpleUploadedFile(name, content, content_type="text/html"),
        "title": "Udtalelse",
        "kind": "evidence",
        "received_on": f"{clock.today():%d-%m-%Y}",
        "from_whom": "Lægehuset",
        "key": uuid.uuid4(),
    }
    return {**known, **other}


def test_the_size_and_the_types_are_said_before_choosing(client, scene):
    case, _by = scene
    body = text(client.get(page("case_documents", case)))
    assert "At most 10 MB. PDF, PNG, JPEG, plain text, DOCX or ODT." in body
    assert 'enctype="multipart/form-data"' in body


@pytest.mark.parametrize(
    ("content", "content_type", "ending"),
    [
        (around.PDF, "application/pdf", "pdf"),
        (around.PNG, "image/png", "png"),
        ("Kære Æ".encode(), "text/plain", "txt"),
        (around.odt(), "application/vnd.oasis.opendocument.text", "odt"),
    ],
)
def test_it_is_sent_and_fetched_as_an_attachment_with_a_name_of_ours(client, scene, content, content_type, ending):
    """A PDF with a script is kept, and no browser of ours runs it: it is never shown as a page."""
    case, _by = scene
    assert client.post(page("case_documents", case), data(content)).url == page("case_documents", case)
    document = Document.objects.get()
    address = page("case_document_file", case, document.pk)
    assert f'href="{address}"' in text(client.get(page("case_documents", case)))
    answer = client.get(address)
    assert answer.content == content
    assert answer["Content-Type"] == content_type
    expected = f"{case.ref}-{document.received_on.isoformat()}-{document.pk.hex[:8]}.{ending}"
    assert answer["Content-Disposition"] == f'attachment; filename="{expected}"'
    assert "Camilla" not in str(answer.headers)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "no-store"
    read = AccessEvent.objects.get(kind=AccessKind.EXPORT)
    assert (read.subject_id, read.page, read.purpose) == (case.pk, "case_document_file", f"document {document.pk}")


def test_two_presses_keep_one(client, scene):
    case, _by = scene
    key = uuid.uuid4()
    assert {client.post(page("case_documents", case), data(key=key)).url for _n in range(2)} == {page("case_documents", case)}
    assert Document.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty"),
        (b"MZ\x90\x00", "This file cannot be kept"),
        (b"<html><script>", "This file cannot be kept"),
        (around.docx("word/vbaProject.bin"), "This file cannot be kept"),
        (b"%PDF-" + b"x" * MOST_BYTES, "The file has 11 MB, and at most 10 MB can be kept"),
    ],
)
def test_a_bad_file_is_refused_with_a_sentence_and_the_words_stay(client, scene, content, said):
    case, _by = scene
    answer = client.post(page("case_documents", case), data(content, title="Min <titel>"))
    assert answer.status_code == 422
    assert said in text(answer)
    assert 'id="id_file_error"' in text(answer)
    assert "Min &lt;titel&gt;" in text(answer)
    assert not Document.objects.exists()


def test_a_file_of_exactly_ten_megabytes_is_kept(client, scene):
    case, _by = scene
    content = b"%PDF-" + b"x" * (MOST_BYTES - 5)
    assert client.post(page("case_documents", case), data(content)).status_code == 302
    assert Document.objects.get().size == MOST_BYTES
    assert "10 MB" in text(client.get(page("case_documents", case)))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"file": ""}, "file"),
        ({"title": ""}, "title"),
        ({"title": "Om 010190-1234"}, "title"),
        ({"kind": ""}, "kind"),
        ({"received_on": "01-01-2199"}, "received_on"),
    ],
)
def test_what_is_missing_is_said_at_the_field(client, scene, wrong, field):
    case, _by = scene
    answer = client.post(page("case_documents", case), data(**wrong))
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in text(answer)


def test_it_is_struck_out_with_a_reason_and_can_still_be_fetched(client, scene):
    case, by = scene
    document = around.kept(case, by, at=clock.now())
    address = page("case_document_strike", case, document.pk)
    assert "Udtalelse fra egen læge" in text(client.get(address))
    assert client.post(address, {"why": "", "key": uuid.uuid4()}).status_code == 422
    typed = {"why": "Hører til en anden sag", "key": uuid.uuid4()}
    assert {client.post(address, typed).url for _n in range(2)} == {page("case_documents", case)}
    body = text(client.get(page("case_documents", case)))
    assert "Hører til en anden sag" in body
    assert address not in body
    assert "Udtalelse fra egen læge" not in text(client.get(page("case_notes", case)))
    assert client.get(page("case_document_file", case, document.pk)).content == around.PDF
    assert "was struck out on" in text(client.get(address))
    assert client.post(address, {"why": "Igen", "key": uuid.uuid4()}).status_code == 422


def test_a_manager_reads_and_fetches_and_changes_nothing(client, scene):
    case, by = scene
    document = around.kept(case, by, at=clock.now())
    client.force_login(MembershipFactory(jobcentre=case.jobcentre, role=Role.MANAGER).user)
    body = text(client.get(page("case_documents", case)))
    assert "Udtalelse fra egen læge" in body
    assert 'type="file"' not in body
    assert client.get(page("case_document_file", case, document.pk)).status_code == 200
    assert client.post(page("case_documents", case), data()).status_code == 403
    assert client.post(page("case_document_strike", case, document.pk), {"why": "x"}).status_code == 403


def test_another_jobcentres_document_and_another_cases_are_not_there(client, scene):
    case, by = scene
    document = around.kept(case, by)
    other = CaseFactory(jobcentre=case.jobcentre)
    assert client.get(page("case_document_file", other, document.pk)).status_code == 404
    client.force_login(MembershipFactory().user)
    for name in ("case_document_file", "case_document_strike"):
        assert client.get(page(name, case, document.pk)).status_code == 404
    assert client.get(page("case_documents", case)).status_code == 404
    assert not AccessEvent.objects.filter(kind=AccessKind.EXPORT).exists()


def test_many_documents_are_read_page_by_page_and_without_their_bytes(client, scene):
    case, by = scene
    for n in range(ON_A_PAGE + 1):
        around.kept(
            case,
            by,
            title=f"nummer-{n:02d}.",
            at=clock.now() - n * dt.timedelta(minutes=1),
            received_on=clock.today() - dt.timedelta(days=2),
        )
    with CaptureQueriesContext(connection) as found:
        answer = client.get(page("case_documents", case))
    assert not any("documentcontent" in each["sql"] for each in found)
    assert [f"nummer-{n:02d}." in text(answer) for n in (0, ON_A_PAGE)] == [True, False]
    second = text(client.get(page("case_documents", case), {"after": answer.context["next_mark"]}))
    assert [f"nummer-{n:02d}." in second for n in (0, ON_A_PAGE)] == [False, True]


def test_more_documents_cost_no_more_statements(client, scene):
    case, by = scene
    counts = []
    for n in (1, 2):
        for _each in range(n):
            around.kept(case, by, at=clock.now())
        with CaptureQueriesContext(connection) as found:
            client.get(page("case_documents", case))
        counts.append(len(found))
    assert counts[0] == counts[1] <= 11
