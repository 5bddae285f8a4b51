"""What became of the mails of reminders: noted on the reminders, and sent again when a person says so."""

import datetime as dt
import uuid

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.audit import record, record_each
from accounts.enums import MessageState, SubjectKind
from accounts.messages import KEPT, write_messages
from accounts.models import Message, User
from cases.digest_mails import mail_of
from cases.enums_notice import NOTICED, NoticeState
from cases.models import Notice, NoticeRecipient
from core.verdicts import Refused

STUCK = (MessageState.FAILED, MessageState.UNCERTAIN)
AT_MOST = 1000
"""So many reminders a minute; the others are noted in the next."""


@transaction.atomic
def note_deliveries(*, at: dt.datetime) -> dict[str, int]:
    """Mark what was told and nobody has seen, and no mail of it was sent, as uncertain or failed. Returns how many became which.

    A mail that is still to come, or on its way, or sent, is hope: then the reminder stays told. One statement when there is nothing to note.
    """
    listed = NoticeRecipient.objects.filter(message__state__in=STUCK, message__closed_at__gte=at - KEPT, notice__state=NoticeState.TOLD)
    ids = list(listed.values_list("notice_id", flat=True).distinct()[:AT_MOST])
    counts = {"uncertain": 0, "failed": 0}
    if not ids:
        return counts
    mine = NoticeRecipient.objects.filter(notice=OuterRef("pk"))
    hope = mine.filter(Q(seen_at__isnull=False) | Q(to_mail=True) | (Q(message__isnull=False) & ~Q(message__state__in=STUCK)))
    rows = (
        Notice.objects.filter(~Exists(hope), pk__in=ids, state=NoticeState.TOLD)
        .annotate(in_doubt=Exists(mine.filter(message__state=MessageState.UNCERTAIN)))
        .select_for_update(of=("self",), skip_locked=True)
    )
    found = list(rows.values_list("pk", "in_doubt"))
    for state, doubt in ((NoticeState.UNCERTAIN, True), (NoticeState.FAILED, False)):
        if keys := [pk for pk, in_doubt in found if in_doubt is doubt]:
            counts[str(state)] = Notice.objects.filter(pk__in=keys).update(state=state)
    return counts


@transaction.atomic
def look_again(*, mail: Message) -> bool:
    """Leave out of a mail that is about to be sent what was acted on or put off since it was written; False when nothing is left (R167).

    Called with the lock of the message. One statement where everything still waits.
    """
    listed = list(_listed().filter(message=mail))
    rows = [each for each in listed if each.notice.state in NOTICED]
    if rows and len(rows) < len(listed):
        place = rows[0].notice.jobcentre
        now = mail_of(key=mail.key, user=mail.user, jobcentre=place, listed=rows, at=mail.created_at, due_at=mail.due_at)
        mail.subject, mail.body, mail.html = now.subject, now.body, now.html
        NoticeRecipient.objects.filter(message=mail).exclude(pk__in=[each.pk for each in rows]).update(message=None)
    return bool(rows)


@transaction.atomic
def send_again(*, message_id: uuid.UUID, jobcentre_id: uuid.UUID, by: User, at: dt.datetime) -> Message:
    """Write a mail in the place of one that failed or is uncertain, with what of it still waits, as it is now. Only a person asks for this.

    The old one stays, with what is closed in the meantime; what still waits is told again by the new one, so a second press finds nothing.
    Refuses with `mail_gone`, `mail_not_stuck` or `mail_lists_nothing`.
    """
    old = Message.objects.select_for_update(of=("self",)).filter(pk=message_id, jobcentre_id=jobcentre_id).first()
    if old is None:
        raise Refused("mail_gone")
    if old.state not in STUCK:
        raise Refused("mail_not_stuck")
    # Reminders before their recipients, as whoever tells them again locks them.
    notices = Notice.objects.select_for_update(of=("self",)).filter(recipients__message=old, state__in=NOTICED).order_by("pk")
    held = list(notices.values_list("pk", flat=True))
    rows = list(_listed().select_for_update(of=("self",)).filter(message=old, notice__in=held).order_by("pk"))
    if not rows:
        raise Refused("mail_lists_nothing")
    base = old.key.partition(":again:")[0]
    number = Message.objects.filter(key__startswith=f"{base}:again:").count() + 1
    mail = mail_of(key=f"{base}:again:{number}", user=rows[0].user, jobcentre=rows[0].notice.jobcentre, listed=rows, at=at, due_at=at)
    write_messages(rows=[mail], at=at)
    NoticeRecipient.objects.filter(pk__in=[each.pk for each in rows]).update(message=mail, to_mail=False)
    Notice.objects.filter(pk__in=[each.notice_id for each in rows], state__in=[NoticeState.FAILED, NoticeState.UNCERTAIN]).update(
        state=NoticeState.TOLD
    )
    record(
        kind="user.reminders_sent_again",
        subject=(SubjectKind.USER, old.user_id),
        jobcentre_id=jobcentre_id,
        by=by,
        at=at,
        number=len(rows),
        mail=str(mail.pk),
        instead_of=str(old.pk),
    )
    record_each(
        kind="case.reminder_sent_again",
        subject_kind=SubjectKind.CASE,
        subject_ids=sorted({each.notice.case_id for each in rows if each.notice.case_id}),
        jobcentre_id=jobcentre_id,
        by=by,
        at=at,
    )
    return mail


def _listed() -> QuerySet[NoticeRecipient]:
    return NoticeRecipient.objects.select_related("user", "notice__case", "notice__client", "notice__mentor", "notice__jobcentre")
