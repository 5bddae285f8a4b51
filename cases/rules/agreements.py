"""The agreement: its five facts, what a change of substance is, which signatures count, and when the period may start (rules R50-R59, R75)."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum

from cases.enums import Party
from core.days import DaySpan
from core.verdicts import YES, Answer, no

MOST_GOALS = 4
NEEDED: tuple[Party, ...] = (Party.CLIENT, Party.MENTOR)
"""Who must sign before the period starts; the jobcentre may."""


class Fact(StrEnum):
    """The five facts that an agreement names [law]."""

    GOALS = "goals"
    MENTOR = "mentor"
    TASKS = "tasks"
    DURATION = "duration"
    HOURS = "hours"


@dataclass(frozen=True, slots=True)
class Terms:
    """What one version says. `mentor` is the key of the assignment; a goal is (the client's words, by when)."""

    goals: tuple[tuple[str, str], ...]
    mentor: str
    mentor_contact: str
    tasks: str
    first_day: dt.date | None
    last_day: dt.date | None
    minutes_a_week: int | None
    ways_of_meeting: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    when_where: str = ""
    cancelling: str = ""
    may_write_down: str = ""
    with_workplace: str = ""


NOT_SUBSTANCE = frozenset({"mentor_contact"})
"""A new phone number asks for no new signature. Everything else that stands in the agreement is what the parties signed."""


SETS = frozenset({"ways_of_meeting", "times"})
"""Boxes: the order in which they were ticked is no change."""


def missing_facts(terms: Terms) -> tuple[Fact, ...]:
    """Which of the five facts are not there yet, in their order (R50)."""
    there = {
        Fact.GOALS: any(words.strip() for words, _by_when in terms.goals),
        Fact.MENTOR: bool(terms.mentor and terms.mentor_contact.strip()),
        Fact.TASKS: bool(terms.tasks.strip()),
        Fact.DURATION: terms.first_day is not None and terms.last_day is not None,
        Fact.HOURS: bool(terms.minutes_a_week),
    }
    return tuple(fact for fact in Fact if not there[fact])


def _plain(value: object) -> object:
    """A value without what nobody reads: blanks and line ends do not make a new version."""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, tuple):
        return tuple(_plain(each) for each in value)
    return value


def changed(*, before: Terms, after: Terms) -> tuple[str, ...]:
    """The names of the terms that differ, blanks aside (R51)."""
    names = []
    for field in fields(Terms):
        old, new = _plain(getattr(before, field.name)), _plain(getattr(after, field.name))
        if field.name in SETS:
            old, new = set(getattr(before, field.name)), set(getattr(after, field.name))
        if old != new:
            names.append(field.name)
    return tuple(names)


def of_substance(names: Collection[str]) -> tuple[str, ...]:
    """Those of the changed terms that make a new version (R51): all but the mentor's contact."""
    return tuple(name for name in names if name not in NOT_SUBSTANCE)


def days_verdict(*, first_day: dt.date, granted: DaySpan) -> Answer:
    """Whether the agreement may begin on this day (R53). Refuses with `starts_before_grant` or `starts_after_grant`: longer needs a new decision."""
    if first_day < granted.first_day:
        return no("starts_before_grant", first_day=granted.first_day.isoformat())
    if granted.last_day is not None and first_day > granted.last_day:
        return no("starts_after_grant", last_day=granted.last_day.isoformat())
    return YES


def hours_verdict(*, minutes_a_week: int, granted_minutes: int) -> Answer:
    """At most the granted hours a week (R52). Refuses with `hours_missing` or `more_than_granted`."""
    if minutes_a_week < 1:
        return no("hours_missing")
    return YES if minutes_a_week <= granted_minutes else no("more_than_granted", minutes=granted_minutes)


def minutes_in_all(*, minutes_a_week: int, span: DaySpan) -> int:
    """Granted minutes of a whole span, part weeks pro rata (R52)."""
    return round(minutes_a_week * span.days() / 7)


def signature_verdict(
    *,
    party: Party,
    signed_on: dt.date,
    made_on: dt.date,
    today: dt.date,
    signed: Collection[Party],
    on_behalf_by: str,
    on_behalf_reason: str,
) -> Answer:
    """Whether a signature can be recorded (R55, R56). `made_on` is the day of the version, `signed` who has signed it.

    Refuses with `signed_already`, `signed_in_future`, `signed_before_version` or `on_behalf_needs_both`.
    """
    if party in signed:
        return no("signed_already", party=str(party))
    if signed_on > today:
        return no("signed_in_future")
    if signed_on < made_on:
        return no("signed_before_version", made_on=made_on.isoformat())
    if bool(on_behalf_by.strip()) != bool(on_behalf_reason.strip()):
        return no("on_behalf_needs_both")
    return YES


def void_signatures(*, newest: int, signed: Sequence[tuple[int, Party]]) -> dict[Party, int]:
    """Whose signature no longer counts, and on which version it stands (R54): the last one of each party who has not signed the newest."""
    counts = {party for number, party in signed if number == newest}
    void: dict[Party, int] = {}
    for number, party in sorted(signed):
        if number < newest and party not in counts:
            void[party] = number
    return void


def all_signed(signed: Collection[Party]) -> bool:
    """Whether client and mentor have signed: in a running course a version takes effect by that (R75)."""
    return all(party in signed for party in NEEDED)


def startup_day(*, met_on: dt.date, agreed_first_day: dt.date) -> dt.date:
    """The day the course starts up (R57): that of the meeting, or the agreement's first day if that is later."""
    return max(met_on, agreed_first_day)


def what_stops_the_start(
    *,
    met_on: dt.date | None,
    terms: Terms | None,
    same_mentor: bool,
    signed: Collection[Party],
    first_day: dt.date | None,
    declared_on: dt.date | None,
    declaration_until: dt.date | None,
) -> list[Answer]:
    """Everything that keeps the period from starting, in the order of the page (R58); nothing when it may start.

    `first_day` is that of the period (None while it cannot be told), `same_mentor` whether the newest version is with the mentor of now.
    A declaration without a last day is valid without end, as it is for the match (R40).
    Codes: `meeting_not_held`, `agreement_not_made`, `agreement_other_mentor`, `facts_missing`, `signature_missing`, `declaration_missing`.
    """
    stops: list[Answer] = []
    if met_on is None:
        stops.append(no("meeting_not_held"))
    if terms is None:
        stops.append(no("agreement_not_made"))
    elif not same_mentor:
        stops.append(no("agreement_other_mentor"))
    else:
        if missing := missing_facts(terms):
            stops.append(no("facts_missing", facts=[str(fact) for fact in missing]))
        stops += [no("signature_missing", party=str(party)) for party in NEEDED if party not in signed]
    day = first_day or (terms.first_day if terms else None)
    if declared_on is None or (day is not None and declared_on > day):
        stops.append(no("declaration_missing", until=""))
    elif declaration_until is not None and day is not None and declaration_until < day:
        stops.append(no("declaration_missing", until=declaration_until.isoformat(), day=day.isoformat()))
    return stops


def due_in_startup(*, today: dt.date, meets_on: dt.date | None, met_on: dt.date | None, granted_first_day: dt.date | None) -> dt.date:
    """The next day that matters in step 5 (R59): arrange the meeting today, hold it on its day, start on the granted first day."""
    if met_on is not None:
        return max(met_on, granted_first_day) if granted_first_day else met_on
    return meets_on if meets_on is not None else today
