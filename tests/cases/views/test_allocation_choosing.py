"""Choosing among the lines of an allocation: what must be ticked and typed, and what has come between."""

import uuid
from typing import Any

import pytest
from django.test import Client as Browser

from cases.enums import LineState, State
from cases.forms.allocation import tick_of
from cases.models import AllocationLine, Proposal
from core import clock
from tests.cases.views.allocation_page_scene import LIST, ask, mentor, typed, waiting
from tests.factories import (
    AssignmentFactory,
    ProposalFactory,
    WishesFactory,
)

pytestmark = pytest.mark.django_db


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
    assert "first choice. 1 is no longer possible." in answer
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
    told = "1 of 2 waiting clients get a mentor, 1 gets their first choice. 1 is dropped."
    assert told in browser.get(address).content.decode()
    assert told in browser.get(LIST).content.decode()
    browser.post(address, {"act": "drop", "lines": [str(AllocationLine.objects.exclude(pk=other.pk).get().pk)]})
    assert "0 of 2 waiting clients get a mentor. 2 are dropped." in browser.get(address).content.decode()


def test_an_unmet_wish_is_shown_and_its_reason_asked_for(browser: Browser, member: Any) -> None:
    WishesFactory(case=waiting(member), mentor_types=["professional"])
    mentor(member)
    address = ask(browser)
    assert "Not met: Type of mentor" in browser.get(address).content.decode()
    line = AllocationLine.objects.get()
    assert "wish_reason" in browser.post(address, typed(line)).context["form"].errors
    assert browser.post(address, typed(line, wish_reason="Den eneste ledige")).status_code == 302
