"""The matrix says of every pair what the rules say of it."""

import uuid
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from cases.allocation.facts import Held, Register
from cases.allocation.matrix import CODES, Matrix
from cases.rules.matching import STOPS, ClientFacts, MentorFacts, Weights, hard_stops, score
from tests.cases.allocation.scenes import TODAY, clients, registers, weights


def as_the_board_sees(mentor: MentorFacts, client: ClientFacts, register: Register) -> MentorFacts:
    """A mentor with what is taken on the client's first day and later, of the mentor's own or of the place (R67)."""
    day = client.first_day

    def holds(each: Held) -> bool:
        return each.ended_on is None or each.ended_on >= day

    mine = [place for place in register.places if place.mentor_id == mentor.id and (place.last_day is None or place.last_day >= day)]
    until = client.last_day or day
    here = [
        place
        for place in mine
        if place.workplace_id == client.workplace_id and place.first_day <= day and (place.last_day is None or place.last_day >= until)
    ]
    taken = [held for held in register.held if held.mentor_id == mentor.id and holds(held)]
    if here:
        (place,) = here
        of_place = [held.minutes for held in taken if held.place_id == place.id]
        return replace(
            mentor,
            place_id=place.id,
            most_clients=place.most_clients,
            most_minutes=place.minutes,
            taken=len(of_place),
            taken_minutes=sum(of_place),
        )
    own = [held.minutes for held in taken if held.place_id is None]
    return replace(mentor, taken=len(own), taken_minutes=sum(own) + sum(place.minutes for place in mine))


@given(found=st.lists(clients, min_size=1, max_size=4), register=registers(), weights=weights)
def test_every_pair_is_as_the_rules_say_r76(found: list[ClientFacts], register: Register, weights: Weights) -> None:
    pairs = Matrix(register=register, weights=weights).rows(found)
    names = {number: code for code, number in CODES.items()}
    for row, client in enumerate(found):
        for column, plain in enumerate(register.mentors):
            mentor = as_the_board_sees(plain, client, register)
            stops = hard_stops(client=client, mentor=mentor).stops
            assert names.get(int(pairs.stop[row, column]), "") == (stops[0].code if stops else ""), (row, column)
            needs, wishes = score(client=client, mentor=mentor, weights=weights)
            assert (pairs.needs[row, column], pairs.wishes[row, column]) == (needs, wishes), (row, column)
            assert pairs.free_minutes[row, column] == mentor.free_minutes
            assert pairs.free_places[row, column] == mentor.free_places
            assert pairs.taken[row, column] == mentor.taken
            assert (pairs.seat[row, column] >= len(register.mentors)) == (mentor.place_id is not None)


def test_every_stop_of_the_rules_has_a_number() -> None:
    assert set(CODES) == set(STOPS)
    assert 0 not in CODES.values()
    assert len(STOPS) < 127


def test_blocks_put_together_are_the_whole() -> None:
    client = ClientFacts(jobcentre_id=uuid.UUID(int=1), minutes=60, first_day=TODAY)
    mentor = MentorFacts(id=uuid.UUID(int=100), jobcentre_id=uuid.UUID(int=1), most_minutes=600)
    matrix = Matrix(register=Register(mentors=(mentor,)), weights=Weights())
    block = matrix.rows([client])
    assert type(block).joined([block, block]).stop.shape == (2, 1)
