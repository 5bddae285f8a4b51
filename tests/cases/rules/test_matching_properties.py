"""The rules of the match over thousands of invented registers (R40, R42, R66): they are pure, so they can be tried."""

import uuid
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from cases.enums import ConflictKind
from cases.rules.matching import (
    STOPS,
    ClientFacts,
    MentorFacts,
    Side,
    Weights,
    board,
    fit,
    hard_stops,
    score,
)
from core.days import DAY, DaySpan
from mentors.enums import TIMES, AgeGroup, Gender, MentorType, SpokenLanguage, SupportArea, WayOfMeeting
from tests.cases.rules.matching_scene import AWAY, FIRST, HOME, NORTH, SCHOOL, SHOP, SITUATIONS, SOUTH, WEIGHTS


def subsets(choices):
    return st.frozensets(st.sampled_from(list(choices)), max_size=4)


near = st.integers(-20, 20).map(lambda n: FIRST + n * DAY)
spans = st.tuples(near, st.none() | st.integers(0, 9)).map(lambda p: DaySpan(p[0], None if p[1] is None else p[0] + p[1] * DAY))
mentors = st.builds(
    MentorFacts,
    id=st.uuids(),
    jobcentre_id=st.sampled_from([HOME, HOME, HOME, AWAY]),
    sort_key=st.sampled_from(["a", "b", "ø"]),
    type=st.sampled_from(MentorType.values),
    colleague_at=st.sampled_from([None, None, SHOP, SCHOOL]),
    name=st.sampled_from(["Bo Lind", "Bo Li", "Karin Toft"]),
    place_id=st.sampled_from([None, None, SHOP]),
    experience=st.dictionaries(st.sampled_from(SupportArea.values), st.integers(0, 2)).map(lambda d: tuple(sorted(d.items()))),
    situations=subsets(SITUATIONS),
    languages=subsets(SpokenLanguage.values[:4]),
    gender=st.sampled_from(["", *Gender.values]),
    age_group=st.sampled_from(["", *AgeGroup.values]),
    ways_of_meeting=subsets(WayOfMeeting.values),
    zones=subsets([NORTH, SOUTH]),
    times=subsets(TIMES[:4]),
    most_clients=st.integers(1, 4),
    most_minutes=st.sampled_from([0, 180, 600]),
    taken=st.integers(0, 4),
    taken_minutes=st.sampled_from([0, 100, 420]),
    available_from=st.none() | near,
    available_until=st.none() | near,
    declared_on=st.none() | near,
    declaration_until=st.none() | near,
    away=st.lists(spans, max_size=2).map(tuple),
)
mentors = st.builds(lambda m, number: replace(m, id=uuid.UUID(int=number)), mentors, st.integers(1, 40))
registers = st.lists(mentors, max_size=8, unique_by=lambda m: m.id)
some_ids = st.integers(1, 40).map(lambda n: uuid.UUID(int=n))
id_sets = st.frozensets(some_ids, max_size=2)
clients = st.builds(
    ClientFacts,
    jobcentre_id=st.just(HOME),
    minutes=st.sampled_from([60, 180]),
    first_day=st.just(FIRST),
    granted_type=st.sampled_from(["", *MentorType.values]),
    needs=st.dictionaries(st.sampled_from(SupportArea.values), st.integers(0, 3)).map(lambda d: tuple(sorted(d.items()))),
    situation=st.sampled_from(["", *SITUATIONS]),
    workplace_id=st.sampled_from([None, SHOP]),
    mentor_types=subsets(MentorType.values),
    language=st.sampled_from(["", *SpokenLanguage.values[:4]]),
    needs_interpreter=st.booleans(),
    gender=st.sampled_from(["", *Gender.values]),
    age_group=st.sampled_from(["", *AgeGroup.values]),
    ways_of_meeting=subsets(WayOfMeeting.values),
    zone=st.sampled_from([None, NORTH, SOUTH]),
    times=subsets(TIMES[:4]),
    last_day=st.sampled_from([None, FIRST + 15 * DAY]),
    place_contact=st.sampled_from(["", "Bo Lind", "Karin Toft, chef"]),
    place_is_school=st.booleans(),
    unwanted=st.sampled_from(["", "", "Ikke Bo Lind"]),
    conflicts=st.dictionaries(some_ids, st.sampled_from(ConflictKind.values), max_size=2),
    said_no_to=id_sets,
    refused_by=id_sets,
    failed_mentors=id_sets,
    known_mentors=id_sets,
    proposed=id_sets,
)
small = st.integers(0, 10)
weights_ = st.builds(
    lambda much, some, **rest: Weights(much=max(much, some), some=some, **rest),
    much=small,
    some=st.integers(1, 10),
    **dict.fromkeys(["none", "type", "language", "gender", "age", "ways", "place", "times", "situation", "continuity"], small),
)


@given(clients, registers, weights_)
def test_an_excluded_mentor_is_never_ranked_and_nobody_is_lost(who, register, weights):
    """R40"""
    found = board(client=who, mentors=register, weights=weights)
    ranked, excluded = {f.mentor.id for f in found.candidates}, {m.id for m, _verdict in found.excluded}
    assert not ranked & excluded
    assert ranked | excluded == {m.id for m in register if m.jobcentre_id == HOME}
    assert all(hard_stops(client=who, mentor=f.mentor) for f in found.candidates)
    assert all(verdict.stops for _m, verdict in found.excluded)


@given(clients, registers, st.randoms())
def test_the_order_does_not_depend_on_the_order_of_the_register(who, register, random):
    """R42"""
    shuffled = list(register)
    random.shuffle(shuffled)
    assert board(client=who, mentors=shuffled, weights=WEIGHTS) == board(client=who, mentors=register, weights=WEIGHTS)


@given(clients, mentors, weights_)
def test_the_numbers_are_what_the_reasons_add_up_to_and_the_fast_way_finds_the_same(who, m, weights):
    """R42: no number without its reasons."""
    found = fit(client=who, mentor=m, weights=weights)
    assert (found.needs, found.wishes) == score(client=who, mentor=m, weights=weights)
    assert found.needs + found.wishes == sum(r.counts for r in found.reasons)
    for reason in found.reasons:
        assert {Side.FOR: reason.counts >= 0, Side.AGAINST: reason.counts <= 0, Side.UNKNOWN: reason.counts == 0}[reason.side]


def rank_of(found, mentor_id) -> int:
    return [f.mentor.id for f in found.candidates].index(mentor_id)


def one_of(found, data):
    return data.draw(st.sampled_from(found.candidates)).mentor if found.candidates else None


NO_WISHES = {
    "mentor_types": frozenset(),
    "language": "",
    "gender": "",
    "age_group": "",
    "ways_of_meeting": frozenset(),
    "zone": None,
    "times": frozenset(),
}


def met_by(m) -> list[dict]:
    """Wishes that this mentor meets."""
    wishes = [{"mentor_types": frozenset({m.type})}]
    wishes += [{"language": code} for code in sorted(m.languages)]
    wishes += [{"gender": m.gender}] if m.gender else []
    wishes += [{"age_group": m.age_group}] if m.age_group else []
    wishes += [{"ways_of_meeting": m.ways_of_meeting}] if m.ways_of_meeting else []
    wishes += [{"zone": zone} for zone in sorted(m.zones)]
    wishes += [{"times": m.times}] if m.times else []
    return wishes


@given(clients, registers, weights_, st.data())
def test_one_more_wish_that_a_mentor_meets_never_lowers_the_mentors_rank(who, register, weights, data):
    """R42"""
    before = board(client=who, mentors=register, weights=weights)
    if (chosen := one_of(before, data)) is None:
        return
    wish = data.draw(st.sampled_from(met_by(chosen)))
    without = replace(who, **{name: NO_WISHES[name] for name in wish})
    before = board(client=without, mentors=register, weights=weights)
    after = board(client=replace(without, **wish), mentors=register, weights=weights)
    assert rank_of(after, chosen.id) <= rank_of(before, chosen.id)


WEIGHT_OF = {
    "mentor_types": "type",
    "language": "language",
    "gender": "gender",
    "age_group": "age",
    "ways_of_meeting": "ways",
    "zone": "place",
    "times": "times",
}


@given(clients, registers, weights_, st.integers(1, 10), st.data())
def test_a_heavier_weight_of_a_wish_that_a_mentor_meets_never_lowers_the_mentors_rank(who, register, weights, more, data):
    """R42, R66"""
    who = replace(who, granted_type="")  # what is granted weighs with the type, and may speak against
    if (chosen := one_of(board(client=who, mentors=register, weights=weights), data)) is None:
        return
    wish = data.draw(st.sampled_from(met_by(chosen)))
    who, name = replace(who, **wish), WEIGHT_OF[next(iter(wish))]
    before = board(client=who, mentors=register, weights=weights)
    after = board(client=who, mentors=register, weights=replace(weights, **{name: getattr(weights, name) + more}))
    assert rank_of(after, chosen.id) <= rank_of(before, chosen.id)


@given(clients, registers, st.sampled_from(SupportArea.values), st.integers(1, 3), weights_)
def test_one_more_need_that_a_mentor_knows_well_never_lowers_the_mentors_rank(who, register, area, weight, weights):
    """R42"""
    without = replace(who, needs=tuple(n for n in who.needs if n[0] != area))
    before = board(client=without, mentors=register, weights=weights)
    after = board(client=replace(without, needs=(*without.needs, (area, weight))), mentors=register, weights=weights)
    for each in before.candidates:
        if dict(each.mentor.experience).get(area) == 2:
            assert rank_of(after, each.mentor.id) <= rank_of(before, each.mentor.id)


@given(clients, mentors, weights_)
def test_every_reason_is_true_of_the_facts(who, m, weights):
    """R42: what is shown can be read off the two rows again."""
    levels, needs = dict(m.experience), {area: weight for area, weight in who.needs if weight}
    truths = {
        "needs_covered": lambda f: (
            f["areas"] == [a for a in f["areas"] if needs[a] and levels[a]]
            and f["covered"] == len(f["areas"]) == len([a for a in needs if levels.get(a)]) <= f["of"] == len(needs)
            and set(f["much"]) == {a for a in needs if levels.get(a) == 2}
        ),
        "needs_unknown": lambda f: not levels.keys() & needs.keys() and f["of"] == len(needs),
        "areas_unknown": lambda f: set(f["areas"]) == needs.keys() - levels.keys(),
        "area_missing": lambda f: levels[f["area"]] == 0 and needs[f["area"]] == f["weight"],
        "type_met": lambda f: m.type in who.mentor_types,
        "type_unmet": lambda f: m.type not in who.mentor_types,
        "language_met": lambda f: who.language in m.languages,
        "language_unmet": lambda f: bool(m.languages) and who.language not in m.languages,
        "language_unknown": lambda f: not m.languages,
        "gender_met": lambda f: m.gender == who.gender,
        "gender_unmet": lambda f: bool(m.gender) and m.gender != who.gender,
        "gender_unknown": lambda f: not m.gender,
        "age_met": lambda f: m.age_group == who.age_group,
        "age_unmet": lambda f: bool(m.age_group) and m.age_group != who.age_group,
        "age_unknown": lambda f: not m.age_group,
        "ways_met": lambda f: bool(f["ways"]) and set(f["ways"]) <= (m.ways_of_meeting & who.ways_of_meeting),
        "ways_unmet": lambda f: bool(m.ways_of_meeting) and not m.ways_of_meeting & who.ways_of_meeting,
        "ways_unknown": lambda f: not m.ways_of_meeting,
        "place_met": lambda f: who.zone in m.zones,
        "place_unmet": lambda f: bool(m.zones) and who.zone not in m.zones,
        "place_unknown": lambda f: not m.zones,
        "times_met": lambda f: bool(f["times"]) and set(f["times"]) == m.times & who.times and f["of"] == len(who.times),
        "times_unmet": lambda f: bool(m.times) and not m.times & who.times,
        "times_unknown": lambda f: not m.times,
        "type_not_granted": lambda f: m.type != who.granted_type,
        "knows_the_place": lambda f: m.colleague_at == who.workplace_id,
        "knows_the_client": lambda f: m.id in who.known_mentors,
        "situation_known": lambda f: who.situation in m.situations,
        "situation_new": lambda f: bool(m.situations) and who.situation not in m.situations,
        "situation_unknown": lambda f: not m.situations,
        "leaves_early": lambda f: f["day"] == m.available_until.isoformat() < who.last_day.isoformat(),
        "declaration_ends": lambda f: f["day"] == m.declaration_until.isoformat() < who.last_day.isoformat(),
        "away_later": lambda f: (
            any((s.first_day.isoformat(), s.last_day.isoformat() if s.last_day else "") == (f["first"], f["until"]) for s in m.away)
            and FIRST.isoformat() < f["first"] <= who.last_day.isoformat()
        ),
    }
    found = fit(client=who, mentor=m, weights=weights)
    for reason in found.reasons:
        assert truths[reason.code](reason.facts), reason
    told = [(r.code, str(r.facts)) for r in found.reasons]
    assert all(told.count(each) == 1 or each[0] == "away_later" for each in told)
    assert set(found.unmet) == {r.wish for r in found.reasons if r.wish and r.side is Side.AGAINST}


@given(clients, mentors)
def test_every_stop_has_its_place_in_the_order_of_stops(who, m):
    """R40: the most lasting reason is told first."""
    order = [STOPS.index(stop.code) for stop in hard_stops(client=who, mentor=m).stops]
    assert order == sorted(order)
