"""How long a proposal waits for an answer, and which answer comes too late (R69). A proposal that has run out is still open: it waits for a person."""

import datetime as dt

from cases.enums import ProposalState
from core.verdicts import YES, Answer, no

AWAITED: tuple[ProposalState, ...] = (ProposalState.CLIENT_ASKED, ProposalState.CLIENT_THINKING, ProposalState.MENTOR_ASKED)
"""The states in which somebody owes an answer; a proposal that both have accepted waits for us."""


def is_expired(*, state: str, answer_by: dt.date, on: dt.date) -> bool:
    """Whether the answer should have been there by now (R69): the day itself is still in time."""
    return state in AWAITED and answer_by < on


def answer_in_time(*, answered_on: dt.date, answer_by: dt.date) -> Answer:
    """Whether an answer of that day counts (R69); one that is typed later does. Refuses with `answer_after_expiry`."""
    return YES if answered_on <= answer_by else no("answer_after_expiry", day=answer_by.isoformat())


def new_day_verdict(*, answer_by: dt.date, today: dt.date) -> Answer:
    """A day by which somebody answers is today or later. Refuses with `answer_by_past`."""
    return YES if answer_by >= today else no("answer_by_past")
