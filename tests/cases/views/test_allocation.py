"""All waiting clients at once, in the browser's terms: asking, progress, and who sees what."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.test import Client as Browser

from accounts.enums import Role, SubjectKind
from accounts.models import AccessEvent
from cases.actions import allocations
from cases.enums import AllocationState, LineState
from cases.models import Allocation, AllocationLine, Proposal
from core import clock
from tests.cases.views.allocation_page_scene import LIST, ask, mentor, typed, waiting
from tests.factories import (
    AssignmentFactory,
    MembershipFactory,
)
from tests.pages import signed_in
from tests.statements import statements

pytestmark = pytest.mark.django_db


def test_from_the_button_to_proposals(browser: Browser, member: Any) -> None:
    cases = [waiting(member) for _each in range(2)]
    good = mentor(member, name="Karin Toft", support_areas={"practical": 2}, most_clients=1)
    mentor(member, name="Bent Skov", support_areas={"practical": 1}, most_clients=1)
    assert "2 clients wait for a mentor" in browser.get(LIST).content.decode()
    address = ask(browser)
    page = browser.get(address).content.decode()
    assert "2 of 2 waiting clients get a mentor, 1 gets their first choice." in page
    assert "Covers 1 of 1 need for support" in page
    other = AllocationLine.objects.exclude(mentor=good).get()
    assert f"Is proposed in {AllocationLine.objects.get(mentor=good).case.ref}: that is better for all together." in page
    answer = browser.post(address, typed(*AllocationLine.objects.all()), follow=True)
    assert "Mentors are proposed to 2 clients." in answer.content.decode()
    assert {proposal.case for proposal in Proposal.objects.all()} == set(cases)
    assert Proposal.objects.get(case=other.case).conflict_asked == "phone"
    assert 'name="lines"' not in answer.content.decode()
    assert "2 of 2 waiting clients" in browser.get(LIST).content.decode()


def test_the_button_pressed_twice_makes_one(browser: Browser, member: Any) -> None:
    waiting(member)
    data = {"key": str(uuid.uuid4())}
    assert browser.post(LIST, data).url == browser.post(LIST, data).url
    assert Allocation.objects.count() == 1


def test_lines_sent_twice_are_proposed_once(browser: Browser, member: Any) -> None:
    waiting(member)
    mentor(member)
    address = ask(browser)
    data = typed(AllocationLine.objects.get())
    browser.post(address, data)
    again = browser.post(address, data, follow=True)
    assert again.status_code == 200
    assert "have been decided already" in again.content.decode()
    assert Proposal.objects.count() == 1


def test_an_old_allocation_says_so_and_can_still_be_used(browser: Browser, member: Any) -> None:
    waiting(member)
    mentor(member)
    address = ask(browser)
    Allocation.objects.update(asked_at=clock.now() - dt.timedelta(days=2))
    assert "Places and cases may have changed since" in browser.get(address).content.decode()
    assert browser.post(address, typed(AllocationLine.objects.get())).status_code == 302


def test_a_client_for_whom_nobody_is_free_says_why(browser: Browser, member: Any) -> None:
    waiting(member)
    for _each in range(2):
        AssignmentFactory(mentor=mentor(member, most_clients=1))
    page = browser.get(ask(browser)).content.decode()
    assert "No mentor can begin: 2 have no free place or time." in page
    assert "0 of 1 waiting client gets a mentor." in page


def test_progress_is_told_and_the_page_can_be_left(browser: Browser, member: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(allocations, "AT_ONCE", 0)
    waiting(member)
    address = ask(browser)
    assert ask(browser) == address
    page = browser.get(address).content.decode()
    assert "The calculation is about to begin." in page
    assert 'data-watch="3"' in page
    Allocation.objects.update(asked_at=clock.now() - dt.timedelta(minutes=2))
    assert "It begins by itself as soon as that answers." in browser.get(address).content.decode()
    Allocation.objects.update(state=AllocationState.RUNNING, clients=500, done=120, beat_at=clock.now())
    assert "120 of 500 clients have been held against all mentors." in browser.get(address).content.decode()
    assert "Is being calculated" in browser.get("/desk/").content.decode()
    assert "One at a time is made in a jobcentre." in browser.get(LIST).content.decode()
    assert browser.post(address, typed(act="drop", lines=[str(uuid.uuid4())])).status_code == 422
    Allocation.objects.update(state=AllocationState.FAILED)
    failed = browser.get(address)
    assert "Begin again" in failed.content.decode()
    again = browser.post(LIST, {"key": str(failed.context["again_key"])})
    assert again.status_code == 302
    assert again.url != address


def test_a_done_allocation_stands_on_the_desk_of_who_asked_until_its_lines_are_decided(browser: Browser, member: Any) -> None:
    waiting(member)
    mentor(member)
    ask(browser)
    assert "Is done: look at the lines" in browser.get("/desk/").content.decode()
    colleague = signed_in(MembershipFactory(jobcentre=member.jobcentre, user__language="en"))
    assert "Is done: look at the lines" not in colleague.get("/desk/").content.decode()
    AllocationLine.objects.update(state=LineState.DROPPED)
    assert "Is done: look at the lines" not in browser.get("/desk/").content.decode()


def test_another_jobcentres_allocation_is_like_none(browser: Browser, member: Any) -> None:
    waiting(member)
    address = ask(browser)
    strange = signed_in(MembershipFactory(user__language="en"))
    nobodys = strange.get(f"/allocation/{uuid.uuid4()}/")
    assert (strange.get(address).status_code, strange.get(address).content) == (404, nobodys.content)
    assert strange.post(address, typed(act="drop")).status_code == 404
    assert "None has been made yet." in strange.get(LIST).content.decode()


def test_a_manager_asks_and_reads_and_does_not_propose(browser: Browser, member: Any) -> None:
    waiting(member)
    mentor(member)
    boss = signed_in(MembershipFactory(jobcentre=member.jobcentre, role=Role.MANAGER, user__language="en"))
    address = ask(boss)
    page = boss.get(address).content.decode()
    assert 'name="lines"' not in page
    assert boss.post(address, typed(AllocationLine.objects.get())).status_code == 403
    assert browser.post(address, typed(AllocationLine.objects.get())).status_code == 302


def test_all_clients_and_mentors_that_are_shown_are_logged(browser: Browser, member: Any) -> None:
    cases = [waiting(member) for _each in range(2)]
    mentors = [mentor(member, most_clients=1) for _each in range(2)]
    address = ask(browser)
    before = AccessEvent.objects.count()
    browser.get(address)
    seen = list(AccessEvent.objects.order_by("at")[before:].values_list("subject_kind", "subject_id"))
    assert {key for kind, key in seen if kind == SubjectKind.CASE} == {case.pk for case in cases}
    assert {key for kind, key in seen if kind == SubjectKind.MENTOR} == {each.pk for each in mentors}


def test_the_statements_of_the_page_do_not_grow_with_its_lines(browser: Browser, member: Any) -> None:
    counts = []
    for each in (1, 2):
        for _line in range(each):
            waiting(member)
            mentor(member)
        address = ask(browser)
        browser.get(address)
        with statements() as found:
            browser.get(address)
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_many_lines_are_read_in_pieces(browser: Browser, member: Any) -> None:
    for _each in range(52):
        waiting(member)
    address = ask(browser)
    first = browser.get(address)
    assert len(first.context["rows"]) == 50
    second = browser.get(first.context["next_url"])
    assert len(second.context["rows"]) == 2
    assert not second.context["next_url"]
    assert "does not exist" in browser.get(f"{address}?after=nowhere").content.decode()
