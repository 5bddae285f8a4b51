"""Best in sum, and never more than fits."""

import itertools
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.allocation.solver import LARGEST, Problem, as_one_number, best_in_sum

small = st.integers(-3, 6)


def grid(draw: Any, values: st.SearchStrategy[Any], clients: int, seats: int) -> np.ndarray:
    return np.array([[draw(values) for _seat in range(seats)] for _client in range(clients)], dtype=np.int32)


@st.composite
def problems(draw: Any, minutes: st.SearchStrategy[int]) -> tuple[Problem, tuple[np.ndarray, ...]]:
    clients, seats = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    needs, wishes = grid(draw, small, clients, seats), grid(draw, small, clients, seats)
    free = grid(draw, st.sampled_from([120, 240, 360]), clients, seats)
    places = grid(draw, st.integers(1, 3), clients, seats)
    needed = np.array([draw(minutes) for _client in range(clients)], dtype=np.int32)
    allowed = grid(draw, st.booleans(), clients, seats).astype(bool) & (free >= needed[:, None])
    cost, none = as_one_number(needs=needs, wishes=wishes, free=free, allowed=allowed)
    return Problem(cost, none, needed, free, places), (needs, wishes, free)


def fits(problem: Problem, found: Any) -> bool:
    """Whether a mentor's clients fit together into the least that each of them sees, and every pair is allowed."""
    for seat in range(problem.cost.shape[1]):
        mine = [client for client, chosen in enumerate(found) if chosen == seat]
        if mine and (
            (problem.cost[mine, seat] >= problem.none).any()
            or len(mine) > problem.free_places[mine, seat].min()
            or problem.minutes[mine].sum() > problem.free_minutes[mine, seat].min()
        ):
            return False
    return True


def worth(found: Any, values: tuple[np.ndarray, ...]) -> tuple[int, ...]:
    """How many have a mentor, and what their needs, wishes and free time come to."""
    pairs = [(client, seat) for client, seat in enumerate(found) if seat >= 0]
    return len(pairs), *(int(sum(each[pair] for pair in pairs)) for each in values)


def every_way(problem: Problem) -> Any:
    clients, seats = problem.cost.shape
    return (each for each in itertools.product(range(-1, seats), repeat=clients) if fits(problem, each))


@settings(max_examples=150)
@given(case=problems(minutes=st.just(0)))
def test_it_is_the_best_of_all_ways_r76(case: Any) -> None:
    """Where a mentor's hours do not run short: as many clients as possible, then needs, then wishes, then free time."""
    problem, values = case
    # Places as every client sees them: an assignment problem in the strict sense.
    problem.free_places[:] = problem.free_places.min(axis=0)
    found = best_in_sum(problem)
    assert fits(problem, found)
    assert worth(found, values) == max(worth(each, values) for each in every_way(problem))


@settings(max_examples=150)
@given(case=problems(minutes=st.just(120)))
def test_with_the_same_hours_for_all_it_is_the_best_of_all_ways_too_r76(case: Any) -> None:
    problem, values = case
    problem.free_places[:] = problem.free_places.min(axis=0)
    problem.free_minutes[:] = problem.free_minutes.min(axis=0)
    problem.cost[problem.free_minutes < 120] = problem.none
    found = best_in_sum(problem)
    assert fits(problem, found)
    assert worth(found, values) == max(worth(each, values) for each in every_way(problem))


@settings(max_examples=150)
@given(case=problems(minutes=st.sampled_from([60, 120, 180, 240])))
def test_places_and_hours_never_run_over_and_nobody_who_still_fits_is_left_out_r76(case: Any) -> None:
    problem, _values = case
    found = best_in_sum(problem)
    assert fits(problem, found)
    for client in np.flatnonzero(found < 0):
        for seat in range(problem.cost.shape[1]):
            more = found.copy()
            more[client] = seat
            assert not fits(problem, more), (client, seat)


def test_whoever_does_not_fit_beside_the_others_goes_to_the_next_mentor() -> None:
    """Two clients of 3 hours want the mentor who has 4: places there are two, hours for one."""
    allowed = np.ones((2, 2), dtype=bool)
    needs = np.array([[9, 1], [8, 1]], dtype=np.int32)
    free = np.array([[240, 600], [240, 600]], dtype=np.int32)
    cost, none = as_one_number(needs=needs, wishes=needs * 0, free=free, allowed=allowed)
    places, minutes = np.full((2, 2), 2, dtype=np.int32), np.array([180, 180], dtype=np.int32)
    assert best_in_sum(Problem(cost, none, minutes, free, places)).tolist() == [0, 1]


def test_a_client_who_needs_less_still_fits_beside_another() -> None:
    """Of 6 hours one takes 5; who needs 3 is taken out, and who needs 1 gets what is left."""
    allowed = np.ones((3, 1), dtype=bool)
    needs = np.array([[9], [8], [1]], dtype=np.int32)
    free = np.full((3, 1), 360, dtype=np.int32)
    cost, none = as_one_number(needs=needs, wishes=needs * 0, free=free, allowed=allowed)
    minutes = np.array([300, 180, 60], dtype=np.int32)
    found = best_in_sum(Problem(cost, none, minutes, free, np.full((3, 1), 3, dtype=np.int32)))
    assert (found >= 0).sum() == 2
    assert minutes[found >= 0].sum() <= 360


@given(
    spans=st.tuples(st.integers(0, 300), st.integers(0, 200), st.integers(0, 2220)),
    clients=st.integers(1, 5000),
)
def test_the_one_number_stays_where_a_float_is_exact(spans: tuple[int, int, int], clients: int) -> None:
    needs, wishes, free = (np.array([[0, span]] * clients, dtype=np.int32) for span in spans)
    cost, none = as_one_number(needs=needs, wishes=wishes, free=free, allowed=np.ones((clients, 2), dtype=bool))
    assert 0 <= cost.min() <= cost.max() < none <= LARGEST
    assert clients * cost.max() < none


def test_with_500_clients_and_the_common_weights_no_minute_of_free_time_is_lost() -> None:
    shape = (500, 3)
    needs, wishes = np.array([[0, 45, 75]] * 500, dtype=np.int32), np.array([[0, 17, 40]] * 500, dtype=np.int32)
    free = np.array([[0, 1, 2220]] * 500, dtype=np.int32)
    cost, _none = as_one_number(needs=needs * 0, wishes=wishes * 0, free=free, allowed=np.ones(shape, dtype=bool))
    assert cost[0, 0] - cost[0, 1] == 1
    cost, none = as_one_number(needs=needs, wishes=wishes, free=free, allowed=np.ones(shape, dtype=bool))
    assert none <= LARGEST
    assert cost[0, 2] < cost[0, 1] < cost[0, 0]


def test_without_any_pair_nobody_gets_a_mentor() -> None:
    none = np.zeros((3, 2), dtype=np.int32)
    cost, dear = as_one_number(needs=none, wishes=none, free=none, allowed=none.astype(bool))
    assert best_in_sum(Problem(cost, dear, none[:, 0], none, none)).tolist() == [-1, -1, -1]
