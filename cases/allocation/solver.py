"""Who gets whom, so that it is best for all waiting clients in sum (R76): SciPy's assignment problem, with a column for every free place.

Best means, in this order: as many clients as possible get a mentor; then the needs covered, the wishes met and the free time, each summed over
all clients. The weekly hours of a mentor are a second limit that an assignment problem does not know. What it allows of them is kept as
narrow as possible beforehand, and afterwards the solution is repaired (`best_in_sum`).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from cases.allocation.matrix import Ints, Pairs

LARGEST = 2**50
"""Whole numbers up to here, and the few additions and subtractions of them inside the solver, are exact in a float."""

Costs = NDArray[np.float64]


@dataclass(slots=True)
class Problem:
    """Clients down, capacities ("seats") across: what each pair costs, how many places and minutes the seat has free for the client.

    A cost of `none` means that the pair is not allowed. Places and minutes differ from client to client, because a place may become free
    before a later first day; a seat's clients together must fit into the least of what they see.
    """

    cost: Costs
    none: float
    minutes: Ints
    free_minutes: Ints
    free_places: Ints


def as_one_number(*, needs: Ints, wishes: Ints, free: Ints, allowed: NDArray[np.bool_]) -> tuple[Costs, float]:
    """The cost of every pair, and the cost of no pair: the least sum is the greatest number of pairs, then needs, then wishes, then free time.

    One unit of the next higher rank is worth more than all clients together can differ in the ranks below, so sums compare like triples.
    Where that would pass `LARGEST`, free time is counted in steps of several minutes; with 500 clients and common weights it is counted in single ones.
    """
    clients = len(needs)
    if not allowed.any():
        return np.ones(needs.shape), 1.0
    spans, offs = [], []
    for values in (needs, wishes, free):
        most = int(values.max(where=allowed, initial=values[allowed][0]))
        spans.append(most - int(values.min(where=allowed, initial=most)))
        offs.append((most - values).astype(np.int64))
    above = (clients * spans[1] + 1) * (spans[0] + 1) * clients
    finest = max(0, (LARGEST // above - 1) // clients)
    step = spans[2] // (finest + 1) + 1
    of_free = clients * (spans[2] // step) + 1
    of_wishes = (clients * spans[1] + 1) * of_free
    cost = offs[0] * of_wishes + offs[1] * of_free + offs[2] // step
    none = float(clients * (spans[0] * of_wishes + spans[1] * of_free + spans[2] // step) + 1)
    return np.where(allowed, cost, none).astype(np.float64), none


def problem_of(pairs: Pairs, *, minutes: Ints, seats: int) -> Problem:
    """The pairs, each in the column of the seat that it draws on: the mentor's own, or a place's behind the last mentor."""
    clients, mentors = pairs.stop.shape
    cost, none = as_one_number(needs=pairs.needs, wishes=pairs.wishes, free=pairs.free_minutes, allowed=pairs.stop == 0)
    rows, columns = np.nonzero(pairs.seat >= mentors)
    places = pairs.seat[rows, columns]

    def seated(values: NDArray[Any], nothing: float) -> NDArray[Any]:
        found = np.full((clients, seats), nothing, dtype=values.dtype)
        found[:, :mentors] = values
        found[rows, places] = values[rows, columns]
        found[rows, columns] = nothing
        return found

    return Problem(seated(cost, none), none, minutes, seated(pairs.free_minutes, 0), seated(pairs.free_places, 0))


WHOLE_ROUNDS = 2
"""So often all clients are solved together, the pairs struck that did not fit into a mentor's hours."""


def best_in_sum(problem: Problem) -> NDArray[np.intp]:
    """The seat of each client, or -1.

    Solve; where the clients of a seat are more than fit into its free minutes, keep the best of them and strike the pairs of the others; solve
    again, `WHOLE_ROUNDS` times at most. Then whoever fits stays, and the others are solved with what is left of each seat, until that places
    nobody. It ends: the best of a seat's clients fits alone, as every pair that is allowed does, so each of these rounds but the last places
    at least one client for good. And nobody is left out who would still fit: such a client would have been placed.
    """
    cost = problem.cost.copy()
    for _round in range(WHOLE_ROUNDS):
        found = _solved(cost, problem)
        struck = _too_many(problem, found)
        if not struck:
            break
        cost[struck, found[struck]] = problem.none
    found[struck] = -1
    while len(rest := np.flatnonzero(found < 0)):
        left = _left(problem, found, rest)
        more = _solved(left.cost, left)
        more[_too_many(left, more)] = -1
        if not (more >= 0).any():
            break
        found[rest] = more
    return found


def _room(problem: Problem, cost: Costs) -> Ints:
    """In how many-th a place of a seat each client may stand at most.

    Clients of a seat can be put in order of their minutes, the most first: then the k-th has at most a k-th of the free minutes. So whoever
    needs more than a k-th cannot be the k-th, and no solution that fits is lost.
    """
    needed = np.maximum(problem.minutes, 1)[:, None]
    return np.where(cost < problem.none, np.minimum(problem.free_places, problem.free_minutes // needed), 0)


def _solved(cost: Costs, problem: Problem) -> NDArray[np.intp]:
    """The best solution that knows places, and minutes as far as `_room` says."""
    clients = len(cost)
    found = np.full(clients, -1, dtype=np.intp)
    room = _room(problem, cost)
    seats, copies = _columns(cost, room, clients)
    if not len(seats):
        return found
    columns = np.repeat(seats, copies)
    place = np.arange(len(columns)) - np.repeat(np.cumsum(copies) - copies, copies) + 1
    wide = cost[:, columns]
    wide[room[:, columns] < place] = problem.none
    rows, chosen = linear_sum_assignment(wide)
    real = wide[rows, chosen] < problem.none
    found[rows[real]] = columns[chosen[real]]
    return found


def _columns(cost: Costs, room: Ints, clients: int) -> tuple[NDArray[np.intp], Ints]:
    """The seats that can stand in a best solution, and how many places of each.

    Of `clients` columns that are best for a client one is always free, as the others take one less: so each client's best `clients` columns
    are enough. A popular register shrinks by this to a fraction.
    """
    order = np.argsort(cost, axis=1, kind="stable")[:, :clients]
    rooms = np.take_along_axis(room, order, axis=1)
    before = np.cumsum(rooms, axis=1) - rooms
    kept = (rooms > 0) & (before < clients)
    keepers = np.bincount(order[kept], minlength=cost.shape[1])
    seats = np.flatnonzero(keepers)
    return seats, np.minimum(room.max(axis=0)[seats], keepers[seats]).astype(np.int32)


def _by_seat(found: NDArray[np.intp]) -> dict[int, list[int]]:
    seats: dict[int, list[int]] = {}
    for client, seat in enumerate(found.tolist()):
        if seat >= 0:
            seats.setdefault(seat, []).append(client)
    return seats


def _too_many(problem: Problem, found: NDArray[np.intp]) -> list[int]:
    """The clients that do not fit beside the better ones of their seat."""
    struck: list[int] = []
    for seat, clients in _by_seat(found).items():
        if len(clients) < 2:
            continue
        kept: list[int] = []
        for client in sorted(clients, key=lambda c: (problem.cost[c, seat], c)):
            if _fits(problem, seat, [*kept, client]):
                kept.append(client)
            else:
                struck.append(client)
    return struck


def _fits(problem: Problem, seat: int, clients: list[int]) -> bool:
    return bool(
        problem.minutes[clients].sum() <= problem.free_minutes[clients, seat].min()
        and len(clients) <= problem.free_places[clients, seat].min()
    )


def _left(problem: Problem, found: NDArray[np.intp], rest: NDArray[np.intp]) -> Problem:
    """The problem of those without a mentor, with what the others leave of each seat."""
    cost, free_minutes, free_places = problem.cost[rest], problem.free_minutes[rest], problem.free_places[rest]
    for seat, clients in _by_seat(found).items():
        used = int(problem.minutes[clients].sum())
        least: Any = problem.free_minutes[clients, seat].min(), problem.free_places[clients, seat].min()
        free_minutes[:, seat] = np.minimum(free_minutes[:, seat], least[0]) - used
        free_places[:, seat] = np.minimum(free_places[:, seat], least[1]) - len(clients)
    cost[(free_places < 1) | (free_minutes < problem.minutes[rest][:, None])] = problem.none
    return Problem(cost, problem.none, problem.minutes[rest], free_minutes, free_places)
