"""The reminders of a case: coming, told, put off, stopped and earlier ones; each change with a reason."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils.translation import override

from accounts.enums import AccessKind, Role
from accounts.models import AccessEvent, Membership
from cases.actions.notices import renew
from cases.enums import State
from cases.enums_notice import NoticeKind, NoticeState, ToldAs
from cases.models import Case, Notice
from cases.notice_phrases import ledger_words, level_words
from core import clock
from core.days import DAY
from tests.factories import CaseFactory, MembershipFactory, NoticeFactory, NoticeRecipientFactory, PeriodFactory
from tests.pages import signed_in
from tests.statements import statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def member() -> Membership:
    return MembershipFactory(user__language="en", user__name="Mette Lund")


def case_of(member: Membership, **other: Any) -> Case:
    return CaseFactory(jobcentre=member.jobcentre, caseworker=member.user, due_on=None, **other)


def running(member: Membership) -> Case:
    """A course that ends in ten weeks, with the reminders that it wants today."""
    case = case_of(member, state=State.RUNNING)
    today = clock.today()
    PeriodFactory(case=case, first_day=today - 5 * DAY, last_day=today + 70 * DAY)
    renew(case_ids=[case.pk], on=today, at=clock.now())
    return case


def told(member: Membership, case: Case, **facts: Any) -> Notice:
    facts = {"due_on": clock.today(), "told_at": clock.now(), **facts}
    return NoticeRecipientFactory(notice=NoticeFactory(case=case, **facts), user=member.user, told_at=facts["told_at"]).notice


def page_of(browser: Browser, case: Case, more: str = "") -> Any:
    return browser.get(f"/cases/{case.ref}/reminders/{more}")


def titles(found: Any) -> dict[str, list[str]]:
    return {pile["title"]: [row["title"] for row in pile["rows"]] for pile in found.context["piles"]}


def test_a_case_without_reminders_says_how_they_come(browser: Browser, member: Membership) -> None:
    page = page_of(browser, case_of(member)).content.decode()
    assert "No reminder is open or coming." in page


def test_coming_ones_stand_by_their_day_and_the_page_is_logged(browser: Browser, member: Membership) -> None:
    case = running(member)
    found = page_of(browser, case)
    last = clock.today() + 70 * DAY
    days = [row["day"] for row in next(pile for pile in found.context["piles"] if pile["title"] == "Coming")["rows"]]
    assert len(days) == 8  # four of the end, its day after, the quiet, the question how it goes, the measurement at the end
    assert f"The period ends on {last.day} {last:%B %Y}." in found.content.decode()
    assert AccessEvent.objects.filter(subject_id=case.pk, kind=AccessKind.PAGE, page="case_reminders").count() == 1


def test_each_level_is_said_in_words(browser: Browser, member: Membership) -> None:
    found = page_of(browser, running(member))
    coming = next(pile for pile in found.context["piles"] if pile["title"] == "Coming")["rows"]
    assert [row["level"] for row in coming if row["level"]] == ["8 weeks before", "4 weeks before", "2 weeks before", "1 week before"]
    assert "· 8 weeks before" in found.content.decode()
    case = case_of(member)
    renew(case_ids=[case.pk], on=case.received_on, at=clock.now())
    answers = Notice.objects.filter(case=case, kind=NoticeKind.ANSWER).order_by("-level")
    with override("en"):
        assert [level_words(NoticeKind(row.kind), row.level) for row in answers] == ["3 working days before", ""]


def test_what_is_coming_is_not_told_as_if_it_had_happened(browser: Browser, member: Membership) -> None:
    """Today somebody may still call, and the last day lies ahead."""
    case = running(member)
    coming = titles(page_of(browser, case))["Coming"]
    last = clock.today() + 70 * DAY
    assert f"The last day is {last.day} {last:%B %Y}. After it the course is to be ended or extended." in coming
    first = clock.today() - 5 * DAY
    quiet = f"If there is still no contact in the period that began on {first.day} {first:%B %Y}."
    assert quiet in coming
    assert quiet in browser.get(f"/cases/{case.ref}/").content.decode()
    assert not any("There has been no contact" in each or "was" in each.split() for each in coming)


@pytest.mark.parametrize(("who", "words"), [("mentor", "The mentor is"), ("client", "The client is")])
def test_an_answer_that_is_awaited_is_not_late_yet(who: str, words: str) -> None:
    notice = Notice(kind=NoticeKind.PROPOSAL, facts={"who": who, "day": "2026-11-30"})
    with override("en"):
        assert ledger_words(notice) == f"{words} to answer the proposal by 30 November 2026."


def test_a_list_whose_heading_says_its_state_does_not_say_it_on_each_row(browser: Browser, member: Membership) -> None:
    case = running(member)
    told(member, case, kind=NoticeKind.ENTRIES, facts={"day": "2026-11-01"})
    piles = {pile["title"]: [bool(row["tag"]) for row in pile["rows"]] for pile in page_of(browser, case).context["piles"]}
    assert not any(piles["Coming"])
    assert all(piles["Told, and not done yet"])


def test_what_was_told_says_to_whom(browser: Browser, member: Membership) -> None:
    case = case_of(member)
    notice = told(member, case)
    NoticeRecipientFactory(notice=notice, user=MembershipFactory(user__name="Ole Vik").user, told_as=ToldAs.SUBSTITUTE, told_at=clock.now())
    page = page_of(browser, case).content.decode()
    assert "Mette Lund, Ole Vik (substitute)" in page
    assert "Assess the application" in page


def test_who_was_told_later_stands_there_with_the_time(browser: Browser, member: Membership) -> None:
    case = case_of(member)
    notice = told(member, case, told_at=clock.now() - 3 * DAY)
    later = dt.datetime(2026, 11, 20, 15, 14, tzinfo=dt.UTC)
    NoticeRecipientFactory(notice=notice, user=MembershipFactory(user__name="Ole Vik").user, told_as=ToldAs.SUBSTITUTE, told_at=later)
    assert "Ole Vik (substitute, Fri 20 Nov 2026 at 16:14)" in page_of(browser, case).content.decode()


def test_one_is_put_off_with_a_reason(browser: Browser, member: Membership) -> None:
    case = case_of(member)
    notice = told(member, case)
    until = clock.today() + 5 * DAY
    address = f"/cases/{case.ref}/reminders/{notice.pk}/put-off/"
    assert "Put off the reminder" in browser.get(address).content.decode()
    typed = {"version": notice.version, "until": f"{until:%d-%m-%Y}", "why": "Borgeren er på ferie"}
    assert browser.post(address, typed).status_code == 302
    notice.refresh_from_db()
    assert (notice.state, notice.snoozed_until, notice.changed_by) == (NoticeState.SNOOZED, until, member.user)
    page = page_of(browser, case).content.decode()
    assert "by Mette Lund: Borgeren er på ferie" in page


def test_one_that_is_coming_is_stopped_with_a_reason_and_stands_below(browser: Browser, member: Membership) -> None:
    case = running(member)
    notice = Notice.objects.get(case=case, kind=NoticeKind.EXTENSION, level=8)
    address = f"/cases/{case.ref}/reminders/{notice.pk}/stop/"
    assert browser.post(address, {"version": notice.version, "why": "Skal ikke forlænges"}).status_code == 302
    found = page_of(browser, case)
    assert [(row["tag"]["label"], "Skal ikke forlænges" in row["what"]) for row in found.context["past"]] == [("Stopped", True)]
    assert found.context["past"][0]["stop_url"] == ""


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"why": ""}, "Write why it is put off."),
        ({"until": ""}, "Write a date, such as 16-11-2026."),
        ({"until": "01-01-2020"}, "Write a day after today."),
        ({"why": "Hendes nummer er 610190-1234"}, "CPR"),
    ],
)
def test_what_is_missing_is_told_and_nothing_typed_is_lost(browser: Browser, member: Membership, typed: dict[str, str], said: str) -> None:
    case = case_of(member)
    notice = told(member, case)
    until = clock.today() + 5 * DAY
    sent = {"version": notice.version, "until": f"{until:%d-%m-%Y}", "why": "Venter på lægen", **typed}
    answer = browser.post(f"/cases/{case.ref}/reminders/{notice.pk}/put-off/", sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert sent["why"] in page
    notice.refresh_from_db()
    assert notice.state == NoticeState.TOLD


def test_a_second_press_and_an_old_page_change_nothing(browser: Browser, member: Membership) -> None:
    case = case_of(member)
    notice = told(member, case)
    address = f"/cases/{case.ref}/reminders/{notice.pk}/stop/"
    assert browser.post(address, {"version": notice.version, "why": "Nej"}).status_code == 302
    again = browser.post(address, {"version": notice.version, "why": "Nej"})
    assert again.status_code == 422
    assert "This reminder is closed already: stopped." in again.content.decode()
    assert "Nothing is left to put off." in browser.get(address).content.decode()
    other = told(member, case, due_on=clock.today() - DAY)
    until = clock.today() + 5 * DAY
    stale = browser.post(
        f"/cases/{case.ref}/reminders/{other.pk}/put-off/", {"version": other.version + 1, "until": f"{until:%d-%m-%Y}", "why": "Ferie"}
    )
    assert stale.status_code == 409


def test_a_manager_puts_off_too_and_a_reminder_of_another_case_is_not_found(member: Membership) -> None:
    manager = signed_in(MembershipFactory(jobcentre=member.jobcentre, role=Role.MANAGER))
    case, other = case_of(member), case_of(member)
    notice = told(member, case)
    assert manager.post(f"/cases/{case.ref}/reminders/{notice.pk}/stop/", {"version": 1, "why": "Afklaret"}).status_code == 302
    assert manager.get(f"/cases/{other.ref}/reminders/{notice.pk}/stop/").status_code == 404
    assert manager.get(f"/cases/{case.ref}/reminders/{uuid.uuid4()}/stop/").status_code == 404
    elsewhere = signed_in(MembershipFactory())
    for address in ("", f"{notice.pk}/stop/", f"{notice.pk}/put-off/"):
        assert elsewhere.get(f"/cases/{case.ref}/reminders/{address}").status_code == 404


def test_the_clients_own_reminder_stands_with_the_case(browser: Browser, member: Membership) -> None:
    case = case_of(member)
    told(
        member,
        case=None,  # type: ignore[arg-type]
        client=case.client,
        jobcentre=member.jobcentre,
        kind=NoticeKind.PROTECTION,
        level=4,
        facts={"day": "2027-01-31", "case": case.ref},
    )
    assert "address protection runs out on 31 January 2027" in page_of(browser, case).content.decode()


def test_earlier_ones_are_read_in_pages(browser: Browser, member: Membership) -> None:
    case = case_of(member)
    now = clock.now()
    for n in range(30):
        closed = now - dt.timedelta(hours=n)
        NoticeFactory(case=case, due_on=clock.today() - n * DAY, state=NoticeState.DONE, closed_at=closed, told_at=closed)
    first = page_of(browser, case)
    assert len(first.context["past"]) == 25
    second = page_of(browser, case, f"?after={first.context['next_mark']}")
    assert (len(second.context["past"]), second.context["next_mark"]) == (5, "")
    assert "does not exist" in page_of(browser, case, "?after=nonsense").content.decode()


def test_the_page_costs_as_much_with_one_reminder_as_with_three(browser: Browser, member: Membership) -> None:
    case = case_of(member)
    spent = []
    for more in (1, 2):
        for n in range(more):
            told(member, case, due_on=clock.today() - (10 * more + n) * DAY)
            NoticeFactory(
                case=case, due_on=clock.today() - (30 * more + n) * DAY, state=NoticeState.DONE, closed_at=clock.now(), told_at=clock.now()
            )
        page_of(browser, case)
        with statements() as asked:
            page_of(browser, case)
        spent.append(len(asked))
    assert spent[0] == spent[1]
