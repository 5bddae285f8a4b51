"""A proposal that ran out: its page, its new day, and an answer that comes too late (R69)."""

import datetime as dt

import pytest
from django.test import Client as Browser

from accounts.models import Draft
from cases.enums import ProposalState
from core import clock
from tests.cases.views.match_page_scene import board, case, mentor
from tests.factories import MembershipFactory, ProposalFactory

__all__ = ["case"]
pytestmark = pytest.mark.django_db


def day(number: int) -> str:
    return (clock.today() + dt.timedelta(days=number)).isoformat()


@pytest.fixture
def expired(case):
    """Asked a week ago, to be answered the day before yesterday."""
    return ProposalFactory(
        case=case,
        mentor=mentor(case, name="Bent Skov"),
        proposed_at=clock.now() - dt.timedelta(days=7),
        answer_by=clock.today() - dt.timedelta(days=2),
    )


def page_of(case, proposal) -> str:
    return f"{board(case)}{proposal.pk}/"


def yes(**more):
    return {"step": "client", "answer": "yes", "words": "Ja tak", "answered_on": day(0), "mentor_answer_by": day(3), "version": 1} | more


def test_it_is_named_on_the_desk_with_one_action(browser, case, expired):
    """R69"""
    case.due_on = expired.answer_by
    case.save()
    page = browser.get("/desk/").content.decode()
    assert "The proposal of a mentor ran out without an answer" in page
    assert "Give it a new day" in page


def test_its_page_offers_a_new_day_first(browser, case, expired):
    """R69"""
    page = browser.get(page_of(case, expired)).content.decode()
    assert "without an answer" in page
    assert page.index('id="new-day"') < page.index('id="answer"')
    assert page.count('class="button button-primary" type="submit"') == 1
    answer = browser.post(page_of(case, expired), {"step": "new_day", "answer_by": day(4), "version": 1}, follow=True)
    assert "waits until the new day" in answer.content.decode()
    assert not answer.context["expired"]
    case.refresh_from_db()
    assert case.due_on == clock.today() + dt.timedelta(days=4)


@pytest.mark.parametrize("typed", ["", "31-02-2027", day(-1)])
def test_a_new_day_that_cannot_be_is_told_at_its_field(browser, case, expired, typed):
    """R69"""
    answer = browser.post(page_of(case, expired), {"step": "new_day", "answer_by": typed, "version": 1})
    assert answer.status_code == 422
    assert answer.context["new_day_form"].errors["answer_by"]
    assert 'id="id_new_day_answer_by"' in answer.content.decode()


def test_a_late_answer_is_refused_and_waits_as_a_draft_for_the_new_day(browser, case, expired):
    """R69: nothing typed is lost."""
    answer = browser.post(page_of(case, expired), yes())
    assert answer.status_code == 422
    assert "The proposal ran out on" in answer.context["form"].errors["answered_on"][0]
    assert "Ja tak" in answer.content.decode()
    answer = browser.post(page_of(case, expired), {"step": "new_day", "answer_by": day(4), "version": 1}, follow=True)
    form = answer.context["next_form"]
    assert (form["words"].value(), form["answer"].value(), form["version"].value()) == ("Ja tak", "yes", "2")
    assert browser.post(page_of(case, expired), yes(version=2)).status_code == 302
    expired.refresh_from_db()
    assert (expired.state, expired.answer_by) == (ProposalState.MENTOR_ASKED, clock.today() + dt.timedelta(days=3))
    assert not Draft.objects.exists()


def test_an_answer_given_in_time_is_typed_without_a_new_day(browser, case, expired):
    """R69"""
    assert browser.post(page_of(case, expired), yes(answered_on=day(-3))).status_code == 302


def test_a_new_day_given_by_a_colleague_meanwhile_is_told(browser, case, expired):
    """R69"""
    browser.post(page_of(case, expired), {"step": "new_day", "answer_by": day(4), "version": 1})
    again = browser.post(page_of(case, expired), {"step": "new_day", "answer_by": day(9), "version": 1})
    assert again.status_code == 409
    expired.refresh_from_db()
    assert expired.answer_by == clock.today() + dt.timedelta(days=4)


def test_a_yes_without_the_mentors_day_is_told_at_its_field(browser, case):
    """R43"""
    proposal = ProposalFactory(case=case, mentor=mentor(case), proposed_at=clock.now())
    answer = browser.post(page_of(case, proposal), yes(mentor_answer_by=""))
    assert answer.status_code == 422
    assert answer.context["form"].errors["mentor_answer_by"]
    assert "Write by when the mentor answers." in answer.content.decode()


def test_who_is_second_reads_what_the_first_typed_and_keeps_the_own_words(browser, case, member):
    """R43: two caseworkers, one answer."""
    proposal = ProposalFactory(case=case, mentor=mentor(case), proposed_at=clock.now())
    colleague = Browser()
    colleague.force_login(MembershipFactory(jobcentre=member.jobcentre, user__name="Søren Vestergaard").user)
    assert colleague.post(page_of(case, proposal), yes(words="Ja, hun glæder sig")).status_code == 302
    second = browser.post(page_of(case, proposal), yes(answer="no", words="Nej, de er naboer"))
    page = second.content.decode()
    assert second.status_code == 422
    assert "Søren Vestergaard typed the answer before you" in page
    assert "Ja, hun glæder sig" in page
    assert "Nej, de er naboer" in page
    assert second.context["current"] == "mentor"
    proposal.refresh_from_db()
    assert (proposal.state, proposal.client_words) == (ProposalState.MENTOR_ASKED, "Ja, hun glæder sig")


def test_an_answer_to_a_proposal_that_a_colleague_took_back_is_kept_on_the_page(browser, case):
    """R43"""
    proposal = ProposalFactory(case=case, mentor=mentor(case), proposed_at=clock.now())
    browser.post(page_of(case, proposal), {"step": "withdraw", "version": 1})
    second = browser.post(page_of(case, proposal), yes())
    assert second.status_code == 422
    assert "Ja tak" in second.content.decode()
    assert "What you wrote" in second.content.decode()
