"""Who is told when somebody is away or does not answer (R170)."""

import datetime as dt
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.enums_notice import NoticeState
from cases.rules.escalation import Colleague, goes_up, managers_told, stand_in
from core.days import add_working_days

MONDAY = dt.date(2026, 11, 16)
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


@pytest.mark.parametrize("state", [NoticeState.TOLD, NoticeState.UNCERTAIN])
def test_it_goes_up_so_many_working_days_after_it_was_told_r170(state: NoticeState) -> None:
    friday = dt.date(2026, 11, 20)
    assert not goes_up(state=state, told_on=friday, on=dt.date(2026, 11, 24), after_days=3)  # the weekend does not count
    assert goes_up(state=state, told_on=friday, on=dt.date(2026, 11, 25), after_days=3)
    assert goes_up(state=state, told_on=friday, on=dt.date(2026, 12, 25), after_days=3)  # nights were missed


def test_what_no_mail_reached_goes_up_the_next_day() -> None:
    """R170"""
    assert not goes_up(state=NoticeState.FAILED, told_on=MONDAY, on=MONDAY, after_days=3)
    assert goes_up(state=NoticeState.FAILED, told_on=MONDAY, on=MONDAY + dt.timedelta(days=1), after_days=3)


@pytest.mark.parametrize("state", [each for each in NoticeState if each not in ("told", "failed", "uncertain")])
def test_what_somebody_has_seen_or_acted_on_does_not_go_up(state: NoticeState) -> None:
    """R170"""
    assert not goes_up(state=state, told_on=MONDAY, on=add_working_days(MONDAY, 30), after_days=1)
