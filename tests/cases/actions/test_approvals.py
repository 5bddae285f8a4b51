"""Four eyes: a decision above a limit of the jobcentre is prepared, and approved by somebody else, sent back, or taken back."""

import datetime as dt
from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from accounts.models import AuditEvent
from cases.actions.approvals import prepare, send_back, take_back
from cases.actions.assessments import save_assessment
from cases.actions.decisions import decide, proposed_from_json, proposed_json
from cases.actions.exits import close_case
from cases.actions.extension_requests import withdraw_request
from cases.enums import DecisionKind, State
from cases.enums_course import ApprovalState, AskedBy, ExtensionState, Limit
from cases.models import Approval, Case, Decision, Period
from cases.phrases import event
from cases.rules.extensions import Choice
from cases.rules.lifecycle import Event
from cases.rules.second_person import Figures
from core.days import DAY
from core.verdicts import Stale
from tests.cases.approval_scene import approved, code_of, prepared_extension, prepared_grant
from tests.cases.course_scene import running
from tests.cases.decision_scene import COMPLETE, GRANT, REFUSAL, assessed
from tests.cases.extension_scene import FIRST, LATER, LATEST, TODAY, asked, decided, limited, manager, proposal, waiting
from tests.factories import AT, MembershipFactory
from tests.factories import DAY as GRANT_DAY
from tests.races import race

pytestmark = pytest.mark.django_db


def test_a_first_grant_above_the_limit_waits_in_step_three() -> None:
    """R118"""
    case, approval = prepared_grant()
    assert case.state == State.ASSESSMENT and not Decision.objects.filter(case=case).exists()
    assert approval.limits == [Limit.HOURS] and approval.prepared_by == case.caseworker and approval.figures["extensions"] == 0
    assert proposed_from_json(approval.proposed) == GRANT
    assert event("case.approval_asked", AuditEvent.objects.get(subject_id=case.pk, kind="case.approval_asked").facts)


def test_a_refusal_asks_nobody() -> None:
    """R118"""
    case = assessed()
    limited(case.jobcentre)
    assert isinstance(decide(case_id=case.pk, by=case.caseworker, at=AT, proposed=REFUSAL), Decision)


def test_what_a_waiting_decision_builds_on_does_not_change() -> None:
    """R119"""
    case, _approval = prepared_grant()
    again = lambda: decide(case_id=case.pk, by=case.caseworker, at=AT, proposed=GRANT)  # noqa: E731
    assert code_of(again) == "approval_waiting"
    write = lambda: save_assessment(case_id=case.pk, by=case.caseworker, at=AT, answers=COMPLETE, groups={"disability": GRANT_DAY})  # noqa: E731
    assert code_of(write) == "approval_waiting"


def test_the_approved_first_grant_is_issued_as_without_a_second_person() -> None:
    """R39, R119: who prepared it has decided it, and the letter is sent on this day at the earliest"""
    case, approval = prepared_grant()
    later = AT + dt.timedelta(days=2)
    second = manager(case.jobcentre)
    decision = approved(case, approval, by=second, at=later)
    case.refresh_from_db()
    approval.refresh_from_db()
    assert case.state == State.MATCH and decision.decided_by == case.caseworker
    assert decision.decided_on == decision.sent_on == later.date()
    assert approval.state == ApprovalState.APPROVED and approval.closed_by == second and approval.decision == decision
    told = AuditEvent.objects.get(subject_id=case.pk, kind="case.approval_given")
    assert told.by_id == second.pk and event("case.approval_given", told.facts)


def test_nobody_approves_what_he_prepared() -> None:
    """R119"""
    case, approval = prepared_grant()
    assert code_of(lambda: approved(case, approval, by=case.caseworker)) == "second_is_first"
    assert Approval.objects.get().state == ApprovalState.WAITING
    with pytest.raises(IntegrityError, match="approval_by_somebody_else"), transaction.atomic():
        Approval.objects.update(state=ApprovalState.APPROVED, closed_by=case.caseworker)


def test_it_is_approved_once() -> None:
    """R119"""
    case, approval = prepared_grant()
    approved(case, approval, at=AT)
    assert code_of(lambda: approved(case, approval, at=AT)) in ("approval_over", "case_closed")
    back = lambda: send_back(case_id=case.pk, approval_id=approval.pk, version=None, words="Nej", by=manager(case.jobcentre), at=AT)  # noqa: E731
    assert code_of(back) == "approval_over"


def test_what_no_longer_fits_is_refused_and_can_be_sent_back() -> None:
    """R119: the rules of the day of approval hold"""
    case, approval = prepared_grant()
    long_after = dt.datetime(2027, 6, 1, 9, tzinfo=dt.UTC)
    assert code_of(lambda: approved(case, approval, at=long_after)) == "grant_is_past"
    assert Approval.objects.get().state == ApprovalState.WAITING
    send_back(case_id=case.pk, approval_id=approval.pk, version=1, words="Dagene er forbi", by=manager(case.jobcentre), at=long_after)
    approval.refresh_from_db()
    assert approval.state == ApprovalState.RETURNED and approval.words == "Dagene er forbi"


def test_sent_back_with_words_it_is_the_preparers_again() -> None:
    """R119"""
    case, extension, approval = prepared_extension()
    second = manager(case.jobcentre)
    empty = lambda: send_back(case_id=case.pk, approval_id=approval.pk, version=1, words=" ", by=second, at=LATER)  # noqa: E731
    assert code_of(empty) == "return_words_missing"
    with pytest.raises(Stale):
        send_back(case_id=case.pk, approval_id=approval.pk, version=4, words="Færre timer", by=second, at=LATER)
    send_back(case_id=case.pk, approval_id=approval.pk, version=1, words="Færre timer", by=second, at=LATER)
    extension.refresh_from_db()
    assert extension.state == ExtensionState.ASKED and not Period.objects.filter(case=case, number=2).exists()
    assert event("case.approval_returned", AuditEvent.objects.get(kind="case.approval_returned").facts)
    assert isinstance(decided(case, extension, approval.prepared_by), Approval), "it can be prepared again"


def test_the_preparer_takes_it_back_and_nobody_else() -> None:
    """R119"""
    case, extension, approval = prepared_extension()
    other = MembershipFactory(jobcentre=case.jobcentre).user
    known = {"case_id": case.pk, "approval_id": approval.pk, "version": 1, "at": LATER}
    assert code_of(lambda: take_back(by=other, **known)) == "taken_back_by_other"
    take_back(by=approval.prepared_by, **known)
    extension.refresh_from_db()
    assert extension.state == ExtensionState.ASKED
    assert event("case.approval_taken_back", AuditEvent.objects.get(kind="case.approval_taken_back").facts)


def test_an_approved_extension_makes_its_period() -> None:
    """R115, R119"""
    case, extension, approval = prepared_extension()
    assert extension.state == ExtensionState.SECOND
    assert code_of(lambda: decided(case, extension, approval.prepared_by)) == "approval_waiting"
    decision = approved(case, approval)
    extension.refresh_from_db()
    assert extension.state == ExtensionState.DECIDED and extension.decision == decision
    assert extension.new_period is not None and (extension.new_period.first_day, extension.new_period.last_day) == (FIRST, LATEST)


def test_approved_after_the_last_day_the_period_begins_that_day() -> None:
    """R113, R119"""
    case, _assignment, by, extension = waiting()
    limited(case.jobcentre)
    approval = decided(case, extension, by, proposal(Choice.LESS))
    assert isinstance(approval, Approval)
    late = dt.datetime(2027, 7, 20, 9, tzinfo=dt.UTC)
    decision = approved(case, approval, at=late)
    new = Period.objects.get(case=case, number=2)
    assert new.first_day == decision.first_day == late.date() and new.last_day == dt.date(2027, 9, 11)
    assert new.minutes_a_week == 60 and not decision.steps.exists()


def test_a_colleague_who_asked_prepares_nothing_and_a_manager_who_asked_approves_nothing() -> None:
    """R116, R119"""
    case, _assignment, by = running()
    extension = asked(case, by, asked_by=AskedBy.CASEWORKER)
    limited(case.jobcentre)
    assert code_of(lambda: decided(case, extension, by)) == "decided_by_requester"
    colleague = MembershipFactory(jobcentre=case.jobcentre).user
    approval = decided(case, extension, colleague)
    assert isinstance(approval, Approval)
    assert code_of(lambda: approved(case, approval, by=by)) == "decided_by_requester"
    assert isinstance(approved(case, approval), Decision)


def test_a_withdrawn_request_takes_its_waiting_decision_with_it() -> None:
    """R116"""
    case, extension, approval = prepared_extension()
    withdraw_request(case_id=case.pk, extension_id=extension.pk, version=None, by=approval.prepared_by, at=LATER)
    approval.refresh_from_db()
    assert approval.state == ApprovalState.CANCELLED
    assert code_of(lambda: approved(case, approval)) == "approval_over"


def test_a_closed_case_issues_nothing() -> None:
    """R119"""
    case, approval = prepared_grant()
    close_case(case_id=case.pk, version=None, event=Event.WITHDRAWN, words="Vil ikke", by=case.caseworker, at=AT)
    approval.refresh_from_db()
    assert approval.state == ApprovalState.CANCELLED
    assert code_of(lambda: approved(case, approval)) == "case_closed"


def test_one_decision_waits_at_a_time() -> None:
    """R119"""
    case, _extension, approval = prepared_extension()
    known = {"limits": [Limit.HOURS], "figures": Figures(1), "proposed": {}, "by": approval.prepared_by, "at": LATER}
    assert code_of(lambda: prepare(case=case, kind=DecisionKind.CHANGE, **known)) == "approval_waiting"


def test_a_withdrawn_consent_stops_the_approval() -> None:
    """R119"""
    case, _extension, approval = prepared_extension()
    Case.objects.filter(pk=case.pk).update(consent_withdrawn_on=TODAY)
    assert code_of(lambda: approved(case, approval)) == "consent_withdrawn"
    assert not Period.objects.filter(case=case, number=2).exists()


def test_what_is_kept_comes_back_as_it_was() -> None:
    kept = proposed_json(replace(GRANT, why_later="Mentor kan først da", sent_on=GRANT_DAY + DAY))
    assert proposed_from_json(kept) == replace(GRANT, why_later="Mentor kan først da", sent_on=GRANT_DAY + DAY)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_approve_at_once_one_is_told() -> None:
    """R119"""
    case, _extension, approval = prepared_extension()
    first, second = manager(case.jobcentre), manager(case.jobcentre)
    ends = race([lambda: approved(case, approval, by=first, version=1), lambda: approved(case, approval, by=second, version=1)])
    assert ends == {"won": 1, "approval_over": 1}
    assert Period.objects.filter(case=case).count() == 2


@pytest.mark.django_db(transaction=True)
def test_approved_and_taken_back_at_once_is_one_of_both() -> None:
    """R119"""
    case, _extension, approval = prepared_extension()
    by, second = approval.prepared_by, manager(case.jobcentre)
    ends = race(
        [
            lambda: approved(case, approval, by=second),
            lambda: take_back(case_id=case.pk, approval_id=approval.pk, version=None, by=by, at=LATER),
        ]
    )
    assert ends == {"won": 1, "approval_over": 1}
