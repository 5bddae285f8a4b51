"""Drafts: what somebody typed and has not sent. Seen by the writer alone, kept 30 days."""

import datetime as dt
import uuid
from typing import Any

from django.http import QueryDict

from accounts.models import Draft, Membership, User
from core.prepared import Asked, Prepared

KEPT_DAYS = 30


_DRAFT = Prepared(
    lambda: Draft.objects.filter(user=Asked("user"), jobcentre=Asked("jobcentre"), form=Asked("form"), subject_id=Asked("subject"))
)


def find(*, user: User, member: Membership, form: str, subject_id: uuid.UUID) -> Draft | None:
    return _DRAFT.first(user=user.pk, jobcentre=member.jobcentre_id, form=form, subject=subject_id)


def keep(*, user: User, member: Membership, form: str, subject_id: uuid.UUID, data: dict[str, list[str]], at: dt.datetime) -> Draft:
    """Save or replace the draft of this form. NUL characters are dropped: PostgreSQL cannot keep them."""
    clean = {name.replace("\x00", ""): [value.replace("\x00", "") for value in values] for name, values in data.items()}
    draft, _created = Draft.objects.update_or_create(
        user=user,
        jobcentre_id=member.jobcentre_id,
        form=form,
        subject_id=subject_id,
        defaults={"data": clean, "saved_at": at},
    )
    return draft


def discard(*, user: User, member: Membership, form: str, subject_id: uuid.UUID) -> None:
    Draft.objects.filter(user=user, jobcentre_id=member.jobcentre_id, form=form, subject_id=subject_id).delete()


def as_data(draft: Draft, **more: Any) -> QueryDict:
    """The draft as a form's data."""
    data = QueryDict(mutable=True)
    for name, values in draft.data.items():
        data.setlist(name, values)
    for name, value in more.items():
        data[name] = value
    return data


def forget_old(*, at: dt.datetime) -> int:
    """Remove drafts that nobody went on with for 30 days; returns how many."""
    number, _by_model = Draft.objects.filter(saved_at__lt=at - dt.timedelta(days=KEPT_DAYS)).delete()
    return number
