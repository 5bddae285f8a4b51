"""Real connections racing for a mentor's last place: the lock on the mentor's row lets exactly one through (R45)."""

from collections import Counter

import pytest

from cases.actions.proposals import propose
from cases.enums import AskedHow, ProposalState, State
from cases.models import Assignment, Case, Proposal
from mentors.models import Mentor
from tests.cases.proposal_scene import assigning
from tests.factories import AT, DAY, CaseFactory, DecisionFactory, JobcentreFactory, MentorFactory, ProposalFactory
from tests.races import race

pytestmark = pytest.mark.django_db(transaction=True)


def both_said_yes(mentor) -> Proposal:
    case = CaseFactory(state=State.MATCH, jobcentre=mentor.jobcentre)
    DecisionFactory(case=case)
    return ProposalFactory(case=case, mentor=mentor, state=ProposalState.ACCEPTED, client_answered_on=DAY, mentor_answered_on=DAY)


@pytest.mark.parametrize("racers", [2, 20])
def test_one_wins_the_last_place_and_the_others_are_told(racers):
    """R45"""
    mentor = MentorFactory(most_clients=1)
    proposals = [both_said_yes(mentor) for _n in range(racers)]
    assert race([assigning(p) for p in proposals]) == {"won": 1, "mentor_full": racers - 1}
    assert Assignment.objects.filter(mentor=mentor).count() == 1
    assert Counter(Case.objects.values_list("state", flat=True)) == {State.STARTUP: 1, State.MATCH: racers - 1}
    assert Proposal.objects.filter(state=ProposalState.ACCEPTED).count() == racers - 1


def test_the_last_hours_go_to_one_as_well():
    """R45"""
    mentor = MentorFactory(most_clients=5, most_minutes=200)
    assert race([assigning(both_said_yes(mentor)) for _n in range(3)]) == {"won": 1, "mentor_no_hours": 2}


def test_a_double_click_assigns_once():
    """R45: the second press finds the proposal closed."""
    proposal = both_said_yes(MentorFactory())
    assert race([assigning(proposal), assigning(proposal)]) == {"won": 1, "proposal_closed": 1}


def test_two_proposals_of_one_case_cannot_both_be_assigned():
    """R45"""
    centre = JobcentreFactory()
    first = both_said_yes(MentorFactory(jobcentre=centre))
    second = ProposalFactory(case=first.case, mentor=MentorFactory(jobcentre=centre), state=ProposalState.ACCEPTED)
    assert race([assigning(first), assigning(second)]) == {"won": 1, "proposal_closed": 1}


def test_proposing_and_assigning_the_same_mentor_at_once_does_not_deadlock():
    """R45: an assignment locks mentor then case, a proposal locks the case and refers to the mentor."""
    mentor = MentorFactory(most_clients=9, most_minutes=2000)
    for _round in range(5):
        proposal = both_said_yes(mentor)
        case, centre = proposal.case, mentor.jobcentre
        another = Mentor.objects.get(pk=MentorFactory(jobcentre=centre).pk)
        ProposalFactory(case=case, mentor=another, state=ProposalState.CLIENT_DECLINED)
        other_case = both_said_yes(MentorFactory(jobcentre=centre)).case
        same = [
            lambda c=c: propose(
                case_id=c.pk,
                mentor_id=mentor.pk,
                reason="Kender stedet",
                no_conflict=True,
                unmet_wishes={},
                asked_how=AskedHow.PHONE,
                answer_by=DAY,
                by=c.caseworker,
                at=AT,
            )
            for c in (case, other_case)
        ]
        ends = race([assigning(proposal), *same])
        assert set(ends) <= {"won", "not_in_this_step", "mentor_proposed_already"}, ends
        Assignment.objects.all().delete()
