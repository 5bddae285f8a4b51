"""The sections of the one statement: each is a SELECT over `course`, whose rows come back as one JSON array. No section reads row by row."""

from cases.enums import GRANTS
from cases.enums_course import BenefitKind
from reports.enums import Dimension
from reports.figures.courses import joined
from reports.scope import Scope

SPLITS: dict[Dimension, str] = {
    Dimension.SITUATION: "situation",
    Dimension.MENTOR_TYPE: "mentor_type",
    Dimension.JOBCENTRE: "jobcentre_id",
    Dimension.FUNDING: "funding",
    Dimension.YEAR: "year",
    Dimension.PARTNER: "partner_id",
}
"""The columns of the splits in which a course stands once. Target groups overlap."""
POINTS = ("m3", "m6", "m12")
WISHES = {
    "type": "w.mentor_types <> '{}'",
    "language": "w.language <> ''",
    "gender": "w.gender <> ''",
    "age": "w.age_group <> ''",
    "ways": "w.ways_of_meeting <> '{}'",
    "place": "w.zone_id IS NOT NULL",
    "times": "w.times <> '{}'",
}
"""By the code under which a proposal names a wish that is not met: when the client has it."""
ON_BENEFIT = (BenefitKind.UNEMPLOYMENT, BenefitKind.CASH, BenefitKind.SICKNESS, BenefitKind.PENSION, BenefitKind.OTHER)
"""What the public pays to live on (R188); a wage, a student grant and what is not known are not."""


def _list(codes: object) -> str:
    return ", ".join(f"'{code}'" for code in sorted(map(str, codes)))  # type: ignore[call-overload]


def counts(scope: Scope) -> str:
    """Courses by status and outcome, in all and in each split."""
    became = "status, CASE WHEN status = 'completed' THEN outcome END AS became, count(*) AS number FROM course GROUP BY 1, 2, 3, 4"
    each = [f"SELECT '' AS split, '' AS key, {became}"]
    each += [f"SELECT '{split}', coalesce({column}::text, ''), {became}" for split, column in SPLITS.items()]
    return "\nUNION ALL\n".join(each)


def groups(scope: Scope) -> str:
    return f"""
        SELECT t.group_id AS key, status, CASE WHEN status = 'completed' THEN outcome END AS became, count(*) AS number
        FROM course {joined(scope, "cases_casetargetgroup t")} GROUP BY 1, 2, 3"""


def persons(scope: Scope) -> str:
    return "SELECT jobcentre_id AS key, count(*) AS number FROM (SELECT DISTINCT jobcentre_id, client_id FROM course) each GROUP BY 1"


def withdrawn(scope: Scope) -> str:
    """Left before a course began."""
    where = "AND c.jobcentre_id = ANY(%(jobcentres)s)" if scope.jobcentres else ""
    return f"""
        SELECT count(*) AS number FROM cases_case c
        WHERE c.state = 'withdrawn' AND c.closed_on BETWEEN %(first_day)s AND least(%(last_day)s, %(on)s) {where}
        AND NOT EXISTS (SELECT FROM cases_period p WHERE p.case_id = c.id AND p.first_day <= c.closed_on
            AND (p.ended_on IS NULL OR p.ended_on >= p.first_day))"""


def later(scope: Scope) -> str:
    """Of completed courses: whose follow-up was due by the data day or is answered, who was reached, and what became of them."""
    each = [
        f"""SELECT '{point}' AS point, coalesce({point}_reached, FALSE) AS answered, {point} AS became, count(*) AS number
        FROM course WHERE status = 'completed' AND ({point}_due OR {point} IS NOT NULL) GROUP BY 1, 2, 3"""
        for point in POINTS
    ]
    return "\nUNION ALL\n".join(each)


def waiting(scope: Scope) -> str:
    """Calendar days between two days of a case, each as a histogram."""
    return """
        SELECT assessed, matched, started, whole, grouping(assessed, matched, started, whole) AS which, count(*) AS number
        FROM (SELECT assessment_on - received_on AS assessed, match_on - assessment_on AS matched, startup_on - match_on AS started,
            startup_on - received_on AS whole FROM course) days
        GROUP BY GROUPING SETS ((assessed), (matched), (started), (whole))"""


def hours(scope: Scope) -> str:
    return """
        SELECT count(wished_a_week) AS wishing, sum(wished_a_week) AS wished, sum(granted_a_week) FILTER (WHERE wished_a_week IS NOT NULL) AS granted,
            sum(used) AS used FROM course"""


def granted(scope: Scope) -> str:
    """Minutes of all periods that have begun, with their steps and changes of hours (R87, R88): as the account of each course counts them."""
    return """
        SELECT sum((2 * until_end + 7) / 14 - (2 * until_start + 7) / 14) AS minutes FROM (
            SELECT p.minutes_a_week::bigint * (p.last_day - p.first_day + 1) AS until_end, 0::bigint AS until_start
            FROM granting p WHERE NOT p.has_steps
            UNION ALL
            SELECT sum(minutes * greatest(0, least(next_day, last_day + 1) - day))::bigint,
                sum(minutes * greatest(0, least(next_day, first_day) - day))::bigint
            FROM (
                SELECT s.period_id, s.day, s.minutes::bigint AS minutes, s.first_day, s.last_day,
                    coalesce(lead(s.day) OVER (PARTITION BY s.period_id ORDER BY s.day), DATE '9999-12-31') AS next_day
                FROM stepped s
                WHERE NOT EXISTS (SELECT FROM stepped o WHERE o.period_id = s.period_id AND o.turn > s.turn AND o.since <= s.day)
            ) lasting GROUP BY period_id
        ) periods"""


def granted_tables(scope: Scope) -> str:
    """What `granted` reads: the periods, and the steps of those whose hours change, each with the turn in which it was decided."""
    change = f"ch.kind = 'change' AND ch.annulled_on IS NULL AND ch.outcome IN ({_list(GRANTS)})"
    return f"""
    changed AS MATERIALIZED (
        SELECT ch.id, ch.first_day, ch.minutes_a_week, q.decision_id, q.number, row_number() OVER (ORDER BY ch.created_at, ch.id) + 1 AS turn
        FROM cases_decision ch JOIN cases_period q ON q.id = ch.changes_id JOIN course ON course.id = ch.case_id
        WHERE ch.changes_id IS NOT NULL AND {change}
    ), granting AS MATERIALIZED (
        SELECT p.id, p.decision_id, p.number, p.first_day, p.last_day, p.minutes_a_week,
            EXISTS (SELECT FROM cases_grantstep s WHERE s.decision_id = p.decision_id)
            OR EXISTS (SELECT FROM changed ch WHERE ch.decision_id = p.decision_id AND ch.number <= p.number) AS has_steps
        FROM course {joined(scope, "cases_period p")}
        WHERE p.first_day <= %(on)s AND (p.ended_on IS NULL OR p.ended_on >= p.first_day)
    ), stepped AS (
        SELECT *, min(day) OVER (PARTITION BY period_id, turn) AS since FROM (
            SELECT p.id AS period_id, 0 AS turn, p.first_day AS day, p.minutes_a_week AS minutes, p.first_day, p.last_day
            FROM granting p WHERE p.has_steps
            UNION ALL
            SELECT p.id, 1, s.first_day, s.minutes_a_week, p.first_day, p.last_day
            FROM granting p JOIN cases_grantstep s ON s.decision_id = p.decision_id
            UNION ALL
            SELECT p.id, ch.turn, coalesce(s.first_day, ch.first_day), coalesce(s.minutes_a_week, ch.minutes_a_week), p.first_day, p.last_day
            FROM granting p JOIN changed ch ON ch.decision_id = p.decision_id AND ch.number <= p.number
            LEFT JOIN cases_grantstep s ON s.decision_id = ch.id
        ) steps
    )"""


def extensions(scope: Scope) -> str:
    return f"""
        SELECT count(*) AS times, count(DISTINCT e.case_id) AS courses FROM course {joined(scope, "cases_extension e")}
        WHERE e.new_period_id IS NOT NULL AND e.closed_on <= %(on)s"""


def rematches(scope: Scope) -> str:
    return """
        SELECT count(*) AS times, count(DISTINCT r.case_id) AS courses FROM course JOIN cases_rematch r ON r.case_id = course.id
        WHERE r.new_assignment_id IS NOT NULL AND r.closed_on <= %(on)s"""


def wishes(scope: Scope) -> str:
    """Who wished it, and who got it, by type of mentor and in all."""
    columns = [
        f"count(*) FILTER (WHERE {has}) AS {wish}_of, count(*) FILTER (WHERE {has} AND NOT p.unmet_wishes ? '{wish}') AS {wish}_met"
        for wish, has in WISHES.items()
    ]
    columns += [
        "count(*) FILTER (WHERE wished_a_week IS NOT NULL) AS hours_of, count(*) FILTER (WHERE granted_a_week >= wished_a_week) AS hours_met",
        "count(*) FILTER (WHERE wished_months IS NOT NULL) AS months_of, "
        "count(*) FILTER (WHERE wished_months IS NOT NULL AND is_as_long) AS months_met",
    ]
    return f"""
        SELECT coalesce(mentor_type, '') AS mentor_type, {", ".join(columns)}
        FROM course {joined(scope, "cases_proposal p", by="id", to="course.proposal_id")}
        {joined(scope, "cases_wishes w", kind="LEFT JOIN")}
        GROUP BY GROUPING SETS ((), (mentor_type))"""


def goals(scope: Scope) -> str:
    return f"SELECT view, score AS value, count(*) AS number FROM ({goals_of_each(scope)}) scored GROUP BY 1, 2"


def goals_of_each(scope: Scope) -> str:
    """The T-score (R98) of the last look of each, where every goal of that day is set."""
    return f"""
            SELECT r.case_id, r.view, 50 + round(10 * sum(g.weight * s.level)::float8
                / sqrt(0.7::float8 * sum(g.weight * g.weight) + 0.3::float8 * sum(g.weight) ^ 2))::int AS score
            FROM (
                SELECT r.case_id, r.view, max(r.day) AS day FROM course {joined(scope, "cases_goalreview r")}
                WHERE r.day <= %(on)s GROUP BY 1, 2
            ) newest
            {joined(scope, "cases_goalreview r", to="newest.case_id")} AND r.view = newest.view AND r.day = newest.day
            {joined(scope, "cases_goal g", to="r.case_id")}
            LEFT JOIN cases_goalscore s ON s.review_id = r.id AND s.goal_id = g.id
            WHERE s.id IS NOT NULL OR (g.begun_on <= r.day AND (g.ended_on IS NULL OR g.ended_on > r.day))
            GROUP BY r.case_id, r.view HAVING count(*) = count(s.id)"""


def measured(scope: Scope) -> str:
    return f"SELECT code, value, better, count(*) AS number FROM ({measured_of_each(scope)}) each GROUP BY 1, 2, 3"


def measured_of_each(scope: Scope) -> str:
    """How much a score went up from the start to the end of the course, and whether that is clearly better."""
    return f"""
        SELECT course.id AS case_id, q.code, b.score - a.score AS value, b.score - a.score >= q.relevant_change AS better
        FROM course
        {joined(scope, "cases_measurement a")} AND a.point = 'start' AND a.respondent = 'client' AND a.day <= %(on)s
        {joined(scope, "cases_measurement b")} AND b.point = 'end' AND b.respondent = 'client' AND b.day <= %(on)s
            AND b.questionnaire_id = a.questionnaire_id
        JOIN cases_questionnaire q ON q.code = a.questionnaire_id
        WHERE ended_on IS NOT NULL AND q.code IN ('who5', 'motivation') AND a.score IS NOT NULL AND b.score IS NOT NULL"""


def before(scope: Scope) -> str:
    return f"SELECT days, count(*) AS number FROM ({before_of_each(scope)}) known GROUP BY 1"


def before_of_each(scope: Scope) -> str:
    """Days on a benefit in the 364 days before the first one: from the day since when it is paid."""
    return f"""
        SELECT course.id AS case_id,
            CASE WHEN e.kind IN ({_list(ON_BENEFIT)}) THEN least(364, greatest(0, first_day - e.since)) ELSE 0 END AS days
        FROM course {joined(scope, "cases_benefit e")} AND e.point = ''
        WHERE e.recorded_on <= %(on)s AND (e.replaced_on IS NULL OR e.replaced_on > %(on)s) AND e.kind <> 'unknown'
            AND (e.since IS NOT NULL OR e.kind NOT IN ({_list(ON_BENEFIT)}))"""


def after(scope: Scope) -> str:
    return f"SELECT days, count(*) AS number FROM ({after_of_each(scope)}) known GROUP BY 1"


def after_of_each(scope: Scope) -> str:
    """Days on a benefit in the 364 days after the end, where it is known at the end and a year later: each answer holds from its day since."""
    return f"""
            SELECT id AS case_id, sum(on_benefit * (coalesce(next_day, 364) - day)) AS days FROM (
                SELECT id, on_benefit, day, lead(day) OVER (PARTITION BY id ORDER BY nominal) AS next_day FROM (
                    SELECT course.id, (e.kind IN ({_list(ON_BENEFIT)}))::int AS on_benefit, n.nominal,
                        greatest(lag(n.nominal, 1, 0) OVER (PARTITION BY course.id ORDER BY n.nominal),
                            least(n.nominal, coalesce(e.since - course.ended_on, n.nominal))) AS day,
                        count(*) FILTER (WHERE e.point IN ('end', 'm12')) OVER (PARTITION BY course.id) AS both_ends,
                        bool_or(e.kind = 'unknown') OVER (PARTITION BY course.id) AS unknown
                    FROM course {joined(scope, "cases_benefit e")}
                    JOIN (VALUES ('end', 0), ('m3', 91), ('m6', 182), ('m12', 364)) AS n (point, nominal) ON n.point = e.point
                    WHERE ended_on IS NOT NULL AND e.recorded_on <= %(on)s AND (e.replaced_on IS NULL OR e.replaced_on > %(on)s)
                ) said WHERE both_ends = 2 AND NOT unknown
            ) lasting GROUP BY id"""


def costs(scope: Scope) -> str:
    return "SELECT funding, sum(cost) AS cost, sum(paid) AS paid, sum(used) AS used FROM course GROUP BY 1"


SECTIONS = {
    each.__name__: each
    for each in (
        counts, groups, persons, withdrawn, later, waiting, hours, granted, extensions, rematches, wishes, goals, measured, before, after, costs,
    )
}  # fmt: skip
ONLY_COUNTS = ("counts", "groups")
LIGHT = (*ONLY_COUNTS, "persons", "waiting", "extensions")
"""Sections for which of a course is enough what it was, when and how it ended: no log in minutes, and no follow-up."""
