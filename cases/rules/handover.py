"""Handing a case over to another jobcentre: when it can be done, and taken (rule R133)."""

import uuid

from cases.enums import State
from cases.rules.lifecycle import Event, can_move
from core.verdicts import YES, Answer, no


def handover_verdict(*, state: State, from_id: uuid.UUID, to_id: uuid.UUID) -> Answer:
    """Whether a case can be handed over (R133): an open one, to another jobcentre. Refuses with `case_closed` or `handover_to_itself`."""
    if not can_move(state=state, event=Event.HANDED_OVER):
        return no("case_closed", state=str(state))
    return no("handover_to_itself") if from_id == to_id else YES


def take_verdict(*, taken: bool = False, taken_back: bool = False, open_ref: str = "") -> Answer:
    """Whether the receiving jobcentre can take it (R133): once, as long as it was not taken back, and while the client has no open case there.

    Refuses with `handover_taken`, `handover_taken_back` or `client_has_open_case`.
    """
    if taken:
        return no("handover_taken")
    if taken_back:
        return no("handover_taken_back")
    return no("client_has_open_case", ref=open_ref) if open_ref else YES


def take_back_verdict(*, is_there: bool, taken: bool, why: str) -> Answer:
    """Whether the jobcentre that handed the case over can take it back (R133): until it is taken there, with a reason.

    Refuses with `handover_not_there`, `handover_taken_there` or `handover_why_missing`.
    """
    if not is_there:
        return no("handover_not_there")
    if taken:
        return no("handover_taken_there")
    return YES if why.strip() else no("handover_why_missing")
