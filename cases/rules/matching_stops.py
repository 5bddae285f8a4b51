"""The hard stops: why somebody cannot be this client's mentor now (R40). A stopped mentor is on no list and is neither proposed nor assigned."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from cases.rules.matching_facts import ClientFacts, MentorFacts, names
from core.verdicts import YES, Answer, no


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


def conflict_stop(kind: str) -> Stop:
    """The stop of a recorded conflict of interest; the client's own manager and teacher are told as that."""
    code = {"manager": "mentor_is_manager", "teacher": "mentor_is_teacher"}.get(kind)
    return Stop(code) if code else Stop("mentor_conflict", {"kind": kind})


def is_contact_person(*, client: ClientFacts, mentor: MentorFacts) -> bool:
    """Whether a colleague bears the name of the contact person at the client's own place: the client's manager there, or teacher."""
    return (
        client.workplace_id is not None
        and mentor.colleague_at == client.workplace_id
        and names(text=client.place_contact, name=mentor.name)
    )


def _between_the_two(client: ClientFacts, mentor: MentorFacts) -> Iterator[Stop]:
    if mentor.jobcentre_id != client.jobcentre_id:
        yield Stop("mentor_other_jobcentre")
    if mentor.id in client.conflicts:
        yield conflict_stop(client.conflicts[mentor.id])
    elif is_contact_person(client=client, mentor=mentor):
        yield Stop("mentor_is_teacher" if client.place_is_school else "mentor_is_manager")
    if mentor.id in client.said_no_to:
        yield Stop("mentor_client_said_no")
    if client.unwanted and names(text=client.unwanted, name=mentor.name):
        yield Stop("mentor_not_wanted")
    if mentor.id in client.failed_mentors:
        yield Stop("mentor_did_not_work")
    if mentor.id in client.refused_by:
        yield Stop("mentor_refused_before")
    if mentor.colleague_at is not None and mentor.colleague_at != client.workplace_id and mentor.place_id is None:
        yield Stop("mentor_other_workplace")
    if mentor.id in client.proposed:
        yield Stop("mentor_proposed_already")


def _on_the_first_day(client: ClientFacts, mentor: MentorFacts) -> Iterator[Stop]:
    day = client.first_day
    if mentor.declared_on is None or mentor.declared_on > day:
        yield Stop("mentor_no_declaration")
    elif mentor.declaration_until is not None and mentor.declaration_until < day:
        yield Stop("mentor_declaration_expired", {"until": mentor.declaration_until.isoformat()})
    if mentor.available_from is not None and mentor.available_from > day:
        yield Stop("mentor_not_yet", {"day": mentor.available_from.isoformat()})
    if mentor.available_until is not None and mentor.available_until < day:
        yield Stop("mentor_no_longer", {"day": mentor.available_until.isoformat()})
    for span in mentor.away:
        if day in span:
            yield Stop("mentor_absent", {"until": span.last_day.isoformat() if span.last_day else ""})


def _capacity(client: ClientFacts, mentor: MentorFacts) -> Iterator[Stop]:
    if mentor.taken >= mentor.most_clients:
        yield Stop("place_full" if mentor.place_id else "mentor_full", {"taken": mentor.taken, "most": mentor.most_clients})
    elif mentor.free_minutes < client.minutes:
        yield Stop("place_no_hours" if mentor.place_id else "mentor_no_hours", {"free": mentor.free_minutes, "needed": client.minutes})


STOPS: tuple[str, ...] = (
    "mentor_other_jobcentre",
    "mentor_conflict",
    "mentor_is_manager",
    "mentor_is_teacher",
    "mentor_client_said_no",
    "mentor_not_wanted",
    "mentor_did_not_work",
    "mentor_refused_before",
    "mentor_other_workplace",
    "mentor_proposed_already",
    "mentor_no_declaration",
    "mentor_declaration_expired",
    "mentor_not_yet",
    "mentor_no_longer",
    "mentor_absent",
    "mentor_full",
    "place_full",
    "mentor_no_hours",
    "place_no_hours",
)
"""All codes, in the order in which `hard_stops` tells them: the most lasting reason first."""


def hard_stops(*, client: ClientFacts, mentor: MentorFacts) -> Verdict:
    """Everything that keeps this mentor from this client (R40), the most lasting reason first."""
    return Verdict((*_between_the_two(client, mentor), *_on_the_first_day(client, mentor), *_capacity(client, mentor)))
