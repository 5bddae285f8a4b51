"""Mails that went wrong, for the page of the jobs: to whom, when and why, and whether a person can send them again. One statement."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from accounts.enums import MessageState
from accounts.messages import KEPT
from accounts.models import Membership, Message
from cases.delivery_phrases import mail_words, trouble_words
from cases.enums_notice import NOTICED
from cases.models import NoticeRecipient

AT_MOST = 50


def undelivered(*, jobcentre_id: uuid.UUID | None, at: dt.datetime) -> Sequence[Message]:
    """Given up or uncertain in the last 30 days, or tried and to be tried again; the newest first, with its user and `again`.

    Those of the jobcentre, with those of its members' own accounts; without a jobcentre those of all.
    """
    wrong = Q(state__in=[MessageState.FAILED, MessageState.UNCERTAIN], closed_at__gte=at - KEPT)
    rows = Message.objects.filter(wrong | Q(state=MessageState.WAITING, attempts__gt=0))
    if jobcentre_id is not None:
        member_here = Exists(Membership.objects.filter(user=OuterRef("user"), jobcentre=jobcentre_id))
        rows = rows.filter(Q(jobcentre=jobcentre_id) | (Q(jobcentre__isnull=True) & member_here))
    waits = NoticeRecipient.objects.filter(message=OuterRef("pk"), notice__state__in=NOTICED)
    return list(rows.select_related("user").annotate(again=wrong & Exists(waits)).order_by("-created_at", "pk")[:AT_MOST])


def mails_not_sent(*, member: Membership | None, at: dt.datetime) -> list[dict[str, Any]]:
    """The rows of the page. The platform administrator, who is no member, sees those of all jobcentres and sends none again."""
    return [
        {
            "who": mail.user,
            "at": mail.created_at,
            "words": mail_words(mail),
            "label": mail.get_state_display(),
            "trouble": trouble_words(mail),
            "again_url": reverse("mail_again", args=[mail.pk]) if member and getattr(mail, "again", False) else "",
        }
        for mail in undelivered(jobcentre_id=member.jobcentre_id if member else None, at=at)
    ]
