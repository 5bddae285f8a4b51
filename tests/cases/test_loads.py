"""What SQL says of the register, beside what the rule says."""

import datetime as dt
import itertools

import pytest

from accounts.models import Jobcentre
from cases.loads import Load, load_of, mentor_facts, mentors_with_load, with_candidacy, with_spans_away
from cases.rules.matching import ClientFacts, hard_stops
from mentors.models import Absence
from tests.factories import AssignmentFactory, JobcentreFactory, MentorFactory, WorkplaceFactory

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
        MentorFactory(jobcentre=centre, type="colleague", workplace=workplace)
        MentorFactory(jobcentre=centre, type="external", workplace=workplace)


def test_the_hard_stops_in_sql_are_those_of_the_rule():
    """R40"""
    centre = JobcentreFactory()
    place = WorkplaceFactory(jobcentre=centre)
    register(centre, place)
    refused, asked = MentorFactory(jobcentre=centre), MentorFactory(jobcentre=centre)
    client = ClientFacts(
        jobcentre_id=centre.pk,
        minutes=180,
        first_day=FIRST,
        workplace_id=place.pk,
        said_no_to=frozenset({refused.pk}),
        proposed=frozenset({asked.pk}),
    )
    mentors = with_candidacy(mentors_with_load(jobcentre_id=centre.pk, on=FIRST), client=client)
    rows = list(with_spans_away(mentors, since=FIRST - 9 * DAY))
    for row in rows:
        assert row.is_candidate == bool(hard_stops(client=client, mentor=mentor_facts(row))), mentor_facts(row)
    assert {row.is_candidate for row in rows} == {True, False}


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
