"""What the match is decided from: the client's facts, the mentor's facts, and the weights. Codes are those of `mentors.enums` and `cases.enums`."""

import datetime as dt
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from core.days import DaySpan

Experience = tuple[tuple[str, int], ...]
"""Pairs of support area and level (0 none, 1 some, 2 much). An area without a pair is not known."""
NO, SOME, MUCH = 0, 1, 2
"""The levels of `mentors.enums.Experience`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """How much each need and wish weighs: whole numbers from 0 to 10 (R66). `id` is the row that they come from.

    `much`, `some` and `none` weigh a need, times the client's own weight; the others a wish that is met (for) or not met (against).
    """

    id: int | None = None
    much: int = 3
    some: int = 2
    none: int = 2
    type: int = 2
    language: int = 4
    gender: int = 1
    age: int = 1
    ways: int = 2
    place: int = 2
    times: int = 2
    situation: int = 2
    continuity: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientFacts:
    """What the case says: the granted hours and days, the needs with their weight, the wishes. An empty wish is no wish."""

    jobcentre_id: uuid.UUID
    minutes: int
    first_day: dt.date
    last_day: dt.date | None = None
    granted_type: str = ""
    needs: tuple[tuple[str, int], ...] = ()
    situation: str = ""
    workplace_id: uuid.UUID | None = None
    place_contact: str = ""
    place_is_school: bool = False
    mentor_types: frozenset[str] = frozenset()
    language: str = ""
    needs_interpreter: bool = False
    gender: str = ""
    age_group: str = ""
    ways_of_meeting: frozenset[str] = frozenset()
    zone: uuid.UUID | None = None
    times: frozenset[str] = frozenset()
    unwanted: str = ""
    conflicts: Mapping[uuid.UUID, str] = field(default_factory=dict)
    said_no_to: frozenset[uuid.UUID] = frozenset()
    refused_by: frozenset[uuid.UUID] = frozenset()
    failed_mentors: frozenset[uuid.UUID] = frozenset()
    known_mentors: frozenset[uuid.UUID] = frozenset()
    proposed: frozenset[uuid.UUID] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class MentorFacts:
    """What the register says. Empty sets and texts mean that nothing is known. `colleague_at` is the workplace of a colleague, else None.

    With `place_id` the mentor is the place mentor of the client's workplace, and capacity and what is taken are those of the place (R67).
    """

    id: uuid.UUID
    jobcentre_id: uuid.UUID
    name: str = ""
    sort_key: str = ""
    type: str = ""
    colleague_at: uuid.UUID | None = None
    place_id: uuid.UUID | None = None
    experience: Experience = ()
    situations: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    gender: str = ""
    age_group: str = ""
    ways_of_meeting: frozenset[str] = frozenset()
    zones: frozenset[uuid.UUID] = frozenset()
    times: frozenset[str] = frozenset()
    most_clients: int = 1
    most_minutes: int = 0
    taken: int = 0
    taken_minutes: int = 0
    available_from: dt.date | None = None
    available_until: dt.date | None = None
    declared_on: dt.date | None = None
    declaration_until: dt.date | None = None
    away: tuple[DaySpan, ...] = ()

    @property
    def support_areas(self) -> frozenset[str]:
        """The areas within which the mentor is known to help."""
        return frozenset(area for area, level in self.experience if level)

    @property
    def free_minutes(self) -> int:
        return max(0, self.most_minutes - self.taken_minutes)

    @property
    def free_places(self) -> int:
        return max(0, self.most_clients - self.taken)


def words_of(text: str) -> list[str]:
    """The words of a name or a note, without capitals; "Lind-Bo" is one word."""
    return re.findall(r"\w[\w'’-]*", text.lower())


def names(*, text: str, name: str) -> bool:
    """Whether the text names this person with whole words: "Bo Lind, please" does not name Bo Li."""
    wanted, found = words_of(name), words_of(text)
    return bool(wanted) and any(found[n : n + len(wanted)] == wanted for n in range(len(found) - len(wanted) + 1))
