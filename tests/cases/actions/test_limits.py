"""The limits of a jobcentre: what a decision costs, and from where on a second person approves it."""

import pytest

from cases.actions.assignments import assign
from cases.actions.decisions import decide, first_figures
from cases.enums import DecisionKind, ProposalState
from cases.enums_course import ApprovalState, Limit
from cases.models import Approval, Assignment, Decision
from cases.rules.agreements import minutes_in_all
from cases.rules.extensions import Choice
from cases.rules.hours import Step
from cases.rules.second_person import Figures
from core.days import DAY, DaySpan
from tests.cases.approval_scene import code_of
from tests.cases.course_scene import running
from tests.cases.decision_scene import GRANT, assessed
from tests.cases.extension_scene import FIRST, LATEST, asked, decided, limited, manager, proposal, waiting
from tests.factories import AT, MentorFactory, ProposalFactory
from tests.factories import DAY as GRANT_DAY

pytestmark = pytest.mark.django_db


def test_without_a_limit_one_person_decides() -> None:
    """R118"""
    case = assessed()
    assert isinstance(decide(case_id=case.pk, by=case.caseworker, at=AT, proposed=GRANT), Decision)


def test_a_first_grant_costs_what_the_dearest_mentor_of_its_type_costs() -> None:
    """R118: four hours a week in six months are 6,240 minutes."""
    case = assessed()
    own = limited(case.jobcentre, second_cost=6240 * 40000 // 60)
    MentorFactory(jobcentre=case.jobcentre, type="colleague", cost_an_hour=40000)
    MentorFactory(jobcentre=case.jobcentre, type="external", cost_an_hour=90000)
    MentorFactory(jobcentre=case.jobcentre, type="colleague", cost_an_hour=90000, available_until=GRANT_DAY)
    MentorFactory(type="colleague", cost_an_hour=90000)
    figures = first_figures(proposed=GRANT, own=own)
    assert figures == Figures(minutes=minutes_in_all(minutes_a_week=240, span=DaySpan(GRANT.first_day, GRANT.last_day)), cost=figures.cost)
    assert figures.cost == -(-figures.minutes * 40000 // 60)
    MentorFactory(jobcentre=case.jobcentre, type="colleague", cost_an_hour=90000)
    approval = decide(case_id=case.pk, by=case.caseworker, at=AT, proposed=GRANT)
    assert isinstance(approval, Approval) and approval.limits == [Limit.COST]


def test_a_dear_mentor_is_assigned_when_a_second_person_has_approved_so_much() -> None:
    """R118: the grant was made when no mentor was so dear."""
    case = assessed()
    settings = limited(case.jobcentre, second_cost=100)
    decision = decide(case_id=case.pk, by=case.caseworker, at=AT, proposed=GRANT)
    assert isinstance(decision, Decision)
    valid = {"confidentiality_signed_on": GRANT_DAY, "confidentiality_valid_until": GRANT_DAY + 900 * DAY}
    mentor = MentorFactory(jobcentre=case.jobcentre, type="external", cost_an_hour=40000, **valid)
    proposal = ProposalFactory(
        case=case, mentor=mentor, state=ProposalState.ACCEPTED, client_answered_on=GRANT_DAY, mentor_answered_on=GRANT_DAY
    )

    def assigned() -> Assignment:
        return assign(proposal_id=proposal.pk, version=None, by=case.caseworker, at=AT)

    assert code_of(assigned) == "cost_not_approved"
    kept = {"prepared_by": case.caseworker, "prepared_at": AT, "closed_by": manager(case.jobcentre), "closed_at": AT, "proposed": {}}
    approval = Approval.objects.create(
        case=case,
        kind=DecisionKind.FIRST,
        limits=[Limit.COST],
        figures={"cost": 1},
        state=ApprovalState.APPROVED,
        decision=decision,
        **kept,
    )
    assert code_of(assigned) == "cost_not_approved"
    Approval.objects.filter(pk=approval.pk).update(figures={"cost": 10**8})
    assert assigned().mentor == mentor
    assert settings.second_cost == 100


def test_each_limit_asks_with_its_figures() -> None:
    """R118: hours and cost of all periods, and the number of extensions"""
    case, _assignment, by, extension = waiting(cost_an_hour=40000)
    limited(case.jobcentre, second_minutes=60 * 60, second_cost=1000000, second_extensions=0)
    approval = decided(case, extension, by)
    assert isinstance(approval, Approval)
    assert approval.limits == [Limit.HOURS, Limit.COST, Limit.EXTENSIONS]
    figures = approval.figures
    assert figures["extensions"] == 1 and figures["minutes"] == 4654 + 3154 and figures["cost"] == -(-figures["minutes"] * 40000 // 60)


def test_more_hours_than_the_mentor_has_are_refused_and_fewer_never() -> None:
    """R75, R115"""
    case, _assignment, by = running(most_minutes=200)
    extension = asked(case, by, minutes_a_week=240)
    assert code_of(lambda: decided(case, extension, by)) == "mentor_no_more_hours"
    less = proposal(Choice.LESS, steps=(Step(FIRST, 200),), last_day=LATEST)
    assert isinstance(decided(case, extension, by, less), Decision)
