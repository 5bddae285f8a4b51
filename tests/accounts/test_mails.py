"""Mails wait in rows: written with what caused them, sent once, and their text is gone afterwards."""

import datetime as dt
import smtplib
from typing import Any

import pytest
from django.core import mail as outbox
from django.test import Client

from accounts import mails
from accounts.enums import Language, MailState
from accounts.models import Mail
from tests.factories import AT, UserFactory

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def mail() -> Mail:
    return mails.write_mail(user=UserFactory(email="ove@example.org"), kind="password_reset_key", subject="Emne", body="hemmeligt", at=AT)


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
    monkeypatch.setattr(mails, "get_connection", server)


def test_a_forgotten_password_writes_a_mail_in_the_users_language() -> None:
    UserFactory(email="ove@example.org", language=Language.ENGLISH, password="en-lang-adgangskode")
    answer = Client().post("/password/reset/", {"email": "Ove@Example.org"})
    assert answer.status_code == 302
    waiting = Mail.objects.get()
    assert (waiting.state, waiting.subject) == (MailState.WAITING, "A new password for MentorCase")
    assert "/password/reset/key/" in waiting.body
    assert outbox.outbox == []  # the page itself speaks with no mail server


def test_an_unknown_address_gets_the_same_answer_and_no_mail() -> None:
    answer = Client().post("/password/reset/", {"email": "nobody@example.org"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/password/reset/done/")
    assert not Mail.objects.exists()


def test_sent_once_with_its_own_id_and_then_forgotten(mail: Mail) -> None:
    assert mails.send_mails(at=AT)["sent"] == 1
    assert mails.send_mails(at=AT + 9 * MINUTE)["sent"] == 0
    (message,) = outbox.outbox
    assert (message.to, message.body) == (["ove@example.org"], "hemmeligt")
    assert message.extra_headers["Message-ID"].startswith(f"<{mail.pk}@")
    mail.refresh_from_db()
    assert (mail.state, mail.body) == (MailState.SENT, "")


def test_a_server_that_is_away_is_asked_again_ever_more_seldom_and_given_up_after_a_day(
    mail: Mail, monkeypatch: pytest.MonkeyPatch
) -> None:
    reach(monkeypatch, Away)
    at, tries = AT, 0
    while mail.state == MailState.WAITING:
        tries += mails.send_mails(at=at)["away"]
        mail.refresh_from_db()
        at = max(at + MINUTE, mail.due_at)
        assert at < AT + dt.timedelta(days=2)
    assert (mail.state, mail.body, mail.last_error) == (MailState.FAILED, "", "ConnectionRefusedError")
    assert mail.closed_at >= AT + mails.GIVE_UP_AFTER
    assert 25 < tries < 35


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (smtplib.SMTPRecipientsRefused({}), MailState.WAITING),
        (smtplib.SMTPDataError(451, b"later"), MailState.WAITING),
        (smtplib.SMTPServerDisconnected("gone"), MailState.UNCERTAIN),
        (TimeoutError(), MailState.UNCERTAIN),
    ],
)
def test_a_no_is_asked_again_and_a_silence_is_named(
    mail: Mail, monkeypatch: pytest.MonkeyPatch, error: Exception, state: MailState
) -> None:
    reach(monkeypatch, server_that(error))
    mails.send_mails(at=AT)
    mail.refresh_from_db()
    assert mail.state == state


def test_what_a_killed_worker_had_in_hand_is_named_uncertain(mail: Mail) -> None:
    mails._claim(at=AT)
    assert mails.send_mails(at=AT + 5 * MINUTE) == {"sent": 0, "later": 0, "failed": 0, "away": 0, "uncertain": 0}
    assert mails.send_mails(at=AT + 11 * MINUTE)["uncertain"] == 1
    assert outbox.outbox == []


def test_the_page_of_the_jobs_counts_what_waits_long(mail: Mail) -> None:
    assert mails.mail_counts(at=AT)["waiting"] == 0
    assert mails.mail_counts(at=AT + 3 * MINUTE)["waiting"] == 1


def test_a_user_who_may_no_longer_sign_in_gets_no_mail(mail: Mail) -> None:
    mail.user.is_active = False
    mail.user.save()
    assert mails.send_mails(at=AT)["failed"] == 1
    assert outbox.outbox == []


def test_closed_mails_are_forgotten_after_a_month(mail: Mail) -> None:
    mails.send_mails(at=AT)
    assert mails.forget_old_mails(at=AT + dt.timedelta(days=29)) == 0
    assert mails.forget_old_mails(at=AT + dt.timedelta(days=31)) == 1
