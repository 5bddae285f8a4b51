"""From all waiting clients and the register to the lines of an allocation (R76): the matrix, each client's own first choice, and the best in sum."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from cases.allocation.facts import Line, Register, Waiting
from cases.allocation.matrix import Ints, Matrix, Pairs
from cases.allocation.solver import best_in_sum, problem_of
from cases.rules.matching import STOPS, Weights

BLOCK = 50
"""So many clients are looked at between two signs of life."""


def first_choices(pairs: Pairs) -> Ints:
    """The number of the first mentor of each client's own board (R42), or -1; the mentors stand in the order of name and key."""
    allowed = pairs.stop == 0
    key = np.zeros(allowed.shape, dtype=np.int64)
    for values in (pairs.needs, pairs.wishes, pairs.free_minutes, -pairs.taken):
        low = int(values.min(initial=0))
        key = key * (int(values.max(initial=0)) - low + 1) + (values - low)
    key[~allowed] = -1
    best = key.argmax(axis=1)
    return np.where(allowed.any(axis=1), best, -1).astype(np.int32)


def allocate(
    *, waiting: Sequence[Waiting], register: Register, weights: Weights, beat: Callable[[int], None] = lambda done: None
) -> list[Line]:
    """The lines in the order of the case numbers; the same for any order of what comes in. `beat` is told how many clients were looked at."""
    ordered = sorted(waiting, key=lambda each: (each.order, str(each.case_id)))
    mentors = sorted(register.mentors, key=lambda mentor: (mentor.sort_key, str(mentor.id)))
    known = {mentor.id for mentor in mentors}
    places = sorted((place for place in register.places if place.mentor_id in known), key=lambda place: str(place.id))
    register = replace(register, mentors=tuple(mentors), places=tuple(places))
    if not ordered or not mentors:
        return [Line(waiting=each, mentor=None, first_choice=None, candidates=0) for each in ordered]
    matrix = Matrix(register=register, weights=weights)
    blocks = []
    for first in range(0, len(ordered), BLOCK):
        block = ordered[first : first + BLOCK]
        blocks.append(matrix.rows([each.facts for each in block]))
        beat(first + len(block))
    pairs = Pairs.joined(blocks)
    minutes = np.array([each.facts.minutes for each in ordered], dtype=np.int32)
    seats = best_in_sum(problem_of(pairs, minutes=minutes, seats=len(mentors) + len(places)))
    number = {mentor.id: n for n, mentor in enumerate(mentors)}
    of_seat = [*range(len(mentors)), *(number[place.mentor_id] for place in places)]
    firsts = first_choices(pairs)
    found = []
    for n, each in enumerate(ordered):
        counts = np.bincount(pairs.stop[n], minlength=len(STOPS) + 1)
        nobody = seats[n] < 0
        found.append(
            Line(
                waiting=each,
                mentor=None if nobody else mentors[of_seat[seats[n]]],
                first_choice=None if firsts[n] < 0 else mentors[firsts[n]],
                candidates=int(counts[0]),
                stops=tuple((code, int(counts[i])) for i, code in enumerate(STOPS, start=1) if counts[i]) if nobody else (),
            )
        )
    return found
