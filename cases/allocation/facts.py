"""What an allocation is calculated from: all waiting clients, and the whole register with what is taken of it. Read once, and no row is asked again."""

import datetime as dt
import uuid
from dataclasses import dataclass

from cases.rules.matching import ClientFacts, MentorFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One waiting client. `order` is the case number, so that the result does not depend on the order of rows."""

    case_id: uuid.UUID
    order: tuple[int, int]
    facts: ClientFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A place that is taken from now on, until `ended_on` inclusive or without end; `place_id` when a place mentor's hours are shared."""

    mentor_id: uuid.UUID
    place_id: uuid.UUID | None
    minutes: int
    ended_on: dt.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Hours granted to a workplace: one mentor there, for several clients. Days are inclusive."""

    id: uuid.UUID
    mentor_id: uuid.UUID
    workplace_id: uuid.UUID
    minutes: int
    most_clients: int
    first_day: dt.date
    last_day: dt.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """The mentors of one jobcentre. What their facts say of `taken` is not used: it depends on the client's first day, and stands in `held`."""

    mentors: tuple[MentorFacts, ...]
    held: tuple[Held, ...] = ()
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One client's line. `first_choice` is the first of the client's own board; `stops` says how many mentors have which stop first (of a line without a mentor)."""

    waiting: Waiting
    mentor: MentorFacts | None
    first_choice: MentorFacts | None
    candidates: int
    stops: tuple[tuple[str, int], ...] = ()
