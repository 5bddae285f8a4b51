"""One statement over a whole register: the first hard stop of each mentor (R40), what is free, and the traits that matter to a client.

Written by hand, because a board reads thousands of mentors: what is taken is added up once and joined, and only columns that are needed are
read. `mentors_with_load` and `places_at` say the same of a few; tests hold both against the rule, which has the last word on whoever is shown.
"""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection

from cases.loads.mentors import away_of, experience_of
from cases.rules.matching import ClientFacts, MentorFacts, conflict_stop, words_of
from mentors.enums import MentorType

# `own`: the mentor's own clients; `places`: the minutes of the mentor's places; `here`: the place at the client's own workplace.
_ROWS = """
WITH own AS (
    SELECT a.mentor_id, count(*) AS clients, sum(a.minutes_a_week) AS minutes
    FROM cases_assignment a JOIN mentors_mentor m ON m.id = a.mentor_id
    WHERE m.jobcentre_id = %(jobcentre)s AND a.place_id IS NULL AND {holding} GROUP BY a.mentor_id
), places AS (
    SELECT g.mentor_id, sum(g.minutes_a_week) AS minutes FROM mentors_placegrant g
    WHERE (g.last_day IS NULL OR g.last_day >= %(day)s) GROUP BY g.mentor_id
), here AS (
    SELECT g.mentor_id, g.id, g.most_clients, g.minutes_a_week AS most_minutes, count(a.id) AS clients, coalesce(sum(a.minutes_a_week), 0) AS minutes
    FROM mentors_placegrant g LEFT JOIN cases_assignment a ON a.place_id = g.id AND {holding}
    WHERE g.workplace_id = %(workplace)s AND g.first_day <= %(day)s AND (g.last_day IS NULL OR g.last_day >= %(until)s) GROUP BY g.id
)
SELECT {columns}
FROM mentors_mentor m
LEFT JOIN own ON own.mentor_id = m.id
LEFT JOIN places ON places.mentor_id = m.id
LEFT JOIN here ON here.mentor_id = m.id
CROSS JOIN LATERAL (
    SELECT CASE WHEN here.id IS NULL THEN m.most_clients ELSE here.most_clients END AS most_clients,
           CASE WHEN here.id IS NULL THEN m.most_minutes ELSE here.most_minutes END AS most_minutes,
           CASE WHEN here.id IS NULL THEN coalesce(own.clients, 0) ELSE here.clients END AS taken,
           CASE WHEN here.id IS NULL THEN coalesce(own.minutes, 0) + coalesce(places.minutes, 0) ELSE here.minutes END AS taken_minutes
) room
{joins}
WHERE m.jobcentre_id = %(jobcentre)s {more}
ORDER BY m.sort_key, m.id
"""
_HOLDING = "(a.ended_on IS NULL OR (a.ended_on >= %(day)s AND a.ended_on >= a.first_day))"
# The name with one blank before, between and after its words, as `rules.matching.names` takes it apart: a word begins with a letter.
_NAME = r"' ' || btrim(regexp_replace(lower(m.name), '(^|[^\w''’-])\W*', ' ', 'g')) || ' '"
_STOP = """
CASE WHEN m.id = ANY(%(mentor_conflict)s::uuid[]) THEN 'mentor_conflict'
     WHEN m.id = ANY(%(mentor_is_manager)s::uuid[]) THEN 'mentor_is_manager'
     WHEN m.id = ANY(%(mentor_is_teacher)s::uuid[]) THEN 'mentor_is_teacher'
     WHEN %(contact)s <> '' AND m.type = %(colleague)s AND m.workplace_id = %(workplace)s AND strpos(%(contact)s, {name}) > 0
        THEN CASE WHEN %(is_school)s THEN 'mentor_is_teacher' ELSE 'mentor_is_manager' END
     WHEN m.id = ANY(%(said_no_to)s::uuid[]) THEN 'mentor_client_said_no'
     WHEN %(unwanted)s <> '' AND strpos(%(unwanted)s, {name}) > 0 THEN 'mentor_not_wanted'
     WHEN m.id = ANY(%(failed_mentors)s::uuid[]) THEN 'mentor_did_not_work'
     WHEN m.id = ANY(%(refused_by)s::uuid[]) THEN 'mentor_refused_before'
     WHEN m.type = %(colleague)s AND m.workplace_id IS NOT NULL AND m.workplace_id IS DISTINCT FROM %(workplace)s AND here.id IS NULL
        THEN 'mentor_other_workplace'
     WHEN m.id = ANY(%(proposed)s::uuid[]) THEN 'mentor_proposed_already'
     WHEN m.confidentiality_signed_on IS NULL OR m.confidentiality_signed_on > %(day)s THEN 'mentor_no_declaration'
     WHEN m.confidentiality_valid_until < %(day)s THEN 'mentor_declaration_expired'
     WHEN m.available_from > %(day)s THEN 'mentor_not_yet'
     WHEN m.available_until < %(day)s THEN 'mentor_no_longer'
     WHEN EXISTS (SELECT 1 FROM mentors_absence b WHERE b.mentor_id = m.id AND b.first_day <= %(day)s AND (b.last_day IS NULL OR b.last_day >= %(day)s))
        THEN 'mentor_absent'
     WHEN room.taken >= room.most_clients THEN CASE WHEN here.id IS NULL THEN 'mentor_full' ELSE 'place_full' END
     WHEN greatest(0, room.most_minutes - room.taken_minutes) < %(minutes)s
        THEN CASE WHEN here.id IS NULL THEN 'mentor_no_hours' ELSE 'place_no_hours' END
     ELSE '' END
""".replace("{name}", _NAME)
_KNOWN = """
LEFT JOIN (
    SELECT c.mentor_id, string_agg(c.area || ':' || c.level, ',') AS pairs FROM mentors_competence c
    WHERE c.area = ANY(%(areas)s::varchar[]) GROUP BY c.mentor_id
) known ON known.mentor_id = m.id
"""
_PLAIN = {
    "type": "m.type",
    "gender": "m.gender",
    "age_group": "m.age_group",
    "colleague_at": "CASE WHEN m.type = %(colleague)s THEN m.workplace_id END",
    "id": "m.id",
}
_SETS = {"languages": "varchar", "ways_of_meeting": "varchar", "zones": "uuid", "times": "varchar", "situations": "varchar"}
"""Traits that are arrays: of thousands of mentors it is only read whether one element is wished (NULL: nothing is known)."""


def _column(trait: str) -> str:
    if trait == "experience":
        return "coalesce(known.pairs, '')"
    if trait in _SETS:
        return f"CASE WHEN cardinality(m.{trait}) > 0 THEN m.{trait} && %(wished_{trait})s::{_SETS[trait]}[] END"
    return _PLAIN[trait]


def _wished(client: ClientFacts) -> dict[str, frozenset[Any]]:
    """By trait: what one shared element of meets the wish."""
    return {
        "languages": frozenset({client.language}),
        "ways_of_meeting": client.ways_of_meeting,
        "zones": frozenset({client.zone}),
        "times": client.times,
        "situations": frozenset({client.situation}),
    }


def scanned(trait: str, read: Any, *, client: ClientFacts) -> Any:
    """A value of the trait that means to this client what `scan` read of it: what is wished, something else, or nothing."""
    if trait not in _SETS:
        return value_of(trait, read)
    return frozenset() if read is None else _wished(client)[trait] if read else frozenset({None})


def value_of(trait: str, read: Any) -> Any:
    """What a trait of `MentorFacts` is, from what was read of it."""
    if trait == "experience":
        return experience_of(read.split(",") if read else [])
    if trait == "zones":
        return frozenset(map(uuid.UUID, _codes(read)))
    return frozenset(_codes(read)) if trait in _SETS else read


def _codes(text: str) -> Iterable[str]:
    """The elements of a PostgreSQL array of codes or keys, which need no quotes."""
    return filter(None, text.strip("{}").split(","))


def _parameters(client: ClientFacts) -> dict[str, Any]:
    def padded(text: str) -> str:
        words = " ".join(words_of(text))
        return f" {words} " if words else ""

    told: dict[str, Any] = {code: [] for code in ("mentor_conflict", "mentor_is_manager", "mentor_is_teacher")}
    for mentor, kind in client.conflicts.items():
        told[conflict_stop(kind).code].append(mentor)
    sets = ("said_no_to", "failed_mentors", "refused_by", "proposed")
    return (
        told
        | {name: list(getattr(client, name)) for name in sets}
        | {
            "jobcentre": client.jobcentre_id,
            "workplace": client.workplace_id,
            "day": client.first_day,
            "until": max(client.first_day, client.last_day or client.first_day),
            "minutes": client.minutes,
            "contact": padded(client.place_contact) if client.workplace_id else "",
            "is_school": client.place_is_school,
            "unwanted": padded(client.unwanted),
            "colleague": MentorType.COLLEAGUE.value,
        }
    )


def _read(
    columns: Iterable[str], client: ClientFacts, *, joins: str = "", more: str = "", parameters: dict[str, Any]
) -> list[tuple[Any, ...]]:
    statement = _ROWS.format(columns=", ".join(columns), holding=_HOLDING, joins=joins, more=more)
    with connection.cursor() as cursor:
        cursor.execute(statement, _parameters(client) | parameters)
        return cursor.fetchall()


def scan(*, client: ClientFacts, traits: Collection[str]) -> list[tuple[Any, ...]]:
    """All mentors of the client's jobcentre in the order of names: id as text, first stop ("" for a candidate), free minutes, clients taken, and
    the traits as they are read (`scanned`)."""
    columns = [
        "m.id::text",
        _STOP,
        "greatest(0, room.most_minutes - room.taken_minutes)::int",
        "room.taken",
        *map(_column, traits),
    ]
    parameters: dict[str, Any] = {f"wished_{trait}": list(values) for trait, values in _wished(client).items() if trait in traits}
    parameters["areas"] = [area for area, weight in client.needs if weight]
    return _read(columns, client, joins=_KNOWN if "experience" in traits else "", parameters=parameters)


@dataclass(frozen=True, slots=True)
class Named:
    name: str


@dataclass(frozen=True, slots=True)
class Face:
    """What a list says of a mentor beside the facts: named as in `mentors.models.Mentor`."""

    pk: uuid.UUID
    name: str
    type: str
    profession: str
    workplace_id: uuid.UUID | None
    workplace: Named | None
    organisation_id: uuid.UUID | None
    organisation: Named | None


_FACE = ["m.profession", "m.workplace_id", "w.name", "m.organisation_id", "o.name"]
_FACTS = {
    "id": "m.id",
    "jobcentre_id": "m.jobcentre_id",
    "name": "m.name",
    "sort_key": "m.sort_key",
    "type": "m.type",
    "colleague_at": _PLAIN["colleague_at"],
    "place_id": "here.id",
    "gender": "m.gender",
    "age_group": "m.age_group",
    "most_clients": "room.most_clients",
    "most_minutes": "room.most_minutes",
    "taken": "room.taken::int",
    "taken_minutes": "room.taken_minutes::int",
    "available_from": "m.available_from",
    "available_until": "m.available_until",
    "declared_on": "m.confidentiality_signed_on",
    "declaration_until": "m.confidentiality_valid_until",
}
_PAIRS = """
(SELECT coalesce(string_agg(c.area || ':' || c.level, ',' ORDER BY c.area), '') FROM mentors_competence c WHERE c.mentor_id = m.id)
"""
_AWAY = """
ARRAY(SELECT b.days FROM mentors_absence b WHERE b.mentor_id = m.id AND (b.last_day IS NULL OR b.last_day >= %(since)s) ORDER BY b.first_day)
"""
_PLACES = "LEFT JOIN mentors_workplace w ON w.id = m.workplace_id LEFT JOIN mentors_organisation o ON o.id = m.organisation_id"


def faces(*, ids: Collection[uuid.UUID], client: ClientFacts, since: dt.date) -> dict[uuid.UUID, tuple[MentorFacts, Face]]:
    """The facts of these mentors as the client's board sees them, and what a list says of them."""
    columns = [*_FACTS.values(), *(f"m.{each}::text" for each in _SETS), _PAIRS, _AWAY, *_FACE]
    rows = _read(columns, client, joins=_PLACES, more="AND m.id = ANY(%(ids)s::uuid[])", parameters={"ids": list(ids), "since": since})
    found = {}
    for row in rows:
        facts = dict(zip(_FACTS, row, strict=False))
        sets, (pairs, away, profession, workplace_id, workplace, organisation_id, organisation) = row[len(_FACTS) : -7], row[-7:]
        facts |= {name: value_of(name, read) for name, read in zip(_SETS, sets, strict=True)}
        mentor = MentorFacts(**facts, experience=value_of("experience", pairs), away=away_of(away))
        found[mentor.id] = (
            mentor,
            Face(
                pk=mentor.id,
                name=mentor.name,
                type=mentor.type,
                profession=profession,
                workplace_id=workplace_id,
                workplace=Named(workplace) if workplace_id else None,
                organisation_id=organisation_id,
                organisation=Named(organisation) if organisation_id else None,
            ),
        )
    return found
