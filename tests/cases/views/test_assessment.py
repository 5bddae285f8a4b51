"""The pages of step 3: written early, reviewed when complete, decided once, read ever after."""

import datetime as dt

import pytest
from django.test import Client as Browser

from accounts.enums import Role
from accounts.models import AuditEvent, Draft
from cases.enums import State
from cases.models import Assessment, Case, CaseTargetGroup, Decision, Wishes
from core import clock
from core.days import DAY, last_day_of_months
from mentors.enums import SupportArea
from tests.factories import CaseFactory, DecisionFactory, MembershipFactory, NeedFactory, WishesFactory

pytestmark = pytest.mark.django_db

EVIL = """Ærøskøbing'"><script>alert(1)</script>"""


def member_of(case, role=Role.CASEWORKER, **user):
    return MembershipFactory(jobcentre=case.jobcentre, role=role, **user).user


def signed_in(case, role=Role.CASEWORKER, language="en") -> Browser:
    browser = Browser()
    browser.force_login(member_of(case, role, user__language=language))
    return browser


@pytest.fixture
def case():
    found = CaseFactory(state=State.ASSESSMENT, situation_starts_on=clock.today() + 14 * DAY, received_on=clock.today() - 7 * DAY)
    found.client.given_name = "Yusuf"
    found.client.save()
    NeedFactory(case=found)
    WishesFactory(case=found, minutes_a_week=240, months=6, mentor_types=["colleague"])
    return found


def page(case, tail="") -> str:
    return f"/cases/{case.ref}/assessment/{tail}"


def day(value: dt.date) -> str:
    return value.strftime("%d-%m-%Y")


def filled(case, **more):
    """Everything that the page asks, granted as wished."""
    first = case.situation_starts_on
    case.refresh_from_db()
    data = {"version": case.version, "why_extra": "The foreman teaches the tasks", "groups": ["long_term_unemployed"]}
    data["since_long_term_unemployed"] = "01-09-2025"
    for question in ("impairment", "concrete", "transition", "voluntary", "beyond"):
        data |= {question: "yes", f"{question}_evidence": "The talk on 3 November"}
    data |= {"need_in_a_period": "yes", "manages_afterwards": "yes", "cannot_do_tasks": "no", "need_is_lasting": "no"}
    data |= {"outcome": "granted", "minutes_a_week": "4:00", "first_day": day(first), "last_day": day(last_day_of_months(first, 6))}
    data |= {"mentor_type": "colleague", "purpose": "To keep the job", "tasks": "Plan the week", "funding": "municipal"}
    data |= {"sent_on": day(clock.today())}
    return data | more


def partial(case, **more):
    return filled(
        case, outcome="partial", minutes_a_week="3:00", why_fewer_hours="The foreman meets him daily", reasons="Three hours do", **more
    )


def hidden(response) -> dict:
    form = response.context["form"]
    return {name: form[name].value() or "" for name in ("version", "key", "seen")}


def reviewed_and_decided(browser, case, data):
    review = browser.post(page(case), data)
    assert review.status_code == 302, review.content.decode()
    confirm = browser.get(review["Location"])
    return browser.post(review["Location"], hidden(confirm))


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


def test_a_grant_as_wished_goes_to_the_match(case) -> None:
    browser = signed_in(case)
    response = reviewed_and_decided(browser, case, filled(case))
    assert response.status_code == 302
    decision, today = Decision.objects.get(case=case), clock.today()
    case.refresh_from_db()
    assert case.state == State.MATCH and case.assessment_on == today
    assert case.due_on == today + dt.timedelta(days=case.jobcentre.usual_days_to_match)
    assert decision.minutes_a_week == 240 and decision.rules.jobcentre_id is None and decision.received_on == today
    assert not Draft.objects.exists()
    assert CaseTargetGroup.objects.get(case=case).since == dt.date(2025, 9, 1)
    for tail in ("", "decide/"):
        body = browser.get(page(case, tail)).content.decode()
        assert "4 hours a week" in body and "as wished" in body and "To keep the job" in body
        assert "the decision was made under the rules of that day" in body and "At most 6 months" in body
        assert 'name="purpose"' not in body


def test_the_issued_decision_shows_the_wish_as_it_was(case) -> None:
    """R64"""
    browser = signed_in(case)
    reviewed_and_decided(browser, case, partial(case))
    Wishes.objects.filter(case=case).update(minutes_a_week=60, months=1, mentor_types=["colleague"])
    Case.objects.filter(pk=case.pk).update(situation_starts_on=clock.today() + dt.timedelta(days=90))
    body = browser.get(page(case, "decide/")).text
    assert "1 hour less a week than wished" in body
    assert "Wished: 4 hours" in body
    decision = Decision.objects.get(case=case)
    assert (decision.wished_minutes_a_week, decision.wished_months) == (240, 6)


def test_a_grant_in_part_keeps_the_reasons_of_what_is_less_and_of_nothing_else(case) -> None:
    """R37"""
    reviewed_and_decided(signed_in(case), case, partial(case, why_shorter="typed and then not needed", offered_instead="hidden"))
    decision = Decision.objects.get(case=case)
    assert decision.outcome == "partial" and decision.why_fewer_hours == "The foreman meets him daily"
    assert decision.why_shorter == "" and decision.offered_instead == ""


@pytest.mark.parametrize("outcome", ["refused", "other_scheme"])
def test_a_refusal_closes_the_case_with_reasons_and_another_offer(case, outcome) -> None:
    """R38"""
    browser = signed_in(case)
    data = filled(case, outcome=outcome)
    body = browser.post(page(case), data).content.decode()
    assert "Write the reasons" in body and "Write what is offered instead" in body
    response = reviewed_and_decided(browser, case, data | {"reasons": "No transition", "offered_instead": "A contact person"})
    assert response.status_code == 302
    case.refresh_from_db()
    assert case.state == State.REFUSED and case.closed_on == clock.today() and case.closing_words == "No transition" and case.due_on is None
    decision = Decision.objects.get(case=case)
    assert decision.minutes_a_week is None and decision.purpose == ""
    body = browser.get(page(case)).content.decode()
    assert "A contact person" in body and "Last day to complain" in body


@pytest.mark.parametrize("state", [State.CONTACT, State.CHALLENGES])
def test_it_can_be_written_early_but_not_decided(case, state) -> None:
    """R39"""
    case.state = state
    case.save()
    browser = signed_in(case)
    assert "The decision can be made when steps 1 and 2 are done" in browser.get(page(case)).content.decode()
    review = browser.post(page(case), filled(case))
    confirm = browser.get(review["Location"])
    assert "The decision can be made when steps 1 and 2 are done" in confirm.content.decode()
    assert "Decide: granted" not in confirm.content.decode()
    response = browser.post(review["Location"], hidden(confirm))
    assert response.status_code == 422 and not Decision.objects.exists()
    assert Assessment.objects.get(case=case).why_extra == "The foreman teaches the tasks"


def test_the_confirm_page_names_what_is_missing_in_an_old_draft(case) -> None:
    browser = signed_in(case)
    browser.post(page(case), filled(case, sent_on=day(clock.today() - DAY)) | {"save": "1"})
    confirm = browser.get(page(case, "decide/"))
    body = confirm.content.decode()
    assert "The letter cannot be sent before the decision is made" in body and "Decide: granted" not in body
    assert browser.post(page(case, "decide/"), hidden(confirm)).status_code == 422
    assert not Decision.objects.exists()


def test_without_a_draft_there_is_nothing_to_decide(case) -> None:
    browser = signed_in(case)
    assert "You have no draft of a decision" in browser.get(page(case, "decide/")).content.decode()
    response = browser.post(page(case, "decide/"), {"version": case.version})
    assert response.status_code == 422 and "You have no draft of a decision" in response.content.decode()


def test_a_double_click_decides_once(case) -> None:
    browser = signed_in(case)
    browser.post(page(case), filled(case))
    sent = hidden(browser.get(page(case, "decide/")))
    first, second = browser.post(page(case, "decide/"), sent), browser.post(page(case, "decide/"), sent)
    assert first.status_code == second.status_code == 302 and first["Location"] == second["Location"]
    assert Decision.objects.filter(case=case).count() == 1


def test_a_draft_changed_in_another_window_is_read_again_before_it_is_decided(case) -> None:
    browser = signed_in(case)
    browser.post(page(case), filled(case))
    sent = hidden(browser.get(page(case, "decide/")))
    browser.post(page(case), partial(case) | {"save": "1"})
    case.refresh_from_db()
    response = browser.post(page(case, "decide/"), sent | {"version": case.version})
    assert response.status_code == 422 and "The draft was changed" in response.content.decode()
    assert not Decision.objects.exists()


def test_a_later_last_day_than_wished_is_said_to_be_longer(case) -> None:
    first = case.situation_starts_on
    later = filled(case, last_day=day(last_day_of_months(first, 6) + 4 * DAY), minutes_a_week="5:00") | {"advice": "1"}
    body = signed_in(case).post(page(case), later).content.decode()
    assert "4 days longer than wished" in body and "1 hour more a week than wished" in body


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


def test_who_decides_second_is_told(case) -> None:
    first, second = signed_in(case), signed_in(case)
    first.post(page(case), filled(case))
    second.post(page(case), filled(case))
    mine, theirs = hidden(first.get(page(case, "decide/"))), hidden(second.get(page(case, "decide/")))
    assert first.post(page(case, "decide/"), mine).status_code == 302
    response = second.post(page(case, "decide/"), theirs)
    assert response.status_code == 409 and "Somebody saved a change to the case" in response.content.decode()
    assert Decision.objects.filter(case=case).count() == 1


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


def test_the_time_line_has_codes_and_days_and_no_words_of_the_case(case) -> None:
    reviewed_and_decided(signed_in(case), case, partial(case))
    facts = {event.kind: event.facts for event in AuditEvent.objects.filter(subject_id=case.pk)}
    assert facts["case.decided"]["outcome"] == "partial" and facts["case.decided"]["below"] == ["hours"]
    assert facts["case.assessed"] == {"answered": 5, "questions": 5, "advice": "mentor"}
    assert "foreman" not in str(facts) and "long_term_unemployed" not in str(facts)
