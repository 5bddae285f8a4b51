"""Documents are looked at before they are kept, and struck out instead of deleted (R150, R151)."""

import hashlib
import stat

import pytest
from django.db import IntegrityError, transaction

from accounts.models import AuditEvent
from cases.actions.documents import strike_document
from cases.enums import State
from cases.models import Document, DocumentContent
from core.days import DAY, day_of
from core.verdicts import Refused
from tests.cases.around_scene import PDF, kept, moved_to
from tests.factories import AT, CaseFactory, MembershipFactory
from tests.races import race


def struck(case, document, by, *, why="Hører til en anden sag"):
    return strike_document(case_id=case.pk, document_id=document.pk, why=why, by=by, at=AT)


@pytest.mark.parametrize("state", [State.RUNNING, State.ENDED])
def test_a_document_is_kept_with_its_bytes_type_and_sum_r150(scene, state):
    case, by = scene
    moved_to(case, state)
    document = kept(case, by, title=" Udtalelse ")
    assert (document.title, document.content_type, document.size) == ("Udtalelse", "application/pdf", len(PDF))
    assert document.sha256 == hashlib.sha256(PDF).hexdigest()
    assert bytes(DocumentContent.objects.get().data) == PDF
    told = AuditEvent.objects.get(kind="case.document_added")
    assert told.facts == {"which": "evidence", "received_on": day_of(AT).isoformat()}


@pytest.mark.parametrize(
    ("wrong", "code", "field"),
    [
        ({"data": b""}, "document_empty", "file"),
        ({"data": b"", "size": 11 * 1024 * 1024}, "document_too_large", "file"),
        ({"data": b"MZ\x90\x00"}, "document_type", "file"),
        ({"data": b"<html>"}, "document_type", "file"),
        ({"title": "Brev om 010190-1234"}, "cpr_in_text", "title"),
        ({"from_whom": "010190-1234"}, "cpr_in_text", "from_whom"),
        ({"received_on": day_of(AT) + DAY}, "received_in_future", "received_on"),
    ],
)
def test_a_bad_file_is_refused_and_nothing_is_kept_r150(scene, wrong, code, field):
    case, by = scene
    with pytest.raises(Refused) as refused:
        kept(case, by, **wrong)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert not Document.objects.exists()
    assert not DocumentContent.objects.exists()


def test_the_scanner_is_asked_before_anything_is_kept_r150(scene, settings, tmp_path):
    case, by = scene
    script = tmp_path / "scanner.sh"
    script.write_text("#!/bin/sh\ngrep -q JavaScript && exit 1\nexit 0\n")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    settings.MENTORCASE_SCAN_COMMAND = str(script)
    with pytest.raises(Refused, match="file_infected"):
        kept(case, by)
    assert kept(case, by, data=b"%PDF-1.4 roligt").pk
    settings.MENTORCASE_SCAN_COMMAND = str(tmp_path / "gone")
    with pytest.raises(Refused, match="scan_failed"):
        kept(case, by)
    assert Document.objects.count() == 1


def test_it_is_struck_out_with_a_reason_and_stays_r151(scene):
    case, by = scene
    document = struck(case, kept(case, by), by)
    assert (document.struck_on, document.struck_why) == (day_of(AT), "Hører til en anden sag")
    assert bytes(document.content.data) == PDF
    with pytest.raises(Refused, match="document_struck_already"):
        struck(case, document, by)


@pytest.mark.parametrize(("why", "code"), [(" ", "document_why_missing"), ("Er om 010190-1234", "cpr_in_text")])
def test_the_reason_is_asked_for_r151(scene, why, code):
    case, by = scene
    with pytest.raises(Refused, match=code):
        struck(case, kept(case, by), by, why=why)


def test_a_document_of_another_case_is_none(scene):
    case, by = scene
    with pytest.raises(Document.DoesNotExist):
        struck(CaseFactory(), kept(case, by), by)


@pytest.mark.parametrize("size", [0, 10 * 1024 * 1024 + 1])
def test_the_database_holds_the_size(scene, size):
    case, by = scene
    document = kept(case, by)
    with pytest.raises(IntegrityError, match="document_size_range"), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(size=size)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_strike_it_out_one_is_told_r151():
    member = MembershipFactory()
    case = CaseFactory(jobcentre=member.jobcentre)
    document = kept(case, member.user)
    ends = race([lambda: struck(case, document, member.user)] * 2)
    assert ends == {"won": 1, "document_struck_already": 1}
