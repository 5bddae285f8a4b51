"""What SQL says of the register, beside what the rule says."""

import datetime as dt
import itertools
from dataclasses import replace

import pytest

from accounts.models import Jobcentre
from cases.enums import ConflictKind, ProposalState, State
from cases.loads import Load, faces, facts_of, load_of, mentors_with_load, scan, weights_of
from cases.loads.clients import history_of
from cases.models import Case, MatchWeights
from cases.rules.matching import STOPS, ClientFacts, Weights, hard_stops
from mentors.models import Absence
from tests.factories import (
    AT,
    AssignmentFactory,
    CaseFactory,
    ConflictFactory,
    JobcentreFactory,
    MentorFactory,
    PlaceGrantFactory,
    ProposalFactory,
    RematchFactory,
    WorkplaceFactory,
)

pytestmark = pytest.mark.django_db

FIRST = dt.date(2026, 12, 1)
DAY = dt.timedelta(days=1)


def register(centre: Jobcentre, place) -> None:
    """Every stop at, before and after its edge."""
    edges = [FIRST - DAY, FIRST, FIRST + DAY, None]
    for day in edges:
        MentorFactory(jobcentre=centre, available_from=day)
        MentorFactory(jobcentre=centre, available_until=day)
        MentorFactory(jobcentre=centre, confidentiality_signed_on=day, confidentiality_valid_until=None)
        MentorFactory(jobcentre=centre, confidentiality_valid_until=day)
    for first, last in itertools.product(edges[:3], edges):
        if last is None or last >= first:
            Absence.objects.create(mentor=MentorFactory(jobcentre=centre), first_day=first, last_day=last)
    for most, minutes in itertools.product((1, 2), (359, 360)):
        for ended in (None, FIRST - DAY, FIRST):
            AssignmentFactory(
                mentor=MentorFactory(jobcentre=centre, most_clients=most, most_minutes=minutes), first_day=FIRST - DAY, ended_on=ended
            )
    for workplace in (None, place, WorkplaceFactory(jobcentre=centre)):
        for name in ("Søren Holm", "Søren  Holm", "Søren Holmgård", "O'Neill-Å Bo", "Søren - Holm", "’t Søren Holm", "--"):
            MentorFactory(jobcentre=centre, type="colleague", workplace=workplace, name=name)
        MentorFactory(jobcentre=centre, type="external", workplace=workplace, name="Søren Holm")
    for most, minutes, clients in itertools.product((1, 2), (359, 360), (0, 1, 2)):
        mentor = MentorFactory(jobcentre=centre, most_clients=9, most_minutes=2000)
        grant = PlaceGrantFactory(mentor=mentor, workplace=place, most_clients=most, minutes_a_week=minutes, first_day=FIRST)
        for _each in range(clients):
            AssignmentFactory(mentor=mentor, place=grant, first_day=FIRST)
    for first, last in ((FIRST + DAY, None), (FIRST - 9 * DAY, FIRST - DAY)):  # not the place's mentor on the first day
        PlaceGrantFactory(mentor=MentorFactory(jobcentre=centre), workplace=place, most_clients=1, first_day=first, last_day=last)


@pytest.mark.parametrize("is_school", [False, True])
def test_the_hard_stops_in_sql_are_those_of_the_rule(is_school: bool) -> None:
    """R40"""
    centre = JobcentreFactory()
    place = WorkplaceFactory(jobcentre=centre)
    register(centre, place)
    told = [MentorFactory(jobcentre=centre).pk for _each in range(4 + len(ConflictKind))]
    MentorFactory(jobcentre=centre, name="Åse (Bo) Ørsted")
    client = ClientFacts(
        jobcentre_id=centre.pk,
        minutes=180,
        first_day=FIRST,
        workplace_id=place.pk,
        place_contact="Leder: søren HOLM",
        place_is_school=is_school,
        unwanted="Ikke åse bo ørsted eller O'neill-å BO",
        said_no_to=frozenset(told[:1]),
        proposed=frozenset(told[1:2]),
        refused_by=frozenset(told[2:3]),
        failed_mentors=frozenset(told[3:4]),
        conflicts=dict(zip(told[4:], ConflictKind.values, strict=True)),
    )
    rows = scan(client=client, traits=["id"])
    known = faces(ids=[row[4] for row in rows], client=client, since=FIRST - 9 * DAY)
    found = set()
    for pk, stop, free, taken, key in rows:
        facts = known[key][0]
        assert facts == facts_of(mentor_id=key, client=client, since=FIRST - 9 * DAY)
        assert (str(facts.id), facts.free_minutes, facts.taken) == (pk, free, taken)
        stops = hard_stops(client=client, mentor=facts).stops
        assert stop == (stops[0].code if stops else ""), facts
        found.add(stop)
    unseen = {"mentor_other_jobcentre", "mentor_is_manager" if is_school else "mentor_is_teacher"} - found
    assert found == {"", *STOPS} - unseen


def test_one_mentor_is_seen_as_the_clients_board_sees_the_mentor() -> None:
    """R40, R67"""
    grant = PlaceGrantFactory(most_clients=2, minutes_a_week=400)
    AssignmentFactory(mentor=grant.mentor, place=grant, minutes_a_week=150)
    AssignmentFactory(mentor=grant.mentor, minutes_a_week=90)
    client = ClientFacts(jobcentre_id=grant.mentor.jobcentre_id, minutes=180, first_day=FIRST)
    own = facts_of(mentor_id=grant.mentor_id, client=client, since=FIRST)
    assert (own.place_id, own.taken, own.taken_minutes, own.most_minutes) == (None, 1, 90 + 400, 600)
    there = facts_of(mentor_id=grant.mentor_id, client=replace(client, workplace_id=grant.workplace_id), since=FIRST)
    assert (there.place_id, there.taken, there.taken_minutes, there.most_clients, there.most_minutes) == (grant.pk, 1, 150, 2, 400)
    assert facts_of(mentor_id=MentorFactory().pk, client=client, since=FIRST) is None


def test_a_load_counts_what_runs_and_what_is_to_begin_but_not_what_is_over():
    mentor = MentorFactory()
    AssignmentFactory(mentor=mentor, minutes_a_week=60, first_day=FIRST - 90 * DAY)
    AssignmentFactory(mentor=mentor, minutes_a_week=90, first_day=FIRST + 90 * DAY)
    AssignmentFactory(mentor=mentor, minutes_a_week=120, first_day=FIRST - 90 * DAY, ended_on=FIRST)
    AssignmentFactory(mentor=mentor, minutes_a_week=300, first_day=FIRST - 90 * DAY, ended_on=FIRST - DAY)
    AssignmentFactory(minutes_a_week=300)
    assert load_of(mentor.pk, FIRST) == Load(clients=3, minutes=270)
    found = mentors_with_load(jobcentre_id=mentor.jobcentre_id, on=FIRST).get()
    assert (found.taken, found.taken_minutes) == (3, 270)
    other = MentorFactory(jobcentre=mentor.jobcentre)
    assert mentors_with_load(jobcentre_id=mentor.jobcentre_id, on=FIRST).get(pk=other.pk).taken == 0


def test_a_place_that_was_given_up_before_it_began_is_free_at_once() -> None:
    """R08, R49"""
    given_up = AssignmentFactory(first_day=FIRST, ended_on=FIRST - DAY)
    for on in (FIRST - 30 * DAY, FIRST - DAY, FIRST):
        assert load_of(given_up.mentor_id, on) == Load(clients=0, minutes=0)


@pytest.mark.parametrize(("first", "last", "counts"), [(0, None, True), (9, None, True), (-9, 0, True), (-9, -1, False)])
def test_the_minutes_of_a_place_are_the_mentors_and_its_clients_are_not(first: int, last: int | None, counts: bool) -> None:
    """R67"""
    grant = PlaceGrantFactory(minutes_a_week=200, first_day=FIRST + first * DAY, last_day=None if last is None else FIRST + last * DAY)
    AssignmentFactory(mentor=grant.mentor, place=grant, minutes_a_week=180)
    AssignmentFactory(mentor=grant.mentor, minutes_a_week=60)
    minutes = 260 if counts else 60
    assert load_of(grant.mentor_id, FIRST) == Load(clients=1, minutes=minutes)
    found = mentors_with_load(jobcentre_id=grant.mentor.jobcentre_id, on=FIRST).get()
    assert (found.taken, found.taken_minutes) == (1, minutes)


def a_case(**more) -> Case:
    return CaseFactory(state=State.MATCH, **more)


def test_what_was_between_client_and_mentor_before_is_found_over_all_the_clients_cases() -> None:
    """R40, R42"""
    before = CaseFactory(state=State.ENDED)
    case = a_case(client=before.client, jobcentre=before.jobcentre)
    here = {"jobcentre": case.jobcentre}
    kin, lifted, refused, failed, gone, parted, known, to_come, dropped = (MentorFactory(**here) for _each in range(9))
    ConflictFactory(client=case.client, mentor=kin, kind="family")
    ConflictFactory(client=case.client, mentor=lifted, lifted_at=AT)
    ProposalFactory(case=before, mentor=refused, state=ProposalState.MENTOR_DECLINED)
    AssignmentFactory(case=case, mentor=failed, first_day=FIRST, ended_on=FIRST - DAY)
    rows = {"first_day": FIRST - 90 * DAY, "ended_on": FIRST - 80 * DAY}
    RematchFactory(assignment=AssignmentFactory(case=case, mentor=gone, **rows))
    rows = {"first_day": FIRST - 79 * DAY, "ended_on": FIRST - 70 * DAY}
    RematchFactory(assignment=AssignmentFactory(case=case, mentor=dropped, **rows), closed_on=FIRST)
    rows = {"first_day": FIRST - 99 * DAY, "ended_on": FIRST - 95 * DAY}
    RematchFactory(assignment=AssignmentFactory(case=before, mentor=parted, **rows))
    AssignmentFactory(case=before, mentor=known, first_day=FIRST - DAY)
    AssignmentFactory(case=case, mentor=to_come, first_day=FIRST)
    ConflictFactory(mentor=known)  # another client's
    found = history_of(case, before=FIRST)
    assert found.conflicts == {kin.pk: "family"}
    assert found.refused_by == {refused.pk}
    assert found.failed == {failed.pk, gone.pk}
    assert found.known == {known.pk, dropped.pk}


def test_the_weights_are_the_jobcentres_own_or_else_the_national_ones() -> None:
    """R66"""
    here, elsewhere = JobcentreFactory(), JobcentreFactory()
    national = MatchWeights.objects.get(jobcentre__isnull=True)
    own = MatchWeights.objects.create(jobcentre=here, first_day=FIRST, times=7)
    assert (weights_of(here.pk, FIRST).id, weights_of(here.pk, FIRST).times) == (own.pk, 7)
    assert weights_of(here.pk, FIRST - DAY).id == weights_of(elsewhere.pk, FIRST).id == national.pk
    assert weights_of(elsewhere.pk, FIRST) == Weights(id=national.pk)
