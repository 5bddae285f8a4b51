"""All that the page of a course shows, in one statement: its periods with hours and plans, the log, goals, mentors, what was said, events.

In SQL of its own, each part as one value: the same through the ORM is ten statements and cost more to put together than to run. The parts
are those of `cases/hours.py` and `cases/goals.py`, and a test holds them equal.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import connection

from accounts.models import AuditEvent
from cases.course_settings import settings_from
from cases.enums_course import View
from cases.goals import GoalNow, Seen
from cases.models import Agreement, Assignment, Case, CourseSettings, Decision, Goal, Notice, Rematch
from cases.rules.health import WEEKS_COMPARED
from cases.rules.hours import GrantedPeriod, Step, Use, granted_steps
from core.days import WEEK, DaySpan
from mentors.models import Mentor

NEWEST_EVENTS = 5
"""As many as the SQL below reads; of the log it reads three."""

_SQL = """SELECT
(SELECT json_agg(json_build_array(p.number, p.first_day, p.last_day, p.ended_on, p.minutes_a_week,
    (SELECT json_agg(json_build_array(s.first_day, s.minutes_a_week) ORDER BY s.first_day)
       FROM cases_grantstep AS s WHERE s.decision_id = p.decision_id),
    (SELECT json_agg(json_build_array(d.first_day, d.minutes_a_week,
        (SELECT json_agg(json_build_array(s.first_day, s.minutes_a_week) ORDER BY s.first_day)
           FROM cases_grantstep AS s WHERE s.decision_id = d.id)) ORDER BY d.created_at, d.id)
       FROM cases_decision AS d JOIN cases_period AS q ON q.id = d.changes_id
      WHERE q.case_id = p.case_id AND q.decision_id = p.decision_id AND q.number <= p.number AND d.kind = 'change' AND d.outcome IN ('granted', 'partial') AND d.annulled_on IS NULL),
    (SELECT json_agg(json_build_array(s.first_day, s.minutes_a_week) ORDER BY s.first_day)
       FROM cases_hourstep AS s JOIN cases_hourplan AS plan ON plan.id = s.plan_id
      WHERE plan.period_id = p.id AND plan.replaced_at IS NULL)) ORDER BY p.number)
   FROM cases_period AS p WHERE p.case_id = %(case)s) AS periods,
(SELECT json_agg(json_build_array(p.first_day, p.last_day) ORDER BY p.first_day) FROM cases_pause AS p WHERE p.case_id = %(case)s) AS pauses,
(SELECT json_agg(json_build_array(u.day, u.used, u.approved))
   FROM (SELECT c.day, sum(c.minutes) AS used, COALESCE(sum(c.minutes) FILTER (WHERE c.state = 'approved'), 0) AS approved
           FROM cases_contact AS c
          WHERE c.case_id = %(case)s AND c.state <> 'struck' AND c.minutes > 0 AND c.day >= %(since)s
          GROUP BY c.day) AS u) AS uses,
(SELECT json_agg(json_build_array(c.id, c.day, c.minutes, c.form, c.attendance, c.cancelled_by, c.areas, c.note, c.state))
   FROM (SELECT * FROM cases_contact AS c WHERE c.case_id = %(case)s AND c.state <> 'struck'
          ORDER BY c.day DESC, c.written_at DESC LIMIT 3) AS c) AS contacts,
(SELECT json_build_object(
    'last', (SELECT max(c.day) FROM cases_contact AS c
              WHERE c.case_id = %(case)s AND c.state <> 'struck' AND c.attendance IN ('attended', 'late') AND c.day >= %(since)s),
    'met', (SELECT json_agg(json_build_array(c.day, c.attendance))
              FROM (SELECT c.day, c.attendance FROM cases_contact AS c
                     WHERE c.case_id = %(case)s AND c.state <> 'struck' AND c.attendance <> 'cancelled'
                     ORDER BY c.day DESC, c.written_at DESC LIMIT 2) AS c),
    'question', (SELECT min((q.asked_at AT TIME ZONE 'Europe/Copenhagen')::date)
                   FROM cases_contact AS c JOIN cases_contactquestion AS q ON q.contact_id = c.id AND q.answered_on IS NULL
                  WHERE c.case_id = %(case)s AND c.state <> 'struck'),
    'waiting', (SELECT count(*) FROM cases_contact AS c WHERE c.case_id = %(case)s AND c.state = 'waiting'))) AS log,
(SELECT json_agg(json_build_array(g.id, g.words, g.by_when, g.levels,
    (SELECT json_agg(json_build_array(seen.view, seen.level, seen.day))
       FROM (SELECT DISTINCT ON (r.view) r.view, s.level, r.day
               FROM cases_goalscore AS s JOIN cases_goalreview AS r ON r.id = s.review_id
              WHERE s.goal_id = g.id ORDER BY r.view, r.day DESC) AS seen)) ORDER BY g.position, g.begun_on, g.id)
   FROM cases_goal AS g WHERE g.case_id = %(case)s AND g.ended_on IS NULL) AS goals,
(SELECT json_build_object(
    'said', (SELECT json_agg(json_build_array(f.said_by, f.day, f.going))
               FROM (SELECT DISTINCT ON (f.said_by) f.said_by, f.day, f.going FROM cases_feedback AS f
                      WHERE f.case_id = %(case)s AND f.going IS NOT NULL ORDER BY f.said_by, f.day DESC, f.recorded_at DESC) AS f),
    'trouble', (SELECT json_build_array(f.said_by, f.day, f.answer_by, f.id) FROM cases_feedback AS f
                 WHERE f.case_id = %(case)s AND f.not_working AND f.dealt_with_on IS NULL ORDER BY f.answer_by, f.day LIMIT 1),
    'asked', (SELECT max(f.day) FROM cases_feedback AS f WHERE f.case_id = %(case)s AND f.said_by = 'client'))) AS feedback,
(SELECT json_agg(json_build_array(a.id, a.first_day, a.ended_on, a.ended_why, a.minutes_a_week, m.id, m.name, m.phone, m.email)
                 ORDER BY a.assigned_at DESC, a.ended_on DESC NULLS FIRST)
   FROM cases_assignment AS a JOIN mentors_mentor AS m ON m.id = a.mentor_id WHERE a.case_id = %(case)s) AS places,
(SELECT json_agg(json_build_array(r.assignment_id, r.new_assignment_id, r.reason, r.may_read, r.summary, r.stops_on, r.closed_on)
                 ORDER BY r.opened_at DESC)
   FROM cases_rematch AS r WHERE r.case_id = %(case)s) AS rematches,
(SELECT json_agg(json_build_array(v.number, v.assignment_id, v.mentor_name, v.last_day, v.locked_at IS NOT NULL,
    (SELECT json_agg(s.party) FROM cases_signature AS s WHERE s.agreement_id = v.id), v.minutes_a_week, v.made_at) ORDER BY v.number DESC)
   FROM cases_agreement AS v WHERE v.case_id = %(case)s) AS versions,
(SELECT json_build_array(d.outcome, d.decided_on, d.minutes_a_week, d.first_day, d.last_day, d.purpose, d.kind, d.created_at)
   FROM cases_decision AS d
  WHERE d.case_id = %(case)s AND d.outcome IN ('granted', 'partial') AND d.annulled_on IS NULL
  ORDER BY d.created_at DESC LIMIT 1) AS granted,
(SELECT json_build_array(m.id, m.kind, m.at, m.place, m.who_comes)
   FROM cases_meeting AS m
  WHERE m.case_id = %(case)s AND m.at >= %(now)s AND m.held_on IS NULL AND m.cancelled_on IS NULL
  ORDER BY m.at LIMIT 1) AS meeting,
(SELECT row_to_json(s) FROM cases_coursesettings AS s WHERE s.jobcentre_id = %(jobcentre)s) AS settings,
(SELECT json_build_array(e.id, e.state, e.asked_by, e.asked_on, e.decide_by)
   FROM cases_extension AS e WHERE e.case_id = %(case)s AND e.state IN ('asked', 'sent_back', 'second')) AS extension,
(SELECT json_build_array(n.kind, n.level, COALESCE(n.snoozed_until, n.due_on), n.told_at, n.facts)
   FROM cases_notice AS n WHERE n.case_id = %(case)s AND n.state IN ('planned', 'snoozed')
  ORDER BY COALESCE(n.snoozed_until, n.due_on), n.level, n.id LIMIT 1) AS reminder,
(SELECT json_agg(json_build_array(e.kind, e.at, e.by_name, e.facts))
   FROM (SELECT * FROM accounts_auditevent AS e WHERE e.subject_id = %(case)s ORDER BY e.at DESC, e.id DESC LIMIT 5) AS e) AS events"""


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One of the newest entries of the log."""

    id: str
    day: dt.date
    minutes: int
    form: str
    attendance: str
    cancelled_by: str
    areas: list[str]
    note: str
    state: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """Feedback that something does not work, until it is dealt with."""

    said_by: str
    day: dt.date
    answer_by: dt.date
    id: str


@dataclass(frozen=True, slots=True)
class NextMeeting:
    id: str
    kind: str
    at: dt.datetime
    place: str
    who_comes: str


@dataclass(frozen=True, slots=True)
class CourseRead:
    """What the page of a running or ended course stands on. `uses` are those since the first day that was asked for.

    Mentors and rematches stand newest first; `newest` and `holding` are versions of the agreement with `signed_by`, the parties.
    """

    periods: list[GrantedPeriod]
    pauses: list[DaySpan]
    uses: list[Use]
    contacts: list[ContactRow]
    waiting: int
    last_contact: dt.date | None
    met: list[tuple[dt.date, str]]
    oldest_question: dt.date | None
    goals: list[GoalNow]
    said: list[tuple[str, dt.date, int]]
    trouble: Trouble | None
    client_asked: dt.date | None
    places: list[Assignment]
    rematches: list[Rematch]
    newest: Agreement | None
    holding: Agreement | None
    signed: frozenset[str]
    grant: Decision | None
    meeting: NextMeeting | None
    settings: CourseSettings
    extension: dict[str, Any] | None
    reminder: Notice | None
    events: list[AuditEvent]

    @property
    def assignment(self) -> Assignment | None:
        return self.places[0] if self.places else None

    @property
    def rematch(self) -> Rematch | None:
        """The open one."""
        return next((each for each in self.rematches if each.closed_on is None), None)


def read_course(case: Case, *, since: dt.date | None, now: dt.datetime) -> CourseRead:
    """The course as it is now, with the uses from `since` on (None: of all days); at least those of the last eight weeks. One statement."""
    first = min(since, now.date() - (2 * WEEKS_COMPARED + 1) * WEEK) if since else dt.date(1900, 1, 1)
    with connection.cursor() as cursor:
        cursor.execute(_SQL, {"case": case.pk, "jobcentre": case.jobcentre_id, "since": first, "now": now})
        names = [column.name for column in cursor.description or ()]
        known = dict(zip(names, cursor.fetchone() or (), strict=True))
    log, feedback = known["log"], known["feedback"]
    places = [_place(*row) for row in known["places"] or []]
    versions = known["versions"] or []
    newest = _version(*versions[0]) if versions else None
    holding = newest if versions and versions[0][4] else next((_version(*row) for row in versions if row[4]), None)
    return CourseRead(
        periods=[_period(*row) for row in known["periods"] or []],
        pauses=[DaySpan(_day(first), _maybe(last)) for first, last in known["pauses"] or []],
        uses=[Use(_day(day), used, approved) for day, used, approved in known["uses"] or []],
        contacts=[ContactRow(key, _day(day), *rest) for key, day, *rest in known["contacts"] or []],
        waiting=log["waiting"],
        last_contact=_maybe(log["last"]),
        met=[(_day(day), attendance) for day, attendance in log["met"] or []],
        oldest_question=_maybe(log["question"]),
        goals=[_goal(case, *row) for row in known["goals"] or []],
        said=[(who, _day(day), going) for who, day, going in feedback["said"] or []],
        trouble=_trouble(*feedback["trouble"]) if feedback["trouble"] else None,
        client_asked=_maybe(feedback["asked"]),
        places=places,
        rematches=[_rematch(places, *row) for row in known["rematches"] or []],
        newest=newest,
        holding=holding,
        signed=frozenset(versions[0][5] or ()) if versions else frozenset(),
        grant=_grant(*known["granted"]) if known["granted"] else None,
        meeting=_meeting(*known["meeting"]) if known["meeting"] else None,
        settings=settings_from(case.jobcentre_id, known["settings"]),
        extension=_extension(*known["extension"]) if known["extension"] else None,
        reminder=_reminder(*known["reminder"]) if known["reminder"] else None,
        events=[
            AuditEvent(kind=kind, at=dt.datetime.fromisoformat(at), by_name=who, facts=facts)
            for kind, at, who, facts in known["events"] or []
        ],
    )


def _period(number: int, first: str, last: str, ended: str | None, minutes: int, own: Any, changed: Any, plan: Any) -> GrantedPeriod:
    changes = [_steps(steps) or _steps([[day, new]]) for day, new, steps in changed or []]
    steps = granted_steps((Step(_day(first), minutes),), changes=[_steps(own), *changes])
    return GrantedPeriod(number, _day(first), _day(last), _maybe(ended), steps, _steps(plan))


def _steps(rows: list[list[Any]] | None) -> tuple[Step, ...]:
    return tuple(Step(_day(day), minutes) for day, minutes in rows or ())


def _goal(case: Case, key: str, words: str, by_when: str, levels: list[str], seen: Any) -> GoalNow:
    newest = {view: Seen(level, _day(day)) for view, level, day in seen or []}
    goal = Goal(pk=key, case=case, words=words, by_when=by_when, levels=levels)
    return GoalNow(goal, newest.get(View.CLIENT), newest.get(View.MENTOR))


def _place(key: str, first: str, ended: str | None, why: str, minutes: int, mentor: str, name: str, phone: str, email: str) -> Assignment:
    who = Mentor(pk=mentor, name=name, phone=phone, email=email)
    return Assignment(pk=key, first_day=_day(first), ended_on=_maybe(ended), ended_why=why, minutes_a_week=minutes, mentor=who)


def _rematch(
    places: list[Assignment], old: str, new: str | None, reason: str, may_read: str, summary: str, stops: str | None, closed: str | None
) -> Rematch:
    place = next(each for each in places if each.pk == old)
    found = Rematch(assignment=place, reason=reason, may_read=may_read, summary=summary, stops_on=_maybe(stops), closed_on=_maybe(closed))
    found.new_assignment_id = new
    return found


def _version(number: int, place: str, mentor_name: str, last: str, _holds: bool, _signed: Any, minutes: int, made: str) -> Agreement:
    known = {"number": number, "assignment_id": place, "mentor_name": mentor_name, "last_day": _day(last)}
    return Agreement(**known, minutes_a_week=minutes, made_at=dt.datetime.fromisoformat(made))


def _grant(
    outcome: str, decided: str, minutes: int | None, first: str | None, last: str | None, purpose: str, kind: str, created: str
) -> Decision:
    known = {"outcome": outcome, "decided_on": _day(decided), "first_day": _maybe(first), "last_day": _maybe(last), "purpose": purpose}
    return Decision(**known, minutes_a_week=minutes, kind=kind, created_at=dt.datetime.fromisoformat(created))


def _meeting(key: str, kind: str, at: str, place: str, who_comes: str) -> NextMeeting:
    return NextMeeting(key, kind, dt.datetime.fromisoformat(at), place, who_comes)


def _trouble(said_by: str, day: str, answer_by: str, key: str) -> Trouble:
    return Trouble(said_by, _day(day), _day(answer_by), key)


def _extension(key: str, state: str, asked_by: str, asked_on: str, decide_by: str) -> dict[str, Any]:
    return {"id": key, "state": state, "asked_by": asked_by, "asked_on": _day(asked_on), "decide_by": _day(decide_by)}


def _reminder(kind: str, level: int, told_on: str, told_at: str | None, facts: dict[str, Any]) -> Notice:
    """The next one, by the day on which it is told; `told_at` where it was told and then put off."""
    return Notice(
        kind=kind, level=level, due_on=_day(told_on), told_at=dt.datetime.fromisoformat(told_at) if told_at else None, facts=facts
    )


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def _maybe(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
