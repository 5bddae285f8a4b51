"""Step 4 in the browser's terms: the board, and proposing on it."""

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from accounts.models import AccessEvent
from cases.board import SHOWN
from cases.enums import State
from cases.models import Proposal
from tests.cases.views.match_page_scene import board, case, mentor, typed
from tests.factories import (
    AssignmentFactory,
    CaseFactory,
    DecisionFactory,
    MembershipFactory,
    MentorFactory,
    ProposalFactory,
)

__all__ = ["case"]
pytestmark = pytest.mark.django_db


def test_the_board_shows_candidates_with_reasons_and_the_others_with_theirs(browser, case):
    mentor(case, name="Karin Toft")
    full = mentor(case, name="Bent Skov", most_clients=1)
    AssignmentFactory(mentor=full)
    MentorFactory(name="Fremmed Fyr")
    page = browser.get(f"{board(case)}?excluded=all").content.decode()
    assert "Karin Toft" in page
    assert "Covers 1 of 1" in page or "Dækker 1 af 1" in page or "1 of 1" in page
    assert "Bent Skov" in page
    assert "Fremmed Fyr" not in page
    assert "Helst en udefra" in page


def test_a_proposal_is_made_once_even_when_the_button_is_pressed_twice(browser, case):
    chosen = mentor(case)
    data = typed(chosen, key=str(browser.get(board(case)).context["form"].initial["key"]))
    assert browser.post(board(case), data).status_code == 302
    assert browser.post(board(case), data).status_code == 302
    assert Proposal.objects.count() == 1
    page = browser.get(board(case)).content.decode()
    assert chosen.name in page
    assert "Type the client&#x27;s answer" in page


def test_the_page_asks_for_the_reason_of_each_unmet_wish_and_keeps_what_was_typed(browser, case):
    """R44"""
    chosen = mentor(case, type="professional")
    answer = browser.post(board(case), typed(chosen))
    assert answer.status_code == 422
    assert "unmet_type" in answer.context["form"].errors
    page = answer.content.decode()
    assert "Kender arbejdet" in page
    assert 'name="unmet_type"' in page
    assert f'value="{chosen.pk}"' in page
    assert browser.post(board(case), typed(chosen, unmet_type="Den eneste ledige")).status_code == 302
    assert Proposal.objects.get().unmet_wishes == {"type": "Den eneste ledige"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("mentor", ""),
        ("mentor", "karin"),
        ("mentor", "00000000-0000-0000-0000-000000000000"),
        ("reason", ""),
        ("reason", "\x00"),
        ("reason", "x" * 1_000_000),
        ("conflict", ""),
        ("conflict", "perhaps"),
        ("asked_how", "pigeon"),
        ("answer_by", "31-02-2027"),
        ("answer_by", "01-01-2020"),
    ],
)
def test_a_bad_proposal_is_told_at_its_field_and_nothing_typed_is_lost(browser, case, field, value):
    chosen = mentor(case)
    data = typed(chosen) | {field: value}
    if not value:
        del data[field]
    answer = browser.post(board(case), data)
    assert answer.status_code == 422
    assert answer.context["form"].errors[field]
    assert field == "reason" or "Kender arbejdet" in answer.content.decode()
    assert not Proposal.objects.exists()


def test_a_mentor_who_has_just_become_full_is_told_and_the_text_is_kept(browser, case):
    """R40"""
    chosen = mentor(case, most_clients=1)
    browser.get(board(case))
    AssignmentFactory(mentor=chosen)
    answer = browser.post(board(case), typed(chosen))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Has no free place: 1 of 1" in page
    assert "Kender arbejdet" in page


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("decided", [True, False])
def test_the_board_answers_in_every_state(browser, member, state, decided):
    found = CaseFactory(jobcentre=member.jobcentre, caseworker=member.user, state=state)
    if decided:
        DecisionFactory(case=found)
    proposal = ProposalFactory(case=found)
    assert browser.get(board(found)).status_code == 200
    assert browser.get(f"{board(found)}{proposal.pk}/").status_code == 200
    posted = browser.post(board(found), typed(proposal.mentor))
    assert posted.status_code == 422 or (state == "match" and decided)


def asked(captured) -> list[str]:
    """The statements of the page; the savepoint stands for the transaction that a page has outside of a test."""
    return [q["sql"][:200] for q in captured if "SAVEPOINT" not in q["sql"]]


def test_the_board_reads_at_most_14_statements_for_any_number_of_mentors(browser, case):
    proposed = mentor(case)
    ProposalFactory(case=case, mentor=proposed)
    mentor(case)
    AssignmentFactory(mentor=mentor(case, most_clients=1))
    with CaptureQueriesContext(connection) as few:
        browser.get(board(case))
    for number in range(30):
        mentor(case, most_clients=1 + number % 2)
    with CaptureQueriesContext(connection) as many:
        browser.get(board(case))
    assert len(asked(many)) == len(asked(few)) <= 14, "\n".join(asked(few))


def test_the_page_of_a_proposal_reads_at_most_14_statements(browser, case):
    proposal = ProposalFactory(case=case, mentor=mentor(case))
    with CaptureQueriesContext(connection) as statements:
        browser.get(f"{board(case)}{proposal.pk}/")
    assert len(asked(statements)) <= 14, "\n".join(asked(statements))


def test_who_is_not_on_the_list_is_counted_and_named_only_on_demand(browser, case):
    """R41: nobody is read, and no look at anybody is logged, who is not shown."""
    shown, full = mentor(case, name="Karin Toft"), mentor(case, name="Bent Skov", most_clients=1)
    AssignmentFactory(mentor=full)
    page = browser.get(board(case)).content.decode()
    assert "Bent Skov" not in page
    assert "(1 has no free place or time)" in page
    assert 'href="?excluded=all#h-excluded"' in page
    assert full.pk not in AccessEvent.objects.values_list("subject_id", flat=True)
    page = browser.get(f"{board(case)}?excluded=all&shown=all").content.decode()
    assert "Bent Skov" in page
    assert "Has no free place: 1 of 1 are taken." in page
    assert 'href="?excluded=all' not in page
    assert {shown.pk, full.pk} <= set(AccessEvent.objects.values_list("subject_id", flat=True))


def test_asking_for_one_list_keeps_the_other_open(browser, case):
    for _each in range(SHOWN + 1):
        mentor(case)
    mentor(case, name="Bent Skov", most_minutes=10)
    assert len(browser.get(board(case)).context["candidates"]) == SHOWN
    page = browser.get(f"{board(case)}?excluded=all").content.decode()
    assert 'href="?shown=all&amp;excluded=all"' in page
    page = browser.get(f"{board(case)}?shown=all")
    assert len(page.context["candidates"]) == SHOWN + 1
    assert 'href="?shown=all&amp;excluded=all#h-excluded"' in page.content.decode()


def test_who_is_shown_is_logged(browser, case):
    shown, stranger = mentor(case), MentorFactory()
    browser.get(board(case))
    ids = set(AccessEvent.objects.values_list("subject_id", flat=True))
    assert {case.pk, shown.pk} <= ids
    assert stranger.pk not in ids


def test_another_jobcentres_case_and_another_cases_proposal_are_not_found(browser, case):
    stranger = ProposalFactory()
    assert browser.get(board(stranger.case)).status_code == 404
    assert browser.get(f"{board(case)}{stranger.pk}/").status_code == 404
    assert browser.post(f"{board(case)}{stranger.pk}/", {"step": "withdraw"}).status_code == 404


def test_a_manager_reads_and_cannot_propose_or_answer(case, member):
    chosen = mentor(case)
    proposal = ProposalFactory(case=case, mentor=mentor(case))
    manager = Browser()
    manager.force_login(MembershipFactory(jobcentre=member.jobcentre, role=Role.MANAGER).user)
    page = manager.get(board(case)).content.decode()
    assert chosen.name in page
    assert 'type="radio"' not in page
    assert manager.post(board(case), typed(chosen)).status_code == 403
    answers = f"{board(case)}{proposal.pk}/"
    assert 'name="step"' not in manager.get(answers).content.decode()
    assert manager.post(answers, {"step": "withdraw"}).status_code == 403


def test_a_draft_comes_back_with_the_choice_and_the_fields_for_unmet_wishes(browser, case):
    chosen = mentor(case, type="professional")
    browser.post(board(case), typed(chosen, reason="Halvt skrevet", draft="1"))
    page = browser.get(board(case))
    assert "Halvt skrevet" in page.content.decode()
    assert [row["name"] for row in page.context["candidates"] if row["chosen"]] == [chosen.name]
    assert 'name="unmet_type"' in page.content.decode()
    assert "alert-error" not in page.content.decode()
