"""The facts that reminders stand on, read for a batch of cases, clients or mentors in one statement, with the ledger's own rows."""

import datetime as dt
import json
import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection

from cases.enums import OPEN_STATES, ProposalState, State
from cases.enums_notice import NoticeKind, NoticeState
from cases.models import Case, CourseSettings
from cases.rules.appeals import Complaint
from cases.rules.course import PeriodDays
from cases.rules.ledger import Row
from cases.rules.measurements import Point, belongs
from cases.rules.reminders import (
    Asked,
    Awaited,
    CaseFacts,
    KnownPeriod,
    Prepared,
    Request,
    Trouble,
    Unsigned,
    Wanted,
    points_of,
    wanted_of_case,
    wanted_of_client,
    wanted_of_mentor,
)
from core.days import DaySpan

_DEFAULTS = CourseSettings()
"""What holds in a jobcentre without settings of its own."""

_NOTICES = """(SELECT json_agg(json_build_array(n.id, n.kind, n.level, n.due_on, n.about, n.state, n.snoozed_until,
          n.told_at IS NOT NULL, n.changed_by_id IS NOT NULL, n.facts))
   FROM cases_notice AS n WHERE n.{subject}_id = {key})"""
_PERIODS = """(SELECT json_agg(json_build_array(p.id, p.number, p.first_day, p.last_day, p.ended_on, scheme.notice_weeks))
   FROM cases_period AS p
   JOIN cases_decision AS d ON d.id = p.decision_id
   JOIN cases_schemerules AS scheme ON scheme.id = d.rules_id
  WHERE p.case_id = c.id)"""
_MEASURED = """(SELECT json_agg(json_build_array(m.questionnaire_id, m.respondent, m.point, m.months, m.day, m.missing <> ''))
   FROM cases_measurement AS m WHERE m.case_id = c.id)"""
_PROPOSALS = """(SELECT json_agg(json_build_array(p.id, p.state, p.answer_by))
   FROM cases_proposal AS p WHERE p.case_id = c.id AND p.state IN ('client_asked', 'client_thinking', 'mentor_asked'))"""
# The newest version with a mentor who has not been given up, unless client and mentor have signed it.
_UNSIGNED = """(SELECT json_build_array(v.id, v.made_on) FROM (
    SELECT a.id, (a.made_at AT TIME ZONE 'Europe/Copenhagen')::date AS made_on
      FROM cases_agreement AS a
      JOIN cases_assignment AS held ON held.id = a.assignment_id AND held.ended_on IS NULL
     WHERE a.case_id = c.id
     ORDER BY a.number DESC
     LIMIT 1) AS v
  WHERE (SELECT count(*) FROM cases_signature AS s WHERE s.agreement_id = v.id AND s.party IN ('client', 'mentor')) < 2)"""
_COURSE = """json_build_object(
  'pauses', (SELECT json_agg(json_build_array(p.first_day, p.last_day)) FROM cases_pause AS p WHERE p.case_id = c.id),
  'last', (SELECT max(k.day) FROM cases_contact AS k
            WHERE k.case_id = c.id AND k.state <> 'struck' AND k.attendance IN ('attended', 'late')),
  'asked', (SELECT max(f.day) FROM cases_feedback AS f WHERE f.case_id = c.id AND f.said_by = 'client'),
  'waiting', (SELECT min((k.written_at AT TIME ZONE 'Europe/Copenhagen')::date) FROM cases_contact AS k
               WHERE k.case_id = c.id AND k.state = 'waiting'),
  'request', (SELECT json_build_array(e.id, e.asked_on, e.decide_by) FROM cases_extension AS e
               WHERE e.case_id = c.id AND e.state IN ('asked', 'sent_back', 'second')))"""
_TROUBLES = """(SELECT json_agg(json_build_array(f.id, (f.recorded_at AT TIME ZONE 'Europe/Copenhagen')::date, f.answer_by))
   FROM cases_feedback AS f WHERE f.case_id = c.id AND f.not_working AND f.dealt_with_on IS NULL)"""
_FOLLOW_UPS = """(SELECT json_agg(json_build_array(u.id, u.point, u.due_on))
   FROM cases_followup AS u WHERE u.case_id = c.id AND u.answered_on IS NULL AND u.dropped_on IS NULL)"""
_APPEALS = """(SELECT json_agg(json_build_array(a.id, a.received_on, a.reassess_by, a.reassessed_on, a.reassessment, a.forwarded_on))
   FROM cases_appeal AS a WHERE a.case_id = c.id AND a.outcome = '')"""
_APPROVALS = """(SELECT json_agg(json_build_array(a.id, (a.prepared_at AT TIME ZONE 'Europe/Copenhagen')::date, a.prepared_by_id))
   FROM cases_approval AS a WHERE a.case_id = c.id AND a.state = 'waiting')"""
_QUESTIONNAIRES = """(SELECT json_agg(json_build_array(q.code, q.respondents, q.first_day, q.last_day))::text
   FROM cases_questionnaire AS q WHERE EXISTS (SELECT FROM cases_question AS each WHERE each.questionnaire_id = q.code))"""

_CASES = f"""SELECT c.id, c.jobcentre_id, c.caseworker_id, c.team_id, c.state, c.notices_on,
  c.received_on, c.answer_due_on, c.consent_withdrawn_on IS NOT NULL,
  settings.reminder_weeks, settings.quiet_days, settings.feedback_first_weeks, settings.feedback_every_months,
  CASE WHEN c.state IN ('running', 'ended') THEN {_QUESTIONNAIRES} END,
  {_NOTICES.format(subject="case", key="c.id")},
  {_APPEALS}, {_APPROVALS}, {_TROUBLES},
  CASE c.state
  WHEN 'match' THEN json_build_object('proposals', {_PROPOSALS})
  WHEN 'startup' THEN json_build_object('unsigned', {_UNSIGNED})
  WHEN 'running' THEN json_build_object('proposals', {_PROPOSALS}, 'unsigned', {_UNSIGNED}, 'periods', {_PERIODS}, 'measured', {_MEASURED},
    'course', {_COURSE})
  WHEN 'ended' THEN json_build_object('periods', {_PERIODS}, 'measured', {_MEASURED}, 'follow_ups', {_FOLLOW_UPS})
  END
FROM cases_case AS c
LEFT JOIN cases_coursesettings AS settings ON settings.jobcentre_id = c.jobcentre_id
WHERE c.id = ANY(%s) ORDER BY c.id"""  # noqa: S608 (nothing typed stands in it)

_CLIENTS = f"""SELECT k.id, k.jobcentre_id, k.protected_until,
  (SELECT json_build_array(c.id, c.caseworker_id, c.team_id, c.year, c.number) FROM cases_case AS c
    WHERE c.client_id = k.id AND c.state = ANY(%s)),
  {_NOTICES.format(subject="client", key="k.id")}
FROM cases_client AS k WHERE k.id = ANY(%s) ORDER BY k.id"""  # noqa: S608 (the same)

_MENTORS = f"""SELECT m.id, m.jobcentre_id, m.confidentiality_valid_until,
  (SELECT json_agg(json_build_array(c.id, c.caseworker_id, c.team_id) ORDER BY c.id)
     FROM cases_assignment AS a JOIN cases_case AS c ON c.id = a.case_id
    WHERE a.mentor_id = m.id AND (a.ended_on IS NULL OR a.ended_on >= %s)),
  {_NOTICES.format(subject="mentor", key="m.id")}
FROM mentors_mentor AS m WHERE m.id = ANY(%s) ORDER BY m.id"""  # noqa: S608 (the same)


@dataclass(frozen=True, slots=True)
class CaseOf:
    """As much of a case as says who is told."""

    pk: uuid.UUID
    caseworker_id: uuid.UUID
    team_id: uuid.UUID | None
    jobcentre_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class Subject:
    """A case, a client or a mentor: what is wanted, the rows of its ledger, and the cases whose people are told.

    `subject` is the column of `Notice` that names it. `looked_on` is the day by which somebody was to look: `Case.notices_on` as it stands, and
    of clients and mentors the day of the last night.
    """

    pk: uuid.UUID
    subject: str
    jobcentre_id: uuid.UUID
    cases: tuple[CaseOf, ...]
    is_open: bool
    wanted: tuple[Wanted, ...]
    rows: tuple[Row, ...]
    looked_on: dt.date | None = None


def cases_known(case_ids: Collection[uuid.UUID], *, on: dt.date) -> Iterator[Subject]:
    """These cases with what they want on a day. One statement for all of them."""
    asked: dict[str, list[_Asked]] = {}
    for row in _fetched(_CASES, [list(case_ids)]):
        key, jobcentre, caseworker, team, state, looked_on, received, answer_due, withdrawn, *rest = row
        weeks, quiet, first_weeks, months, forms, notices, appeals, approvals, troubles, more = rest
        if forms is not None and forms not in asked:
            asked[forms] = [_Asked(code, who, _a_day(first), _day(last)) for code, who, first, last in json.loads(forms)]
        known = more or {}
        course = known.get("course") or {}
        periods = [
            KnownPeriod(uuid.UUID(each), PeriodDays(number, _a_day(first), _a_day(last), _day(ended)), notice)
            for each, number, first, last, ended, notice in known.get("periods") or ()
        ]
        points = points_of(periods=[each.days for each in periods], state=State(state)) if forms else ()
        facts = CaseFacts(
            state=State(state),
            received_on=received,
            answer_due_on=answer_due,
            reminder_weeks=weeks if weeks is not None else _DEFAULTS.reminder_weeks,
            quiet_days=quiet or _DEFAULTS.quiet_days,
            first_question_weeks=first_weeks or _DEFAULTS.feedback_first_weeks,
            question_months=months or _DEFAULTS.feedback_every_months,
            consent_withdrawn=withdrawn,
            periods=periods,
            pauses=[DaySpan(_a_day(first), _day(last)) for first, last in course.get("pauses") or ()],
            last_contact=_day(course.get("last")),
            last_asked=_day(course.get("asked")),
            oldest_waiting=_day(course.get("waiting")),
            request=_request(*course["request"]) if course.get("request") else None,
            proposals=[Awaited(uuid.UUID(each), ProposalState(at), _a_day(by)) for each, at, by in known.get("proposals") or ()],
            unsigned=_unsigned(*known["unsigned"]) if known.get("unsigned") else None,
            unanswered=_unanswered(points, asked.get(forms or "", []), known.get("measured") or ()),
            troubles=[Trouble(uuid.UUID(each), _a_day(told), _a_day(by)) for each, told, by in troubles or ()],
            follow_ups=[Asked(uuid.UUID(each), point, _a_day(day)) for each, point, day in known.get("follow_ups") or ()],
            appeals=[(uuid.UUID(each), _complaint(*days)) for each, *days in appeals or ()],
            approvals=[Prepared(uuid.UUID(each), _a_day(day), uuid.UUID(who)) for each, day, who in approvals or ()],
            looked_on=looked_on,
        )
        yield Subject(
            pk=key,
            subject="case_id",
            jobcentre_id=jobcentre,
            cases=(CaseOf(key, caseworker, team, jobcentre),),
            is_open=state in OPEN_STATES,
            wanted=wanted_of_case(known=facts, on=on),
            rows=_rows(notices),
            looked_on=looked_on,
        )


def clients_known(client_ids: Collection[uuid.UUID], *, since: dt.date | None) -> Iterator[Subject]:
    """These clients with what they want; the people of the open case are told. `since`: the day of the last night. One statement."""
    for key, jobcentre, until, case, notices in _fetched(_CLIENTS, [list(OPEN_STATES), list(client_ids)]):
        cases = _cases([case[:3]] if case else None, jobcentre)
        wanted = wanted_of_client(protected_until=until, ref=Case(year=case[3], number=case[4]).ref if case else "")
        yield Subject(key, "client_id", jobcentre, cases, False, wanted, _rows(notices), since)


def mentors_known(mentor_ids: Collection[uuid.UUID], *, on: dt.date) -> Iterator[Subject]:
    """These mentors with what they want; the people of the courses that run are told. One statement."""
    for key, jobcentre, until, cases, notices in _fetched(_MENTORS, [on, list(mentor_ids)]):
        told = _cases(cases, jobcentre)
        yield Subject(key, "mentor_id", jobcentre, told, False, wanted_of_mentor(valid_until=until, has_course=bool(told)), _rows(notices))


@dataclass(frozen=True, slots=True)
class _Asked:
    """A questionnaire that has questions: whom it asks, and the days on which it is in force."""

    code: str
    respondents: list[str]
    first_day: dt.date
    last_day: dt.date | None


def _fetched(sql: str, known: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, known)
        return cursor.fetchall()


def _unanswered(points: Collection[Point], asked: Collection[_Asked], measured: Collection[Any]) -> list[Point]:
    """The points for which somebody who is asked has neither answered nor is said to be missing (R100)."""
    days = {(code, who, point, months): (_a_day(day), missing) for code, who, point, months, day, missing in measured}
    return [
        point
        for point in points
        if not all(
            _is_measured(point, days.get((each.code, who, point.kind, point.months)))
            for each in asked
            if each.first_day <= point.day and (each.last_day is None or point.day <= each.last_day)
            for who in each.respondents
        )
    ]


def _is_measured(point: Point, row: tuple[dt.date, bool] | None) -> bool:
    return row is not None and belongs(point=point, day=row[0], is_missing=row[1])


def _rows(notices: list[list[Any]] | None) -> tuple[Row, ...]:
    return tuple(
        Row(
            uuid.UUID(key),
            NoticeKind(kind),
            level,
            _a_day(due_on),
            uuid.UUID(about),
            NoticeState(state),
            _day(until),
            was_told,
            by_person,
            facts,
        )
        for key, kind, level, due_on, about, state, until, was_told, by_person, facts in notices or ()
    )


def _cases(rows: list[list[Any]] | None, jobcentre: uuid.UUID) -> tuple[CaseOf, ...]:
    return tuple(
        CaseOf(uuid.UUID(key), uuid.UUID(caseworker), uuid.UUID(team) if team else None, jobcentre) for key, caseworker, team in rows or ()
    )


def _complaint(received: str, reassess_by: str, reassessed: str | None, reassessment: str, forwarded: str | None) -> Complaint:
    return Complaint(_a_day(received), _a_day(reassess_by), _day(reassessed), reassessment, _day(forwarded))


def _request(key: str, asked_on: str, decide_by: str) -> Request:
    return Request(uuid.UUID(key), _a_day(asked_on), _a_day(decide_by))


def _unsigned(key: str, made_on: str) -> Unsigned:
    return Unsigned(uuid.UUID(key), _a_day(made_on))


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _a_day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)
