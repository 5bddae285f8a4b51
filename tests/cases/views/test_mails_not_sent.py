"""The page of the jobs tells which mails went wrong, to whom and why; one press sends what still waits again."""

import datetime as dt

import pytest
from django.test import Client as Browser

from accounts import messages
from accounts.enums import Language, MessageState, Role
from accounts.models import Membership, Message
from cases.actions.digests import write_digests
from cases.models import Notice
from core import clock
from tests.factories import AT, DAY, CaseFactory, MembershipFactory, NoticeFactory, NoticeRecipientFactory, UserFactory
from tests.pages import signed_in
from tests.statements import statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def anne() -> Membership:
    return MembershipFactory(role=Role.MANAGER, user__language=Language.ENGLISH)


def page(member: Membership) -> str:
    return signed_in(member).get("/status/").content.decode()


def went_wrong(member: Membership, state: MessageState = MessageState.FAILED, error: str = "SMTPRecipientsRefused") -> Message:
    """A mail with one reminder to a colleague of the member, that failed an hour ago."""
    mette = MembershipFactory(jobcentre=member.jobcentre, user__name="Mette Lindegaard")
    case = CaseFactory(jobcentre=member.jobcentre, caseworker=mette.user)
    NoticeRecipientFactory(notice=NoticeFactory(case=case), user=mette.user)
    write_digests(jobcentre_id=member.jobcentre_id, on=DAY, at=AT)
    hour_ago = clock.now() - dt.timedelta(hours=1)
    closed = {} if state == MessageState.WAITING else {"body": "", "html": "", "closed_at": hour_ago}
    mail = Message.objects.get(user=mette.user)
    Message.objects.filter(pk=mail.pk).update(state=state, last_error=error, attempts=1, created_at=hour_ago, **closed)
    return mail


def test_it_says_to_whom_when_what_and_why(anne: Membership) -> None:
    went_wrong(anne)
    shown = page(anne)
    for text in ("Mails that went wrong", "Mette Lindegaard", "Given up", "The mail server refuses the address.", "Send again"):
        assert text in shown


def test_of_an_uncertain_one_it_says_that_nobody_knows(anne: Membership) -> None:
    went_wrong(anne, MessageState.UNCERTAIN, "TimeoutError")
    assert "Nobody knows whether it arrived, so it is not sent again by itself." in page(anne)


def test_one_that_is_still_tried_has_no_button(anne: Membership) -> None:
    mail = went_wrong(anne, MessageState.WAITING)
    shown = page(anne)
    assert "It is tried again by itself, for two days." in shown
    assert f"/status/mails/{mail.pk}/" not in shown


def test_a_new_password_that_failed_is_shown_and_never_sent_again(anne: Membership) -> None:
    mail = messages.write_message(user=anne.user, kind="password_reset_key", subject="A new password", body="", at=AT)
    Message.objects.filter(pk=mail.pk).update(state=MessageState.FAILED, closed_at=clock.now(), last_error="user has no address")
    shown = page(anne)
    assert "The user’s account: A new password" in shown
    assert f"/status/mails/{mail.pk}/" not in shown


def test_another_jobcentre_sees_neither_kind(anne: Membership) -> None:
    elsewhere = MembershipFactory(role=Role.MANAGER)
    went_wrong(anne)
    mail = messages.write_message(user=anne.user, kind="password_reset_key", subject="A new password", body="", at=AT)
    Message.objects.filter(pk=mail.pk).update(state=MessageState.FAILED, closed_at=clock.now())
    shown = page(elsewhere)
    assert "Mette Lindegaard" not in shown
    assert "A new password" not in shown


def test_the_platform_administrator_sees_all_and_sends_none(anne: Membership) -> None:
    mail = went_wrong(anne)
    browser = Browser()
    browser.force_login(UserFactory(is_superuser=True, is_staff=True, language=Language.ENGLISH))
    shown = browser.get("/status/").content.decode()
    assert "Mette Lindegaard" in shown
    assert f"/status/mails/{mail.pk}/" not in shown
    assert browser.post(f"/status/mails/{mail.pk}/again/").status_code == 403


def test_one_press_writes_one_mail_and_a_second_says_that_it_is_done(anne: Membership) -> None:
    mail, browser = went_wrong(anne), signed_in(anne)
    first = browser.post(f"/status/mails/{mail.pk}/again/", follow=True)
    assert "A new mail with what still waits is on its way." in first.content.decode()
    second = browser.post(f"/status/mails/{mail.pk}/again/", follow=True)
    assert "it has been sent again already" in second.content.decode()
    assert Message.objects.filter(key=f"{mail.key}:again:1").count() == 1
    assert Message.objects.count() == 2


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.AUDITOR])
def test_others_may_not(anne: Membership, role: Role) -> None:
    mail = went_wrong(anne)
    member = MembershipFactory(jobcentre=anne.jobcentre, role=role)
    assert signed_in(member).post(f"/status/mails/{mail.pk}/again/").status_code == 403
    assert Message.objects.count() == 1


def test_another_jobcentres_mail_is_like_one_that_is_not_there(anne: Membership) -> None:
    mail = went_wrong(anne)
    elsewhere = MembershipFactory(role=Role.MANAGER, user__language=Language.ENGLISH)
    answer = signed_in(elsewhere).post(f"/status/mails/{mail.pk}/again/", follow=True)
    assert "This mail is not there any more" in answer.content.decode()
    assert Notice.objects.get().state == "told"


@pytest.mark.parametrize("number", [1, 3])
def test_as_many_statements_for_three_as_for_one(anne: Membership, number: int) -> None:
    for _each in range(number):
        went_wrong(anne)
    browser = signed_in(anne)
    browser.get("/status/")
    with statements() as found:
        browser.get("/status/")
    assert len([sql for sql in found if "accounts_message" in sql]) == 2  # the counts and the list
