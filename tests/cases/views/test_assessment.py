"""The pages of step 3: written early, reviewed when complete, and whoever saves second sees both texts."""

import pytest

from accounts.enums import Role
from cases.enums import State
from cases.models import Assessment, Decision
from mentors.enums import SupportArea
from tests.cases.views.assessment_page_scene import case, filled, hidden, page, signed_in
from tests.factories import CaseFactory, DecisionFactory

__all__ = ["case"]
pytestmark = pytest.mark.django_db

EVIL = """Ærøskøbing'"><script>alert(1)</script>"""


def test_the_page_begins_with_what_is_known(case) -> None:
    body = signed_in(case).get(page(case)).content.decode()
    assert "Assessment of Yusuf" in body and "Starting a new job" in body and "Practical support" in body
    assert 'value="4:00"' in body, "the wished hours are proposed"
    assert "There is no field for a diagnosis" in body
    assert "<title>Assessment, case" in body and "Yusuf" not in body.split("</title>")[0]


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.MANAGER])
@pytest.mark.parametrize("state", list(State))
def test_both_pages_open_in_any_state(state, role) -> None:
    found = CaseFactory(state=state)
    if state in (State.MATCH, State.STARTUP, State.RUNNING, State.ENDED):
        DecisionFactory(case=found)
    browser = signed_in(found, role)
    for tail in ("", "decide/"):
        response = browser.get(page(found, tail))
        assert response.status_code == 200
        if not found.is_open and not found.decisions.exists():
            assert "The case is closed" in response.content.decode()


def test_another_jobcentres_case_is_not_found(case) -> None:
    stranger = signed_in(CaseFactory())
    assert stranger.get(page(case)).status_code == 404
    assert stranger.post(page(case), filled(case)).status_code == 404
    assert stranger.post(page(case, "decide/"), {}).status_code == 404


def test_a_manager_reads_and_cannot_write(case) -> None:
    manager = signed_in(case, Role.MANAGER)
    body = manager.get(page(case)).content.decode()
    assert "Review the decision" not in body and 'name="outcome"' not in body
    for button in ({}, {"save": "1"}, {"draft": "1"}, {"advice": "1"}):
        assert manager.post(page(case), filled(case) | button).status_code == 403
    assert manager.post(page(case, "decide/"), {}).status_code == 403
    assert not Assessment.objects.exists() and not Decision.objects.exists()


def test_an_incomplete_assessment_can_be_saved_and_gone_on_with(case) -> None:
    browser = signed_in(case)
    data = {"version": case.version, "impairment": "yes", "impairment_evidence": "The talk", "outcome": "partial", "purpose": "Half"}
    response = browser.post(page(case), data | {"save": "1"}, follow=True)
    assert "The assessment is saved" in response.content.decode()
    assert Assessment.objects.get(case=case).impairment_evidence == "The talk"
    assert "Half" in response.content.decode(), "the decision is kept as a draft"
    other = signed_in(case).get(page(case)).content.decode()
    assert "The talk" in other and "Half" not in other, "the assessment is shared, the draft of the decision is not"


def test_reviewing_says_everything_that_is_missing_and_loses_nothing(case) -> None:
    response = signed_in(case).post(page(case), {"version": case.version, "outcome": "granted", "purpose": EVIL})
    body = response.content.decode()
    assert response.status_code == 422 and "<title>Error:" in body
    for words in (
        "Answer question 5 of the checklist.",
        "Choose at least one target group.",
        "Write the mentor&#x27;s tasks.",
        "Choose who pays.",
    ):
        assert words in body
    assert "<script>alert" not in body and "Ærøskøbing" in body
    assert not Assessment.objects.exists()


def test_granted_when_something_is_below_the_wish_is_sent_back_to_in_part(case) -> None:
    """R36"""
    response = signed_in(case).post(page(case), filled(case, minutes_a_week="3:00"))
    body = response.content.decode()
    assert response.status_code == 422
    assert "Granted in part" in body and "1 hour less a week than wished" in body and 'name="why_fewer_hours"' in body


def test_dont_know_needs_whom_one_asks_and_when(case) -> None:
    """R25"""
    browser = signed_in(case)
    response = browser.post(page(case), filled(case, beyond="unknown", beyond_evidence=""))
    assert response.status_code == 422
    assert "Question 5 of the checklist: answer yes or no, or write whom you ask and when." in response.content.decode()
    assert browser.post(page(case), filled(case, beyond="unknown", beyond_evidence="The foreman, on Friday")).status_code == 302


def test_the_advice_is_updated_without_saving(case) -> None:
    """R28"""
    response = signed_in(case).post(page(case), filled(case, cannot_do_tasks="yes", need_is_lasting="yes") | {"advice": "1"})
    assert response.status_code == 200
    assert "The answers point to: both mentor and personal assistance" in response.content.decode()
    assert not Assessment.objects.exists()


def test_who_saves_second_sees_both_texts(case) -> None:
    first, second = signed_in(case), signed_in(case)
    old = filled(case, why_extra="Mine")
    first.post(page(case), filled(case, why_extra="Theirs") | {"save": "1"})
    response = second.post(page(case), old | {"save": "1"})
    body = response.content.decode()
    assert response.status_code == 409 and "Theirs" in body and "Mine" in body
    again = second.post(page(case), old | {"save": "1", "version": response.context["form"]["version"].value()})
    assert again.status_code == 302 and Assessment.objects.get(case=case).why_extra == "Mine"


def test_what_was_saved_on_another_page_of_the_case_is_no_conflict_of_these_fields(case) -> None:
    browser = signed_in(case)
    opened = browser.get(page(case)).context["form"]["opened"].value()
    mine = filled(case, opened=opened) | {"save": "1"}
    areas = {f"{area}_{name}": value for area in SupportArea for name, value in (("weight", "2"), ("words", "Frokosten"))}
    elsewhere = {"version": case.version, "save": "1", "minutes_a_week": "4:00", "months": "6", "mentor_types": ["colleague"], **areas}
    assert browser.post(f"/cases/{case.ref}/challenges/", elsewhere).status_code == 302
    response = browser.post(page(case), mine)
    assert (response.status_code, response.context["conflicts"]) == (409, [])
    assert "You saved something else here in another tab." in response.content.decode()
    again = browser.post(page(case), mine | {"version": response.context["form"]["version"].value()})
    assert again.status_code == 302 and Assessment.objects.get(case=case).why_extra == mine["why_extra"]


def test_a_colleague_who_saved_the_assessment_is_named_with_the_fields_that_the_colleague_changed(case) -> None:
    first, second = signed_in(case), signed_in(case)
    first.post(page(case), filled(case) | {"save": "1"})
    draft = first.get(page(case)).context["form"]["opened"].value()
    opened = second.get(page(case)).context["form"]["opened"].value()
    assert draft == opened
    old = filled(case, opened=opened, why_extra="Mine", impairment_evidence="A letter")
    first.post(page(case), filled(case, opened=opened, concrete_evidence="A visit") | {"save": "1"})
    response = second.post(page(case), old | {"save": "1"})
    labels = [row["label"] for row in response.context["conflicts"]]
    assert labels == ["Is there a concrete situation in which a mentor can make a difference? What the answer builds on"]
    assert "in another tab" not in response.content.decode()


BAD = [
    {"minutes_a_week": "many"},
    {"minutes_a_week": "99:00"},
    {"minutes_a_week": "0"},
    {"first_day": "31-02-2027"},
    {"last_day": "01-01-2020"},
    {"last_day": "x" * 500},
    {"mentor_type": "king"},
    {"outcome": "maybe"},
    {"groups": ["gods"]},
    {"impairment": "perhaps"},
    {"why_extra": "a\x00b"},
    {"purpose": "x" * 1_000_000},
    {"beyond_evidence": "y" * 501},
    {"since_long_term_unemployed": "31-12-2199"},
    {"since_long_term_unemployed": ""},
    {"sent_on": "01-01-2199"},
    {"version": "abc"},
    {"funding": "lottery"},
    {"need_is_lasting": "2"},
]


def test_impossible_input_gets_a_message_and_nothing_is_saved(case) -> None:
    browser = signed_in(case)
    for bad in BAD:
        response = browser.post(page(case), filled(case) | bad)
        body = response.content.decode()
        assert response.status_code == 422 and "mc-errsum" in body, bad
        assert "The foreman teaches the tasks" in body or "why_extra" in bad, bad
    assert not Assessment.objects.exists()


BUTTONS = ["draft", "advice", "save"]


@pytest.mark.parametrize("turns", [3, pytest.param(1, marks=pytest.mark.drill)])
@pytest.mark.parametrize("button", BUTTONS)
def test_no_button_breaks_on_impossible_input(case, button, turns) -> None:
    """Each input with one of the buttons by turns, in the drill with each."""
    browser = signed_in(case)
    for bad in BAD[BUTTONS.index(button) % turns :: turns]:
        response = browser.post(page(case), filled(case) | bad | {button: "1"})
        assert response.status_code in (200, 302, 422), bad
        if button == "draft":
            assert browser.get(page(case)).status_code == 200, bad
            assert browser.get(page(case, "decide/")).status_code == 200, bad


def test_each_page_costs_few_statements(case, django_assert_max_num_queries) -> None:
    browser = signed_in(case)
    with django_assert_max_num_queries(14) as done:
        browser.get(page(case))
    assert len({each["sql"] for each in done.captured_queries}) == len(done.captured_queries), "none twice"
    browser.post(page(case), filled(case))
    with django_assert_max_num_queries(14):
        browser.get(page(case))
    with django_assert_max_num_queries(14):
        browser.get(page(case, "decide/"))
    browser.post(page(case, "decide/"), hidden(browser.get(page(case, "decide/"))))
    browser.get(page(case))  # takes the message of success out of the session
    with django_assert_max_num_queries(14):
        browser.get(page(case))
