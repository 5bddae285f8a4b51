"""The state machine: every pair of state and event, printed and checked (R01-R03)."""

import pytest

from cases.enums import CLOSED_STATES, EXITS, OPEN_STATES, STEPS, State
from cases.rules.lifecycle import TRANSITIONS, Event, can_move, moved

PAIRS = [(state, event) for state in State for event in Event]

# The picture, drawn a second time by hand: a dot is a refusal.
#                CONTACT_DONE    CHALLENGES_DONE GRANTED   REFUSED    ASSIGNED    UNASSIGNED PERIOD_STARTED WITHDRAWN    NOT_RELEVANT    ENDED      REOPENED    ANNULLED    HANDED_OVER
PICTURE = """
contact          challenges      .               .         .          .           .          .              withdrawn    not_relevant    .          .           .           not_relevant
challenges       .               assessment      .         .          .           .          .              withdrawn    not_relevant    .          .           .           not_relevant
assessment       .               .               match     refused    .           .          .              withdrawn    not_relevant    .          .           .           not_relevant
match            .               .               .         .          startup     .          .              withdrawn    not_relevant    .          .           assessment  not_relevant
startup          .               .               .         .          .           match      running        withdrawn    not_relevant    .          .           assessment  not_relevant
running          .               .               .         .          .           .          .              ended        .               ended      .           .           ended
ended            .               .               .         .          .           .          .              .            .               .          running     .           .
withdrawn        .               .               .         .          .           .          .              .            .               .          .           .           .
refused          .               .               .         .          .           .          .              .            .               .          .           assessment  .
not_relevant     .               .               .         .          .           .          .              .            .               .          .           .           .
"""
DRAWN = {row.split()[0]: row.split()[1:] for row in PICTURE.strip().splitlines()}


@pytest.mark.parametrize(("state", "event"), PAIRS, ids=[f"{state}-{event}" for state, event in PAIRS])
def test_every_pair_goes_where_the_picture_says(state: State, event: Event) -> None:
    """R01"""
    target = DRAWN[state][list(Event).index(event)]
    answer = can_move(state=state, event=event)
    print(f"{state:<14}{event:<17}-> {target}")
    if target == ".":
        assert not answer and answer.code == "not_in_this_step"
        assert answer.facts == {"state": str(state), "event": str(event)}
        with pytest.raises(KeyError):
            moved(state=state, event=event)
    else:
        assert answer and moved(state=state, event=event) == State(target)


def test_the_client_can_withdraw_from_every_open_state() -> None:
    """R02: the course is voluntary"""
    assert all(can_move(state=state, event=Event.WITHDRAWN) for state in OPEN_STATES)


def test_every_step_has_an_exit_and_a_closed_case_is_only_opened_again_or_decided_again() -> None:
    """R03, R124, R130"""
    assert all(can_move(state=state, event=Event.NOT_RELEVANT) for state in STEPS)
    out = {(state, event) for state, event in TRANSITIONS if state in CLOSED_STATES}
    assert out == {(State.ENDED, Event.REOPENED), (State.REFUSED, Event.ANNULLED)}
    assert set(EXITS) < set(CLOSED_STATES)


def test_every_state_can_be_reached_from_the_first() -> None:
    """R01"""
    reached, ahead = {State.CONTACT}, [State.CONTACT]
    while ahead:
        here = ahead.pop()
        for event in Event:
            if can_move(state=here, event=event) and (there := moved(state=here, event=event)) not in reached:
                reached.add(there)
                ahead.append(there)
    assert reached == set(State)
    assert set(OPEN_STATES) | set(CLOSED_STATES) == set(State) and not set(OPEN_STATES) & set(CLOSED_STATES)
