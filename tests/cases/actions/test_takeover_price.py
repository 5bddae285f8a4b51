"""A new mentor who makes a running course dearer than one person decides alone: a second person approves it before the take-over (R118)."""

import uuid
from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import override

from accounts.models import AccessEvent, AuditEvent
from cases.actions.approvals import send_back, take_back
from cases.actions.approving import approve
from cases.actions.assignments import assign
from cases.actions.proposals import withdraw_proposal
from cases.actions.rematches import drop_rematch
from cases.actions.takeover_price import ask_for_price
from cases.enums import DecisionKind, State
from cases.enums_course import ApprovalKind, ApprovalState, Limit
from cases.models import Approval, Assignment, Case, Proposal
from cases.phrases import event
from cases.rules.second_person import cost_of, cost_with
from core import clock
from core.days import DAY, day_of
from core.verdicts import Refused
from tests.cases.course_scene import accepted, next_mentor, raised, running
from tests.cases.extension_scene import limited, manager
from tests.factories import AT
from tests.pages import browser_of

pytestmark = pytest.mark.django_db

LATER = AT + 30 * DAY
LIMIT = 2_000_000
"""Øre: DKK 20,000. Three hours a week for six months are some 78 hours."""


def code_of(call: Any) -> str:
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.code


def dear(*, an_hour: int | None = 50_000, at: Any = LATER) -> tuple[Case, Proposal, Any]:
    """A running course with a limit of cost, and a mentor at this price who has said yes to taking over."""
    case, _assignment, by = running(at=at - 30 * DAY)
    limited(case.jobcentre, second_cost=LIMIT)
    raised(case, by, at=at)
    return case, accepted(case, next_mentor(case, at=at, cost_an_hour=an_hour), by, at=at), by


def gives(proposal: Proposal, *, at: Any = LATER) -> Assignment:
    return assign(proposal_id=proposal.pk, version=None, by=proposal.proposed_by, at=at)


def asks(proposal: Proposal, **other: Any) -> Approval:
    known: dict[str, Any] = {"version": None, "first_day": None, "by": proposal.proposed_by, "at": LATER, **other}
    return ask_for_price(proposal_id=proposal.pk, **known)


def test_the_price_is_that_of_both_mentors_for_their_days() -> None:
    known = {"minutes_before": 600, "cost_before": 30_000, "minutes_left": 1200}
    assert cost_with(**known, cost_an_hour=50_000) == 300_000 + 1_000_000
    assert cost_with(**{**known, "cost_before": None}, cost_an_hour=50_000) == cost_of(minutes=1200, cost_an_hour=50_000)
    assert cost_with(**known, cost_an_hour=None) is None


@pytest.mark.parametrize("an_hour", [None, 20_000])
def test_a_mentor_within_the_limit_or_of_unknown_price_takes_over_at_once(an_hour: int | None) -> None:
    _case, proposal, _by = dear(an_hour=an_hour)
    assert code_of(lambda: asks(proposal)) == "price_needs_nobody"
    assert gives(proposal).mentor == proposal.mentor


def test_a_dear_mentor_takes_over_when_a_second_person_has_approved_the_price() -> None:
    case, proposal, by = dear()
    assert code_of(lambda: gives(proposal)) == "cost_not_approved"
    approval = asks(proposal)
    assert (approval.kind, approval.limits, approval.prepared_by) == (ApprovalKind.TAKEOVER, [Limit.COST], by)
    assert approval.figures["cost"] > LIMIT
    assert code_of(lambda: gives(proposal)) == "approval_waiting"
    assert code_of(lambda: approve(case_id=case.pk, approval_id=approval.pk, version=1, by=by, at=LATER)) == "second_is_first"
    second = manager(case.jobcentre)
    assert approve(case_id=case.pk, approval_id=approval.pk, version=1, by=second, at=LATER) is None, "no decision is issued"
    assert code_of(lambda: approve(case_id=case.pk, approval_id=approval.pk, version=None, by=second, at=LATER)) == "approval_over"
    approval.refresh_from_db()
    assert (approval.state, approval.closed_by, approval.decision) == (ApprovalState.APPROVED, second, None)
    assert gives(proposal).mentor == proposal.mentor
    for told in AuditEvent.objects.filter(subject_id=case.pk, kind__startswith="case.approval_"):
        with override("en"):
            assert "new mentor in a running course" in event(told.kind, told.facts).lower()


def test_what_was_approved_in_an_earlier_decision_of_the_case_counts() -> None:
    case, proposal, by = dear()
    decision = case.decisions.get()
    Approval.objects.create(
        case=case, kind=DecisionKind.FIRST, limits=[Limit.COST], figures={"cost": 10**8}, state=ApprovalState.APPROVED,
        decision=decision, prepared_by=by, prepared_at=AT, closed_by=manager(case.jobcentre), closed_at=AT, proposed={},
    )  # fmt: skip
    assert gives(proposal).mentor == proposal.mentor


def test_sent_back_it_is_not_approved_and_can_be_asked_again() -> None:
    case, proposal, by = dear()
    approval = asks(proposal)
    send_back(case_id=case.pk, approval_id=approval.pk, version=1, words="For dyrt", by=manager(case.jobcentre), at=LATER)
    assert code_of(lambda: gives(proposal)) == "cost_not_approved"
    again = asks(proposal)
    take_back(case_id=case.pk, approval_id=again.pk, version=1, by=by, at=LATER)
    assert code_of(lambda: gives(proposal)) == "cost_not_approved"


@pytest.mark.parametrize("end", ["dropped", "withdrawn"])
def test_a_mentor_who_does_not_take_over_waits_for_nobody(end: str) -> None:
    case, proposal, by = dear()
    approval = asks(proposal)
    if end == "dropped":
        drop_rematch(case_id=case.pk, version=None, why="De går videre sammen", by=by, at=LATER)
    else:
        withdraw_proposal(proposal_id=proposal.pk, version=None, by=by, at=LATER)
    approval.refresh_from_db()
    assert approval.state == ApprovalState.CANCELLED


def test_nobody_approves_the_price_of_a_proposal_that_is_over() -> None:
    case, proposal, _by = dear()
    approval = asks(proposal)
    Proposal.objects.filter(pk=proposal.pk).update(state="withdrawn")
    assert (
        code_of(lambda: approve(case_id=case.pk, approval_id=approval.pk, version=1, by=manager(case.jobcentre), at=LATER))
        == "takeover_over"
    )


def test_a_day_outside_the_course_is_refused_at_its_field() -> None:
    _case, proposal, _by = dear()
    assert code_of(lambda: asks(proposal, first_day=day_of(LATER) + 400 * DAY)) == "takeover_after_course"


def test_the_pages_lead_from_the_question_to_the_take_over() -> None:
    case, proposal, by = dear(at=clock.now())
    ours, second = browser_of(by), manager(case.jobcentre)
    theirs, here = browser_of(second), reverse("case_proposal", args=[case.ref, proposal.pk])
    page = ours.get(here).content.decode()
    assert "Ask a second person to approve the price" in page and "DKK" in page and 'value="assign"' not in page
    first_day = clock.today().strftime("%d-%m-%Y")
    sent = {"step": "price", "version": proposal.version, "first_day": first_day, "key": str(uuid.uuid4())}
    assert ours.post(here, sent).url == here
    approval = Approval.objects.get()
    waiting = reverse("approval", args=[approval.pk])
    assert waiting in ours.get(here).content.decode()
    assert ours.post(here, {**sent, "key": str(uuid.uuid4())}).status_code == 422, "asked once"
    assert waiting in theirs.get(reverse("approval_list")).content.decode()
    page = theirs.get(waiting).content.decode()
    assert proposal.mentor.name in page and "Approve the price" in page and "as it will be issued" not in page
    assert AccessEvent.objects.filter(subject_id=proposal.mentor_id, user_id=second.pk).exists()
    assert theirs.post(waiting, {"version": approval.version, "approve": "1"}).url == reverse("approval_list")
    page = ours.get(here).content.decode()
    assert 'value="assign"' in page
    proposal.refresh_from_db()
    assert ours.post(here, {"step": "assign", "version": proposal.version, "first_day": first_day}).status_code == 302
    case.refresh_from_db()
    assert case.state == State.RUNNING and Assignment.objects.filter(case=case, mentor=proposal.mentor).exists()
