"""Issuing the decision: complete, once, under the dated rules of the day, which it keeps."""

import datetime as dt
from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from accounts.models import AuditEvent
from cases.actions.assessments import save_assessment
from cases.actions.decisions import decide
from cases.enums import Channel, DecisionOutcome, State
from cases.models import Case, Decision, SchemeRules
from cases.phrases import REFUSALS, event, sentence
from cases.rules.decisions import Proposed
from core.days import last_day_of_months
from core.verdicts import Refused, Stale
from tests.cases.decision_scene import COMPLETE, GRANT, REFUSAL, START, assessed
from tests.factories import AT, DAY, DecisionFactory
from tests.races import race

pytestmark = pytest.mark.django_db


def issue(case: Case, proposed: Proposed = GRANT, version: int | None = None) -> Decision:
    return decide(case_id=case.pk, version=version, by=case.caseworker, at=AT, proposed=proposed)


def refusal_of(case: Case, proposed: Proposed) -> tuple[str, str]:
    with pytest.raises(Refused) as caught:
        issue(case, proposed)
    assert not Decision.objects.filter(case=case).exists()
    assert caught.value.code in REFUSALS and sentence(caught.value.code, caught.value.facts)
    return caught.value.code, caught.value.field


def test_a_grant_moves_the_case_to_the_match_with_a_deadline() -> None:
    """R39: a usual match after the day the letter is sent"""
    case = assessed()
    decision = issue(case, replace(GRANT, sent_on=DAY + dt.timedelta(days=1)), version=case.version)
    case.refresh_from_db()
    assert case.state == State.MATCH and case.assessment_on == DAY
    assert case.due_on == DAY + dt.timedelta(days=1 + case.jobcentre.usual_days_to_match)
    assert decision.decided_on == DAY and decision.decided_by == case.caseworker
    told = AuditEvent.objects.get(subject_id=case.pk, kind="case.decided")
    assert told.facts["minutes_a_week"] == 240 and told.facts["last_day"] == "2027-05-22" and told.facts["below"] == []
    assert "4 " in event("case.decided", told.facts)


@pytest.mark.parametrize("outcome", [DecisionOutcome.REFUSED, DecisionOutcome.OTHER_SCHEME])
def test_a_refusal_closes_the_case(outcome: DecisionOutcome) -> None:
    """R38"""
    case = assessed()
    decision = issue(case, replace(REFUSAL, outcome=outcome))
    case.refresh_from_db()
    assert (case.state, case.closed_on, case.due_on, case.closing_words) == (State.REFUSED, DAY, None, "No transition")
    assert decision.minutes_a_week is None and decision.offered_instead == "A contact person"
    assert event("case.decided", AuditEvent.objects.get(subject_id=case.pk, kind="case.decided").facts)


def test_a_paper_letter_is_received_later_and_the_complaint_runs_from_then() -> None:
    """R12, R13"""
    case = assessed()
    case.client.channel = Channel.PAPER
    case.client.save()
    decision = issue(case)
    assert decision.channel == Channel.PAPER
    assert decision.received_on == dt.date(2026, 11, 24) and decision.appeal_until == dt.date(2026, 12, 22)


def test_what_is_less_than_wished_needs_the_word_and_the_reasons() -> None:
    """R36, R37"""
    case = assessed()
    fewer = replace(GRANT, minutes_a_week=180)
    assert refusal_of(case, fewer) == ("below_the_wish", "outcome")
    fewer = replace(fewer, outcome=DecisionOutcome.PARTIAL)
    assert refusal_of(case, fewer) == ("why_fewer_hours_missing", "why_fewer_hours")
    decision = issue(case, replace(fewer, why_fewer_hours="Enough", why_later="typed, not needed"))
    assert decision.outcome == DecisionOutcome.PARTIAL and decision.why_later == ""


def test_a_refusal_without_reasons_or_another_offer_is_refused() -> None:
    """R38"""
    case = assessed()
    assert refusal_of(case, replace(REFUSAL, reasons=" ")) == ("reasons_missing", "reasons")
    assert refusal_of(case, replace(REFUSAL, offered_instead="")) == ("offered_instead_missing", "offered_instead")


def test_an_incomplete_assessment_cannot_be_decided() -> None:
    """R25-R29: checked again under the lock, whatever the page said"""
    case = assessed()
    answers = replace(COMPLETE, voluntary="no", voluntary_evidence="He would rather not")
    save_assessment(case_id=case.pk, by=case.caseworker, at=AT, answers=answers, groups={"disability": DAY})
    assert refusal_of(case, GRANT) == ("not_voluntary", "voluntary")
    save_assessment(case_id=case.pk, by=case.caseworker, at=AT, answers=COMPLETE, groups={})
    assert refusal_of(case, GRANT) == ("group_missing", "groups")
    assert issue(case, REFUSAL).outcome == DecisionOutcome.REFUSED


@pytest.mark.parametrize(
    ("state", "code"), [(State.CONTACT, "decide_later"), (State.CHALLENGES, "decide_later"), (State.MATCH, "decided_already")]
)
def test_it_is_decided_in_step_3_only(state: State, code: str) -> None:
    """R39"""
    case = assessed()
    Case.objects.filter(pk=case.pk).update(state=state)
    assert refusal_of(case, GRANT) == (code, "")


def test_who_read_an_older_version_decides_nothing() -> None:
    case = assessed()
    with pytest.raises(Stale):
        issue(case, version=case.version - 1)
    assert not Decision.objects.exists()


def test_a_second_first_decision_is_refused_by_the_database_itself() -> None:
    """R39: whatever the state says"""
    case = assessed()
    DecisionFactory(case=case)
    with pytest.raises(Refused) as caught:
        issue(case)
    assert caught.value.code == "decided_already" and Decision.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_people_deciding_at_once_make_one_decision() -> None:
    """R39: two connections; who comes second is told"""
    case = assessed()
    ends = race([lambda: issue(case, GRANT, case.version), lambda: issue(case, GRANT, case.version)])
    assert ends == {"won": 1, "stale": 1}
    assert Decision.objects.filter(case=case).count() == 1 and Case.objects.get(pk=case.pk).state == State.MATCH


@pytest.mark.django_db(transaction=True)
def test_a_grant_and_a_refusal_at_once_leave_one_of_them_and_the_state_that_belongs_to_it() -> None:
    """R39"""
    case = assessed()
    ends = race([lambda: issue(case, GRANT), lambda: issue(case, REFUSAL)])
    assert ends["won"] == 1 and sum(ends.values()) == 2 and set(ends) <= {"won", "case_closed", "decided_already"}
    decision, case = Decision.objects.get(case=case), Case.objects.get(pk=case.pk)
    assert case.state == (State.MATCH if decision.is_grant else State.REFUSED)


# The dated rules


def national() -> SchemeRules:
    return SchemeRules.objects.get(jobcentre__isnull=True)


def own_rules(case: Case, **more) -> SchemeRules:
    texts = dict.fromkeys(["legal_basis_da", "legal_basis_en", "complaint_da", "complaint_en"], "Text")
    return SchemeRules.objects.create(jobcentre=case.jobcentre, first_day=dt.date(2026, 1, 1), **{**texts, "longest_months": 3, **more})


def test_a_jobcentres_own_rule_is_stricter_and_holds_for_that_jobcentre_alone() -> None:
    """R31, R39"""
    case, other = assessed(), assessed()
    rules = own_rules(case, appeal_weeks=6)
    assert refusal_of(case, GRANT) == ("period_too_long", "last_day")
    shorter = replace(
        GRANT,
        outcome=DecisionOutcome.PARTIAL,
        last_day=last_day_of_months(START, 3),
        why_shorter="Three months at a time here",
        reasons="The rule of the jobcentre",
    )
    decision = issue(case, shorter)
    assert decision.rules == rules and decision.appeal_until == dt.date(2026, 12, 28)
    assert issue(other).rules == national()


def test_no_rule_is_longer_than_six_months() -> None:
    """R31: the law gives no more"""
    case = assessed()
    for months in (0, 7):
        with pytest.raises(IntegrityError, match="schemerules_longest_at_most_six_months"), transaction.atomic():
            own_rules(case, longest_months=months)


def test_changing_a_rule_changes_no_past_decision() -> None:
    """R39: a row that a decision was made under is kept; it can be ended, and a new one takes over"""
    case, later = assessed(), assessed()
    decision = issue(case)
    used = national()
    for change in ({"longest_months": 3}, {"appeal_weeks": 2}, {"legal_basis_da": "Andet"}, {"first_day": dt.date(2026, 11, 1)}):
        with pytest.raises(IntegrityError, match="a decision was made under these rules"), transaction.atomic():
            SchemeRules.objects.filter(pk=used.pk).update(**change)

    SchemeRules.objects.filter(pk=used.pk).update(last_day=DAY)
    texts = {name: getattr(used, name) for name in ("legal_basis_da", "legal_basis_en", "complaint_da", "complaint_en")}
    new = SchemeRules.objects.create(first_day=DAY + dt.timedelta(days=1), longest_months=3, appeal_weeks=2, **texts)

    decision.refresh_from_db()
    assert (decision.rules.longest_months, decision.rules.appeal_weeks) == (6, 4)
    assert decision.appeal_until == dt.date(2026, 12, 14)
    shorter = replace(
        GRANT,
        outcome=DecisionOutcome.PARTIAL,
        last_day=last_day_of_months(START, 3),
        why_shorter="The rule",
        reasons="The rule",
        sent_on=DAY + dt.timedelta(days=1),
    )
    tomorrow = AT + dt.timedelta(days=1)
    assert decide(case_id=later.pk, by=later.caseworker, at=tomorrow, proposed=shorter).rules == new


def test_a_rule_that_nothing_was_decided_under_can_be_changed() -> None:
    SchemeRules.objects.filter(pk=national().pk).update(longest_months=5)
    assert national().longest_months == 5


def test_without_rules_in_force_nothing_is_decided() -> None:
    """R39"""
    case = assessed()
    SchemeRules.objects.filter(pk=national().pk).update(last_day=DAY - dt.timedelta(days=1))
    assert refusal_of(case, GRANT) == ("no_rules_in_force", "")
