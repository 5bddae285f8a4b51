"""What became of the mails of reminders is noted on them, and a mail goes again only when a person says so."""

import datetime as dt
import threading
import time
from typing import Any

import pytest
from django.core import mail as outbox
from django.db import transaction

from accounts import messages
from accounts.enums import MessageState, Role
from accounts.models import AuditEvent, Membership, Message
from cases.actions.deliveries import note_deliveries, send_again
from cases.actions.digests import write_digests
from cases.actions.notices import mark_done, see, snooze
from cases.enums_notice import NoticeState
from cases.models import Notice, NoticeRecipient
from core.verdicts import Refused
from tests.factories import AT, DAY, CaseFactory, JobcentreFactory, MembershipFactory, NoticeFactory, NoticeRecipientFactory
from tests.races import race
from tests.statements import statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def mette() -> Membership:
    return MembershipFactory()


def mailed(member: Membership, *, number: int = 1) -> list[Notice]:
    """Reminders that one mail lists."""
    case = CaseFactory(jobcentre=member.jobcentre, caseworker=member.user)
    rows = [NoticeFactory(case=case, level=level) for level in range(number)]
    for row in rows:
        NoticeRecipientFactory(notice=row, user=member.user)
    write_digests(jobcentre_id=member.jobcentre_id, on=DAY, at=AT)
    return rows


def ended(state: MessageState, **which: Any) -> None:
    Message.objects.filter(**which).update(state=state, body="", html="", closed_at=AT)


def states(rows: list[Notice]) -> list[str]:
    return [Notice.objects.get(pk=each.pk).state for each in rows]


@pytest.mark.parametrize(
    ("mail", "notice"),
    [
        (MessageState.FAILED, NoticeState.FAILED),
        (MessageState.UNCERTAIN, NoticeState.UNCERTAIN),
        (MessageState.SENT, NoticeState.TOLD),
    ],
)
def test_what_no_mail_reached_is_named(mette: Membership, mail: MessageState, notice: NoticeState) -> None:
    rows = mailed(mette, number=2)
    ended(mail)
    counts = note_deliveries(at=AT)
    assert states(rows) == [notice, notice]
    assert sum(counts.values()) == (0 if mail == MessageState.SENT else 2)
    assert sum(note_deliveries(at=AT).values()) == 0


@pytest.mark.parametrize("hope", ["seen", "another mail was sent", "another mail waits", "another is still to be mailed"])
def test_it_stays_told_while_somebody_may_know(mette: Membership, hope: str) -> None:
    (row,) = mailed(mette)
    ended(MessageState.FAILED)
    if hope == "seen":
        NoticeRecipient.objects.update(seen_at=AT)
    else:
        other = NoticeRecipientFactory(notice=row, user=MembershipFactory(jobcentre=mette.jobcentre).user)
        if hope != "another is still to be mailed":
            state = MessageState.SENT if hope == "another mail was sent" else MessageState.WAITING
            mail = messages.write_message(user=other.user, kind="reminders", subject="Emne", body="", at=AT)
            ended(state, pk=mail.pk)
            NoticeRecipient.objects.filter(pk=other.pk).update(message=mail, to_mail=False)
    note_deliveries(at=AT)
    assert states([row]) == [NoticeState.TOLD]


def test_of_two_mails_one_in_doubt_is_enough_for_doubt(mette: Membership) -> None:
    (row,) = mailed(mette)
    ended(MessageState.FAILED)
    other = NoticeRecipientFactory(notice=row, user=MembershipFactory(jobcentre=mette.jobcentre).user)
    mail = messages.write_message(user=other.user, kind="reminders", subject="Emne", body="", at=AT)
    ended(MessageState.UNCERTAIN, pk=mail.pk)
    NoticeRecipient.objects.filter(pk=other.pk).update(message=mail, to_mail=False)
    assert note_deliveries(at=AT) == {"uncertain": 1, "failed": 0}


def test_a_minute_without_faults_costs_one_statement(mette: Membership) -> None:
    mailed(mette)
    ended(MessageState.SENT)
    with statements() as found:
        note_deliveries(at=AT)
    assert len(found) == 1


def again(member: Membership, **more: Any) -> Message:
    by = MembershipFactory(jobcentre=member.jobcentre, role=Role.MANAGER).user
    return send_again(**{"message_id": Message.objects.earliest("key").pk, "jobcentre_id": member.jobcentre_id, "by": by, "at": AT, **more})


def test_a_person_sends_again_what_still_waits(mette: Membership) -> None:
    kept, closed = mailed(mette, number=2)
    ended(MessageState.UNCERTAIN)
    note_deliveries(at=AT)
    Notice.objects.filter(pk=closed.pk).update(state=NoticeState.DONE, closed_at=AT)
    old = Message.objects.get()
    new = again(mette)
    assert (new.key, new.state, new.user_id) == (f"{old.key}:again:1", MessageState.WAITING, mette.user_id)
    assert new.pk != old.pk  # a Message-ID of its own
    assert kept.case.ref in new.body
    assert list(new.listed.values_list("notice_id", flat=True)) == [kept.pk]
    assert states([kept, closed]) == [NoticeState.TOLD, NoticeState.DONE]
    assert messages.send_messages(at=AT)["sent"] == 1
    event = AuditEvent.objects.get(kind="user.reminders_sent_again")
    assert (event.subject_id, event.facts["number"]) == (mette.user_id, 1)
    assert AuditEvent.objects.filter(kind="case.reminder_sent_again", subject_id=kept.case_id).count() == 1


def test_the_third_mail_counts_on(mette: Membership) -> None:
    mailed(mette)
    ended(MessageState.FAILED)
    second = again(mette)
    ended(MessageState.FAILED, pk=second.pk)
    third = again(mette, message_id=second.pk)
    assert third.key.endswith(":again:2")


def refused(member: Membership, **more: Any) -> str:
    with pytest.raises(Refused) as refusal:
        again(member, **more)
    return refusal.value.code


def test_what_was_sent_is_not_sent_again(mette: Membership) -> None:
    mailed(mette)
    assert refused(mette) == "mail_not_stuck"
    ended(MessageState.SENT)
    assert refused(mette) == "mail_not_stuck"


def test_what_was_sent_again_already_or_is_closed_is_not_sent_again(mette: Membership) -> None:
    mailed(mette)
    ended(MessageState.FAILED)
    old = Message.objects.get()
    again(mette)
    assert refused(mette, message_id=old.pk) == "mail_lists_nothing"


def test_another_jobcentres_mail_is_not_there(mette: Membership) -> None:
    mailed(mette)
    ended(MessageState.FAILED)
    assert refused(mette, jobcentre_id=JobcentreFactory().pk) == "mail_gone"


def test_a_new_password_is_not_sent_again(mette: Membership) -> None:
    """Its link was a secret and is gone; the user asks for a new one."""
    messages.write_message(user=mette.user, kind="password_reset_key", subject="Emne", body="", at=AT)
    ended(MessageState.FAILED)
    assert refused(mette) == "mail_gone"


def test_forgotten_mails_leave_the_reminders_as_they_are(mette: Membership) -> None:
    (row,) = mailed(mette)
    ended(MessageState.FAILED)
    note_deliveries(at=AT)
    assert messages.forget_old_messages(at=AT + dt.timedelta(days=31)) == 1
    assert states([row]) == [NoticeState.FAILED]


def test_what_was_acted_on_before_the_mail_goes_out_does_not_stand_in_it_r167(mette: Membership) -> None:
    """Written at five and sent at seven."""
    kept, done, later = mailed(mette, number=3)
    mark_done(notice_id=done.pk, version=None, by=mette.user, at=AT)
    snooze(notice_id=later.pk, version=None, until=DAY + dt.timedelta(days=9), why="Ferie", by=mette.user, at=AT)
    before = Message.objects.get()
    assert messages.send_messages(at=AT)["sent"] == 1
    (mail,) = outbox.outbox
    assert mail.subject != before.subject
    assert mail.body.count(kept.case.ref + ":") == 1
    assert before.body.count(kept.case.ref + ":") == 3
    assert [each.notice_id for each in Message.objects.get().listed.all()] == [kept.pk]


def test_a_mail_with_nothing_left_is_not_sent(mette: Membership) -> None:
    """R167"""
    (row,) = mailed(mette)
    mailed(MembershipFactory(jobcentre=mette.jobcentre))
    mark_done(notice_id=row.pk, version=None, by=mette.user, at=AT)
    assert messages.send_messages(at=AT)["sent"] == 1
    assert len(outbox.outbox) == 1
    assert Message.objects.count() == 1


def test_a_mail_that_lists_what_still_waits_is_sent_as_it_was_written(mette: Membership) -> None:
    mailed(mette, number=2)
    before = Message.objects.get()
    messages.send_messages(at=AT)
    assert (outbox.outbox[0].subject, outbox.outbox[0].body) == (before.subject, before.body)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["send again", "see"])
def test_whoever_tells_a_reminder_again_and_who_sends_or_sees_it_wait_for_each_other(what: str) -> None:
    """Both lock the reminder and then its recipients; the other way round, one of them would be ended by the database."""
    mette = MembershipFactory()
    (row,) = mailed(mette)
    if what == "send again":
        ended(MessageState.FAILED)
    by = MembershipFactory(jobcentre=mette.jobcentre, role=Role.MANAGER).user
    old, is_held = Message.objects.get(), threading.Event()

    def tell_again() -> None:
        with transaction.atomic():
            Notice.objects.select_for_update().get(pk=row.pk)
            is_held.set()
            time.sleep(1)
            NoticeRecipient.objects.filter(notice=row).update(told_at=AT)

    def other() -> None:
        is_held.wait(timeout=30)
        if what == "see":
            see(notice_ids=[row.pk], by=mette.user, at=AT)
        else:
            send_again(message_id=old.pk, jobcentre_id=mette.jobcentre_id, by=by, at=AT)

    assert race([tell_again, other]) == {"won": 2}


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_send_once() -> None:
    mette = MembershipFactory()
    mailed(mette)
    ended(MessageState.FAILED)
    old, by = Message.objects.get(), MembershipFactory(jobcentre=mette.jobcentre, role=Role.MANAGER).user
    ends = race([lambda: send_again(message_id=old.pk, jobcentre_id=mette.jobcentre_id, by=by, at=AT)] * 2)
    assert ends == {"won": 1, "mail_lists_nothing": 1}
    assert Message.objects.count() == 2
