"""The decision of step 3 in the browser's terms: read through, issued once, kept as it was, and who comes second is told."""

import datetime as dt

import pytest

from accounts.models import AuditEvent, Draft
from cases.enums import State
from cases.models import Assessment, Case, CaseTargetGroup, Decision, Wishes
from core import clock
from core.days import DAY, last_day_of_months
from tests.cases.views.assessment_page_scene import case, day, filled, hidden, page, signed_in

__all__ = ["case"]
pytestmark = pytest.mark.django_db


def partial(case, **more):
    return filled(
        case, outcome="partial", minutes_a_week="3:00", why_fewer_hours="The foreman meets him daily", reasons="Three hours do", **more
    )


def reviewed_and_decided(browser, case, data):
    review = browser.post(page(case), data)
    assert review.status_code == 302, review.content.decode()
    confirm = browser.get(review["Location"])
    return browser.post(review["Location"], hidden(confirm))


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


def test_who_decides_second_is_told(case) -> None:
    first, second = signed_in(case), signed_in(case)
    first.post(page(case), filled(case))
    second.post(page(case), filled(case))
    mine, theirs = hidden(first.get(page(case, "decide/"))), hidden(second.get(page(case, "decide/")))
    assert first.post(page(case, "decide/"), mine).status_code == 302
    response = second.post(page(case, "decide/"), theirs)
    assert response.status_code == 409 and "Somebody saved a change to the case" in response.content.decode()
    assert Decision.objects.filter(case=case).count() == 1


def test_the_time_line_has_codes_and_days_and_no_words_of_the_case(case) -> None:
    reviewed_and_decided(signed_in(case), case, partial(case))
    facts = {event.kind: event.facts for event in AuditEvent.objects.filter(subject_id=case.pk)}
    assert facts["case.decided"]["outcome"] == "partial" and facts["case.decided"]["below"] == ["hours"]
    assert facts["case.assessed"] == {"answered": 5, "questions": 5, "advice": "mentor"}
    assert "foreman" not in str(facts) and "long_term_unemployed" not in str(facts)
