"""The board of a case as data: what SQL, the fast score and the rule with its reasons say is one and the same."""

import datetime as dt
import itertools
import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.board import NAMED, SHOWN, board_of
from cases.enums import ProposalState, State
from cases.loads import client_of, first_grant, mentor_facts, mentors_with_load, places_at, with_spans_away
from cases.models import Case, MatchWeights, Proposal
from cases.rules.matching import Weights, board
from mentors.enums import TIMES, AgeGroup, Gender, MentorType, SpokenLanguage, SupportArea, WayOfMeeting
from mentors.models import Absence, Mentor, Zone
from tests.factories import (
    DAY,
    AssignmentFactory,
    CaseFactory,
    DecisionFactory,
    MentorFactory,
    NeedFactory,
    PlaceGrantFactory,
    ProposalFactory,
    WishesFactory,
    WorkplaceFactory,
)

pytestmark = pytest.mark.django_db

LATER = dt.timedelta(days=1)


def granted(**wishes) -> Case:
    """A case in the match with needs of every weight."""
    case = CaseFactory(state=State.MATCH)
    DecisionFactory(case=case)
    for area, weight in zip(SupportArea.values, itertools.cycle([0, 1, 2, 3]), strict=False):
        NeedFactory(case=case, area=area, weight=weight)
    WishesFactory(case=case, **wishes)
    return case


def found_for(case: Case, **more):
    return board_of(case, decision=first_grant(case), proposals=list(Proposal.objects.filter(case=case)), today=DAY, **more)


def by_the_rule(case: Case, weights: Weights):
    """The same board by the pure rule over all rows."""
    client = client_of(case=case, decision=first_grant(case), proposals=list(Proposal.objects.filter(case=case)), today=DAY)
    places = places_at(workplace_id=client.workplace_id, on=client.first_day)
    rows = with_spans_away(mentors_with_load(jobcentre_id=case.jobcentre_id, on=client.first_day), since=DAY)
    return board(client=client, mentors=[mentor_facts(row, places.get(row.pk)) for row in rows], weights=weights)


def register(case: Case, number: int, dice: random.Random) -> list[Mentor]:
    zones = [Zone.objects.create(jobcentre=case.jobcentre, name=f"Zone {n}", first_day=DAY) for n in range(3)]

    def some(codes, most=3):
        return dice.sample(list(codes), dice.randint(0, most))

    def mentor() -> Mentor:
        kind = dice.choice(MentorType.values)
        return MentorFactory(
            jobcentre=case.jobcentre,
            name=dice.choice(["Bo Lind", "Åse Ærø", "Karin Toft", "Zoë O'Hara"]),
            type=kind,
            workplace=dice.choice([None, case.workplace, elsewhere]),
            support_areas={area: dice.randint(0, 2) for area in some(SupportArea.values, 5)},
            languages=some(SpokenLanguage.values[:4]),
            gender=dice.choice(["", *Gender.values]),
            age_group=dice.choice(["", *AgeGroup.values]),
            ways_of_meeting=some(WayOfMeeting.values),
            times=some(TIMES[:6]),
            zones=[zone.pk for zone in some(zones, 2)],
            situations=some(["new_job", "work_trial"], 2),
            most_clients=dice.randint(1, 3),
            most_minutes=dice.choice([120, 300, 600]),
            confidentiality_valid_until=dice.choice([None, dt.date(2026, 11, 30), dt.date(2027, 3, 1)]),
        )

    elsewhere = WorkplaceFactory(jobcentre=case.jobcentre)
    found = [mentor() for _each in range(number)]
    for each in found[: number // 3]:
        AssignmentFactory(mentor=each, minutes_a_week=60)
    for each in found[number // 3 : number // 2]:
        PlaceGrantFactory(mentor=each, workplace=dice.choice([case.workplace, elsewhere]), minutes_a_week=dice.choice([60, 200]))
    for each in found[::5]:
        Absence.objects.create(mentor=each, first_day=dice.choice([DAY, dt.date(2027, 2, 1)]), last_day=dt.date(2027, 2, 10))
    case.wishes.zone = zones[0]
    case.wishes.save()
    return found


@pytest.mark.parametrize("seed", range(4))
def test_the_board_read_narrowly_is_the_board_of_the_rule(seed: int) -> None:
    """R40, R42, R66, R67"""
    dice = random.Random(seed)
    case = granted(
        mentor_types=["external", "colleague"],
        language="ar" if seed % 2 else "",
        gender="woman",
        age_group="over_50" if seed > 1 else "",
        ways_of_meeting=["phone", "video"],
        times=list(TIMES[:3]),
        not_these="Ikke Åse Ærø" if seed == 3 else "",
    )
    mentors = register(case, 45, dice)
    before = CaseFactory(state=State.ENDED, client=case.client, jobcentre=case.jobcentre)
    AssignmentFactory(case=before, mentor=mentors[-1], first_day=DAY - 90 * LATER, ended_on=DAY - 9 * LATER)
    ProposalFactory(case=before, mentor=mentors[-2], state=ProposalState.MENTOR_DECLINED)
    row = MatchWeights.objects.create(jobcentre=case.jobcentre, first_day=DAY, times=dice.randint(0, 10), some=1, none=dice.randint(0, 10))
    narrow = found_for(case, shown=None)
    rule = by_the_rule(case, narrow.weights)
    assert (narrow.weights.id, narrow.weights.times) == (row.pk, row.times)
    assert [each.fit for each in narrow.candidates] == list(rule.candidates)
    assert narrow.count == len(rule.candidates) > 0
    assert [(each.facts, each.verdict) for each in narrow.excluded] == list(rule.excluded)
    assert narrow.excluded_count == len(rule.excluded) > 0
    assert {code: narrow.stop_counts[code] for code in narrow.stop_counts} == {
        code: len([1 for _m, verdict in rule.excluded if verdict.stops[0].code == code])
        for code in {verdict.stops[0].code for _m, verdict in rule.excluded}
    }
    first = found_for(case, shown=3, also=[str(rule.candidates[-1].mentor.id), str(mentors[0].pk), "not an id", ""])
    shown = [each.fit for each in first.candidates]
    assert shown[:3] == list(rule.candidates[:3])
    assert rule.candidates[-1] in shown
    assert first.count == narrow.count
    assert first.fit_of(str(rule.candidates[0].mentor.id)) == rule.candidates[0]


def test_only_the_first_are_shown_and_named_and_all_are_counted() -> None:
    case = granted()
    for _each in range(SHOWN + 2):
        MentorFactory(jobcentre=case.jobcentre)
    for _each in range(NAMED + 2):
        MentorFactory(jobcentre=case.jobcentre, confidentiality_signed_on=None, confidentiality_valid_until=None)
    found = found_for(case)
    assert (len(found.candidates), found.count) == (SHOWN, SHOWN + 2)
    assert (len(found.excluded), found.excluded_count, found.stop_counts) == (NAMED, NAMED + 2, {"mentor_no_declaration": NAMED + 2})
    names = [each.facts.sort_key for each in found.excluded]
    assert names == sorted(names)
    assert (len(found_for(case, named=None).excluded), found_for(case, named=0).excluded) == (NAMED + 2, ())


def test_where_nobody_is_on_the_list_the_first_of_the_others_are_always_named() -> None:
    """R41"""
    case = granted()
    for _each in range(2):
        MentorFactory(jobcentre=case.jobcentre, confidentiality_signed_on=None, confidentiality_valid_until=None)
    found = found_for(case, named=0)
    assert (found.count, len(found.excluded)) == (0, 2)


def test_a_board_says_which_weights_it_used() -> None:
    """R66"""
    case = granted()
    assert found_for(case).weights_row == MatchWeights.objects.get()
    own = MatchWeights.objects.create(jobcentre=case.jobcentre, first_day=DAY - LATER)
    found = found_for(case)
    assert (found.weights_row, found.weights.id, found.weights_row.jobcentre) == (own, own.pk, case.jobcentre)


def test_a_board_that_comes_too_late_says_why() -> None:
    """R45"""
    case = granted()
    case.decisions.update(first_day=DAY - 90 * LATER, last_day=DAY - LATER)
    found = found_for(case)
    assert (found.too_late.code, found.first_day, found.candidates, found.count) == ("grant_has_run_out", None, (), 0)


@pytest.mark.parametrize("number", [1, 3, 30])
def test_a_board_reads_as_many_statements_for_any_number_of_mentors(number: int) -> None:
    case = granted(gender="woman", not_these="Bo Lind")
    for _each in range(number):
        MentorFactory(jobcentre=case.jobcentre)
    case = Case.objects.select_related("client", "workplace").get(pk=case.pk)
    decision = first_grant(case)
    with CaptureQueriesContext(connection) as statements:
        board_of(case, decision=decision, proposals=[], today=DAY)
    assert len(statements) == 6, [query["sql"] for query in statements]
