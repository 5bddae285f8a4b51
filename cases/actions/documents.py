"""Documents that came to a case (R150, R151): looked at before they are kept, struck out instead of deleted. Open and closed cases."""

import datetime as dt
import hashlib
import uuid

from django.db import transaction

from accounts.models import User
from cases.actions.base import locked_open_or_closed, record
from cases.actions.notes import refuse_cpr
from cases.enums_course import DocumentKind
from cases.models import Document, DocumentContent
from cases.rules.documents import size_verdict, type_of
from cases.rules.notes import received_verdict
from core.days import day_of
from core.scan import scan
from core.verdicts import Refused


@transaction.atomic
def add_document(
    *,
    case_id: uuid.UUID,
    kind: DocumentKind,
    title: str,
    received_on: dt.date,
    from_whom: str,
    data: bytes,
    by: User,
    at: dt.datetime,
    size: int | None = None,
) -> Document:
    """Keep a file with its row. `size` is what was sent, when that was too much to be read.

    Refuses with `document_empty`, `document_too_large`, `document_type`, `file_infected`, `scan_failed`, `received_in_future` or `cpr_in_text`.
    The scanner is asked before the case is locked: others can work on it meanwhile.
    """
    Refused.unless(received_verdict(received_on=received_on, today=day_of(at)), "received_on")
    refuse_cpr(title=title, from_whom=from_whom)
    Refused.unless(size_verdict(size=len(data) if size is None else size), "file")
    found = type_of(data)
    if found is None:
        raise Refused("document_type", "file")
    Refused.unless(scan(data), "file")
    case = locked_open_or_closed(case_id=case_id)
    document = Document.objects.create(
        case=case,
        kind=kind,
        title=title.strip(),
        received_on=received_on,
        from_whom=from_whom.strip(),
        content_type=found.content_type,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        recorded_by=by,
        recorded_at=at,
    )
    DocumentContent.objects.create(document=document, data=data)
    record(case, "case.document_added", by=by, at=at, which=str(kind), received_on=received_on.isoformat())
    return document


@transaction.atomic
def strike_document(*, case_id: uuid.UUID, document_id: uuid.UUID, why: str, by: User, at: dt.datetime) -> Document:
    """A document that does not belong here, with the reason; it stays and can be read. Refuses with `document_struck_already` or `document_why_missing`."""
    case = locked_open_or_closed(case_id=case_id)
    document = Document.objects.select_for_update().get(pk=document_id, case_id=case.pk)
    if document.struck_on is not None:
        raise Refused("document_struck_already")
    if not why.strip():
        raise Refused("document_why_missing", "why")
    refuse_cpr(why=why)
    document.struck_on, document.struck_why = day_of(at), why.strip()
    document.save(update_fields=["struck_on", "struck_why"])
    record(case, "case.document_struck", by=by, at=at, which=str(document.kind))
    return document
