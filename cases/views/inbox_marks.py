"""The place of a row in a list of the inbox, as it stands in an address, and the rows behind it (keyset)."""

import datetime as dt
import uuid

from django.db.models import Q, QuerySet

from cases.inbox_rows import Pile
from cases.models import NoticeRecipient
from core import clock


def mark_of(row: NoticeRecipient, *, pile: Pile) -> str:
    """`<day or instant>_<id>`, with an instant between them where two things order the list."""
    notice = row.notice
    if pile == Pile.LATER:
        return f"{notice.snoozed_until}_{row.pk}"
    if pile == Pile.DONE:
        return f"{notice.closed_at.isoformat() if notice.closed_at else ''}_{row.pk}"
    return f"{row.act_by}_{row.told_at.isoformat()}_{row.pk}"  # type: ignore[attr-defined]  # annotated by with_subjects


def after(*, rows: QuerySet[NoticeRecipient], pile: Pile, mark: str) -> QuerySet[NoticeRecipient] | None:
    """The rows behind a mark; None for what is none."""
    first, _sep, rest = mark.partition("_")
    at, _sep, key = rest.rpartition("_")
    try:
        last = uuid.UUID(key)
        if bool(at) != (pile == Pile.TODO):
            return None
        if pile == Pile.DONE:
            closed = clock.parse_instant(first)
            return rows.filter(Q(notice__closed_at__lt=closed) | Q(notice__closed_at=closed, pk__gt=last))
        day = dt.date.fromisoformat(first)
        if pile == Pile.LATER:
            return rows.filter(Q(notice__snoozed_until__gt=day) | Q(notice__snoozed_until=day, pk__gt=last))
        told = clock.parse_instant(at)
    except ValueError:
        return None
    return rows.filter(Q(act_by__gt=day) | Q(act_by=day, told_at__lt=told) | Q(act_by=day, told_at=told, pk__gt=last))
