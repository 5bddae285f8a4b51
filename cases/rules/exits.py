"""Exits: which there are from a step, and what happens to what is under way (rules R02, R03, R08)."""

import datetime as dt

from cases.enums import State
from cases.rules.lifecycle import Event, can_move
from core.days import DAY

EXIT_EVENTS = (Event.WITHDRAWN, Event.NOT_RELEVANT)


def exits_from(*, state: State) -> list[Event]:
    """The exits of a step: the client withdraws on any day (R02), every step can be left as no longer relevant (R03)."""
    return [event for event in EXIT_EVENTS if can_move(state=state, event=event)]


def last_used_day(*, first_day: dt.date, today: dt.date) -> dt.date:
    """The day on which a place or a period that is given up today ends (R08): today, or the day before it began."""
    return max(today, first_day - DAY)
