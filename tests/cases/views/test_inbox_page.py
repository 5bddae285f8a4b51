"""The inbox: what I am told of, by how soon; seen when it is shown (R171)."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db.models import F
from django.test import Client as Browser
from django.utils.translation import override

from accounts.enums import AccessKind, Role
from accounts.models import AccessEvent, Membership
from cases.enums import State
from cases.enums_notice import NoticeKind, NoticeState, ToldAs
from cases.inbox_rows import told_to, with_subjects
from cases.models import Notice, NoticeRecipient
from cases.rules.inbox import BY_THEIR_FACTS, act_by
from core import clock
from core.days import DAY
from tests.cases.views.inbox_page_scene import about_client, about_mentor, refs, told
from tests.factories import (
    CaseFactory,
    MembershipFactory,
    MentorFactory,
    NoticeRecipientFactory,
)
from tests.pages import signed_in
from tests.statements import statements

pytestmark = pytest.mark.django_db


def test_an_empty_inbox_says_when_something_comes(browser: Browser) -> None:
    page = browser.get("/inbox/").content.decode()
    assert "Nothing waits for you." in page
    assert "in the morning of its day" in page


def test_reminders_stand_in_groups_by_their_deadline(browser: Browser, member: Membership) -> None:
    for days in (20, -2, 0, 5):
        told(member, in_days=days)
    found = browser.get("/inbox/").context
    assert [(group["bucket"], len(group["rows"])) for group in found["groups"]] == [("over", 1), ("today", 1), ("week", 1), ("later", 1)]


def test_of_one_day_the_newest_stands_first(browser: Browser, member: Membership) -> None:
    older = told(member, told_at=clock.now() - DAY)
    newer = told(member)
    assert refs(browser.get("/inbox/").context) == [newer.notice.case.ref, older.notice.case.ref]


def test_a_row_has_its_sentence_its_case_and_its_action(browser: Browser, member: Membership) -> None:
    row = told(member)
    page = browser.get("/inbox/").content.decode()
    assert "The application is to be decided by" in page
    assert row.notice.case.client.name in page
    assert row.notice.case.ref in page
    assert f'href="/cases/{row.notice.case.ref}/assessment/"' in page
    assert "Assess the application" in page


def test_what_is_about_a_mentor_or_a_client_leads_there(browser: Browser, member: Membership) -> None:
    mentor, client = about_mentor(member), about_client(member)
    page = browser.get("/inbox/").content.decode()
    assert "Karin Toft" in page
    assert f'href="/mentors/{mentor.notice.mentor_id}/"' in page
    assert client.notice.client.name in page
    assert f'href="/cases/{client.notice.facts["case"]}/contact/"' in page
    logged = set(AccessEvent.objects.filter(page="inbox").values_list("subject_kind", "subject_id"))
    assert logged == {("mentor", mentor.notice.mentor_id), ("client", client.notice.client_id)}


def test_only_what_i_am_told_of_in_this_jobcentre_is_shown(browser: Browser, member: Membership) -> None:
    mine = told(member)
    colleague = MembershipFactory(jobcentre=member.jobcentre)
    NoticeRecipientFactory(notice__case=CaseFactory(jobcentre=member.jobcentre), user=colleague.user)
    elsewhere = MembershipFactory(user=member.user)
    told(elsewhere)
    session = browser.session
    session["jobcentre"] = str(member.jobcentre_id)
    session.save()
    assert refs(browser.get("/inbox/").context) == [mine.notice.case.ref]


@pytest.mark.parametrize("state", [NoticeState.PLANNED, NoticeState.SUPERSEDED])
def test_what_is_not_told_or_no_longer_applies_is_not_there(browser: Browser, member: Membership, state: NoticeState) -> None:
    closed = {"closed_at": clock.now()} if state == NoticeState.SUPERSEDED else {}
    told(member, state=state, **closed)
    for show in ("", "later", "done"):
        assert refs(browser.get("/inbox/", {"show": show}).context) == []


def test_what_i_stand_in_for_is_marked(browser: Browser, member: Membership) -> None:
    colleague = MembershipFactory(jobcentre=member.jobcentre, user__name="Bo Krag")
    told(member, told_as=ToldAs.SUBSTITUTE, case=CaseFactory(jobcentre=member.jobcentre, caseworker=colleague.user))
    assert "You stand in for Bo Krag" in browser.get("/inbox/").content.decode()


def test_a_manager_is_told_why_it_is_there() -> None:
    manager = MembershipFactory(role=Role.MANAGER, user__language="en")
    told(manager, told_as=ToldAs.MANAGER, case=CaseFactory(jobcentre=manager.jobcentre, caseworker__name="Bo Krag"))
    assert "Told to you as the manager, beside Bo Krag" in signed_in(manager).get("/inbox/").content.decode()


def test_showing_it_marks_it_seen_and_the_bell_says_how_many_are_new(browser: Browser, member: Membership) -> None:
    rows = [told(member) for _ in range(3)]
    assert "Inbox, 3 new" in browser.get("/desk/").content.decode()
    page = browser.get("/inbox/").content.decode()
    assert page.count(">New</span>") == 3
    assert "Inbox, 3 new" not in page
    assert "new</span>" not in browser.get("/desk/").content.decode().split("mc-bell")[1].split("</a>")[0]
    assert {row.state for row in Notice.objects.all()} == {NoticeState.SEEN}
    assert ">New</span>" not in browser.get("/inbox/").content.decode()
    assert NoticeRecipient.objects.filter(seen_at__isnull=False).count() == len(rows)


def test_what_stands_on_a_later_page_is_not_seen_yet(browser: Browser, member: Membership) -> None:
    case = CaseFactory(jobcentre=member.jobcentre, caseworker=member.user, due_on=None)
    for _ in range(27):
        told(member, case=case, about=uuid.uuid4())
    assert "Inbox, 2 new" in browser.get("/inbox/").content.decode()


def test_the_bell_counts_for_each_jobcentre(member: Membership) -> None:
    elsewhere = MembershipFactory(user=member.user)
    told(elsewhere)
    browser = signed_in(member)
    session = browser.session
    session["jobcentre"] = str(member.jobcentre_id)
    session.save()
    assert "Inbox, " not in browser.get("/desk/").content.decode()
    session["jobcentre"] = str(elsewhere.jobcentre_id)
    session.save()
    assert "Inbox, 1 new" in browser.get("/desk/").content.decode()


def test_the_bell_costs_no_statement(browser: Browser, member: Membership) -> None:
    browser.get("/help/")
    with statements() as without:
        browser.get("/help/")
    told(member)
    with statements() as with_one:
        page = browser.get("/help/").content.decode()
    assert "Inbox, 1 new" in page
    assert len(with_one) == len(without)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR])
def test_who_reads_no_cases_has_neither_bell_nor_inbox(role: Role) -> None:
    browser = signed_in(MembershipFactory(role=role, user__language="en"))
    assert browser.get("/inbox/").status_code == 403
    assert "mc-bell" not in browser.get("/help/").content.decode()


@pytest.mark.parametrize("show", ["", "later", "done"])
def test_a_long_list_is_walked_without_losing_one(browser: Browser, member: Membership, show: str) -> None:
    now, case = clock.now(), CaseFactory(jobcentre=member.jobcentre, caseworker=member.user, due_on=None)
    for n in range(58):
        more: dict[str, Any] = {}
        if show == "later":
            until = clock.today() + (1 + n // 3) * DAY
            more = {"state": NoticeState.SNOOZED, "snoozed_until": until, "why": "Ferie", "changed_by": member.user}
        elif show == "done":
            more = {"state": NoticeState.DONE, "closed_at": now - n // 3 * dt.timedelta(hours=1)}
        told(member, case=case, about=uuid.uuid4(), in_days=n // 3, told_at=now - n % 3 // 2 * DAY, **more)
    seen: list[Any] = []
    address = f"/inbox/?show={show}"
    while address:
        found = browser.get(address).context
        seen += [row["id"] for group in found["groups"] for row in group["rows"]]
        address = found["next_url"]
    assert len(seen) == len(set(seen)) == 58


@pytest.mark.parametrize("mark", ["x", "_", "2026-11-30_x", "2026-99-99_x_" + "0" * 32, "2026-11-30_2026-11-30T10:00:00_" + "0" * 32])
@pytest.mark.parametrize("show", ["", "later", "done"])
def test_an_invented_place_in_the_list_shows_the_top(browser: Browser, member: Membership, mark: str, show: str) -> None:
    told(member)
    response = browser.get("/inbox/", {"show": show, "after": mark})
    assert response.status_code == 200
    assert "This place in the list does not exist." in response.content.decode()


def test_an_unknown_list_is_named_and_left_out(browser: Browser, member: Membership) -> None:
    row = told(member)
    page = browser.get("/inbox/?show=all").content.decode()
    assert "There is no choice “all” here." in page
    assert row.notice.case.ref in page


def test_who_is_shown_is_logged(browser: Browser, member: Membership) -> None:
    rows = [told(member) for _ in range(3)]
    browser.get("/inbox/")
    logged = AccessEvent.objects.filter(page="inbox", kind=AccessKind.LIST, user_id=member.user_id)
    assert set(logged.values_list("subject_id", flat=True)) == {row.notice.case_id for row in rows}


def test_the_inbox_costs_the_same_with_one_row_and_with_three(browser: Browser, member: Membership) -> None:
    """What is new is marked seen in one statement for all, too."""
    told(member)
    browser.get("/desk/")
    with statements() as one:
        browser.get("/inbox/")
    for _ in range(3):
        told(member)
    about_mentor(member)
    with statements() as three:
        browser.get("/inbox/")
    assert len(one) == len(three)


def test_the_deadline_in_the_database_is_that_of_the_rule(member: Membership) -> None:
    for kind in NoticeKind:
        told(member, kind=kind, in_days=9, due_on=clock.today() - DAY)
    told(member, kind=NoticeKind.COURSE_OVER, facts={"last_day": "2026-11-01"})
    for row in with_subjects(told_to(member=member, user=member.user)).annotate(kind=F("notice__kind")):
        notice = row.notice
        assert row.act_by == act_by(kind=NoticeKind(notice.kind), due_on=notice.due_on, facts=notice.facts), row.kind
    assert act_by(kind=NoticeKind.QUIET, due_on=dt.date(2026, 11, 2), facts={"day": "2026-12-01"}) == dt.date(2026, 11, 2)
    assert set(NoticeKind) > BY_THEIR_FACTS


class TestDesk:
    def titles(self, member: Membership) -> list[tuple[str, str]]:
        groups = signed_in(member).get("/desk/").context["groups"]
        with override("en"):
            return [(str(task["title"]), task["caseworker"]) for group in groups for task in group["tasks"]]

    def test_the_desk_tells_of_what_it_would_not_show(self, member: Membership) -> None:
        case = CaseFactory(jobcentre=member.jobcentre, caseworker=member.user, state=State.ENDED, due_on=None)
        since = (clock.today() - 20 * DAY).isoformat()
        told(member, case=case, kind=NoticeKind.QUIET, facts={"since": since, "first_day": since, "days": 14})
        told(member, case=case, kind=NoticeKind.FOLLOW_UP)  # the desk has a row of its own for this
        about_client(member)
        found = {title.partition(" since")[0].partition(" on ")[0] for title, _told in self.titles(member)}
        assert found == {"There has been no contact", "The client’s address protection runs out", "Describe the challenges"}

    def test_it_tells_all_that_i_stand_in_for(self, member: Membership) -> None:
        case = CaseFactory(jobcentre=member.jobcentre, caseworker__name="Bo Krag")
        told(member, case=case, told_as=ToldAs.SUBSTITUTE)
        ((title, why),) = self.titles(member)
        assert title.startswith("The application is to be decided by")
        assert why == "You stand in for Bo Krag"

    def test_a_manager_who_stands_in_sees_each_case_once(self) -> None:
        """The desk of a manager has everybody's cases: what is the next thing of one does not stand there again as a reminder."""
        manager = MembershipFactory(role=Role.MANAGER, user__language="en")
        case = CaseFactory(jobcentre=manager.jobcentre, caseworker__name="Bo Krag")
        told(manager, case=case, told_as=ToldAs.SUBSTITUTE)
        told(manager, case=case, told_as=ToldAs.SUBSTITUTE, kind=NoticeKind.ENTRIES, facts={"day": "2026-11-02"})
        ((entries, why), (task, _of)) = sorted(self.titles(manager))
        assert entries.startswith("Contacts have waited to be approved")
        assert why == "You stand in for Bo Krag"
        assert task == "Describe the challenges"

    def test_a_manager_sees_what_nobody_answered_and_each_approval_once(self) -> None:
        manager = MembershipFactory(role=Role.MANAGER, user__language="en")
        case = CaseFactory(jobcentre=manager.jobcentre, caseworker__name="Bo Krag", state=State.ENDED, due_on=None)
        told(manager, case=case, told_as=ToldAs.MANAGER, kind=NoticeKind.ENTRIES)
        told(manager, case=case, told_as=ToldAs.MANAGER, kind=NoticeKind.SECOND_PERSON, about=uuid.uuid4())
        assert [why for _title, why in self.titles(manager)] == ["Told to you as the manager, beside Bo Krag"]

    def test_what_is_shown_is_logged(self, member: Membership) -> None:
        row = about_client(member)
        told(member, told_as=ToldAs.SUBSTITUTE, case=None, mentor=MentorFactory(jobcentre=member.jobcentre), jobcentre=member.jobcentre,
             kind=NoticeKind.DECLARATION, level=30)  # fmt: skip
        signed_in(member).get("/desk/")
        logged = set(AccessEvent.objects.filter(page="desk").values_list("subject_kind", "subject_id"))
        assert ("client", row.notice.client_id) in logged
        assert "mentor" in {kind for kind, _key in logged}
