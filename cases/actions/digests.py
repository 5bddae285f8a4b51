"""Mails of reminders (R167): rows of recipients become lines of one message a member, in the transaction of whoever asks for it."""

import datetime as dt
import uuid
from collections.abc import Sequence

from cases.models import NoticeRecipient


def mail_at_once(recipients: Sequence[NoticeRecipient], *, at: dt.datetime) -> int:
    """Write a mail to each of them who wants one at once; the others wait for their day. Returns how many were written."""
    return 0


def write_digests(*, jobcentre_id: uuid.UUID, on: dt.date, at: dt.datetime) -> int:
    """One mail to each member of the jobcentre whose day it is, with all that waits. Returns how many were written."""
    return 0
