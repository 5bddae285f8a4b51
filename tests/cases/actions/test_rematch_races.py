"""Real connections racing in a second chance: one new mentor a course, and a last place goes to one (R45, R72)."""

import pytest

from cases.actions.agreements import sign
from cases.actions.exits import close_case
from cases.actions.proposals import propose
from cases.actions.rematches import drop_rematch
from cases.enums import AskedHow, Party, ProposalState, SignedHow, State
from cases.loads import load_of
from cases.models import Agreement, Assignment, Case, Rematch
from cases.rules.lifecycle import Event
from core.days import DAY, day_of
from tests.cases.course_scene import accepted, next_mentor, raised, running
from tests.cases.proposal_scene import assigning
from tests.cases.startup_scene import agreed, signs
from tests.factories import AT, CaseFactory, DecisionFactory, ProposalFactory
from tests.factories import DAY as FIRST_DAY
from tests.races import race

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_caseworkers_assign_different_mentors_in_one_course():
    """R72: one gets the course, the other is told; the old mentor ends once."""
    case, old, by = running()
    raised(case, by)
    proposals = [accepted(case, next_mentor(case), by) for _n in range(2)]
    assert race([assigning(p) for p in proposals]) == {"won": 1, "proposal_closed": 1}
    old.refresh_from_db()
    assert old.ended_on == day_of(AT) - DAY
    assert Assignment.objects.filter(case=case, ended_on__isnull=True).count() == 1
    assert Agreement.objects.filter(case=case).count() == 2


def test_a_mentors_last_place_goes_to_a_rematch_or_to_a_first_match():
    """R45"""
    for _round in range(3):
        case, _old, by = running()
        raised(case, by)
        mentor = next_mentor(case, most_clients=1)
        first = CaseFactory(state=State.MATCH, jobcentre=case.jobcentre)
        DecisionFactory(case=first)
        other = ProposalFactory(
            case=first, mentor=mentor, state=ProposalState.ACCEPTED, client_answered_on=FIRST_DAY, mentor_answered_on=FIRST_DAY
        )
        assert race([assigning(accepted(case, mentor, by)), assigning(other)]) == {"won": 1, "mentor_full": 1}
        assert load_of(mentor.pk, day_of(AT)).clients == 1


def test_two_courses_swap_their_mentors_without_a_deadlock():
    """R45: each locks both mentors, in the order of their keys."""
    for _round in range(3):
        one, first, by = running()
        two, second, other = running()
        Case.objects.filter(pk=two.pk).update(jobcentre=one.jobcentre)
        second.mentor.jobcentre = one.jobcentre
        second.mentor.save()
        raised(one, by)
        raised(two, other)
        swap = [accepted(one, second.mentor, by), accepted(Case.objects.get(pk=two.pk), first.mentor, other)]
        assert race([assigning(p) for p in swap]) == {"won": 2}


def test_assigning_dropping_and_leaving_at_once_leave_one_story():
    """R72, R74, R08"""
    case, _old, by = running()
    rematch = raised(case, by)
    proposal = accepted(case, next_mentor(case), by)
    ends = race(
        [
            assigning(proposal),
            lambda: drop_rematch(case_id=case.pk, version=rematch.version, why="De går videre", by=by, at=AT),
            lambda: close_case(case_id=case.pk, version=None, event=Event.WITHDRAWN, words="Slut", by=by, at=AT),
        ]
    )
    assert set(ends) <= {"won", "proposal_closed", "rematch_not_open", "case_closed", "stale"}, ends
    assert Rematch.objects.get().closed_on is not None
    case.refresh_from_db()
    if case.state == State.ENDED:
        assert not Assignment.objects.filter(case=case, ended_on__isnull=True).exists()


def test_the_last_hours_go_to_more_hours_or_to_another_client():
    """R75: the second signature and a new client want the same free hours."""
    case, assignment, by = running(most_minutes=240)
    agreed(case, by, based_on=1, first_day=None, minutes_a_week=60)
    for party in (Party.CLIENT, Party.MENTOR):
        signs(case, by, party, version=2)
    agreed(case, by, based_on=2, first_day=None, minutes_a_week=180)
    signs(case, by, Party.CLIENT, version=3)
    first = CaseFactory(state=State.MATCH, jobcentre=case.jobcentre)
    DecisionFactory(case=first, minutes_a_week=120)
    other = ProposalFactory(
        case=first, mentor=assignment.mentor, state=ProposalState.ACCEPTED, client_answered_on=FIRST_DAY, mentor_answered_on=FIRST_DAY
    )
    signing = {"case_id": case.pk, "version": 3, "party": Party.MENTOR, "signed_on": day_of(AT), "how": SignedHow.PAPER}
    ends = race([assigning(other), lambda: sign(**signing, on_behalf_by="", on_behalf_reason="", by=by, at=AT)])
    assert ends in ({"won": 1, "mentor_no_more_hours": 1}, {"won": 1, "mentor_no_hours": 1}), ends
    assert load_of(assignment.mentor_id, day_of(AT)).minutes <= 240


def test_proposing_in_a_rematch_while_it_is_dropped():
    """R71: whoever is second is told."""
    case, _old, by = running()
    rematch = raised(case, by)
    mentor = next_mentor(case)
    told = {"reason": "Ny", "no_conflict": True, "unmet_wishes": {}, "asked_how": AskedHow.PHONE, "answer_by": day_of(AT)}
    ends = race(
        [
            lambda: propose(case_id=case.pk, mentor_id=mentor.pk, by=by, at=AT, **told),
            lambda: drop_rematch(case_id=case.pk, version=rematch.version, why="De går videre", by=by, at=AT),
        ]
    )
    assert set(ends) <= {"won", "not_in_this_step"}, ends
    assert not case.proposals.open().exists()
