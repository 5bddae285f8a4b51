"""Mails of reminders against a mail server that refuses one of many, goes silent after the text, or is down for a day.

Afterwards every reminder has arrived once, or says of itself that its mail failed or is uncertain. The server is a real one in this process;
only the drill at the end has workers of its own.
"""

import asyncio
import datetime as dt
import email
import time
from collections import Counter
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from accounts import messages
from accounts.enums import MessageState, Role
from accounts.models import MemberAbsence, Membership, Message
from cases.actions.deliveries import note_deliveries, send_again
from cases.actions.digests import write_digests
from cases.actions.escalations import escalate
from cases.actions.notices import renew
from cases.enums_notice import NoticeState
from cases.models import Notice, NoticeRecipient
from core.days import DAY as ONE_DAY
from tests.factories import DAY, CaseFactory, JobcentreFactory, MembershipFactory, NoticeFactory, NoticeRecipientFactory
from tests.faults.installation import Installation, free_port
from tests.faults.people import person

pytestmark = pytest.mark.django_db
NIGHT = dt.datetime(2026, 11, 16, 4, 0, tzinfo=dt.UTC)
SEVEN = dt.datetime(2026, 11, 16, 6, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


class Inbox:
    """A mail server that keeps what it gets, refuses whom it is told to, and can fall silent after the text."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refused: set[str] = set()
        self.answers: list[str] = []
        self.silent = 0.0

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802 (aiosmtpd's)
        if address in self.refused:
            return "550 No such user here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.mails.append(email.message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        await asyncio.sleep(self.silent)
        return self.answers.pop(0) if self.answers else "250 OK"

    def to(self) -> list[str]:
        return sorted(str(each["To"]) for each in self.mails)

    def ids(self) -> list[str]:
        return [str(each["Message-ID"]) for each in self.mails]


@pytest.fixture
def port(settings: Any) -> int:
    """Where the mail server will be; mails go over SMTP."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", free_port(), 1
    return int(settings.EMAIL_PORT)


@pytest.fixture
def inbox(port: int) -> Iterator[Inbox]:
    found = Inbox()
    server = Controller(found, hostname="127.0.0.1", port=port)
    server.start()
    yield found
    server.stop()


def told(number: int) -> list[Membership]:
    """Members of one jobcentre with a mail each that is due at seven."""
    here = JobcentreFactory()
    members = [MembershipFactory(jobcentre=here) for _each in range(number)]
    for member in members:
        case = CaseFactory(jobcentre=here, caseworker=member.user)
        NoticeRecipientFactory(notice=NoticeFactory(case=case, told_at=NIGHT), user=member.user, told_at=NIGHT)
    assert write_digests(jobcentre_id=here.pk, on=DAY, at=NIGHT) == number
    return members


def sweeps(*, start: dt.datetime, every: dt.timedelta, number: int) -> Counter[str]:
    """So many sweeps, and what is noted on the reminders after each."""
    counts: Counter[str] = Counter()
    for each in range(number):
        at = start + each * every
        counts.update(messages.send_messages(at=at))
        note_deliveries(at=at)
    return counts


def states() -> Counter[str]:
    return Counter(Notice.objects.values_list("state", flat=True))


def test_nothing_is_sent_before_seven_and_everything_once_after_it(inbox: Inbox) -> None:
    members = told(5)
    assert sweeps(start=NIGHT, every=MINUTE, number=120)["sent"] == 0
    assert sweeps(start=SEVEN, every=MINUTE, number=30)["sent"] == 5
    assert inbox.to() == sorted(each.user.email for each in members)
    assert len(set(inbox.ids())) == 5
    assert inbox.mails[0].get_content_type() == "multipart/alternative"


def test_one_of_many_is_refused_and_the_others_have_theirs_once(inbox: Inbox) -> None:
    """The refused one says why, is given up after two days, and goes up to the manager."""
    members = told(20)
    boss = MembershipFactory(jobcentre=members[0].jobcentre, role=Role.MANAGER)
    inbox.refused = {members[3].user.email}
    counts = sweeps(start=SEVEN, every=MINUTE, number=3)
    assert counts["sent"] == 19
    waits = Message.objects.get(state=MessageState.WAITING)
    assert (waits.user_id, waits.last_error) == (members[3].user_id, "SMTPRecipientsRefused")
    sweeps(start=SEVEN, every=dt.timedelta(hours=1), number=50)
    assert inbox.to() == sorted(each.user.email for each in members if each != members[3])
    assert states() == {"told": 19, "failed": 1}
    tuesday = DAY + ONE_DAY
    assert escalate(jobcentre_id=boss.jobcentre_id, on=tuesday, at=NIGHT + ONE_DAY) == 1
    assert write_digests(jobcentre_id=boss.jobcentre_id, on=tuesday, at=NIGHT + ONE_DAY) == 1
    sweeps(start=SEVEN + ONE_DAY, every=MINUTE, number=2)
    assert boss.user.email in inbox.to()
    assert states() == {"told": 20}


def test_silence_after_the_text_is_uncertain_and_only_a_person_sends_again(inbox: Inbox) -> None:
    (member,) = told(1)
    inbox.silent = 2.5
    assert sweeps(start=SEVEN, every=MINUTE, number=1)["uncertain"] == 1
    inbox.silent = 0
    assert sweeps(start=SEVEN + MINUTE, every=dt.timedelta(hours=1), number=60)["sent"] == 0
    mail = Message.objects.get()
    assert inbox.ids() == [messages.message_id(mail.pk)]  # it had taken it; nobody could know
    assert states() == {"uncertain": 1}
    send_again(message_id=mail.pk, jobcentre_id=member.jobcentre_id, by=member.user, at=SEVEN)
    assert sweeps(start=SEVEN, every=MINUTE, number=3)["sent"] == 1
    assert len(set(inbox.ids())) == len(inbox.ids()) == 2
    assert states() == {"told": 1}


def test_a_mail_that_is_tried_again_is_the_same_mail(inbox: Inbox) -> None:
    """After a "later" whose text the server had already read, a receiver can tell the second copy by its Message-ID."""
    told(1)
    inbox.answers = ["451 Later"]
    assert sweeps(start=SEVEN, every=MINUTE, number=5)["sent"] == 1
    assert inbox.ids() == [messages.message_id(Message.objects.get().pk)] * 2


def test_down_for_a_day_and_then_up(port: int) -> None:
    members = told(7)
    counts = sweeps(start=SEVEN, every=dt.timedelta(minutes=15), number=96)
    assert (counts["sent"], counts["failed"]) == (0, 0)
    assert states() == {"told": 7}
    up = Inbox()
    server = Controller(up, hostname="127.0.0.1", port=port)
    server.start()
    try:
        assert sweeps(start=SEVEN + ONE_DAY, every=MINUTE, number=62)["sent"] == 7
    finally:
        server.stop()
    assert up.to() == sorted(each.user.email for each in members)


def test_a_user_without_an_address_is_named_and_the_manager_is_told(inbox: Inbox) -> None:
    (member,) = told(1)
    boss = MembershipFactory(jobcentre=member.jobcentre, role=Role.MANAGER)
    member.user.email = ""
    member.user.save()
    assert sweeps(start=SEVEN, every=MINUTE, number=1)["failed"] == 1
    assert Message.objects.get().last_error == "user has no address"
    assert states() == {"failed": 1}
    escalate(jobcentre_id=boss.jobcentre_id, on=DAY + ONE_DAY, at=NIGHT + ONE_DAY)
    write_digests(jobcentre_id=boss.jobcentre_id, on=DAY + ONE_DAY, at=NIGHT + ONE_DAY)
    sweeps(start=SEVEN + ONE_DAY, every=MINUTE, number=1)
    assert inbox.to() == [boss.user.email]


@pytest.mark.parametrize("last", ["somebody", "nobody"])
def test_a_substitute_who_is_absent_too(inbox: Inbox, last: str) -> None:
    """The next in the row is told, and where there is none the manager: on the same morning."""
    boss = MembershipFactory(role=Role.MANAGER)
    mette, ove, ida = (MembershipFactory(jobcentre=boss.jobcentre) for _each in range(3))
    MemberAbsence.objects.create(member=mette, substitute=ove, first_day=DAY, last_day=DAY)
    MemberAbsence.objects.create(member=ove, substitute=ida if last == "somebody" else mette, first_day=DAY, last_day=DAY)
    case = CaseFactory(jobcentre=boss.jobcentre, caseworker=mette.user, received_on=DAY - 21 * ONE_DAY, answer_due_on=DAY)
    renew(case_ids=[case.pk], on=DAY, at=NIGHT)
    write_digests(jobcentre_id=boss.jobcentre_id, on=DAY, at=NIGHT)
    sweeps(start=SEVEN, every=MINUTE, number=1)
    other = ida if last == "somebody" else boss
    assert inbox.to() == sorted([mette.user.email, other.user.email])
    assert set(NoticeRecipient.objects.values_list("user_id", flat=True)) == {mette.user_id, other.user_id}
    assert Notice.objects.filter(state=NoticeState.TOLD).count() == 1


MAILS = """
from accounts.messages import write_message
from accounts.models import User
from core import clock
from core.db import jobcentre_transaction
ida = User.objects.get(email="ida@faults.example")
for number in range(60):
    with jobcentre_transaction(None):
        write_message(user=ida, kind="drill", subject=f"Emne {number}", body="2026-0312", key=f"drill:{number}", at=clock.now())
"""
SENT = "from accounts.models import Message; print(Message.objects.filter(key__startswith='drill:', state='sent').count())"


@pytest.mark.drill
@pytest.mark.django_db(databases=[])
def test_two_workers_at_once_send_each_mail_once(installation: Installation) -> None:
    """Each mail nudges a worker, so that both sweep at the same time."""
    inbox, port = Inbox(), free_port()
    inbox.silent = 0.02
    smtp = {"MENTORCASE_DEMO": "0", "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(port), "EMAIL_FROM": "mentorcase@faults.example"}
    server = Controller(inbox, hostname="127.0.0.1", port=port)
    server.start()
    try:
        with person(installation) as seconds:
            installation.start_worker(**smtp)
            installation.start_worker(**smtp)
            installation.shell(MAILS, **smtp)
            deadline = time.monotonic() + 120
            while int(installation.shell(SENT)) < 60:
                assert time.monotonic() < deadline, installation.log("worker")
            time.sleep(2)
    finally:
        server.stop()
    assert Counter(str(each["Subject"]) for each in inbox.mails) == {f"Emne {number}": 1 for number in range(60)}
    assert len(set(inbox.ids())) == 60
    print(f"two workers, 60 mails: each sent once; slowest of {len(seconds)} pages meanwhile {max(seconds):.2f} s")
