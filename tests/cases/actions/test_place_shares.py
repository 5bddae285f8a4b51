"""Clients of a place mentor: each with a share of the place's hours and an agreement of its own (R84)."""

import pytest

from cases.actions.assignments import assign
from cases.actions.rematches import drop_rematch
from cases.enums import Party, ProposalState, State
from cases.loads import load_of
from cases.loads.places import shares_of
from cases.models import Agreement, Assignment, Proposal
from core.days import DAY, day_of
from core.verdicts import Refused
from mentors.actions_places import end_place
from mentors.models import PlaceGrant
from tests.cases.course_scene import changed_and_signed, raised, running
from tests.cases.startup_scene import agreed, signs
from tests.factories import AT, AgreementFactory, AssignmentFactory, CaseFactory, DecisionFactory, PlaceGrantFactory, ProposalFactory

pytestmark = pytest.mark.django_db
TODAY = day_of(AT)


def at_place(assignment: Assignment, **more) -> PlaceGrant:
    """Make the mentor of a running course the mentor of the client's place."""
    grant = PlaceGrantFactory(mentor=assignment.mentor, workplace=assignment.case.workplace, first_day=TODAY, **more)
    Assignment.objects.filter(pk=assignment.pk).update(place=grant)
    return grant


def both_said_yes(grant: PlaceGrant, *, minutes: int, last_day=TODAY + 90 * DAY) -> Proposal:
    case = CaseFactory(state=State.MATCH, jobcentre=grant.mentor.jobcentre, workplace=grant.workplace)
    DecisionFactory(case=case, minutes_a_week=minutes, first_day=TODAY, last_day=last_day)
    return ProposalFactory(case=case, mentor=grant.mentor, state=ProposalState.ACCEPTED, client_answered_on=TODAY, mentor_answered_on=TODAY)


def assigned_to(proposal: Proposal) -> Assignment:
    return assign(proposal_id=proposal.pk, version=proposal.version, by=proposal.proposed_by, at=AT)


def test_each_client_of_a_place_has_an_agreement_with_hours_of_its_own():
    """R84"""
    case, assignment, by = running(most_minutes=600)
    grant = at_place(assignment, minutes_a_week=300)
    changed_and_signed(case, by, minutes_a_week=60)
    second = assigned_to(both_said_yes(grant, minutes=240))
    AgreementFactory(case=second.case, assignment=second, minutes_a_week=240)
    newest = Agreement.objects.order_by("case", "-number").distinct("case")
    assert sorted(newest.values_list("minutes_a_week", flat=True)) == [60, 240]
    assert sorted(each.minutes for each in shares_of(grant.pk, TODAY)) == [60, 240]
    assert load_of(grant.mentor_id, TODAY).minutes == 300


def test_the_shares_of_a_place_are_never_more_than_its_hours_whatever_is_agreed():
    """R84, R75"""
    case, assignment, by = running(most_minutes=600)
    grant = at_place(assignment, minutes_a_week=240)
    with pytest.raises(Refused) as refused:
        assigned_to(both_said_yes(grant, minutes=90))
    assert refused.value.code == "place_no_hours"
    changed_and_signed(case, by, minutes_a_week=100)
    assigned_to(both_said_yes(grant, minutes=90))
    grown = {"based_on": 2, "first_day": None}
    with pytest.raises(Refused) as refused:
        agreed(case, by, minutes_a_week=151, **grown)
    assert (refused.value.code, refused.value.field) == ("mentor_no_more_hours", "minutes_a_week")
    agreed(case, by, minutes_a_week=150, **grown)
    for party in (Party.CLIENT, Party.MENTOR):
        signs(case, by, party, version=3)
    assert sum(each.minutes for each in shares_of(grant.pk, TODAY)) == 240


def test_who_stays_longer_than_the_place_is_counted_by_the_mentor_and_not_by_the_place():
    """R86: a place does not end while clients are there, so nobody comes who would still be there."""
    grant = PlaceGrantFactory(first_day=TODAY, last_day=TODAY + 60 * DAY, mentor__most_minutes=600)
    assert assigned_to(both_said_yes(grant, minutes=60, last_day=TODAY + 60 * DAY)).place == grant
    assert assigned_to(both_said_yes(grant, minutes=60, last_day=TODAY + 61 * DAY)).place is None


def test_a_place_of_another_workplace_is_not_the_clients():
    """R84"""
    grant = PlaceGrantFactory(first_day=TODAY)
    proposal = both_said_yes(grant, minutes=60)
    proposal.case.workplace = AssignmentFactory(case__jobcentre=grant.mentor.jobcentre).case.workplace
    proposal.case.save()
    assert assigned_to(proposal).place is None


def test_who_stays_after_all_cannot_stay_longer_than_the_place():
    """R74, R86: the place was ended for the day on which its last client was to stop."""
    case, assignment, by = running(most_minutes=600)
    grant = at_place(assignment, minutes_a_week=240)
    rematch = raised(case, by, stops_on=TODAY + 10 * DAY)
    ends = {"load_of": load_of, "shares_of": shares_of, "by": by, "at": AT}
    end_place(place_id=grant.pk, version=grant.version, last_day=TODAY + 10 * DAY, **ends)
    with pytest.raises(Refused) as refused:
        drop_rematch(case_id=case.pk, version=rematch.version, why="De vil prøve igen", by=by, at=AT)
    assert (refused.value.code, refused.value.field) == ("place_ends_before", "stops_on")
    assignment.refresh_from_db()
    assert assignment.ended_on == TODAY + 10 * DAY
