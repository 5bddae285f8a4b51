"""Who can be a client's mentor, and in which order they are shown (rules R40-R44). Facts in, reasons out: no score without its reasons.

Hard stops first: a stopped mentor is never ranked. Then the fit, as reasons for, against and unknown. Codes are those of `mentors.enums`.
What is not known about a mentor counts neither way. Nothing here assigns anybody: a caseworker proposes, and client and mentor answer.
"""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from core.days import DAY, DaySpan
from core.verdicts import YES, Answer, no

MOST_OPEN_PROPOSALS = 3
"""So many mentors can be asked about at the same time (R43)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientFacts:
    """What the case says: the granted hours and days, the needs with their weight, the wishes. An empty wish is no wish."""

    jobcentre_id: uuid.UUID
    minutes: int
    first_day: dt.date
    granted_type: str = ""
    needs: tuple[tuple[str, int], ...] = ()
    situation: str = ""
    workplace_id: uuid.UUID | None = None
    mentor_types: frozenset[str] = frozenset()
    language: str = ""
    needs_interpreter: bool = False
    gender: str = ""
    age_group: str = ""
    ways_of_meeting: frozenset[str] = frozenset()
    unwanted: str = ""
    said_no_to: frozenset[uuid.UUID] = frozenset()
    refused_by: frozenset[uuid.UUID] = frozenset()
    proposed: frozenset[uuid.UUID] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class MentorFacts:
    """What the register says. Empty sets and texts mean that nothing is known. `colleague_at` is the workplace of a colleague, else None."""

    id: uuid.UUID
    jobcentre_id: uuid.UUID
    name: str = ""
    sort_key: str = ""
    type: str = ""
    colleague_at: uuid.UUID | None = None
    experience: tuple[tuple[str, int], ...] = ()
    situations: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    gender: str = ""
    age_group: str = ""
    ways_of_meeting: frozenset[str] = frozenset()
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
        return frozenset(area for area, level in self.experience if level)

    @property
    def free_minutes(self) -> int:
        return max(0, self.most_minutes - self.taken_minutes)

    @property
    def free_places(self) -> int:
        return max(0, self.most_clients - self.taken)


@dataclass(frozen=True, slots=True)
class Stop:
    """Why a mentor cannot be proposed: a code and what fills its sentence."""

    code: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    """All stops of a mentor; none means that the mentor is a candidate."""

    stops: tuple[Stop, ...] = ()

    def __bool__(self) -> bool:
        return not self.stops

    def answer(self) -> Answer:
        """The first stop as a refusal."""
        return YES if not self.stops else no(self.stops[0].code, **self.stops[0].facts)


class Side(StrEnum):
    FOR = "for"
    AGAINST = "against"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason. `wish` names the wish that it is about ("" when it is about needs or experience)."""

    code: str
    side: Side
    wish: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fit:
    """A candidate with the reasons both ways. `needs` and `wishes` are what speaks for less what speaks against; they order, and are not shown."""

    mentor: MentorFacts
    reasons: tuple[Reason, ...]
    needs: int
    wishes: int

    @property
    def unmet(self) -> tuple[str, ...]:
        """The wishes that this mentor does not meet: each is named with its reason when the mentor is proposed (R44)."""
        return tuple(r.wish for r in self.reasons if r.wish and r.side is Side.AGAINST)

    @property
    def meets_all(self) -> bool:
        """Whether there is a wish and every one is met: an unknown one is not."""
        sides = [r.side for r in self.reasons if r.wish]
        return bool(sides) and all(side is Side.FOR for side in sides)


def hard_stops(*, client: ClientFacts, mentor: MentorFacts) -> Verdict:
    """Everything that keeps this mentor from this client (R40), the most lasting reason first."""
    day = client.first_day
    stops: list[Stop] = []
    if mentor.jobcentre_id != client.jobcentre_id:
        stops.append(Stop("mentor_other_jobcentre"))
    if mentor.id in client.said_no_to:
        stops.append(Stop("mentor_client_said_no"))
    if mentor.name and mentor.name.casefold() in client.unwanted.casefold():
        stops.append(Stop("mentor_not_wanted"))
    if mentor.colleague_at is not None and mentor.colleague_at != client.workplace_id:
        stops.append(Stop("mentor_other_workplace"))
    if mentor.id in client.proposed:
        stops.append(Stop("mentor_proposed_already"))
    if mentor.declared_on is None or mentor.declared_on > day:
        stops.append(Stop("mentor_no_declaration"))
    elif mentor.declaration_until is not None and mentor.declaration_until < day:
        stops.append(Stop("mentor_declaration_expired", {"until": mentor.declaration_until.isoformat()}))
    if mentor.available_from is not None and mentor.available_from > day:
        stops.append(Stop("mentor_not_yet", {"day": mentor.available_from.isoformat()}))
    if mentor.available_until is not None and mentor.available_until < day:
        stops.append(Stop("mentor_no_longer", {"day": mentor.available_until.isoformat()}))
    stops += [Stop("mentor_absent", {"until": s.last_day.isoformat() if s.last_day else ""}) for s in mentor.away if day in s]
    if mentor.taken >= mentor.most_clients:
        stops.append(Stop("mentor_full", {"taken": mentor.taken, "most": mentor.most_clients}))
    elif mentor.free_minutes < client.minutes:
        stops.append(Stop("mentor_no_hours", {"free": mentor.free_minutes, "needed": client.minutes}))
    return Verdict(tuple(stops))


def first_possible_day(*, mentor: MentorFacts, on: dt.date) -> dt.date | None:
    """The first day from `on` on which the mentor is available and not away (R41); None when there is none in sight."""
    day = max(on, mentor.available_from or on)
    for span in sorted(mentor.away, key=lambda s: s.first_day):
        if day in span:
            if span.last_day is None:
                return None
            day = span.last_day + DAY
    return None if mentor.available_until is not None and day > mentor.available_until else day


def _wish(wish: str, met: bool | None, **facts: Any) -> Reason:
    side = Side.UNKNOWN if met is None else Side.FOR if met else Side.AGAINST
    return Reason(f"{wish}_{'unknown' if met is None else 'met' if met else 'unmet'}", side, wish, facts)


def _wishes(client: ClientFacts, mentor: MentorFacts) -> list[Reason]:
    found = []
    if client.mentor_types:
        found.append(_wish("type", mentor.type in client.mentor_types, type=mentor.type, wished=sorted(client.mentor_types)))
    if client.language:
        speaks = client.language in mentor.languages if mentor.languages else None
        found.append(_wish("language", speaks, language=client.language, interpreter=client.needs_interpreter))
    if client.gender:
        found.append(_wish("gender", mentor.gender == client.gender if mentor.gender else None, wished=client.gender))
    if client.age_group:
        found.append(_wish("age", mentor.age_group == client.age_group if mentor.age_group else None, wished=client.age_group))
    if client.ways_of_meeting:
        shared = client.ways_of_meeting & mentor.ways_of_meeting
        found.append(
            _wish("ways", bool(shared) if mentor.ways_of_meeting else None, ways=sorted(shared), wished=sorted(client.ways_of_meeting))
        )
    return found


def fit(*, client: ClientFacts, mentor: MentorFacts) -> Fit:
    """What speaks for this mentor, what against, and what is not known (R42)."""
    reasons: list[Reason] = []
    needs = [(area, weight) for area, weight in client.needs if weight > 0]
    balance = 0
    if needs and not mentor.support_areas:
        reasons.append(Reason("needs_unknown", Side.UNKNOWN, facts={"of": len(needs)}))
    elif needs:
        covered = [area for area, _weight in needs if area in mentor.support_areas]
        missing = sorted(((a, w) for a, w in needs if a not in mentor.support_areas), key=lambda each: (-each[1], each[0]))
        balance = sum(w if a in mentor.support_areas else -w for a, w in needs)
        if covered:
            reasons.append(Reason("needs_covered", Side.FOR, facts={"covered": len(covered), "of": len(needs), "areas": covered}))
        reasons += [Reason("area_missing", Side.AGAINST, facts={"area": area, "weight": weight}) for area, weight in missing]
    other = _wishes(client, mentor)
    if client.granted_type and mentor.type and mentor.type != client.granted_type:
        other.append(Reason("type_not_granted", Side.AGAINST, facts={"granted": client.granted_type}))
    if mentor.colleague_at is not None and mentor.colleague_at == client.workplace_id:
        other.append(Reason("knows_the_place", Side.FOR))
    if client.situation:
        if not mentor.situations:
            other.append(Reason("situation_unknown", Side.UNKNOWN))
        elif client.situation in mentor.situations:
            other.append(Reason("situation_known", Side.FOR))
        else:
            other.append(Reason("situation_new", Side.AGAINST))
    if mentor.id in client.refused_by:
        other.append(Reason("mentor_refused_before", Side.AGAINST))
    wishes = sum(1 if r.side is Side.FOR else -1 if r.side is Side.AGAINST else 0 for r in other)
    return Fit(mentor=mentor, reasons=(*reasons, *other), needs=balance, wishes=wishes)


def sort_key(found: Fit) -> tuple[int, int, int, int, str, str]:
    """Needs covered by weight, then wishes and experience, then free time; then who has fewest clients; then the name, then the id (R42)."""
    mentor = found.mentor
    return (-found.needs, -found.wishes, -mentor.free_minutes, mentor.taken, mentor.sort_key, str(mentor.id))


@dataclass(frozen=True, slots=True)
class Board:
    """The candidates in order, and who is not on the list with the reasons."""

    candidates: tuple[Fit, ...]
    excluded: tuple[tuple[MentorFacts, Verdict], ...]


def board(*, client: ClientFacts, mentors: Iterable[MentorFacts]) -> Board:
    """Hard stops, then the order (R40, R42). A mentor of another jobcentre is in neither list."""
    candidates, excluded = [], []
    for mentor in mentors:
        if mentor.jobcentre_id != client.jobcentre_id:
            continue
        verdict = hard_stops(client=client, mentor=mentor)
        if verdict:
            candidates.append(fit(client=client, mentor=mentor))
        else:
            excluded.append((mentor, verdict))
    excluded.sort(key=lambda pair: (pair[0].sort_key, str(pair[0].id)))
    return Board(candidates=tuple(sorted(candidates, key=sort_key)), excluded=tuple(excluded))


def can_propose(*, open_proposals: int) -> Answer:
    """At most three open proposals a case (R43). Refuses with `too_many_proposals`."""
    return YES if open_proposals < MOST_OPEN_PROPOSALS else no("too_many_proposals", most=MOST_OPEN_PROPOSALS)


def missing_wish_reason(*, unmet: Iterable[str], reasons: dict[str, str]) -> str:
    """The first unmet wish without a reason (R44), or ""."""
    return next((wish for wish in unmet if not reasons.get(wish, "").strip()), "")


def assignment_first_day(*, granted: DaySpan, today: dt.date, last_ended_on: dt.date | None) -> dt.date | None:
    """The first day of an assignment (R45): the granted one, or today, or the day after the last mentor if those are later. None: past the grant."""
    day = max(granted.first_day, today, last_ended_on + DAY if last_ended_on else today)
    return day if day in granted or granted.last_day is None else None
