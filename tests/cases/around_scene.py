"""Notes, documents and what stands around a course, each as a test wants it."""

import datetime as dt
import io
import zipfile
from typing import Any

from accounts.models import User
from cases.actions.around import save_consent, save_representative, save_resource, save_scheme, save_talk
from cases.actions.documents import add_document
from cases.actions.notes import write_note
from cases.enums import OPEN_STATES, Consent, State
from cases.enums_course import DocumentKind, NoteKind, RepresentativeKind, ResourceKind, SchemeKind
from cases.models import (
    Case,
    Document,
    InformationConsent,
    LocalResource,
    Note,
    ParallelScheme,
    Representative,
    WorkplaceTalk,
)
from core.days import DAY, day_of
from tests.factories import AT

PDF = b"%PDF-1.7\n1 0 obj <</S/JavaScript/JS(app.alert(1))>> endobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20
JPEG = b"\xff\xd8\xff\xe0" + b"\x00" * 20


def docx(*more: str) -> bytes:
    """A text document as Word writes it, with further parts."""
    return packed({"[Content_Types].xml": "x", "word/document.xml": "x", **dict.fromkeys(more, "x")})


def odt(*more: str, kind: str = "application/vnd.oasis.opendocument.text") -> bytes:
    """A text document as LibreOffice writes it."""
    return packed({"mimetype": kind, "content.xml": "x", **dict.fromkeys(more, "x")})


def packed(parts: dict[str, str]) -> bytes:
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return found.getvalue()


def noted(case: Case, by: User, *, at: dt.datetime = AT, **other: Any) -> Note:
    known = {"kind": NoteKind.NOTE, "received_on": day_of(at), "from_whom": "", "words": "Aftalen om mandage holder", **other}
    return write_note(case_id=case.pk, by=by, at=at, **known)


def kept(case: Case, by: User, *, at: dt.datetime = AT, **other: Any) -> Document:
    known = {
        "kind": DocumentKind.EVIDENCE,
        "title": "Udtalelse fra egen læge",
        "received_on": day_of(at),
        "from_whom": "Lægehuset",
        "data": PDF,
        **other,
    }
    return add_document(case_id=case.pk, by=by, at=at, **known)


def scheme(case: Case, by: User, *, at: dt.datetime = AT, **other: Any) -> ParallelScheme:
    known = {
        "scheme_id": None,
        "version": None,
        "kind": SchemeKind.WAGE_SUBSIDY,
        "first_day": day_of(at),
        "last_day": day_of(at) + 90 * DAY,
        "provider": "Jobcenter Egebæk",
        "words": "",
        **other,
    }
    return save_scheme(case_id=case.pk, by=by, at=at, **known)


def resource(case: Case, by: User, *, at: dt.datetime = AT, **other: Any) -> LocalResource:
    known = {
        "resource_id": None,
        "version": None,
        "kind": ResourceKind.EDUCATION,
        "organisation": "VUC Egebæk",
        "contact": "Vejleder på 20 00 00 00",
        "goal_id": None,
        "next_action": "Besøg på skolen",
        "next_on": day_of(at) + 7 * DAY,
        "consent_id": None,
        **other,
    }
    return save_resource(case_id=case.pk, by=by, at=at, **known)


def talk(case: Case, by: User, *, at: dt.datetime = AT, **other: Any) -> WorkplaceTalk:
    known = {
        "talk_id": None,
        "version": None,
        "day": day_of(at),
        "with_whom": "Værkføreren",
        "agreed": "Fast møde mandag kl. 9",
        "releases_colleague": None,
        "talked_by": by.pk,
        **other,
    }
    return save_talk(case_id=case.pk, by=by, at=at, **known)


def representative(case: Case, by: User, *, at: dt.datetime = AT, **other: Any) -> Representative:
    known = {
        "representative_id": None,
        "version": None,
        "kind": RepresentativeKind.COMPANION,
        "name": "Ida Bisidder",
        "phone": "20 00 00 01",
        "email": "",
        "scope": "Møder",
        "first_day": day_of(at),
        "last_day": None,
        **other,
    }
    return save_representative(case_id=case.pk, by=by, at=at, **known)


def consent(case: Case, by: User, *, at: dt.datetime = AT, **other: Any) -> InformationConsent:
    known = {
        "consent_id": None,
        "version": None,
        "what": "Arbejdstid og opgaver",
        "from_whom": "Jobcentret",
        "to_whom": "VUC Egebæk",
        "how": Consent.WRITTEN,
        "given_on": day_of(at),
        "valid_until": day_of(at) + 180 * DAY,
        **other,
    }
    return save_consent(case_id=case.pk, by=by, at=at, **known)


def moved_to(case: Case, state: State, *, at: dt.datetime = AT) -> None:
    """The case in this state, with the day on which it was closed."""
    case.state, case.closed_on = state, None if state in OPEN_STATES else day_of(at)
    case.save()
