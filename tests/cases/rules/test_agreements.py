"""The agreement's rules: five facts, versions, signatures, and what stops the start (R50-R59)."""

import datetime as dt
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.enums import Party
from cases.rules.agreements import (
    Fact,
    Terms,
    changed,
    days_verdict,
    due_in_startup,
    hours_verdict,
    minutes_in_all,
    missing_facts,
    of_substance,
    signature_verdict,
    startup_day,
    void_signatures,
    what_stops_the_start,
)
from core.days import DaySpan

MONDAY = dt.date(2026, 11, 16)
TERMS = Terms(
    goals=(("Møder til tiden", "Inden påske"),),
    mentor="a1",
    mentor_contact="20 00 00 01",
    tasks="Planlægge ugen",
    first_day=dt.date(2026, 12, 1),
    last_day=dt.date(2027, 5, 31),
    minutes_a_week=180,
    ways_of_meeting=("phone", "video"),
    when_where="Mandag kl. 9",
    cancelling="Sms",
    may_write_down="Dag og emne",
    with_workplace="Lederen ved det",
)


def test_nothing_is_missing_in_complete_terms():
    assert missing_facts(TERMS) == ()


@pytest.mark.parametrize(
    ("without", "fact"),
    [
        ({"goals": ()}, Fact.GOALS),
        ({"goals": (("  ", "snart"),)}, Fact.GOALS),
        ({"mentor_contact": " "}, Fact.MENTOR),
        ({"tasks": "\n"}, Fact.TASKS),
        ({"last_day": None}, Fact.DURATION),
        ({"minutes_a_week": 0}, Fact.HOURS),
    ],
)
def test_each_of_the_five_facts_can_be_missing(without, fact):
    """R50"""
    assert missing_facts(replace(TERMS, **without)) == (fact,)


NEW = {
    "goals": (("Spørger selv", ""),),
    "mentor": "a2",
    "mentor_contact": "20 00 00 02",
    "tasks": "Øve samtaler",
    "first_day": dt.date(2026, 12, 7),
    "last_day": dt.date(2027, 5, 1),
    "minutes_a_week": 120,
    "ways_of_meeting": ("phone",),
    "times": ("2_morning",),
    "when_where": "Tirsdag",
    "cancelling": "Ring",
    "may_write_down": "Kun dag",
    "with_workplace": "",
}


@pytest.mark.parametrize("name", [field.name for field in fields(Terms)])
def test_every_term_but_the_contact_is_a_change_of_substance(name):
    """R51"""
    names = changed(before=TERMS, after=replace(TERMS, **{name: NEW[name]}))
    assert names == (name,)
    assert of_substance(names) == (() if name == "mentor_contact" else (name,))


def test_blanks_line_ends_and_the_order_of_ways_change_nothing():
    """R51"""
    same = replace(TERMS, tasks=" Planlægge\r\nugen ", goals=(("Møder  til tiden", "Inden påske "),), ways_of_meeting=("video", "phone"))
    assert changed(before=TERMS, after=same) == ()


def test_the_agreement_lies_inside_the_grant():
    """R53"""
    granted = DaySpan(dt.date(2026, 12, 1), dt.date(2027, 5, 31))
    assert days_verdict(first_day=granted.first_day, granted=granted)
    assert days_verdict(first_day=dt.date(2027, 5, 31), granted=granted)
    assert days_verdict(first_day=dt.date(2026, 11, 30), granted=granted).code == "starts_before_grant"
    assert days_verdict(first_day=dt.date(2027, 6, 1), granted=granted).code == "starts_after_grant"


@given(st.integers(0, 2220), st.integers(1, 2220))
def test_hours_lie_between_a_minute_and_the_grant(minutes, granted):
    """R52"""
    assert bool(hours_verdict(minutes_a_week=minutes, granted_minutes=granted)) == (1 <= minutes <= granted)


def test_180_days_at_three_hours_a_week_are_77_hours():
    """R52"""
    span = DaySpan(dt.date(2026, 11, 17), dt.date(2027, 5, 15))
    assert span.days() == 180
    assert round(minutes_in_all(minutes_a_week=180, span=span) / 60) == 77


def signature(**other):
    known = {
        "party": Party.CLIENT,
        "signed_on": MONDAY,
        "made_on": MONDAY,
        "today": MONDAY,
        "signed": (),
        "on_behalf_by": "",
        "on_behalf_reason": "",
    }
    return signature_verdict(**{**known, **other})


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({}, ""),
        ({"signed": (Party.MENTOR,)}, ""),
        ({"on_behalf_by": "Kirsten", "on_behalf_reason": "Fuldmagt"}, ""),
        ({"signed": (Party.CLIENT,)}, "signed_already"),
        ({"signed_on": MONDAY + dt.timedelta(days=1)}, "signed_in_future"),
        ({"signed_on": MONDAY - dt.timedelta(days=1)}, "signed_before_version"),
        ({"on_behalf_by": "Kirsten"}, "on_behalf_needs_both"),
        ({"on_behalf_reason": "Fuldmagt"}, "on_behalf_needs_both"),
        ({"on_behalf_by": "Kirsten", "on_behalf_reason": "  "}, "on_behalf_needs_both"),
    ],
)
def test_who_can_sign_and_when(other, code):
    """R55, R56"""
    assert signature(**other).code == code


def test_the_signature_on_an_earlier_version_no_longer_counts():
    """R54"""
    signed = [(1, Party.MENTOR), (2, Party.MENTOR), (2, Party.JOBCENTRE), (3, Party.JOBCENTRE)]
    assert void_signatures(newest=3, signed=signed) == {Party.MENTOR: 2}
    assert void_signatures(newest=2, signed=signed) == {}
    assert void_signatures(newest=4, signed=[]) == {}


def test_start_up_is_the_meeting_or_the_later_first_day():
    """R57"""
    assert startup_day(met_on=MONDAY, agreed_first_day=MONDAY + dt.timedelta(days=3)) == dt.date(2026, 11, 19)
    assert startup_day(met_on=MONDAY, agreed_first_day=MONDAY - dt.timedelta(days=3)) == MONDAY


def stops(**other):
    known = {
        "met_on": MONDAY,
        "terms": TERMS,
        "same_mentor": True,
        "signed": (Party.CLIENT, Party.MENTOR),
        "first_day": dt.date(2026, 12, 1),
        "declared_on": MONDAY,
        "declaration_until": dt.date(2026, 12, 1),
    }
    return [(answer.code, answer.facts.get("party")) for answer in what_stops_the_start(**{**known, **other})]


def test_nothing_stops_the_start_when_all_is_there_and_the_jobcentre_need_not_sign():
    """R58"""
    assert stops() == []


@pytest.mark.parametrize(
    ("other", "found"),
    [
        ({"met_on": None, "first_day": None}, [("meeting_not_held", None)]),
        ({"terms": None, "signed": (), "first_day": None}, [("agreement_not_made", None)]),
        ({"same_mentor": False}, [("agreement_other_mentor", None)]),
        ({"terms": replace(TERMS, goals=())}, [("facts_missing", None)]),
        ({"signed": (Party.JOBCENTRE,)}, [("signature_missing", "client"), ("signature_missing", "mentor")]),
        ({"signed": (Party.CLIENT,)}, [("signature_missing", "mentor")]),
        ({"declaration_until": dt.date(2026, 11, 30)}, [("declaration_missing", None)]),
        ({"declaration_until": None}, []),
        ({"declared_on": None, "declaration_until": None}, [("declaration_missing", None)]),
        ({"declared_on": dt.date(2026, 12, 2), "declaration_until": None}, [("declaration_missing", None)]),
    ],
)
def test_each_condition_stops_the_start(other, found):
    """R58"""
    assert stops(**other) == found


def test_the_desk_is_told_the_next_day_that_matters():
    """R59"""
    day = dt.date(2026, 12, 1)
    assert due_in_startup(today=MONDAY, meets_on=None, met_on=None, granted_first_day=day) == MONDAY
    assert due_in_startup(today=MONDAY, meets_on=dt.date(2026, 11, 20), met_on=None, granted_first_day=day) == dt.date(2026, 11, 20)
    assert due_in_startup(today=MONDAY, meets_on=None, met_on=MONDAY, granted_first_day=day) == day
    assert due_in_startup(today=MONDAY, meets_on=None, met_on=MONDAY, granted_first_day=None) == MONDAY
