"""Writing the two logs: what happened (`record`) and who saw it (`seen`). Every action calls the first, every page that shows a person the second."""

import datetime as dt
import secrets
import time
import uuid
from collections.abc import Iterable
from typing import Any

from django.db import connection

from accounts.enums import AccessKind, SubjectKind
from accounts.models import AuditEvent, User


def record(
    *,
    kind: str,
    subject: tuple[SubjectKind, uuid.UUID],
    jobcentre_id: uuid.UUID | None,
    by: User | None,
    at: dt.datetime,
    **facts: Any,
) -> AuditEvent:
    """Add one event to the time line of `subject`, in the transaction of the action that calls it.

    `kind` is a code such as `case.opened` that `phrases.py` turns into a sentence; `facts` are codes, numbers and ISO days,
    never free text. `by` is None for what the nightly run does.
    """
    subject_kind, subject_id = subject
    return AuditEvent.objects.create(
        id=next_key(),
        at=at,
        jobcentre_id=jobcentre_id,
        by_id=by.pk if by else None,
        by_name=by.name if by else "",
        kind=kind,
        subject_kind=subject_kind,
        subject_id=subject_id,
        facts=facts,
    )


def record_each(
    *,
    kind: str,
    subject_kind: SubjectKind,
    subject_ids: Iterable[uuid.UUID],
    jobcentre_id: uuid.UUID | None,
    by: User | None,
    at: dt.datetime,
    **facts: Any,
) -> None:
    """The same event for each of many subjects, in few statements."""
    who = {"jobcentre_id": jobcentre_id, "by_id": by.pk if by else None, "by_name": by.name if by else ""}
    AuditEvent.objects.bulk_create(
        [
            AuditEvent(id=next_key(), at=at, kind=kind, subject_kind=subject_kind, subject_id=each, facts=facts, **who)
            for each in subject_ids
        ],
        batch_size=1000,
    )


def next_key() -> uuid.UUID:
    """A key that sorts behind those made before it in this process (UUID version 7): events of the same instant keep their order."""
    seconds, rest = divmod(time.time_ns(), 1_000_000_000)
    millis, rest = divmod(rest, 1_000_000)
    stamp = (seconds * 1000 + millis) << 80 | 7 << 76 | (rest * 4096 // 1_000_000) << 64
    return uuid.UUID(int=stamp | 2 << 62 | secrets.randbits(62))


def last_change(*, subject_id: uuid.UUID) -> dict[str, Any]:
    """Who saved last and when, for the page that shows both texts."""
    newest = AuditEvent.objects.filter(subject_id=subject_id).order_by("-at", "-id").first()
    return {"by": newest.by_name, "by_id": newest.by_id, "at": newest.at} if newest else {"by": "", "by_id": None, "at": None}


# One statement for any number of subjects: a list of 25 clients costs the page one round trip.
_SEEN = """
INSERT INTO accounts_accessevent (id, at, jobcentre_id, user_id, kind, subject_kind, subject_id, page, purpose)
SELECT gen_random_uuid(), %s, %s, %s, read.kind, read.subject_kind, read.subject, %s, %s
FROM unnest(%s::text[], %s::text[], %s::uuid[]) AS read (kind, subject_kind, subject)
"""

Read = tuple[AccessKind, SubjectKind, Iterable[uuid.UUID | None]]
"""How and what kind of subjects were seen, and which."""


def seen_all(
    *, reads: Iterable[Read], jobcentre_id: uuid.UUID | None, user_id: uuid.UUID | None, page: str, at: dt.datetime, purpose: str = ""
) -> None:
    """Log that these persons' data are about to be shown: one row a subject, in the page's transaction and in one statement.

    If it fails the page fails: what is not logged is not shown. A search without a hit is logged with the subject None.
    """
    rows = [(str(kind), str(subject_kind), each) for kind, subject_kind, ids in reads for each in ids]
    if not rows:
        return
    kinds, subject_kinds, ids = map(list, zip(*rows, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(_SEEN, [at, jobcentre_id, user_id, page, purpose, kinds, subject_kinds, ids])


def seen(
    *,
    kind: AccessKind,
    subject_kind: SubjectKind,
    subject_ids: Iterable[uuid.UUID | None],
    jobcentre_id: uuid.UUID | None,
    user_id: uuid.UUID | None,
    page: str,
    at: dt.datetime,
    purpose: str = "",
) -> None:
    """As `seen_all`, for subjects of one kind."""
    reads = [(kind, subject_kind, subject_ids)]
    seen_all(reads=reads, jobcentre_id=jobcentre_id, user_id=user_id, page=page, at=at, purpose=purpose)
