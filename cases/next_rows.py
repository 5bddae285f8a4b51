"""The facts that say what is next in a case, read with the case itself: for the desk, the case page and `Case.due_on`.

One expression in SQL of its own, which answers by the state: the same through the ORM (eight correlated subqueries) cost more to put
together than to run.
"""

import datetime as dt
from typing import Any

from django.db.models import Field
from django.db.models.expressions import RawSQL

from cases.enums import ProposalState, State
from cases.enums_course import ExtensionState
from cases.querysets import CaseQuerySet
from cases.rules.deadlines import decide_by, mentor_due
from cases.rules.desk import CourseFacts, Task, in_course, next_code, task
from cases.rules.proposals import is_expired
from core.days import WEEK

_PROPOSAL = """(SELECT json_build_object('state', p.state, 'answer_by', p.answer_by)
   FROM cases_proposal AS p
  WHERE p.case_id = cases_case.id AND p.state IN ('client_asked', 'client_thinking', 'mentor_asked', 'accepted')
  ORDER BY p.state <> 'accepted', p.answer_by, p.id
  LIMIT 1)"""
# What was agreed or held with a mentor who has been given up does not count for the next one.
_AGREEMENT = """(SELECT json_build_object(
          'made_on', (a.made_at AT TIME ZONE 'Europe/Copenhagen')::date,
          'first_day', a.first_day,
          'signed', (SELECT count(*) FROM cases_signature AS s WHERE s.agreement_id = a.id AND s.party IN ('client', 'mentor')) = 2)
   FROM cases_agreement AS a
   JOIN cases_assignment AS held ON held.id = a.assignment_id AND held.ended_on IS NULL
  WHERE a.case_id = cases_case.id
  ORDER BY a.number DESC
  LIMIT 1)"""
_MEETING = """(SELECT json_build_object('held', bool_or(m.held_on IS NOT NULL))
   FROM cases_meeting AS m
   LEFT JOIN cases_assignment AS held ON held.id = m.assignment_id
  WHERE m.case_id = cases_case.id AND m.kind = 'startup' AND m.cancelled_on IS NULL AND held.ended_on IS NULL
 HAVING count(*) > 0)"""
_REMATCH = """(SELECT json_build_object(
          'opened_on', (r.opened_at AT TIME ZONE 'Europe/Copenhagen')::date,
          'stops_on', r.stops_on,
          'usual_days', (SELECT j.usual_days_to_match FROM accounts_jobcentre AS j WHERE j.id = cases_case.jobcentre_id),
          'answer_by', (SELECT min(p.answer_by) FROM cases_proposal AS p
                         WHERE p.case_id = cases_case.id AND p.state IN ('client_asked', 'client_thinking', 'mentor_asked')))
   FROM cases_rematch AS r
  WHERE r.case_id = cases_case.id AND r.closed_on IS NULL)"""
_PERIOD = """(SELECT json_build_object(
          'last_day', COALESCE(p.ended_on, p.last_day), 'request_weeks', scheme.request_weeks, 'notice_weeks', scheme.notice_weeks)
   FROM cases_period AS p
   JOIN cases_decision AS d ON d.id = p.decision_id
   JOIN cases_schemerules AS scheme ON scheme.id = d.rules_id
  WHERE p.case_id = cases_case.id AND (p.ended_on IS NULL OR p.ended_on >= p.first_day)
  ORDER BY p.first_day DESC
  LIMIT 1)"""
_EXTENSION = """(SELECT json_build_object('state', e.state, 'decide_by', e.decide_by)
   FROM cases_extension AS e
  WHERE e.case_id = cases_case.id AND e.state IN ('asked', 'sent_back', 'second'))"""
_FEEDBACK = """(SELECT min(f.answer_by) FROM cases_feedback AS f
  WHERE f.case_id = cases_case.id AND f.not_working AND f.dealt_with_on IS NULL)"""

_FACTS = f"""CASE cases_case.state
WHEN 'match' THEN json_build_object('proposal', {_PROPOSAL})
WHEN 'startup' THEN json_build_object('agreement', {_AGREEMENT}, 'meeting', {_MEETING})
WHEN 'running' THEN json_build_object('proposal', {_PROPOSAL}, 'rematch', {_REMATCH}, 'agreement', {_AGREEMENT},
  'period', {_PERIOD}, 'extension', {_EXTENSION}, 'feedback_by', {_FEEDBACK})
END"""

Facts = dict[str, Any]


def with_next(cases: CaseQuerySet) -> CaseQuerySet:
    """The facts as `next_facts` of each row, in the same statement."""
    return cases.annotate(next_facts=RawSQL(_FACTS, (), output_field=Field()))  # noqa: S611 (nothing typed stands in it)


def next_task(*, state: State, facts: Facts | None, due_on: dt.date | None, today: dt.date) -> Task | None:
    """What is next by the facts of `with_next` (R06); None of a closed case. In a running course its day is that of the facts."""
    known = facts or {}
    if state == State.RUNNING:
        return in_course(facts=course_facts(known), today=today)
    code = next_code(
        state=state,
        proposal=ProposalState(known["proposal"]["state"]) if known.get("proposal") else None,
        expired=_expired(known.get("proposal"), today),
        has_meeting=bool(known.get("meeting")),
        has_agreement=bool(known.get("agreement")),
        is_signed=bool(known.get("agreement") and known["agreement"]["signed"]),
        meeting_held=bool(known.get("meeting") and known["meeting"]["held"]),
    )
    return task(code=code, due_on=due_on, today=today) if code else None


def course_facts(known: Facts) -> CourseFacts:
    """The facts of a running course as the rule reads them."""
    period, rematch, agreement = known.get("period"), known.get("rematch"), known.get("agreement")
    proposal, extension = known.get("proposal"), known.get("extension")
    last_day = _day(period["last_day"]) if period else None
    return CourseFacts(
        last_day=last_day,
        decide_by=_day(extension["decide_by"])
        if extension
        else decide_by(last_day=last_day, notice_weeks=period["notice_weeks"])
        if last_day and period
        else None,
        ask_from=last_day - period["request_weeks"] * WEEK if last_day and period else None,
        extension=ExtensionState(extension["state"]) if extension else None,
        proposal=ProposalState(proposal["state"]) if proposal else None,
        answer_by=_day(proposal["answer_by"]) if proposal else None,
        match_by=_match_by(rematch) if rematch else None,
        sign_by=max(_a_day(agreement["made_on"]), _a_day(agreement["first_day"])) if agreement and not agreement["signed"] else None,
        feedback_by=_day(known.get("feedback_by")),
    )


def _match_by(rematch: Facts) -> dt.date:
    """The first answer that is awaited, else the day by which a mentor is usually found, or by which the mentor of now stops (R71)."""
    if rematch["answer_by"]:
        return _a_day(rematch["answer_by"])
    opened_on, stops_on = _a_day(rematch["opened_on"]), _day(rematch["stops_on"])
    usual = mentor_due(sent_on=opened_on, usual_days=rematch["usual_days"])
    return usual if stops_on is None else min(usual, max(stops_on, opened_on))


def _expired(proposal: Facts | None, today: dt.date) -> bool:
    return proposal is not None and is_expired(state=proposal["state"], answer_by=_a_day(proposal["answer_by"]), on=today)


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _a_day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)
