"""The facts of many courses for the audit points, read in one statement."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from cases.enums import GRANTS, DecisionKind, MeetingKind
from cases.enums_course import ContactState
from core.days import instant_of
from reports.figures.courses import HELD
from reports.rules.audit_points import CourseFacts, DecisionFacts, MentorFacts


@dataclass(frozen=True, slots=True)
class AuditedCase:
    """A case of the sample: its number, whose it is, and its facts. No name."""

    id: uuid.UUID
    ref: str
    jobcentre_id: uuid.UUID
    jobcentre: str
    facts: CourseFacts


_FACTS = f"""
    SELECT c.id, c.year, c.number, c.jobcentre_id, j.name, c.closed_on,
        (SELECT json_agg(json_build_array(p.first_day, p.last_day) ORDER BY p.first_day) FROM cases_period p
            WHERE p.case_id = c.id AND p.first_day <= %(on)s AND {HELD.format("p")}),
        (SELECT json_agg(json_build_array(d.outcome = ANY(%(grants)s) AND d.kind <> %(change)s, d.purpose, d.tasks, d.mentor_type,
                d.minutes_a_week, d.sent_on, d.received_on, d.appeal_until, r.appeal_weeks) ORDER BY d.created_at, d.id)
            FROM cases_decision d JOIN cases_schemerules r ON r.id = d.rules_id
            WHERE d.case_id = c.id AND d.annulled_on IS NULL AND d.decided_on <= %(on)s),
        (SELECT json_build_array(m.type, coalesce(o.reason, ''), (SELECT count(*) FROM mentors_competence k WHERE k.mentor_id = m.id))
            FROM cases_assignment a JOIN mentors_mentor m ON m.id = a.mentor_id LEFT JOIN cases_proposal o ON o.id = a.proposal_id
            WHERE a.case_id = c.id AND a.first_day <= %(on)s AND {HELD.format("a")} ORDER BY a.first_day DESC LIMIT 1),
        (SELECT json_build_array(count(*), min(k.day) FILTER (WHERE k.state = %(waiting)s)) FROM cases_contact k
            WHERE k.case_id = c.id AND k.state <> %(struck)s AND k.minutes > 0),
        (SELECT json_build_array(count(*) FILTER (WHERE g.held_on <= %(on)s), count(*) FILTER (WHERE g.held_on IS NULL AND g.at >= %(midnight)s))
            FROM cases_meeting g WHERE g.case_id = c.id AND g.kind = %(status)s AND g.cancelled_on IS NULL),
        (SELECT json_agg(json_build_array(f.due_on, f.answered_on) ORDER BY f.due_on) FROM cases_followup f
            WHERE f.case_id = c.id AND f.dropped_on IS NULL)
    FROM unnest(%(cases)s::uuid[]) WITH ORDINALITY AS asked (id, turn)
    JOIN cases_case c ON c.id = asked.id JOIN accounts_jobcentre j ON j.id = c.jobcentre_id
    ORDER BY asked.turn"""  # noqa: S608 (codes of ours)


def audited(cases: Sequence[uuid.UUID], *, on: dt.date) -> list[AuditedCase]:
    """The cases with their facts as of now, in the order of their keys. `on` is today. One statement."""
    known: dict[str, Any] = {
        "cases": list(cases),
        "on": on,
        "midnight": instant_of(on, dt.time()),
        "grants": sorted(map(str, GRANTS)),
        "change": str(DecisionKind.CHANGE),
        "waiting": str(ContactState.WAITING),
        "struck": str(ContactState.STRUCK),
        "status": str(MeetingKind.STATUS),
    }
    with connection.cursor() as cursor:
        cursor.execute(_FACTS, known)
        return [_case(row, on) for row in cursor.fetchall()]


def _case(row: tuple[Any, ...], on: dt.date) -> AuditedCase:
    key, year, number, jobcentre_id, jobcentre, closed_on, periods, decisions, mentor, log, meetings, follow_ups = row
    spans = tuple((_day(first), _day(last)) for first, last in periods or ())
    logged, waiting = log
    held, planned = meetings
    return AuditedCase(
        id=key,
        ref=f"{year}-{number:04d}",
        jobcentre_id=jobcentre_id,
        jobcentre=jobcentre,
        facts=CourseFacts(
            first_day=spans[0][0] if spans else on,
            ended_on=closed_on,
            decisions=tuple(_decision(*each) for each in decisions or ()),
            periods=spans,
            mentor=MentorFacts(*mentor) if mentor else None,
            logged=logged,
            oldest_waiting=_day(waiting) if waiting else None,
            meeting_held=held > 0,
            meeting_planned=planned > 0,
            follow_ups=tuple((_day(due), _day(answered) if answered else None) for due, answered in follow_ups or ()),
        ),
    )


def _decision(
    grants: bool, purpose: str, tasks: str, mentor_type: str, minutes: int | None, sent: str, received: str, until: str, weeks: int
) -> DecisionFacts:
    return DecisionFacts(grants, purpose, tasks, mentor_type, minutes, _day(sent), _day(received), _day(until), weeks)


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)
