"""The plan of one course, from which `rows` writes every table: who, what, and on which days. `story` tells it."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from cases.demo import names
from cases.demo.people import Grant, Mentor, Office, Person, Place, person_name
from cases.enums import ConflictKind, MayRead, ProposalState, RaisedBy, RematchReason, State
from cases.enums_course import AskedBy


@dataclass(slots=True)
class ClientStory:
    id: str
    given: str
    family: str
    cpr: str
    language: str = "da"
    interpreter: bool = False
    protected: bool = False
    paper: bool = False
    known: bool = False
    """Whether the client's row is written already: somebody who comes back."""


@dataclass(slots=True)
class Asked:
    """A mentor who was proposed: what became of it, and on which days."""

    mentor: Mentor
    state: ProposalState
    on: dt.date
    answered_on: dt.date
    answer_by: dt.date


@dataclass(slots=True)
class SecondChance:
    """A match that did not work: raised in a running course, closed by the mentor who took over. Without `asked` it is open."""

    earlier: Mentor
    raised_by: RaisedBy
    reason: RematchReason
    words: str
    may_read: MayRead
    raised_on: dt.date
    opened_on: dt.date
    asked: Asked | None = None
    first_day: dt.date | None = None
    """The new mentor's first day."""
    signed_on: dt.date | None = None
    """When client and mentor signed the new version of the agreement."""


@dataclass(slots=True)
class Extended:
    """A new period after the first: asked for, and granted when there is a `decided_on`. Days and hours are the granted ones, or the wished."""

    asked_by: AskedBy
    asked_on: dt.date
    decide_by: dt.date
    first_day: dt.date
    last_day: dt.date
    minutes: int
    wished_minutes: int
    wished_last_day: dt.date
    decided_on: dt.date | None = None
    ended_on: dt.date | None = None
    """When the new period ended early."""


@dataclass(slots=True)
class Course:
    at: Office
    state: State
    client: ClientStory
    caseworker: Person
    situation: str
    place: Place | None
    received_on: dt.date
    steps: list[dt.date]
    """The days on which the steps were completed."""
    starts_on: dt.date
    first_day: dt.date
    """The granted first day."""
    last_day: dt.date
    minutes: int
    wished_minutes: int
    months: int
    wished_months: int
    asked: list[Asked] = field(default_factory=list)
    mentor: Mentor | None = None
    """The mentor of now; of a closed case the last one."""
    grant: Grant | None = None
    """Set: the client shares the hours of a place mentor, who is the mentor."""
    second: SecondChance | None = None
    extended: Extended | None = None
    """Set: a new period after the first is asked for, or granted."""
    conflicts: list[tuple[Mentor, ConflictKind, str]] = field(default_factory=list)
    """Who cannot be the client's mentor, of which kind, in words; recorded when the match began."""
    period_first: dt.date | None = None
    period_ended: dt.date | None = None
    closed_on: dt.date | None = None
    end_reason: str = ""
    outcome: str = ""
    other_scheme: bool = False
    meeting: tuple[dt.date, int, bool] | None = None
    """The start-up meeting: day, hour, held."""
    agreed_on: dt.date | None = None
    signed: tuple[str, ...] = ()
    due_on: dt.date | None = None
    answer_due_on: dt.date | None = None
    year: int = 0
    number: int = 0
    wished: dict[str, Any] = field(default_factory=dict)
    """The wishes as `ClientFacts` names them, once they are written."""
    story: frozenset[str] = frozenset()
    """What else is told of the course: "complaint", "discharge", "pause", "trouble" ..."""
    unsure: bool = False
    """Application without consent, challenges or assessment half written."""

    @property
    def ref(self) -> str:
        return f"{self.year}-{self.number:04d}"

    @property
    def final_day(self) -> dt.date:
        """The last day that is granted."""
        return self.extended.last_day if self.extended and self.extended.decided_on else self.last_day

    @property
    def minutes_of_now(self) -> int:
        """The hours of the newest grant."""
        return self.extended.minutes if self.extended and self.extended.decided_on else self.minutes

    @property
    def last_used_day(self) -> dt.date:
        """The last day of the course: the granted one, or the day on which it ended early."""
        early = self.extended.ended_on if self.extended and self.extended.decided_on else self.period_ended
        return early or self.final_day

    def all_asked(self) -> list[Asked]:
        """Everybody who was proposed, the one who took over later included."""
        return [*self.asked, *([self.second.asked] if self.second and self.second.asked else [])]


def somebody(at: Office) -> ClientStory:
    chance = at.chance
    woman = chance.happens(0.5)
    given, family = person_name(chance, woman=woman)
    language = names.LANGUAGES.get(family.split()[-1], "da")
    return ClientStory(
        chance.uuid(),
        given,
        family,
        next(at.cprs)[0 if woman else 1],
        language=language if chance.happens(0.6) else "da",
        interpreter=language != "da" and chance.happens(0.3),
        protected=chance.happens(0.02),
        paper=chance.happens(0.12),
    )
