"""From facts to lines: capacity holds, the order of what comes in does not matter, and the first choice is the board's."""

from collections import defaultdict
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from cases.allocation.calculation import allocate
from cases.allocation.facts import Register
from cases.rules.matching import ClientFacts, MentorFacts, Weights, board, hard_stops
from tests.cases.allocation.scenes import HERE, MENTORS, TODAY, clients, registers, waiting, weights
from tests.cases.allocation.test_matrix import as_the_board_sees

several = st.lists(clients, max_size=6)


@settings(max_examples=60)
@given(found=several, register=registers(), weights=weights, data=st.data())
def test_the_order_of_clients_and_mentors_changes_nothing_r76(found: Any, register: Register, weights: Weights, data: Any) -> None:
    those = waiting(found)
    lines = allocate(waiting=those, register=register, weights=weights)
    mixed = Register(
        mentors=tuple(data.draw(st.permutations(register.mentors))),
        held=tuple(data.draw(st.permutations(register.held))),
        places=tuple(data.draw(st.permutations(register.places))),
    )
    assert allocate(waiting=data.draw(st.permutations(those)), register=mixed, weights=weights) == lines
    assert [line.waiting.order for line in lines] == sorted(each.order for each in those)


@settings(max_examples=60)
@given(found=several, register=registers(), weights=weights)
def test_each_first_choice_is_the_first_of_the_clients_own_board_r76(found: Any, register: Register, weights: Weights) -> None:
    for line in allocate(waiting=waiting(found), register=register, weights=weights):
        client = line.waiting.facts
        own = board(client=client, mentors=[as_the_board_sees(m, client, register) for m in register.mentors], weights=weights)
        assert line.candidates == len(own.candidates)
        assert (line.first_choice and line.first_choice.id) == (own.candidates[0].mentor.id if own.candidates else None)


@settings(max_examples=60)
@given(found=several, register=registers(), weights=weights)
def test_every_proposed_pair_is_allowed_and_no_mentor_or_place_is_overfull_r76(found: Any, register: Register, weights: Weights) -> None:
    """Whoever of a mentor's clients is assigned last still has room: places and hours as each of them sees them."""
    given_to: dict[Any, list[ClientFacts]] = defaultdict(list)
    seen: dict[Any, list[Any]] = defaultdict(list)
    for line in allocate(waiting=waiting(found), register=register, weights=weights):
        if line.mentor is None:
            assert sum(number for _code, number in line.stops) + line.candidates == len(register.mentors) or not register.mentors
            continue
        mentor = as_the_board_sees(line.mentor, line.waiting.facts, register)
        assert hard_stops(client=line.waiting.facts, mentor=mentor)
        seat = mentor.place_id or mentor.id
        given_to[seat].append(line.waiting.facts)
        seen[seat].append(mentor)
    for seat, mine in given_to.items():
        assert len(mine) <= min(mentor.free_places for mentor in seen[seat])
        assert sum(client.minutes for client in mine) <= min(mentor.free_minutes for mentor in seen[seat])


def test_the_calculation_tells_how_far_it_is() -> None:
    told: list[int] = []
    client = ClientFacts(jobcentre_id=HERE, minutes=60, first_day=TODAY)
    mentor = MentorFacts(id=MENTORS[0], jobcentre_id=HERE, most_minutes=600, declared_on=TODAY)
    allocate(waiting=waiting([client] * 120), register=Register(mentors=(mentor,)), weights=Weights(), beat=told.append)
    assert told == [50, 100, 120]


def test_without_clients_or_mentors_there_is_nothing_to_calculate() -> None:
    client = ClientFacts(jobcentre_id=HERE, minutes=60, first_day=TODAY)
    assert allocate(waiting=[], register=Register(mentors=()), weights=Weights()) == []
    (line,) = allocate(waiting=waiting([client]), register=Register(mentors=()), weights=Weights())
    assert (line.mentor, line.first_choice, line.candidates) == (None, None, 0)
