"""What can be granted to a place, changed and ended: arithmetic without a database."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.days import FULL_TIME_MINUTES
from mentors.rules.places import Share, end_verdict, holds_its_clients, mentor_has, terms_verdict
from tests.mentors.scene import terms

DAY = dt.date(2026, 11, 16)
MINUTES = st.integers(1, FULL_TIME_MINUTES)
DAYS = st.dates(dt.date(2026, 1, 1), dt.date(2028, 1, 1))
SHARES = st.lists(st.builds(Share, st.just("2026-0001"), MINUTES, DAYS, st.none() | DAYS), max_size=5)


def share(ref="2026-0001", minutes=120, first_day=DAY, last_day=None) -> Share:
    return Share(ref, minutes, first_day, last_day)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"minutes_a_week": 0}, "place_minutes_range"),
        ({"minutes_a_week": FULL_TIME_MINUTES + 1}, "place_minutes_range"),
        ({"most_clients": 0}, "place_clients_range"),
        ({"most_clients": 100}, "place_clients_range"),
        ({"last_day": DAY - dt.timedelta(days=1)}, "place_ends_before_start"),
        ({"reasons": " \n"}, "place_reasons_missing"),
        ({}, ""),
        ({"last_day": DAY}, ""),
        ({"minutes_a_week": FULL_TIME_MINUTES, "most_clients": 99}, ""),
    ],
)
def test_days_minutes_and_clients_of_a_place_are_in_range_r84(more, code):
    assert terms_verdict(terms(**more)).code == code


@given(place=MINUTES, most=st.integers(0, FULL_TIME_MINUTES), elsewhere=st.integers(0, FULL_TIME_MINUTES))
def test_a_place_takes_no_more_than_the_mentor_has_left_r84(place, most, elsewhere):
    answer = mentor_has(minutes_a_week=place, most_minutes=most, elsewhere=elsewhere)
    assert bool(answer) == (place + elsewhere <= most)
    if not answer:
        assert answer.facts["free"] < place


@given(shares=SHARES, minutes=MINUTES, clients=st.integers(1, 99))
def test_a_place_that_holds_its_clients_has_hours_for_all_of_them_r85(shares, minutes, clients):
    if holds_its_clients(terms=terms(minutes_a_week=minutes, most_clients=clients), clients=shares):
        assert sum(each.minutes for each in shares) <= minutes
        assert len(shares) <= clients
        assert all(each.first_day >= DAY for each in shares)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"most_clients": 1}, "fewer_places_than_taken"),
        ({"minutes_a_week": 239}, "fewer_minutes_than_taken"),
        ({"first_day": DAY + dt.timedelta(days=1)}, "place_begins_after_clients"),
        ({"most_clients": 2, "minutes_a_week": 240}, ""),
    ],
)
def test_a_place_is_never_smaller_than_what_its_clients_take_r85(more, code):
    assert holds_its_clients(terms=terms(**more), clients=[share(), share("2026-0002")]).code == code


def test_a_place_does_not_end_while_clients_are_there_and_says_which_r86():
    here = [share(last_day=DAY), share("2026-0002"), share("2026-0003", last_day=DAY + dt.timedelta(days=1))]
    assert end_verdict(last_day=DAY, clients=here).facts == {"refs": ["2026-0002", "2026-0003"]}
    assert end_verdict(last_day=DAY, clients=here[:1])
    assert end_verdict(last_day=None, clients=here)


@given(shares=SHARES, first=DAYS, later=DAYS)
def test_a_later_end_never_refuses_what_an_earlier_one_takes_r86(shares, first, later):
    if end_verdict(last_day=min(first, later), clients=shares):
        assert end_verdict(last_day=max(first, later), clients=shares)
