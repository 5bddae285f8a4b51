"""The courses of a scope, one row each, as they stood at the end of a day: the common table of the one statement that every figure comes from.

As they stood: what was closed, written or recorded later is not known yet. What is simply overwritten (a situation, a target group) has no
memory: a report that must stay as it was is stored with its figures.
"""

import datetime as dt
from typing import Any

from cases.enums import OutcomePoint
from cases.enums_course import TOOK_PLACE, ContactState
from cases.rules.closing import COMPLETED
from core.days import DAY, instant_of
from reports.enums import Basis
from reports.scope import Scope

HELD = "({0}.ended_on IS NULL OR {0}.ended_on >= {0}.first_day)"
"""Of a period or an assignment: it has not ended before it began."""

BELONGS = {
    Basis.START: "p.first_day BETWEEN %(first_day)s AND %(last_day)s",
    Basis.PRESENCE: f"""EXISTS (
        SELECT FROM cases_period q WHERE q.case_id = c.id AND {HELD.format("q")}
        AND q.first_day <= least(%(last_day)s, %(on)s) AND coalesce(q.ended_on, q.last_day) >= %(first_day)s)""",
    Basis.END: "CASE WHEN c.closed_on <= %(on)s THEN c.closed_on ELSE r.closed_on END BETWEEN %(first_day)s AND %(last_day)s",
}
"""R181."""
YEAR_OF = {Basis.START: "b.first_day", Basis.PRESENCE: "b.first_day", Basis.END: "b.ended_on"}

OF_CASE = {
    "jobcentres": "c.jobcentre_id = ANY(%(jobcentres)s)",
    "situation": 'k."group" = %(situation)s',
    "partner": "c.partner_id = %(partner)s",
    "team": "c.team_id = %(team)s",
    "target_group": "EXISTS (SELECT FROM cases_casetargetgroup t WHERE t.case_id = c.id AND t.group_id = %(target_group)s)",
}
OF_COURSE = {
    "mentor_type": "m.type = %(mentor_type)s",
    "funding": "d.funding = %(funding)s",
    "year": "extract(year FROM {year}) = %(year)s",
}


USED = """SELECT l.case_id, sum(l.minutes) AS minutes, bool_or(l.held) AS held, sum(l.minutes * m.cost_an_hour) AS cost,
            sum(l.minutes) FILTER (WHERE m.cost_an_hour IS NOT NULL) AS paid
        FROM logged l {assignments} JOIN mentors_mentor m ON m.id = a.mentor_id
        GROUP BY l.case_id"""
USED_LIGHT = "SELECT l.case_id, 0 AS minutes, bool_or(l.held) AS held, 0 AS cost, 0 AS paid FROM logged l GROUP BY l.case_id"


def joined(scope: Scope, table: str, *, by: str = "case_id", to: str = "course.id", kind: str = "JOIN") -> str:
    """A join with a table and its short name, such as "cases_period p". In a narrow scope its rows are looked up for each course: a planner that
    overrates how many courses there are would read the table of the whole country for them."""
    whole, name = table.split()
    if scope.is_narrow:
        return f"{kind} LATERAL (SELECT * FROM {whole} WHERE {by} = {to} OFFSET 0) {name} ON TRUE"
    return f"{kind} {whole} {name} ON {name}.{by} = {to}"


def parameters(scope: Scope, on: dt.date) -> dict[str, Any]:
    """What the statement is asked with."""
    return {
        "first_day": scope.first_day,
        "last_day": scope.last_day,
        "on": on,
        "after": instant_of(on + DAY, dt.time()),
        "jobcentres": list(scope.jobcentres),
        "completed": [str(reason) for reason in COMPLETED],
        "took_place": [str(each) for each in TOOK_PLACE],
        "struck": str(ContactState.STRUCK),
        **scope.filters,
    }


def common_tables(scope: Scope, *, is_light: bool = False) -> str:
    """`base` (cases with a course), and `course`: base with mentor, money, log and outcomes. `is_light`: what took place is enough of the log,
    and the end of the outcomes.
    """
    asked = {*scope.filters, *(["jobcentres"] if scope.jobcentres else [])}
    of_case = "".join(f"\n          AND {condition}" for name, condition in OF_CASE.items() if name in asked)
    of_course = [condition.format(year=YEAR_OF[scope.basis]) for name, condition in OF_COURSE.items() if name in asked]
    points = "".join(
        f""",
        max(o.outcome) FILTER (WHERE o.point = '{point}') AS "{point}", bool_or(o.reached) FILTER (WHERE o.point = '{point}') AS {point}_reached"""
        for point in OutcomePoint
    )
    dues = ", ".join(f"min(f.due_on) FILTER (WHERE f.point = '{point}') AS {point}_due" for point in OutcomePoint if point != "end")
    return f"""
    reopened AS (
        SELECT DISTINCT ON (case_id) case_id, closed_on, end_reason FROM cases_coursereopening
        WHERE closed_on <= %(on)s AND opened_on > %(on)s ORDER BY case_id, closed_on DESC
    ), base AS MATERIALIZED (
        SELECT c.id, c.jobcentre_id, c.client_id, c.partner_id, k."group" AS situation, p.first_day,
            c.received_on, c.assessment_on, c.match_on, c.startup_on,
            CASE WHEN c.closed_on <= %(on)s THEN c.closed_on ELSE r.closed_on END AS ended_on,
            CASE WHEN c.closed_on <= %(on)s THEN c.end_reason ELSE r.end_reason END AS end_reason
        FROM cases_period p
        JOIN cases_case c ON c.id = p.case_id
        JOIN mentors_situationkind k ON k.code = c.situation_id
        LEFT JOIN reopened r ON r.case_id = c.id
        WHERE p.first_day <= %(on)s AND {HELD.format("p")}
          AND NOT EXISTS (
              SELECT FROM cases_period e WHERE e.case_id = p.case_id AND {HELD.format("e")} AND e.first_day < p.first_day
          )
          AND {BELONGS[scope.basis]}{of_case}
    ), mentor AS (
        SELECT DISTINCT ON (a.case_id) a.case_id, a.proposal_id, m.type
        FROM base b JOIN cases_assignment a ON a.case_id = b.id JOIN mentors_mentor m ON m.id = a.mentor_id
        WHERE a.first_day <= %(on)s AND {HELD.format("a")}
        ORDER BY a.case_id, a.first_day DESC
    ), logged AS (
        SELECT k.case_id, k.assignment_id, sum(k.minutes) AS minutes, bool_or(k.attendance = ANY(%(took_place)s)) AS held
        FROM base b {joined(scope, "cases_contact k", to="b.id")}
        WHERE k.day <= %(on)s AND k.written_at < %(after)s AND (k.state <> %(struck)s OR k.struck_at >= %(after)s)
        GROUP BY k.case_id, k.assignment_id
    ), used AS (
        {USED_LIGHT if is_light else USED.format(assignments=joined(scope, "cases_assignment a", by="id", to="l.assignment_id"))}
    ), became AS (
        SELECT o.case_id{points}
        FROM base b JOIN cases_courseoutcome o ON o.case_id = b.id
        WHERE {"o.point = 'end' AND" if is_light else ""} o.recorded_on <= %(on)s AND (o.replaced_on IS NULL OR o.replaced_on > %(on)s)
        GROUP BY o.case_id
    ), due AS (
        SELECT f.case_id, {dues}
        FROM base b JOIN cases_followup f ON f.case_id = b.id
        WHERE {"FALSE AND" if is_light else ""} (f.dropped_on IS NULL OR f.dropped_on > %(on)s)
        GROUP BY f.case_id
    ), course AS MATERIALIZED (
        SELECT b.*, coalesce(m.type, '') AS mentor_type, m.proposal_id, coalesce(d.funding, '') AS funding,
            extract(year FROM {YEAR_OF[scope.basis]})::int AS year,
            d.minutes_a_week AS granted_a_week, d.wished_minutes_a_week AS wished_a_week, d.wished_months, d.why_shorter = '' AS is_as_long,
            coalesce(u.minutes, 0) AS used, coalesce(u.cost, 0) AS cost, coalesce(u.paid, 0) AS paid,
            CASE WHEN b.ended_on IS NULL THEN 'ongoing'
                WHEN b.end_reason = ANY(%(completed)s) AND u.held THEN 'completed' ELSE 'dropped_out' END AS status,
            coalesce(became."end", 'not_recorded') AS outcome,
            became.m3, became.m6, became.m12, became.m3_reached, became.m6_reached, became.m12_reached,
            due.m3_due <= %(on)s AS m3_due, due.m6_due <= %(on)s AS m6_due, due.m12_due <= %(on)s AS m12_due
        FROM base b
        LEFT JOIN mentor m ON m.case_id = b.id
        LEFT JOIN cases_decision d ON d.case_id = b.id AND d.kind = 'first' AND d.annulled_on IS NULL
        LEFT JOIN used u ON u.case_id = b.id
        LEFT JOIN became ON became.case_id = b.id
        LEFT JOIN due ON due.case_id = b.id
        {"WHERE " + " AND ".join(of_course) if of_course else ""}
    )"""
