"""Who can be a mentor and in which order (R40-R45): pure rules, so they are tried with thousands of invented registers."""

import datetime as dt
import uuid
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.matching import (
    ClientFacts,
    MentorFacts,
    Side,
    assignment_first_day,
    board,
    can_propose,
    first_possible_day,
    fit,
    hard_stops,
    missing_wish_reason,
)
from core.days import DAY, DaySpan
from mentors.enums import AgeGroup, Gender, MentorType, SpokenLanguage, SupportArea, WayOfMeeting

HOME, AWAY = uuid.UUID(int=1), uuid.UUID(int=2)
SHOP, SCHOOL = uuid.UUID(int=3), uuid.UUID(int=4)
FIRST = dt.date(2026, 12, 1)
SITUATIONS = ["new_job", "work_trial", "education"]


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


def test_a_mentor_that_the_client_said_no_to_or_named_is_stopped():
    """R40"""
    karin = mentor()
    assert hard_stops(client=client(said_no_to=frozenset({karin.id})), mentor=karin).stops[0].code == "mentor_client_said_no"
    assert hard_stops(client=client(unwanted="Ikke karin toft, hun bor ved siden af"), mentor=karin).stops[0].code == "mentor_not_wanted"
    assert hard_stops(client=client(proposed=frozenset({karin.id})), mentor=karin).stops[0].code == "mentor_proposed_already"


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
    covers = mentor(support_areas=frozenset({"practical", "social"}), gender="man", sort_key="e")
    heavy_only = mentor(support_areas=frozenset({"practical"}), gender="woman", sort_key="d")
    light_only = mentor(support_areas=frozenset({"social"}), gender="woman", sort_key="a")
    more_time = mentor(support_areas=frozenset({"practical"}), gender="woman", most_minutes=700, sort_key="z")
    busier = mentor(support_areas=frozenset({"practical"}), gender="woman", taken=1, sort_key="b")
    found = board(client=wish, mentors=[light_only, busier, heavy_only, more_time, covers])
    assert [f.mentor.sort_key for f in found.candidates] == ["e", "z", "d", "b", "a"]


def test_what_is_unknown_is_shown_and_counts_neither_way():
    """R42"""
    wish = client(
        needs=(("practical", 3),),
        gender="woman",
        language="ar",
        ways_of_meeting=frozenset({"phone"}),
        age_group="over_50",
        situation="new_job",
    )
    found = fit(client=wish, mentor=mentor())
    assert (found.needs, found.wishes) == (0, 0)
    assert {r.side for r in found.reasons} == {Side.UNKNOWN}
    assert len(found.reasons) == 6
    assert found.unmet == ()
    assert not found.meets_all


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
    support_areas=subsets(SupportArea.values),
    situations=subsets(SITUATIONS),
    languages=subsets(SpokenLanguage.values[:4]),
    gender=st.sampled_from(["", *Gender.values]),
    age_group=st.sampled_from(["", *AgeGroup.values]),
    ways_of_meeting=subsets(WayOfMeeting.values),
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
registers = st.lists(mentors, max_size=8, unique_by=lambda m: m.id)
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
)


@given(clients, registers)
def test_an_excluded_mentor_is_never_ranked_and_nobody_is_lost(who, register):
    """R40"""
    found = board(client=who, mentors=register)
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
    assert board(client=who, mentors=shuffled) == board(client=who, mentors=register)


def rank_of(found, mentor_id) -> int:
    return [f.mentor.id for f in found.candidates].index(mentor_id)


@given(clients, registers, st.data())
def test_one_more_wish_that_a_mentor_meets_never_lowers_the_mentors_rank(who, register, data):
    """R42"""
    bare = replace(who, mentor_types=frozenset(), language="", gender="", age_group="", ways_of_meeting=frozenset())
    before = board(client=bare, mentors=register)
    if not before.candidates:
        return
    chosen = data.draw(st.sampled_from(before.candidates)).mentor
    wishes = [{"mentor_types": frozenset({chosen.type})}]
    wishes += [{"language": code} for code in sorted(chosen.languages)]
    wishes += [{"gender": chosen.gender}] if chosen.gender else []
    wishes += [{"age_group": chosen.age_group}] if chosen.age_group else []
    wishes += [{"ways_of_meeting": chosen.ways_of_meeting}] if chosen.ways_of_meeting else []
    after = board(client=replace(bare, **data.draw(st.sampled_from(wishes))), mentors=register)
    assert rank_of(after, chosen.id) <= rank_of(before, chosen.id)


@given(clients, registers, st.sampled_from(SupportArea.values), st.integers(1, 3))
def test_one_more_need_that_a_mentor_covers_never_lowers_the_mentors_rank(who, register, area, weight):
    """R42"""
    without = replace(who, needs=tuple(n for n in who.needs if n[0] != area))
    before = board(client=without, mentors=register)
    after = board(client=replace(without, needs=(*without.needs, (area, weight))), mentors=register)
    for each in before.candidates:
        if area in each.mentor.support_areas:
            assert rank_of(after, each.mentor.id) <= rank_of(before, each.mentor.id)


@given(clients, mentors)
def test_every_reason_is_true_of_the_facts(who, m):
    """R42: what is shown can be read off the two rows again."""
    truths = {
        "needs_covered": lambda f: set(f["areas"]) <= m.support_areas and f["covered"] == len(f["areas"]) <= f["of"],
        "needs_unknown": lambda f: not m.support_areas,
        "area_missing": lambda f: f["area"] not in m.support_areas and dict(who.needs)[f["area"]] == f["weight"] > 0,
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
        "type_not_granted": lambda f: m.type != who.granted_type,
        "knows_the_place": lambda f: m.colleague_at == who.workplace_id,
        "situation_known": lambda f: who.situation in m.situations,
        "situation_new": lambda f: bool(m.situations) and who.situation not in m.situations,
        "situation_unknown": lambda f: not m.situations,
    }
    found = fit(client=who, mentor=m)
    for reason in found.reasons:
        assert truths[reason.code](reason.facts), reason
    assert len({(r.code, str(r.facts)) for r in found.reasons}) == len(found.reasons)
    assert set(found.unmet) == {r.wish for r in found.reasons if r.wish and r.side is Side.AGAINST}
