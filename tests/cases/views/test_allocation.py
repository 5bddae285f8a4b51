"""All waiting clients at once, in the browser's terms: asking, progress, the lines, and what is refused."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.test import Client as Browser

from accounts.enums import Role, SubjectKind
from accounts.models import AccessEvent
from cases.actions import allocations
from cases.enums import AllocationState, LineState, State
from cases.forms.allocation import tick_of
from cases.models import Allocation, AllocationLine, Proposal
from core import clock
from tests.factories import (
    AssignmentFactory,
    CaseFactory,
    DecisionFactory,
    MembershipFactory,
    MentorFactory,
    NeedFactory,
    ProposalFactory,
    WishesFactory,
)
from tests.pages import signed_in
from tests.statements import statements

pytestmark = pytest.mark.django_db
LIST = "/allocation/"


def waiting(member: Any, **more: Any) -> Any:
    first = clock.today() + dt.timedelta(days=10)
    case = CaseFactory(jobcentre=member.jobcentre, caseworker=member.user, state=State.MATCH, **more)
    DecisionFactory(case=case, first_day=first, last_day=first + dt.timedelta(days=100))
    NeedFactory(case=case)
    return case


def mentor(member: Any, **more: Any) -> Any:
    return MentorFactory(
        jobcentre=member.jobcentre, confidentiality_valid_until=None, confidentiality_signed_on=dt.date(2020, 1, 1), **more
    )


def ask(browser: Browser) -> str:
    """Press the button; the address of the allocation."""
    key = browser.get(LIST).context["form"].initial["key"]
    answer = browser.post(LIST, {"key": str(key)})
    assert answer.status_code == 302
    return str(answer.url)


def typed(*lines: AllocationLine, act: str = "accept", **more: Any) -> dict[str, Any]:
    keys = [str(line.pk) for line in lines]
    return {
        "act": act,
        "lines": keys,
        "asked": [tick_of(line) for line in lines],
        "reason": "Passer godt sammen",
        "conflict_asked": "phone",
        "asked_how": "meeting",
        "answer_by": (clock.today() + dt.timedelta(days=3)).strftime("%d-%m-%Y"),
    } | more


def test_from_the_button_to_proposals(browser: Browser, member: Any) -> None:
    cases = [waiting(member) for _each in range(2)]
    good = mentor(member, name="Karin Toft", support_areas={"practical": 2}, most_clients=1)
    mentor(member, name="Bent Skov", support_areas={"practical": 1}, most_clients=1)
    assert "2 clients wait for a mentor" in browser.get(LIST).content.decode()
    address = ask(browser)
    page = browser.get(address).content.decode()
    assert "2 of 2 waiting clients get a mentor, 1 gets the own first choice." in page
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


def test_a_missing_tick_is_marked_at_its_line_and_nothing_typed_is_lost_r77(browser: Browser, member: Any) -> None:
    waiting(member)
    waiting(member)
    mentor(member)
    address = ask(browser)
    one, two = AllocationLine.objects.all()
    answer = browser.post(address, typed(one, two, asked=[tick_of(one)]))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Ask about conflicts of interest for the client that is marked" in page
    assert [row["id"] for row in answer.context["rows"] if row["error"]] == [str(two.pk)]
    assert all(row["chosen"] for row in answer.context["rows"])
    assert "Passer godt sammen" in page
    # The sentence stands over its box and its words, not between them.
    box = f'<p class="form-error-message" id="e-{two.pk}">Ask first, and put the tick here.</p><div class="form-group-checkbox"><input'
    assert box in page
    assert not Proposal.objects.exists()


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"reason": ""}, "reason"),
        ({"reason": "x" * 3000}, "reason"),
        ({"conflict_asked": "pigeon"}, "conflict_asked"),
        ({"asked_how": ""}, "asked_how"),
        ({"answer_by": "31-02-2027"}, "answer_by"),
        ({"answer_by": "01-01-2020"}, "answer_by"),
        ({"lines": []}, "lines"),
        ({"lines": ["no key", "\x00"]}, "lines"),
        ({"asked": ["no key", "\x00", "_", f"{uuid.uuid4()}_x"]}, "asked"),
        ({"act": "explode"}, "act"),
        ({"act": ""}, "act"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(browser: Browser, member: Any, more: dict[str, Any], field: str) -> None:
    waiting(member)
    mentor(member)
    address = ask(browser)
    answer = browser.post(address, typed(AllocationLine.objects.get(), **more))
    assert answer.status_code == 422
    assert answer.context["form"].errors[field]
    assert not Proposal.objects.exists()


@pytest.mark.parametrize(
    ("name", "link"),
    [
        ("lines", "Clients: Choose at least one client in the list."),
        ("asked", "Asked about conflicts of interest: Ask about conflicts of interest for the client that is marked"),
    ],
)
def test_the_summary_names_the_list_in_words_and_leads_to_its_first_box(browser: Browser, member: Any, name: str, link: str) -> None:
    for _each in range(2):
        waiting(member)
    mentor(member)
    address = ask(browser)
    lines = browser.get(address).context["rows"]
    second = AllocationLine.objects.get(pk=lines[1]["id"])
    page = browser.post(address, typed(second, **{name: []})).content.decode()
    assert f'href="#id_{name}">{link}' in page
    assert page.count(f'id="id_{name}"') == 1
    leads_to = {"lines": lines[0]["id"], "asked": tick_of(second)}[name]
    assert f'name="{name}" value="{leads_to}" id="id_{name}"' in page


def test_all_on_the_page_need_the_tick_at_each(browser: Browser, member: Any) -> None:
    for _each in range(2):
        waiting(member)
    mentor(member)
    address = ask(browser)
    one, two = AllocationLine.objects.all()
    assert browser.post(address, typed(one, act="accept_all")).status_code == 422
    browser.post(address, typed(act="accept_all", asked=[tick_of(one), tick_of(two)]))
    assert Proposal.objects.count() == 2


def test_a_mentor_who_filled_up_is_told_on_the_line_and_the_others_go_through_r77(browser: Browser, member: Any) -> None:
    for _each in range(2):
        waiting(member)
    full, free = mentor(member, most_clients=1), mentor(member, most_clients=1)
    address = ask(browser)
    AssignmentFactory(mentor=full)
    answer = browser.post(address, typed(*AllocationLine.objects.all()), follow=True).content.decode()
    assert "Has no free place: 1 of 1 are taken." in answer
    assert "A mentor is proposed to 1 client." in answer
    assert "1 line is no longer possible" in answer
    assert "1 of 2 waiting clients get a mentor" in answer
    assert "own first choice. 1 is no longer possible." in answer
    assert Proposal.objects.get().mentor == free


def test_a_line_whose_case_has_moved_on_is_told_and_cannot_be_chosen(browser: Browser, member: Any) -> None:
    asked, gone, left = (waiting(member) for _each in range(3))
    mentor(member)
    address = ask(browser)
    ProposalFactory(case=asked, mentor=mentor(member))
    gone.state, gone.match_on = State.STARTUP, clock.today()
    gone.save()
    page = browser.get(address)
    assert "The client has been asked about a mentor since." in page.content.decode()
    assert "The case has moved on: Start-up." in page.content.decode()
    assert [row["ref"] for row in page.context["rows"] if row["changeable"]] == [left.ref]
    answer = browser.post(address, typed(*AllocationLine.objects.all()), follow=True)
    assert answer.status_code == 200
    assert AllocationLine.objects.get(case=gone).code == "not_in_this_step"


def test_an_old_allocation_says_so_and_can_still_be_used(browser: Browser, member: Any) -> None:
    waiting(member)
    mentor(member)
    address = ask(browser)
    Allocation.objects.update(asked_at=clock.now() - dt.timedelta(days=2))
    assert "Places and cases may have changed since" in browser.get(address).content.decode()
    assert browser.post(address, typed(AllocationLine.objects.get())).status_code == 302


def test_lines_are_dropped_and_take_the_own_first_choice_r78(browser: Browser, member: Any) -> None:
    for _each in range(2):
        waiting(member)
    good = mentor(member, support_areas={"practical": 2}, most_clients=1)
    mentor(member, support_areas={"practical": 1}, most_clients=1)
    address = ask(browser)
    other = AllocationLine.objects.exclude(mentor=good).get()
    assert "1 line has" in browser.post(address, {"act": "first_choice", "lines": [str(other.pk)]}, follow=True).content.decode()
    assert AllocationLine.objects.filter(mentor=good).count() == 2
    assert "1 line is dropped" in browser.post(address, {"act": "drop", "lines": [str(other.pk)]}, follow=True).content.decode()
    other.refresh_from_db()
    assert other.state == LineState.DROPPED
    told = "1 of 2 waiting clients get a mentor, 1 gets the own first choice. 1 is dropped."
    assert told in browser.get(address).content.decode()
    assert told in browser.get(LIST).content.decode()
    browser.post(address, {"act": "drop", "lines": [str(AllocationLine.objects.exclude(pk=other.pk).get().pk)]})
    assert "0 of 2 waiting clients get a mentor. 2 are dropped." in browser.get(address).content.decode()


def test_a_client_for_whom_nobody_is_free_says_why(browser: Browser, member: Any) -> None:
    waiting(member)
    for _each in range(2):
        AssignmentFactory(mentor=mentor(member, most_clients=1))
    page = browser.get(ask(browser)).content.decode()
    assert "No mentor can begin: 2 have no free place or time." in page
    assert "0 of 1 waiting client gets a mentor." in page


def test_an_unmet_wish_is_shown_and_its_reason_asked_for(browser: Browser, member: Any) -> None:
    WishesFactory(case=waiting(member), mentor_types=["professional"])
    mentor(member)
    address = ask(browser)
    assert "Not met: Type of mentor" in browser.get(address).content.decode()
    line = AllocationLine.objects.get()
    assert "wish_reason" in browser.post(address, typed(line)).context["form"].errors
    assert browser.post(address, typed(line, wish_reason="Den eneste ledige")).status_code == 302


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
