"""The figures once more, written apart from the code: a plain question for each number, over all cases of the database."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import connection

from cases.goals import reviews_of
from cases.hours import account_of
from cases.models import Case


def rows(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def number(sql: str, *values: Any) -> int:
    return int(rows(sql, *values)[0][0] or 0)


def begun(first: dt.date, last: dt.date) -> list[Any]:
    """The cases whose first period began in these days."""
    found = rows(
        """SELECT case_id, min(first_day) FROM cases_period WHERE ended_on IS NULL OR ended_on >= first_day
        GROUP BY case_id HAVING min(first_day) BETWEEN %s AND %s""",
        first,
        last,
    )
    return [case for case, _day in found]


def present(first: dt.date, last: dt.date) -> list[Any]:
    """The cases that had a day of a period in these days."""
    return [
        case
        for (case,) in rows(
            """SELECT DISTINCT case_id FROM cases_period WHERE first_day <= %s AND coalesce(ended_on, last_day) >= %s
            AND (ended_on IS NULL OR ended_on >= first_day)""",
            last,
            first,
        )
    ]


def over(first: dt.date, last: dt.date) -> list[Any]:
    """The courses that ended in these days."""
    return [case for (case,) in rows("SELECT id FROM cases_case WHERE state = 'ended' AND closed_on BETWEEN %s AND %s", first, last)]


def withdrawn(first: dt.date, last: dt.date) -> int:
    return number("SELECT count(*) FROM cases_case WHERE state = 'withdrawn' AND closed_on BETWEEN %s AND %s", first, last)


def completed(cases: list[Any]) -> list[Any]:
    return [
        case
        for (case,) in rows(
            """SELECT id FROM cases_case WHERE id = ANY(%s) AND state = 'ended'
            AND end_reason IN ('goal_reached', 'manages_without', 'other_solution', 'ran_out')
            AND id IN (SELECT case_id FROM cases_contact WHERE attendance IN ('attended', 'late') AND state IN ('waiting', 'approved'))""",
            cases,
        )
    ]


def ongoing(cases: list[Any]) -> list[Any]:
    return [case for (case,) in rows("SELECT id FROM cases_case WHERE id = ANY(%s) AND closed_on IS NULL", cases)]


def persons(cases: list[Any]) -> int:
    return number("SELECT count(DISTINCT client_id) FROM cases_case WHERE id = ANY(%s)", cases)


def outcomes(done: list[Any], point: str = "end") -> dict[str, int]:
    return dict(
        rows(
            """SELECT outcome, count(*) FROM cases_courseoutcome
            WHERE case_id = ANY(%s) AND point = %s AND replaced_on IS NULL AND reached GROUP BY outcome""",
            done,
            point,
        )
    )


def due(done: list[Any], point: str, on: dt.date) -> int:
    return number(
        """SELECT count(*) FROM cases_case c WHERE id = ANY(%s) AND (
            EXISTS (SELECT FROM cases_followup f WHERE f.case_id = c.id AND f.point = %s AND f.dropped_on IS NULL AND f.due_on <= %s)
            OR EXISTS (SELECT FROM cases_courseoutcome o WHERE o.case_id = c.id AND o.point = %s AND o.replaced_on IS NULL))""",
        done,
        point,
        on,
        point,
    )


SPLITS = {
    "target_group": "SELECT group_id, case_id FROM cases_casetargetgroup WHERE case_id = ANY(%s)",
    "situation": 'SELECT k."group", c.id FROM cases_case c JOIN mentors_situationkind k ON k.code = c.situation_id WHERE c.id = ANY(%s)',
    "jobcentre": "SELECT jobcentre_id::text, id FROM cases_case WHERE id = ANY(%s)",
    "funding": "SELECT funding, case_id FROM cases_decision WHERE kind = 'first' AND annulled_on IS NULL AND case_id = ANY(%s)",
    "year": "SELECT extract(year FROM min(first_day))::int::text, case_id FROM cases_period WHERE case_id = ANY(%s) GROUP BY case_id",
    "partner": "SELECT coalesce(partner_id::text, ''), id FROM cases_case WHERE id = ANY(%s)",
    "mentor_type": """SELECT (SELECT m.type FROM cases_assignment a JOIN mentors_mentor m ON m.id = a.mentor_id
        WHERE a.case_id = c.id AND a.first_day <= current_setting('test.on')::date AND (a.ended_on IS NULL OR a.ended_on >= a.first_day)
        ORDER BY a.first_day DESC LIMIT 1), c.id FROM cases_case c WHERE c.id = ANY(%s)""",
}


def split(dimension: str, cases: list[Any], on: dt.date) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    rows("SELECT set_config('test.on', %s, true)", on.isoformat())
    for key, case in rows(SPLITS[dimension], cases):
        found.setdefault(key, []).append(case)
    return found


DAYS = {
    "assessed": "assessment_on - received_on",
    "matched": "match_on - assessment_on",
    "started": "startup_on - match_on",
    "whole": "startup_on - received_on",
}


def quartiles(values: str, cases: list[Any]) -> tuple[float, float, float, int]:
    """`values` is a SELECT with one column "value" and one place for the cases."""
    found = rows(
        f"""SELECT percentile_cont(0.25) WITHIN GROUP (ORDER BY value), percentile_cont(0.5) WITHIN GROUP (ORDER BY value),
        percentile_cont(0.75) WITHIN GROUP (ORDER BY value), count(value) FROM ({values}) v""",
        cases,
    )[0]
    return (round(found[0], 1), round(found[1], 1), round(found[2], 1), found[3])


def waited(step: str, cases: list[Any]) -> tuple[float, float, float, int]:
    return quartiles(f"SELECT {DAYS[step]} AS value FROM cases_case WHERE id = ANY(%s)", cases)


def granted(cases: list[Any], on: dt.date) -> int:
    """As the page of each course says it, of periods that have begun."""
    found = 0
    for case in Case.objects.filter(pk__in=cases):
        found += sum(period.granted for period in account_of(case, on=on).periods if period.first_day <= on and _held(period))
    return found


def _held(period: Any) -> bool:
    return period.ended_on is None or period.ended_on >= period.first_day


def used(cases: list[Any]) -> int:
    return number("SELECT sum(minutes) FROM cases_contact WHERE case_id = ANY(%s) AND state <> 'struck'", cases)


def cost(cases: list[Any]) -> int:
    """Øre."""
    return number(
        """SELECT floor(sum(k.minutes * m.cost_an_hour)::numeric / 60 + 0.5) FROM cases_contact k
        JOIN cases_assignment a ON a.id = k.assignment_id JOIN mentors_mentor m ON m.id = a.mentor_id
        WHERE k.case_id = ANY(%s) AND k.state <> 'struck'""",
        cases,
    )


def paid_minutes(cases: list[Any]) -> int:
    """Of mentors whose hour has a known cost."""
    return number(
        """SELECT sum(k.minutes) FROM cases_contact k JOIN cases_assignment a ON a.id = k.assignment_id JOIN mentors_mentor m ON m.id = a.mentor_id
        WHERE k.case_id = ANY(%s) AND k.state <> 'struck' AND m.cost_an_hour IS NOT NULL""",
        cases,
    )


def wished(cases: list[Any]) -> tuple[int, int, int]:
    """(courses, wished, granted) minutes a week, of the first decision."""
    return rows(
        """SELECT count(*), sum(wished_minutes_a_week), sum(minutes_a_week) FROM cases_decision
        WHERE kind = 'first' AND annulled_on IS NULL AND wished_minutes_a_week IS NOT NULL AND case_id = ANY(%s)""",
        cases,
    )[0]  # type: ignore[return-value]


def again(table: str, column: str, cases: list[Any]) -> tuple[int, int]:
    """(courses, times)."""
    return rows(f"SELECT count(DISTINCT case_id), count(*) FROM {table} WHERE {column} IS NOT NULL AND case_id = ANY(%s)", cases)[0]  # type: ignore[return-value]


def wish(column: str, empty: str, code: str, cases: list[Any]) -> tuple[int, int]:
    """(met, of), in all: the wish, and whether the proposal of the mentor of now names it as not met."""
    of = met = 0
    for unmet in rows(
        f"""SELECT (SELECT p.unmet_wishes FROM cases_assignment a JOIN cases_proposal p ON p.id = a.proposal_id
            WHERE a.case_id = w.case_id AND a.first_day <= current_setting('test.on')::date AND (a.ended_on IS NULL OR a.ended_on >= a.first_day)
            ORDER BY a.first_day DESC LIMIT 1)::text FROM cases_wishes w WHERE w.{column} {empty} AND w.case_id = ANY(%s)""",
        cases,
    ):
        if unmet[0] is not None:
            of += 1
            met += f'"{code}"' not in unmet[0]
    return met, of


def wished_of_the_decision(met: str, wish: str, cases: list[Any]) -> tuple[int, int]:
    """(met, of): of those who wished so many hours or months and have been matched, by the first decision."""
    return rows(
        f"""SELECT count(*) FILTER (WHERE {met}), count(*) FROM cases_decision d
        WHERE kind = 'first' AND annulled_on IS NULL AND {wish} IS NOT NULL AND case_id = ANY(%s) AND EXISTS (
            SELECT FROM cases_assignment a WHERE a.case_id = d.case_id AND a.proposal_id IS NOT NULL
            AND a.first_day <= current_setting('test.on')::date AND (a.ended_on IS NULL OR a.ended_on >= a.first_day))""",
        cases,
    )[0]  # type: ignore[return-value]


def scores(view: str, cases: Iterable[Any]) -> list[int]:
    """The T-score of each course's last look, as its page says it."""
    found = []
    for case in Case.objects.filter(pk__in=list(cases)):
        newest = next((each for each in reviews_of(case) if each.review.view == view), None)
        if newest is not None and newest.score is not None:
            found.append(newest.score)
    return found


CHANGE = """
    SELECT b.score - a.score AS value FROM cases_measurement a JOIN cases_measurement b USING (case_id, questionnaire_id, respondent)
    WHERE a.point = 'start' AND b.point = 'end' AND respondent = 'client' AND questionnaire_id = '{}' AND a.score IS NOT NULL
    AND b.score IS NOT NULL AND case_id IN (SELECT id FROM cases_case WHERE closed_on IS NOT NULL) AND case_id = ANY(%s)"""

BEFORE = """
    SELECT CASE WHEN kind IN ('wage', 'student') THEN 0 ELSE least(364, begun.day - since) / 7.0 END AS value FROM cases_benefit b
    JOIN (SELECT case_id, min(first_day) AS day FROM cases_period GROUP BY case_id) begun USING (case_id)
    WHERE point = '' AND replaced_on IS NULL AND kind <> 'unknown' AND b.case_id = ANY(%s)"""
