"""Who can be a mentor and in which order (R40-R45): pure rules, so they are tried with thousands of invented registers."""

import datetime as dt
import uuid
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.enums import ConflictKind
from cases.rules.matching import (
    STOPS,
    ClientFacts,
    MentorFacts,
    Side,
    Weights,
    assignment_first_day,
    board,
    can_propose,
    first_possible_day,
    fit,
    hard_stops,
    missing_wish_reason,
    names,
    score,
)
from core.days import DAY, DaySpan
from mentors.enums import TIMES, AgeGroup, Gender, MentorType, SpokenLanguage, SupportArea, WayOfMeeting

HOME, AWAY = uuid.UUID(int=1), uuid.UUID(int=2)
SHOP, SCHOOL = uuid.UUID(int=3), uuid.UUID(int=4)
NORTH, SOUTH = uuid.UUID(int=5), uuid.UUID(int=6)
FIRST = dt.date(2026, 12, 1)
LAST = dt.date(2027, 5, 31)
SITUATIONS = ["new_job", "work_trial", "education"]


WEIGHTS = Weights(id=1)


def client(**more) -> ClientFacts:
    return ClientFacts(**{"jobcentre_id": HOME, "minutes": 180, "first_day": FIRST, "workplace_id": SHOP} | more)


def mentor(**more) -> MentorFacts:
    facts = {
        "id": uuid.uuid4(),
        "jobcentre_id": HOME,
        "name": "Karin Toft",
        "sort_key": "karin toft",
        "type": "external",
        "most_clients": 3,
        "most_minutes": 600,
        "declared_on": dt.date(2026, 1, 5),
        "declaration_until": dt.date(2028, 1, 4),
    }
    return MentorFacts(**facts | more)


def stop_codes(**more) -> list[str]:
    return [s.code for s in hard_stops(client=client(), mentor=mentor(**more)).stops]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"taken": 3}, "mentor_full"),
        ({"taken": 4}, "mentor_full"),
        ({"taken": 1, "taken_minutes": 421}, "mentor_no_hours"),
        ({"away": (DaySpan(FIRST, FIRST),)}, "mentor_absent"),
        ({"away": (DaySpan(FIRST - 9 * DAY, None),)}, "mentor_absent"),
        ({"available_from": FIRST + DAY}, "mentor_not_yet"),
        ({"available_until": FIRST - DAY}, "mentor_no_longer"),
        ({"declared_on": None, "declaration_until": None}, "mentor_no_declaration"),
        ({"declared_on": FIRST + DAY}, "mentor_no_declaration"),
        ({"declaration_until": FIRST - DAY}, "mentor_declaration_expired"),
        ({"jobcentre_id": AWAY}, "mentor_other_jobcentre"),
        ({"type": "colleague", "colleague_at": SCHOOL}, "mentor_other_workplace"),
    ],
)
def test_each_hard_stop_stops_on_its_own(facts, code):
    """R40"""
    assert stop_codes(**facts) == [code]


@pytest.mark.parametrize(
    "facts",
    [
        {"taken": 2},
        {"taken": 1, "taken_minutes": 420},
        {"away": (DaySpan(FIRST - 9 * DAY, FIRST - DAY), DaySpan(FIRST + DAY, None))},
        {"available_from": FIRST},
        {"available_until": FIRST},
        {"declared_on": FIRST},
        {"declaration_until": FIRST},
        {"declaration_until": None},
        {"type": "colleague", "colleague_at": SHOP},
    ],
)
def test_the_day_and_the_number_on_the_edge_are_still_good(facts):
    """R40"""
    assert stop_codes(**facts) == []


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"taken": 3}, "place_full"),
        ({"taken": 1, "taken_minutes": 421}, "place_no_hours"),
        ({"taken": 2, "taken_minutes": 420}, ""),
        ({"type": "colleague", "colleague_at": SCHOOL}, ""),
    ],
)
def test_a_place_mentor_is_full_when_the_place_is(facts, code):
    """R67"""
    assert stop_codes(place_id=uuid.uuid4(), **facts) == ([code] if code else [])


def first_stop(karin, **more):
    stops = hard_stops(client=client(**more), mentor=karin).stops
    return (stops[0].code, stops[0].facts) if stops else None


def test_what_was_said_and_tried_before_stops():
    """R40"""
    karin = mentor()
    mine = frozenset({karin.id})
    assert first_stop(karin, said_no_to=mine) == ("mentor_client_said_no", {})
    assert first_stop(karin, refused_by=mine) == ("mentor_refused_before", {})
    assert first_stop(karin, failed_mentors=mine) == ("mentor_did_not_work", {})
    assert first_stop(karin, proposed=mine) == ("mentor_proposed_already", {})
    assert first_stop(mentor(), said_no_to=mine, refused_by=mine, failed_mentors=mine, proposed=mine) is None


@pytest.mark.parametrize("kind", ConflictKind.values)
def test_a_conflict_of_interest_stops_and_says_which(kind):
    """R40"""
    karin = mentor()
    code = {"manager": "mentor_is_manager", "teacher": "mentor_is_teacher"}.get(kind, "mentor_conflict")
    assert first_stop(karin, conflicts={karin.id: kind}) == (code, {"kind": kind} if code == "mentor_conflict" else {})
    assert first_stop(mentor(), conflicts={karin.id: kind}) is None


def test_a_colleague_who_is_the_places_contact_person_is_the_clients_manager_or_teacher():
    """R40"""
    karin = mentor(type="colleague", colleague_at=SHOP)
    assert first_stop(karin, place_contact="Karin  Toft, butikschef") == ("mentor_is_manager", {})
    assert first_stop(karin, place_contact="karin toft", place_is_school=True) == ("mentor_is_teacher", {})
    assert first_stop(karin, place_contact="Karin Tofte") is None
    assert first_stop(mentor(), place_contact="Karin Toft") is None


@pytest.mark.parametrize(
    ("text", "name", "named"),
    [
        ("Ikke karin toft, hun bor ved siden af", "Karin Toft", True),
        ("KARIN  TOFT", "Karin Toft", True),
        ("Bo Lind", "Bo Li", False),
        ("Bo Li", "Bo Lind", False),
        ("Jacob Lind", "Bo Lind", False),
        ("Bo Lind-Hansen", "Bo Lind", False),
        ("Ikke Bo Lind.", "Bo Lind", True),
        ("Bo eller Lind", "Bo Lind", False),
        ("Åse Ørsted", "åse ørsted", True),
        ("Alle", "", False),
        ("", "Bo", False),
    ],
)
def test_a_person_is_named_with_whole_words(text, name, named):
    """R40"""
    assert names(text=text, name=name) is named
    assert (first_stop(mentor(name=name), unwanted=text) == ("mentor_not_wanted", {})) is named


def test_the_first_possible_day_jumps_over_absences():
    """R41"""
    away = (DaySpan(FIRST + 5 * DAY, FIRST + 6 * DAY), DaySpan(FIRST, FIRST + 4 * DAY))
    assert first_possible_day(mentor=mentor(away=away), on=FIRST) == FIRST + 7 * DAY
    assert first_possible_day(mentor=mentor(available_from=FIRST + DAY), on=FIRST) == FIRST + DAY
    assert first_possible_day(mentor=mentor(away=(DaySpan(FIRST, None),)), on=FIRST) is None
    assert first_possible_day(mentor=mentor(available_until=FIRST), on=FIRST + DAY) is None


def test_the_order_is_needs_then_wishes_then_free_time_then_fewest_clients_then_name():
    """R42"""
    wish = client(needs=(("practical", 3), ("social", 1)), gender="woman")
    heavy = {"experience": (("practical", 1), ("social", 0)), "gender": "woman"}
    covers = mentor(experience=(("practical", 1), ("social", 1)), gender="man", sort_key="e")
    heavy_only = mentor(**heavy, sort_key="d")
    light_only = mentor(experience=(("practical", 0), ("social", 1)), gender="woman", sort_key="a")
    more_time = mentor(**heavy, most_minutes=700, sort_key="z")
    busier = mentor(**heavy, taken=1, sort_key="b")
    expert = mentor(experience=(("practical", 2), ("social", 0)), gender="woman", sort_key="g")
    found = board(client=wish, mentors=[light_only, busier, expert, heavy_only, more_time, covers], weights=WEIGHTS)
    assert [f.mentor.sort_key for f in found.candidates] == ["e", "g", "z", "d", "b", "a"]


def test_the_numbers_are_the_weights_of_the_row():
    """R66"""
    heavy = Weights(much=10, some=5, none=4, type=0, language=7, gender=3, situation=6, continuity=9, place=8, times=1)
    who = client(
        needs=(("practical", 3), ("social", 2), ("emotional", 1), ("tasks", 1)),
        mentor_types=frozenset({"external"}),
        language="ar",
        gender="woman",
        situation="new_job",
        zone=NORTH,
        times=frozenset({"1_morning", "2_morning"}),
    )
    karin = mentor(
        experience=(("practical", 2), ("social", 1), ("emotional", 0)),
        languages=frozenset({"da"}),
        gender="woman",
        situations=frozenset({"new_job"}),
        zones=frozenset({SOUTH}),
        times=frozenset({"2_morning"}),
    )
    found = fit(client=replace(who, known_mentors=frozenset({karin.id})), mentor=karin, weights=heavy)
    assert (found.needs, found.wishes) == (3 * 10 + 2 * 5 - 1 * 4, 0 - 7 + 3 + 6 + 9 - 8 + 1)
    assert {r.code: r.counts for r in found.reasons if r.counts} == {
        "needs_covered": 40,
        "area_missing": -4,
        "language_unmet": -7,
        "gender_met": 3,
        "place_unmet": -8,
        "times_met": 1,
        "situation_known": 6,
        "knows_the_client": 9,
    }


def test_what_happens_within_the_granted_period_is_told_and_not_counted():
    """R42"""
    who = client(last_day=LAST)
    karin = mentor(
        available_until=LAST - DAY,
        declaration_until=LAST - DAY,
        away=(DaySpan(FIRST - 9 * DAY, FIRST - DAY), DaySpan(LAST, None), DaySpan(LAST + DAY, None)),
    )
    found = fit(client=who, mentor=karin, weights=WEIGHTS)
    assert [(r.code, r.side) for r in found.reasons] == [(c, Side.AGAINST) for c in ("leaves_early", "declaration_ends", "away_later")]
    assert found.reasons[2].facts == {"first": LAST.isoformat(), "until": ""}
    assert (found.needs, found.wishes, found.unmet) == (0, 0, ())
    assert fit(client=who, mentor=mentor(available_until=LAST, declaration_until=LAST), weights=WEIGHTS).reasons == ()


def test_what_is_unknown_is_shown_and_counts_neither_way():
    """R42"""
    wish = client(
        needs=(("practical", 3),),
        gender="woman",
        language="ar",
        ways_of_meeting=frozenset({"phone"}),
        age_group="over_50",
        situation="new_job",
        zone=NORTH,
        times=frozenset({"1_morning"}),
    )
    found = fit(client=wish, mentor=mentor(), weights=WEIGHTS)
    assert (found.needs, found.wishes) == (0, 0)
    assert {r.side for r in found.reasons} == {Side.UNKNOWN}
    assert len(found.reasons) == 8
    assert found.unmet == ()
    assert not found.meets_all


def test_of_some_areas_it_can_be_known_and_of_others_not():
    """R42"""
    who = client(needs=(("practical", 1), ("social", 3), ("emotional", 2), ("tasks", 0)))
    found = fit(client=who, mentor=mentor(experience=(("practical", 1), ("tasks", 0))), weights=WEIGHTS)
    assert [r.code for r in found.reasons] == ["needs_covered", "areas_unknown"]
    assert found.reasons[1].facts == {"areas": ["social", "emotional"]}
    assert found.needs == WEIGHTS.some


def test_at_most_three_proposals_are_open():
    """R43"""
    assert can_propose(open_proposals=2)
    assert can_propose(open_proposals=3).code == "too_many_proposals"


def test_an_unmet_wish_needs_a_reason_of_more_than_blanks():
    """R44"""
    assert missing_wish_reason(unmet=["type", "gender"], reasons={"type": "Ingen andre", "gender": "  "}) == "gender"
    assert missing_wish_reason(unmet=["type"], reasons={"type": "Ingen andre"}) == ""


@pytest.mark.parametrize(
    ("today", "last_ended", "expected"),
    [
        (FIRST - 9 * DAY, None, FIRST),
        (FIRST + 9 * DAY, None, FIRST + 9 * DAY),
        (FIRST, FIRST + 2 * DAY, FIRST + 3 * DAY),
        (FIRST, FIRST - DAY, FIRST),
        (FIRST + 30 * DAY, None, FIRST + 30 * DAY),
        (FIRST + 31 * DAY, None, None),
    ],
)
def test_an_assignment_begins_on_the_granted_first_day_or_later_but_within_the_grant(today, last_ended, expected):
    """R45"""
    granted = DaySpan(FIRST, FIRST + 30 * DAY)
    assert assignment_first_day(granted=granted, today=today, last_ended_on=last_ended) == expected


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
