"""Course rows in the terms of the national statistics (R246, R247): person, days, mentor, hours a week, and whether the mentor is the only offer.

A row is a time in which a course had the same granted hours: a change of hours begins a new one. The person is a pseudonym.
"""

import datetime as dt
import hashlib
import hmac
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from core import cells
from core.verdicts import Refused
from reports.figures.courses import HELD, common_tables, parameters
from reports.figures.sections import granted_tables
from reports.figures.statement import patience
from reports.scope import Scope

MOST_ROWS = 100_000
"""A whole country for a year; more of them are fetched in several turns."""
PURPOSE = b"mentorcase statistics pseudonym 1"
HEADS = ("person", "first_day", "last_day", "mentor_type", "hours_a_week", "minutes_a_week", "only_offer", "place_mentor", "authority")
"""Codes, in every language the same: programs read them."""


@dataclass(frozen=True, slots=True)
class CourseRow:
    """Days are inclusive. `minutes` are granted a week. `mentor_type` is a code of MentorType, "" before anybody was assigned and granted."""

    person: str
    first_day: dt.date
    last_day: dt.date
    mentor_type: str
    minutes: int
    only_offer: bool
    place_mentor: bool
    authority: str


_ROWS = f""",
    ended AS (
        SELECT p.id, p.case_id, p.decision_id, p.first_day, coalesce(p.ended_on, p.last_day) AS last_day
        FROM granting g JOIN cases_period p ON p.id = g.id
    ), lasting AS (
        SELECT id AS period_id, first_day AS day, minutes_a_week AS minutes, NULL::date AS next_day FROM granting WHERE NOT has_steps
        UNION ALL
        SELECT s.period_id, s.day, s.minutes, lead(s.day) OVER (PARTITION BY s.period_id ORDER BY s.day)
        FROM stepped s
        WHERE NOT EXISTS (SELECT FROM stepped o WHERE o.period_id = s.period_id AND o.turn > s.turn AND o.since <= s.day)
    ), piece AS (
        SELECT e.case_id, e.decision_id, greatest(l.day, e.first_day) AS first_day, least(l.next_day - 1, e.last_day) AS last_day, l.minutes
        FROM lasting l JOIN ended e ON e.id = l.period_id
    )
    SELECT c.jobcentre_id, c.client_id, x.first_day, x.last_day, coalesce(a.type, d.mentor_type), x.minutes,
        NOT EXISTS (
            SELECT FROM cases_parallelscheme s WHERE s.case_id = x.case_id AND s.struck_on IS NULL
            AND s.first_day <= x.last_day AND (s.last_day IS NULL OR s.last_day >= x.first_day)
        ),
        a.place_id IS NOT NULL, j.municipality_code
    FROM piece x
    JOIN course c ON c.id = x.case_id
    JOIN accounts_jobcentre j ON j.id = c.jobcentre_id
    JOIN cases_decision d ON d.id = x.decision_id
    LEFT JOIN LATERAL (
        SELECT m.type, a.place_id FROM cases_assignment a JOIN mentors_mentor m ON m.id = a.mentor_id
        WHERE a.case_id = x.case_id AND a.first_day <= least(x.last_day, %(on)s) AND {HELD.format("a")} ORDER BY a.first_day DESC LIMIT 1
    ) a ON TRUE
    WHERE x.first_day <= x.last_day AND x.first_day <= %(last_day)s AND x.last_day >= %(first_day)s
    ORDER BY j.municipality_code, x.first_day, x.last_day, c.client_id
    LIMIT %(most)s"""  # noqa: S608 (codes of ours)


def course_rows(*, scope: Scope, on: dt.date, most: int = MOST_ROWS) -> list[CourseRow]:
    """The rows that hold on a day of the scope's months, by authority and first day. One statement. Refuses with `statistics_too_many`.

    The scope's basis is presence. The mentor is the one at the end of the row.
    """
    known = {**parameters(scope, on), "most": most + 1}
    with patience(), connection.cursor() as cursor:
        cursor.execute(f"WITH {common_tables(scope)}, {granted_tables(scope)}{_ROWS}", known)
        found = cursor.fetchall()
    if len(found) > most:
        raise Refused("statistics_too_many", "last_month", most=most)
    key = _key()
    return [CourseRow(pseudonym(client, jobcentre_id=jobcentre, key=key), *rest) for jobcentre, client, *rest in found]


def pseudonym(client_id: uuid.UUID, *, jobcentre_id: uuid.UUID, key: bytes | None = None) -> str:
    """The same for the same person of a jobcentre in every export, another one elsewhere; nobody without the key finds out whose it is (R246).

    It is made of the row's key and not of the CPR number, so that it outlives a change of that number.
    """
    return "P" + hmac.new(key or _key(), jobcentre_id.bytes + client_id.bytes, hashlib.sha256).hexdigest()[:24]


def _key() -> bytes:
    """A key for this purpose alone, out of the one that finds CPR numbers: who has a pseudonym has nothing to find a CPR number with."""
    return hmac.new(bytes.fromhex(settings.CPR_INDEX_KEY), PURPOSE, hashlib.sha256).digest()


def as_csv(rows: Iterable[CourseRow]) -> bytes:
    """UTF-8 with its mark, semicolons, ISO days, whole hours and the minutes besides: hours and minutes are each at most 59 (R247)."""
    return cells.as_csv([HEADS, *map(_cells, rows)])


def _cells(row: CourseRow) -> tuple[str | int, ...]:
    hours, minutes = divmod(row.minutes, 60)
    told = (row.person, row.first_day.isoformat(), row.last_day.isoformat(), row.mentor_type, hours, minutes)
    return (*told, _yes(row.only_offer), _yes(row.place_mentor), row.authority)


def _yes(value: bool) -> str:
    return "yes" if value else "no"
