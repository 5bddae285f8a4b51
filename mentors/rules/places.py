"""A place mentor's place: what can be granted to it, changed and ended (rules R84 to R86). Facts in, answers out; minutes a week, days inclusive."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from core.days import FULL_TIME_MINUTES
from core.verdicts import YES, Answer, no

MOST_CLIENTS = 99


@dataclass(frozen=True, slots=True)
class Share:
    """A client of the place: the case number, the client's share of the minutes, and the days there. Without a last day none is in sight."""

    ref: str
    minutes: int
    first_day: dt.date
    last_day: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What is granted to a place."""

    minutes_a_week: int
    most_clients: int
    first_day: dt.date
    last_day: dt.date | None = None
    reasons: str = ""


def terms_verdict(terms: Terms) -> Answer:
    """Whether the terms of a place go together (R84).

    Refuses with `place_minutes_range`, `place_clients_range`, `place_ends_before_start`, `place_reasons_missing`.
    """
    if not 1 <= terms.minutes_a_week <= FULL_TIME_MINUTES:
        return no("place_minutes_range", most=FULL_TIME_MINUTES)
    if not 1 <= terms.most_clients <= MOST_CLIENTS:
        return no("place_clients_range", most=MOST_CLIENTS)
    if terms.last_day is not None and terms.last_day < terms.first_day:
        return no("place_ends_before_start", first_day=terms.first_day.isoformat())
    if not terms.reasons.strip():
        return no("place_reasons_missing")
    return YES


def mentor_has(*, minutes_a_week: int, most_minutes: int, elsewhere: int) -> Answer:
    """The place's minutes and all that the mentor gives elsewhere are at most the mentor's own (R84). Refuses with
    `place_beyond_the_mentor` and how much is `free`."""
    free = max(0, most_minutes - elsewhere)
    return YES if minutes_a_week <= free else no("place_beyond_the_mentor", free=free, most=most_minutes)


def holds_its_clients(*, terms: Terms, clients: Sequence[Share]) -> Answer:
    """A place is never smaller than what its clients take of it, and never begins after them (R85).

    Refuses with `fewer_places_than_taken`, `fewer_minutes_than_taken`, `place_begins_after_clients`.
    """
    if terms.most_clients < len(clients):
        return no("fewer_places_than_taken", taken=len(clients))
    if terms.minutes_a_week < (taken := sum(each.minutes for each in clients)):
        return no("fewer_minutes_than_taken", taken=taken)
    late = [each for each in clients if each.first_day < terms.first_day]
    if late:
        return no("place_begins_after_clients", first_day=min(each.first_day for each in late).isoformat())
    return YES


def end_verdict(*, last_day: dt.date | None, clients: Sequence[Share]) -> Answer:
    """A place does not end while clients are there (R86). Refuses with `place_has_clients_then` and their case numbers."""
    if last_day is None:
        return YES
    staying = [each.ref for each in clients if each.last_day is None or each.last_day > last_day]
    return no("place_has_clients_then", refs=staying) if staying else YES
