"""Mails wait in rows: written with what caused them, sent once, and their text is gone afterwards."""

import datetime as dt
import smtplib
from typing import Any

import pytest
from django.core import mail as outbox
from django.test import Client

from accounts import messages
from accounts.enums import Language, MessageState
from accounts.models import Message
from tests.factories import AT, UserFactory
from tests.statements import statements

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def mail() -> Message:
    return messages.write_message(
        user=UserFactory(email="ove@example.org"), kind="password_reset_key", subject="Emne", body="hemmeligt", at=AT
    )


class Away:
    """The mail server as Django sees it when nobody is there."""

    def open(self) -> None:
        raise ConnectionRefusedError

    def close(self) -> None:
        pass


def server_that(error: Exception) -> type:
    class Server(Away):
        def open(self) -> None:
            pass

        def send_messages(self, messages: list[Any]) -> int:
            raise error

    return Server


def reach(monkeypatch: pytest.MonkeyPatch, server: type) -> None:
    monkeypatch.setattr(messages, "get_connection", server)


def test_a_forgotten_password_writes_a_mail_in_the_users_language() -> None:
    UserFactory(email="ove@example.org", language=Language.ENGLISH, password="en-lang-adgangskode")
    answer = Client().post("/password/reset/", {"email": "Ove@Example.org"})
    assert answer.status_code == 302
    waiting = Message.objects.get()
    assert (waiting.state, waiting.subject) == (MessageState.WAITING, "A new password for MentorCase")
    assert "/password/reset/key/" in waiting.body
    assert outbox.outbox == []  # the page itself speaks with no mail server


def test_an_unknown_address_gets_the_same_answer_and_no_mail() -> None:
    answer = Client().post("/password/reset/", {"email": "nobody@example.org"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/password/reset/done/")
    assert not Message.objects.exists()


def test_sent_once_with_its_own_id_and_then_forgotten(mail: Message) -> None:
    assert messages.send_messages(at=AT)["sent"] == 1
    assert messages.send_messages(at=AT + 9 * MINUTE)["sent"] == 0
    (message,) = outbox.outbox
    assert (message.to, message.body) == (["ove@example.org"], "hemmeligt")
    assert message.extra_headers["Message-ID"].startswith(f"<{mail.pk}@")
    mail.refresh_from_db()
    assert (mail.state, mail.body) == (MessageState.SENT, "")


def test_a_server_that_is_away_is_asked_again_ever_more_seldom_and_given_up_after_two_days(
    mail: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    reach(monkeypatch, Away)
    at, tries = AT, 0
    while mail.state == MessageState.WAITING:
        tries += messages.send_messages(at=at)["away"]
        mail.refresh_from_db()
        at = max(at + MINUTE, mail.due_at)
        assert at < AT + dt.timedelta(days=3)
    assert (mail.state, mail.body, mail.last_error) == (MessageState.FAILED, "", "ConnectionRefusedError")
    assert mail.closed_at >= AT + messages.GIVE_UP_AFTER
    assert 45 < tries < 60


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (smtplib.SMTPRecipientsRefused({}), MessageState.WAITING),
        (smtplib.SMTPDataError(451, b"later"), MessageState.WAITING),
        (smtplib.SMTPServerDisconnected("gone"), MessageState.UNCERTAIN),
        (TimeoutError(), MessageState.UNCERTAIN),
    ],
)
def test_a_no_is_asked_again_and_a_silence_is_named(
    mail: Message, monkeypatch: pytest.MonkeyPatch, error: Exception, state: MessageState
) -> None:
    reach(monkeypatch, server_that(error))
    messages.send_messages(at=AT)
    mail.refresh_from_db()
    assert mail.state == state


def test_a_mail_that_cannot_be_made_is_named_and_those_behind_it_are_sent(mail: Message) -> None:
    """An address with a line break is none: no server has seen the mail, so it is not uncertain."""
    mail.user.email = "ove@example.org\nBcc: ida@example.org"
    mail.user.save()
    messages.write_message(user=UserFactory(email="ida@example.org"), kind="x", subject="Emne", body="b", at=AT + MINUTE)
    counts = messages.send_messages(at=AT + MINUTE)
    assert (counts["failed"], counts["sent"], counts["uncertain"]) == (1, 1, 0)
    mail.refresh_from_db()
    assert (mail.state, mail.last_error, mail.body) == (MessageState.FAILED, "BadHeaderError", "")


def test_a_mail_that_cannot_be_put_right_is_named_and_those_behind_it_are_sent(mail: Message, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*, mail: Message) -> bool:
        raise KeyError("day")

    monkeypatch.setitem(messages.LOOKS_AGAIN, mail.kind, breaks)
    messages.write_message(user=UserFactory(email="ida@example.org"), kind="x", subject="Emne", body="b", at=AT + MINUTE)
    assert messages.send_messages(at=AT + MINUTE)["sent"] == 1
    assert [each.to for each in outbox.outbox] == [["ida@example.org"]]
    mail.refresh_from_db()
    assert (mail.state, mail.last_error, mail.body) == (MessageState.FAILED, "KeyError", "")


def test_what_a_killed_worker_had_in_hand_is_named_uncertain(mail: Message) -> None:
    messages._claim(at=AT)
    assert messages.send_messages(at=AT + 5 * MINUTE) == {"sent": 0, "later": 0, "failed": 0, "away": 0, "uncertain": 0}
    assert messages.send_messages(at=AT + 11 * MINUTE)["uncertain"] == 1
    assert outbox.outbox == []


def test_the_page_of_the_jobs_counts_what_waits_long(mail: Message) -> None:
    assert messages.message_counts(at=AT)["waiting"] == 0
    assert messages.message_counts(at=AT + 3 * MINUTE)["waiting"] == 1


def test_what_waits_for_its_morning_is_no_trouble_until_that_is_over(mail: Message) -> None:
    Message.objects.filter(pk=mail.pk).update(due_at=AT + 120 * MINUTE)
    assert messages.message_counts(at=AT + 60 * MINUTE)["waiting"] == 0
    assert messages.message_counts(at=AT + 121 * MINUTE)["waiting"] == 0
    assert messages.message_counts(at=AT + 123 * MINUTE)["waiting"] == 1


def test_what_waits_for_its_morning_is_counted_with_that_morning_and_in_one_statement(mail: Message) -> None:
    nothing = {"waiting": 0, "failed": 0, "uncertain": 0, "held": 0, "held_until": None}
    assert messages.message_counts(at=AT) == nothing
    Message.objects.filter(pk=mail.pk).update(due_at=AT + 120 * MINUTE)
    messages.write_message(user=mail.user, kind="digest", subject="Emne", body="tekst", at=AT, due_at=AT + 180 * MINUTE)
    with statements() as asked:
        assert messages.message_counts(at=AT) == {**nothing, "held": 2, "held_until": AT + 120 * MINUTE}
    assert len(asked) == 1
    assert messages.message_counts(at=AT + 121 * MINUTE) == {**nothing, "held": 1, "held_until": AT + 180 * MINUTE}
    Message.objects.update(attempts=1)
    assert messages.message_counts(at=AT) == {**nothing, "waiting": 2}


def test_a_user_who_may_no_longer_sign_in_gets_no_mail(mail: Message) -> None:
    mail.user.is_active = False
    mail.user.save()
    assert messages.send_messages(at=AT)["failed"] == 1
    assert outbox.outbox == []


def test_closed_mails_are_forgotten_after_a_month(mail: Message) -> None:
    messages.send_messages(at=AT)
    assert messages.forget_old_messages(at=AT + dt.timedelta(days=29)) == 0
    assert messages.forget_old_messages(at=AT + dt.timedelta(days=31)) == 1
