"""Who is told when somebody is away or does not answer (R170)."""

import datetime as dt
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.escalation import Colleague, managers_told, stand_in, told_by
from core.days import add_working_days

NORTH, SOUTH = uuid.UUID(int=1), uuid.UUID(int=2)


def user(number: int) -> uuid.UUID:
    return uuid.UUID(int=100 + number)


def boss(number: int, team: uuid.UUID | None = None) -> Colleague:
    return Colleague(member=number, user=user(number), team=team, manages=True)


@pytest.mark.parametrize(
    ("away", "found"),
    [
        ({}, None),  # is here
        ({1: None}, None),
        ({1: 2}, 2),
        ({1: 2, 2: 3}, 3),  # the substitute is away, too
        ({1: 2, 2: 3, 3: None}, None),
        ({1: 2, 2: 1}, None),  # they stand in for each other, and both are away
        ({1: 2, 2: 3, 3: 2}, None),
        ({1: 9}, None),  # works here no longer
    ],
)
def test_the_substitute_of_the_substitute_and_never_in_a_circle_r170(away: dict[int, int | None], found: int | None) -> None:
    assert stand_in(member=1, away=away, here={1, 2, 3}) == found


@given(st.dictionaries(st.integers(1, 6), st.one_of(st.none(), st.integers(1, 7))), st.sets(st.integers(1, 6)))
def test_who_stands_in_is_here_and_somebody_else(away: dict[int, int | None], here: set[int]) -> None:
    """R170"""
    found = stand_in(member=1, away=away, here=here)
    assert found is None or (found in here and found not in away and found != 1)


def test_the_managers_of_the_team_or_else_all_r170() -> None:
    everybody = [boss(1, NORTH), boss(2, SOUTH), boss(3), Colleague(member=4, user=user(4), team=NORTH)]
    assert managers_told(colleagues=everybody, team=NORTH) == (user(1),)
    assert managers_told(colleagues=everybody, team=uuid.UUID(int=9)) == (user(1), user(2), user(3))
    assert managers_told(colleagues=everybody, team=None) == (user(1), user(2), user(3))


def test_a_manager_who_is_away_is_told_when_nobody_else_is_left() -> None:
    """R170"""
    everybody = [boss(1, NORTH), boss(2, SOUTH)]
    assert managers_told(colleagues=everybody, team=NORTH, away={1}) == (user(2),)
    assert managers_told(colleagues=everybody, team=NORTH, away={1, 2}) == (user(1),)
    assert managers_told(colleagues=[], team=NORTH) == ()


def test_who_prepared_a_decision_is_never_the_manager_who_is_told_of_it() -> None:
    """R170"""
    assert managers_told(colleagues=[boss(1, NORTH), boss(2, SOUTH)], team=NORTH, but={user(1)}) == (user(2),)
    assert managers_told(colleagues=[boss(1, NORTH)], team=NORTH, but={user(1)}) == ()


@pytest.mark.parametrize(
    ("on", "told"),
    [
        (dt.date(2026, 11, 24), dt.date(2026, 11, 19)),  # a Thursday; of Friday the weekend does not count
        (dt.date(2026, 11, 25), dt.date(2026, 11, 22)),
        (dt.date(2026, 12, 28), dt.date(2026, 12, 21)),  # Christmas
    ],
)
def test_it_goes_up_so_many_working_days_after_it_was_told_r170(on: dt.date, told: dt.date) -> None:
    assert told_by(on=on, after_days=3) == told


@given(st.dates(dt.date(2024, 1, 1), dt.date(2032, 12, 31)), st.integers(0, 60), st.integers(1, 30))
def test_what_was_told_by_that_day_is_so_many_working_days_old(on: dt.date, ago: int, days: int) -> None:
    """R170"""
    told = on - dt.timedelta(days=ago)
    assert (told <= told_by(on=on, after_days=days)) == (add_working_days(told, days) <= on)
