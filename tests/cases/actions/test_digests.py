"""Mails of reminders (R167): who gets one on which day, once, and what stands in it."""

import datetime as dt
import re
from typing import Any

import pytest

from accounts.enums import Language, MailRhythm, Role
from accounts.models import Membership, Message
from cases.actions.digests import mail_at_once, write_digests
from cases.digest_mails import MOST_LINES
from cases.enums_notice import NoticeKind, NoticeState, ToldAs
from cases.models import Case, NoticeRecipient
from tests.factories import AT, DAY, CaseFactory, MembershipFactory, NoticeFactory, NoticeRecipientFactory
from tests.races import race
from tests.statements import statements

pytestmark = pytest.mark.django_db
NIGHT = dt.datetime(2026, 11, 16, 4, 0, tzinfo=dt.UTC)
"""Five o'clock in Copenhagen on DAY, a Monday."""


@pytest.fixture
def mette() -> Membership:
    return MembershipFactory(user__language=Language.ENGLISH)


def case_of(member: Membership) -> Case:
    return CaseFactory(jobcentre=member.jobcentre, caseworker=member.user)


def told(member: Membership, *, told_as: ToldAs = ToldAs.CASEWORKER, told_at: dt.datetime = NIGHT, **notice: Any) -> NoticeRecipient:
    case = notice.pop("case", None) or case_of(member)
    return NoticeRecipientFactory(
        notice=NoticeFactory(case=case, told_at=told_at, **notice), user=member.user, told_as=told_as, told_at=told_at
    )


def written(member: Membership, *, on: dt.date = DAY, at: dt.datetime = NIGHT) -> int:
    return write_digests(jobcentre_id=member.jobcentre_id, on=on, at=at)


def days_on_which_mails_come(member: Membership, *, first: dt.date, number: int) -> list[dt.date]:
    found = []
    for each in range(number):
        day = first + dt.timedelta(days=each)
        at = dt.datetime.combine(day, NIGHT.timetz())
        told(member, told_at=at, due_on=day)
        if written(member, on=day, at=at):
            found.append(day)
    return found


def test_one_mail_lists_all_that_waits_and_is_due_at_seven_r167(mette: Membership) -> None:
    rows = [told(mette) for _each in range(3)]
    assert written(mette) == 1
    mail = Message.objects.get()
    assert (mail.key, mail.subject) == (f"digest:{mette.pk}:2026-11-16", "MentorCase: 3 reminders")
    assert mail.due_at == dt.datetime(2026, 11, 16, 6, 0, tzinfo=dt.UTC)
    assert (mail.user_id, mail.jobcentre_id) == (mette.user_id, mette.jobcentre_id)
    for row in rows:
        row.refresh_from_db()
        assert (row.message_id, row.to_mail) == (mail.pk, False)
        assert row.notice.case.ref in mail.body
        assert row.notice.case.ref in mail.html
    assert "Your own cases" in mail.body


def test_the_second_run_of_a_day_writes_nothing_and_the_next_day_has_what_came_since(mette: Membership) -> None:
    """R167"""
    told(mette)
    assert written(mette) == 1
    assert written(mette) == 0
    told(mette, told_at=AT)
    assert written(mette, at=AT) == 0
    assert written(mette, on=DAY + dt.timedelta(days=1), at=AT + dt.timedelta(days=1)) == 1


@pytest.mark.parametrize(("level", "words"), [(4, "is to be decided by"), (2, "is to be decided by"), (1, "should have been decided by")])
def test_a_day_of_deciding_that_has_passed_is_not_said_to_come(mette: Membership, level: int, words: str) -> None:
    told(mette, kind=NoticeKind.EXTENSION, level=level, facts={"last_day": "2026-11-30", "day": "2026-11-16"})
    written(mette)
    assert f"The period ends on 30 November 2026. What comes after it {words} 16 November 2026." in Message.objects.get().body


def test_a_reminder_without_a_sentence_says_what_it_is_about_and_keeps_no_mail_back(mette: Membership) -> None:
    """Its facts are those of another version of the program."""
    told(mette, kind=NoticeKind.EXTENSION, facts={})
    told(MembershipFactory(jobcentre=mette.jobcentre))
    assert written(mette) == 2
    assert "The period ends." in Message.objects.get(user=mette.user).body


def test_a_run_after_seven_is_due_at_once(mette: Membership) -> None:
    told(mette)
    written(mette, at=AT)
    assert Message.objects.get().due_at == AT


def test_each_working_day_r167(mette: Membership) -> None:
    """Over Christmas 2026: the 24th is closed, the 25th is a holiday and a Friday."""
    assert days_on_which_mails_come(mette, first=dt.date(2026, 12, 21), number=9) == [
        dt.date(2026, 12, day) for day in (21, 22, 23, 28, 29)
    ]


def test_on_mondays_r167(mette: Membership) -> None:
    """Easter Monday of 2027 is the 29th of March."""
    Membership.objects.update(mail_rhythm=MailRhythm.MONDAYS)
    assert days_on_which_mails_come(mette, first=dt.date(2027, 3, 22), number=16) == [
        dt.date(2027, 3, 22),
        dt.date(2027, 3, 30),
        dt.date(2027, 4, 5),
    ]


def test_a_missed_monday_is_caught_up_on_tuesday(mette: Membership) -> None:
    """R167"""
    Membership.objects.update(mail_rhythm=MailRhythm.MONDAYS)
    told(mette, told_at=NIGHT - dt.timedelta(days=2))
    assert written(mette, on=DAY + dt.timedelta(days=1), at=NIGHT + dt.timedelta(days=1)) == 1


def test_at_once_is_a_mail_for_each_reminder(mette: Membership) -> None:
    """R167"""
    Membership.objects.update(mail_rhythm=MailRhythm.AT_ONCE)
    rows = [told(mette), told(mette)]
    assert mail_at_once(rows, at=AT) == 2
    assert set(Message.objects.values_list("key", "due_at")) == {(f"notice:{row.pk}", AT) for row in rows}
    assert rows[0].notice.case.ref in Message.objects.get(key=f"notice:{rows[0].pk}").subject
    assert mail_at_once(rows, at=AT) == 0
    assert written(mette) == 0


def test_at_once_asks_one_statement_when_nobody_wants_it(mette: Membership) -> None:
    rows = [told(mette), told(mette)]
    with statements() as found:
        assert mail_at_once(rows, at=AT) == 0
    assert len(found) == 1
    assert mail_at_once([], at=AT) == 0


def test_at_once_holds_in_the_jobcentre_in_which_it_was_chosen(mette: Membership) -> None:
    elsewhere = MembershipFactory(user=mette.user, mail_rhythm=MailRhythm.AT_ONCE)
    assert mail_at_once([told(mette)], at=AT) == 0
    assert mail_at_once([told(elsewhere)], at=AT) == 1


def test_who_wanted_mails_at_once_and_got_none_has_it_in_the_next_run(mette: Membership) -> None:
    told(mette)
    Membership.objects.update(mail_rhythm=MailRhythm.AT_ONCE)
    assert written(mette, on=dt.date(2026, 11, 21)) == 1


def test_members_of_another_jobcentre_wait_for_their_own_run(mette: Membership) -> None:
    told(MembershipFactory())
    assert written(mette) == 0


def test_what_is_put_off_waits_and_what_is_closed_is_not_mailed(mette: Membership) -> None:
    """R167"""
    later = told(mette, state=NoticeState.SNOOZED, snoozed_until=DAY + dt.timedelta(days=4), why="Ferie", changed_by=mette.user)
    done = told(mette, state=NoticeState.DONE, closed_at=NIGHT)
    assert written(mette) == 0
    open_one = told(mette)
    assert written(mette) == 1
    assert list(Message.objects.get().listed.all()) == [open_one]
    for row, waits in ((later, True), (done, False)):
        row.refresh_from_db()
        assert row.to_mail is waits


def test_who_works_here_no_longer_is_not_mailed(mette: Membership) -> None:
    row = told(mette)
    mette.delete()
    assert written(mette) == 0
    told(MembershipFactory(jobcentre=mette.jobcentre))
    assert written(mette) == 1
    row.refresh_from_db()
    assert not row.to_mail


def test_the_parts_of_a_mail_say_why_one_is_told(mette: Membership) -> None:
    anne = MembershipFactory(jobcentre=mette.jobcentre, role=Role.MANAGER, user__language=Language.ENGLISH)
    told(anne, case=case_of(mette), told_as=ToldAs.MANAGER)
    told(anne, case=case_of(mette), told_as=ToldAs.SUBSTITUTE)
    written(mette)
    body = Message.objects.get().body
    headings = [
        "Cases of a colleague whom you stand in for",
        "To you as manager: nobody has answered, nobody stands in, or a second person is needed",
    ]
    assert [each for each in body.splitlines() if each in headings] == headings
    assert "Your own cases" not in body


def test_a_long_mail_says_how_many_more_stand_in_the_inbox(mette: Membership) -> None:
    case = case_of(mette)
    for number in range(MOST_LINES + 2):
        told(mette, case=case, level=number)
    written(mette)
    mail = Message.objects.get()
    assert mail.body.count(case.ref + ":") == MOST_LINES
    assert "2 more stand in your inbox." in mail.body
    assert NoticeRecipient.objects.filter(message=mail).count() == MOST_LINES + 2


def test_links_go_to_the_address_that_people_type(mette: Membership, settings: Any) -> None:
    settings.PUBLIC_URL = "https://mentor.example.dk"
    row = told(mette)
    written(mette)
    mail = Message.objects.get()
    for text in (mail.body, mail.html):
        links = re.findall(r"https?://[^\s\"<]+", text)
        assert all(each.startswith("https://mentor.example.dk/") for each in links)
        assert any(row.notice.case.ref in each for each in links)


def test_nothing_is_fetched_and_nothing_runs_in_a_mail(mette: Membership) -> None:
    told(mette)
    written(mette)
    assert not re.search(r"<script|<img|<link|\ssrc=|\sstyle=|\son\w+=", Message.objects.get().html)


@pytest.mark.parametrize("number", [1, 3])
def test_as_many_statements_for_one_member_as_for_three(mette: Membership, number: int) -> None:
    for _each in range(number):
        told(MembershipFactory(jobcentre=mette.jobcentre))
    with statements() as found:
        assert written(mette) == number
    assert len(found) == 6  # the members, what is forgotten, the rows, the mails twice, what lists them


def test_one_statement_where_nobody_has_a_mail_today_or_has_it_already(mette: Membership) -> None:
    """R167: a Sunday, on which what was told waits for Monday; and a Monday on which more was told after the mail."""
    told(mette)
    with statements() as found:
        assert written(mette, on=dt.date(2026, 11, 15)) == 0
    assert len(found) == 1
    assert written(mette) == 1
    told(mette)
    with statements() as found:
        assert written(mette) == 0
    assert len(found) == 1


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_write_each_mail_once() -> None:
    """R167"""
    members = [MembershipFactory()]
    members += [MembershipFactory(jobcentre=members[0].jobcentre) for _each in range(5)]
    for member in members:
        told(member)
    ends = race([lambda: written(members[0])] * 4)
    assert ends == {"won": 4}
    assert Message.objects.count() == 6
    assert not NoticeRecipient.objects.filter(message__isnull=True).exists()
