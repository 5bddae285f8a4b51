"""Who can be a mentor and in which order, by examples (R40-R45, R66, R67); by properties in `test_matching_properties.py`."""

import datetime as dt
import uuid
from dataclasses import replace

import pytest

from cases.enums import ConflictKind
from cases.rules.matching import (
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
)
from core.days import DAY, DaySpan
from tests.cases.rules.matching_scene import AWAY, FIRST, HOME, LAST, NORTH, SCHOOL, SHOP, SOUTH, WEIGHTS


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
