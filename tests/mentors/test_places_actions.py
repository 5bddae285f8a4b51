"""Granting, changing and ending a place: what is written, told and refused; and the place's own last place when two assign at once."""

import datetime as dt

import pytest
from django.utils import translation

from accounts.models import AuditEvent
from cases.enums import ProposalState, State
from cases.loads import load_of
from cases.loads.places import shares_of
from cases.models import Assignment
from core.verdicts import Refused, Stale
from mentors.actions_places import change_place, end_place, grant_place
from mentors.enums import PlaceKind
from mentors.models import PlaceGrant, Workplace
from mentors.phrases import event
from tests.cases.proposal_scene import assigning
from tests.factories import (
    AT,
    DAY,
    AssignmentFactory,
    CaseFactory,
    DecisionFactory,
    MentorFactory,
    PlaceGrantFactory,
    ProposalFactory,
    UserFactory,
    WorkplaceFactory,
)
from tests.mentors.scene import terms
from tests.races import race
from tests.refusals import refusal

pytestmark = pytest.mark.django_db

MONTH = dt.timedelta(days=30)


def granting(mentor, name="Egebæk Genbrug", **more) -> PlaceGrant:
    return grant_place(
        mentor_id=mentor.pk,
        workplace_name=name,
        workplace_kind=PlaceKind.WORKPLACE,
        terms=terms(**more),
        load_of=load_of,
        by=UserFactory(),
        at=AT,
    )


def changing(grant, **more) -> PlaceGrant:
    version = more.pop("version", grant.version)
    return change_place(
        place_id=grant.pk, version=version, terms=terms(**more), load_of=load_of, shares_of=shares_of, by=UserFactory(), at=AT
    )


def ending(grant, last_day, **more) -> PlaceGrant:
    version = more.pop("version", grant.version)
    return end_place(
        place_id=grant.pk, version=version, last_day=last_day, load_of=load_of, shares_of=shares_of, by=UserFactory(), at=AT, **more
    )


def said(told: AuditEvent) -> str:
    with translation.override("en"):
        return event(told.kind, told.facts)


def client_at(grant, *, minutes=120, last_day=None, **more) -> Assignment:
    case = CaseFactory(jobcentre=grant.mentor.jobcentre, workplace=grant.workplace, state=State.STARTUP)
    if last_day:
        DecisionFactory(case=case, first_day=DAY, last_day=last_day)
    return AssignmentFactory(case=case, mentor=grant.mentor, place=grant, minutes_a_week=minutes, **{"first_day": DAY} | more)


def test_a_place_is_granted_at_a_known_workplace_and_told_on_the_mentor():
    mentor = MentorFactory()
    known = WorkplaceFactory(jobcentre=mentor.jobcentre, name="Egebæk Genbrug")
    WorkplaceFactory(name="Egebæk Genbrug")
    grant = granting(mentor, name=" egebæk genbrug ")
    assert (grant.workplace, grant.minutes_a_week, grant.most_clients, grant.last_day) == (known, 480, 4, None)
    told = AuditEvent.objects.get(subject_id=mentor.pk)
    assert (told.kind, told.facts["place"], told.facts["minutes"]) == ("mentor.place_mentor_granted", str(grant.pk), 480)
    assert "Egebæk" not in str(told.facts)
    assert said(told) == "Place mentor from 16 November 2026 with 8 hours a week"


@pytest.mark.parametrize(
    ("more", "code", "field"),
    [
        ({"minutes_a_week": 601}, "place_beyond_the_mentor", "minutes_a_week"),
        ({"most_clients": 0}, "place_clients_range", "most_clients"),
        ({"last_day": DAY - MONTH}, "place_ends_before_start", "last_day"),
        ({"reasons": " "}, "place_reasons_missing", "reasons"),
        ({"name": "  "}, "place_name_missing", "workplace_name"),
    ],
)
def test_what_cannot_be_granted_is_refused_at_its_field_and_makes_nothing(more, code, field):
    assert refusal(granting, MentorFactory(), **more) == (code, field)
    assert not PlaceGrant.objects.exists() and not Workplace.objects.exists()


def test_the_place_and_all_that_the_mentor_gives_elsewhere_are_within_the_mentors_hours_r84():
    mentor = MentorFactory(most_minutes=600)
    AssignmentFactory(mentor=mentor, minutes_a_week=100)
    PlaceGrantFactory(mentor=mentor, minutes_a_week=100)
    assert refusal(granting, mentor, minutes_a_week=401) == ("place_beyond_the_mentor", "minutes_a_week")
    grant = granting(mentor, minutes_a_week=400)
    assert load_of(mentor.pk, DAY).minutes == 600
    assert refusal(changing, grant, minutes_a_week=401) == ("place_beyond_the_mentor", "minutes_a_week")
    assert changing(grant, minutes_a_week=300).minutes_a_week == 300


def test_a_place_that_is_over_by_then_leaves_its_hours_free_r84():
    mentor = MentorFactory(most_minutes=600)
    PlaceGrantFactory(mentor=mentor, minutes_a_week=500, last_day=DAY + MONTH)
    assert granting(mentor, minutes_a_week=600, first_day=DAY + 2 * MONTH)


def test_one_mentor_has_a_place_once_at_a_time():
    mentor = MentorFactory(most_minutes=2000)
    grant = granting(mentor)
    assert refusal(granting, mentor) == ("place_overlaps", "first_day")
    ending(grant, DAY + MONTH)
    later = granting(mentor, first_day=DAY + 2 * MONTH)
    assert refusal(changing, later, first_day=DAY + MONTH) == ("place_overlaps", "first_day")
    assert granting(MentorFactory(jobcentre=mentor.jobcentre))


def test_changing_keeps_the_last_day_counts_the_version_and_names_what_changed():
    grant = granting(MentorFactory())
    ending(grant, DAY + MONTH)
    grant.refresh_from_db()
    changing(grant, minutes_a_week=300, most_clients=2, last_day=DAY + 3 * MONTH)
    grant.refresh_from_db()
    assert (grant.minutes_a_week, grant.most_clients, grant.last_day, grant.version) == (300, 2, DAY + MONTH, 3)
    told = AuditEvent.objects.get(kind="mentor.place_mentor_changed")
    assert told.facts["fields"] == ["minutes_a_week", "most_clients"]
    changing(grant, minutes_a_week=300, most_clients=2)
    assert AuditEvent.objects.filter(kind="mentor.place_mentor_changed").count() == 1


def test_who_saved_first_is_told_to_the_second():
    grant = granting(MentorFactory())
    changing(grant, minutes_a_week=300)
    for call in (lambda: changing(grant, version=1, minutes_a_week=200), lambda: ending(grant, DAY + MONTH, version=1)):
        with pytest.raises(Stale):
            call()


def test_a_place_is_never_smaller_than_its_clients_r85():
    grant = PlaceGrantFactory(minutes_a_week=480, most_clients=4)
    client_at(grant, minutes=180), client_at(grant, minutes=120)
    client_at(grant, minutes=60, ended_on=DAY - dt.timedelta(days=1))  # given up before it began: takes nothing
    assert refusal(changing, grant, most_clients=1) == ("fewer_places_than_taken", "most_clients")
    assert refusal(changing, grant, minutes_a_week=299) == ("fewer_minutes_than_taken", "minutes_a_week")
    assert refusal(changing, grant, first_day=DAY + MONTH) == ("place_begins_after_clients", "first_day")
    assert changing(grant, most_clients=2, minutes_a_week=300)


def test_a_place_ends_when_nobody_is_there_any_more_and_else_says_which_cases_r86():
    grant = PlaceGrantFactory()
    staying = client_at(grant, last_day=DAY + 2 * MONTH)
    client_at(grant, ended_on=DAY + MONTH)
    with pytest.raises(Refused) as found:
        ending(grant, DAY + MONTH)
    assert (found.value.code, found.value.facts) == ("place_has_clients_then", {"refs": [staying.case.ref]})
    assert ending(grant, DAY + 2 * MONTH).last_day == DAY + 2 * MONTH
    told = AuditEvent.objects.get(kind="mentor.place_mentor_ended")
    assert said(told) == "Place mentor until 15 January 2027"


def test_a_later_end_needs_the_mentors_hours_again_r84():
    mentor = MentorFactory(most_minutes=600)
    grant = PlaceGrantFactory(mentor=mentor, minutes_a_week=400, last_day=DAY + MONTH)
    AssignmentFactory(mentor=mentor, minutes_a_week=300, first_day=DAY + 2 * MONTH)
    for day in (DAY + 3 * MONTH, None):
        assert refusal(ending, grant, day) == ("place_beyond_the_mentor", "minutes_a_week")
    assert ending(grant, DAY + dt.timedelta(days=5)).last_day == DAY + dt.timedelta(days=5)


def test_a_place_that_is_over_stays_as_it_was():
    grant = PlaceGrantFactory(first_day=DAY - 2 * MONTH, last_day=DAY - dt.timedelta(days=1))
    assert refusal(changing, grant) == ("place_is_over", "")
    assert refusal(ending, grant, None) == ("place_is_over", "")


def both_said_yes(grant, *, minutes=180):
    case = CaseFactory(state=State.MATCH, jobcentre=grant.mentor.jobcentre, workplace=grant.workplace)
    DecisionFactory(case=case, minutes_a_week=minutes)
    return ProposalFactory(case=case, mentor=grant.mentor, state=ProposalState.ACCEPTED, client_answered_on=DAY, mentor_answered_on=DAY)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("most_clients", "minutes", "code"), [(2, 2000, "place_full"), (9, 400, "place_no_hours")])
def test_of_two_who_want_the_last_place_of_a_place_one_gets_it_r84(most_clients, minutes, code):
    grant = PlaceGrantFactory(mentor__most_clients=1, mentor__most_minutes=2000, most_clients=most_clients, minutes_a_week=minutes)
    assigning(both_said_yes(grant))()
    assert race([assigning(both_said_yes(grant)) for _n in range(4)]) == {"won": 1, code: 3}
    shares = shares_of(grant.pk, DAY)
    assert len(shares) == 2 <= most_clients
    assert sum(each.minutes for each in shares) <= minutes


@pytest.mark.django_db(transaction=True)
def test_ending_a_place_and_assigning_to_it_at_once_leaves_nobody_behind_r86():
    for _round in range(4):
        grant = PlaceGrantFactory(mentor__most_minutes=2000)
        proposal = both_said_yes(grant)
        ends = race([assigning(proposal), lambda g=grant: ending(g, DAY)])
        grant.refresh_from_db()
        there = Assignment.objects.filter(place=grant).exists()
        assert not (there and grant.last_day == DAY), ends
        assert set(ends) <= {"won", "place_has_clients_then"}, ends


@pytest.mark.django_db(transaction=True)
def test_the_mentors_last_hours_go_to_a_place_or_to_a_client_and_never_to_both_r84():
    mentor = MentorFactory(most_minutes=480)
    case = CaseFactory(state=State.MATCH, jobcentre=mentor.jobcentre)
    DecisionFactory(case=case)
    proposal = ProposalFactory(case=case, mentor=mentor, state=ProposalState.ACCEPTED, client_answered_on=DAY, mentor_answered_on=DAY)
    ends = race([assigning(proposal), lambda: granting(mentor, minutes_a_week=480)])
    assert ends["won"] == 1
    assert load_of(mentor.pk, DAY).minutes <= 480
