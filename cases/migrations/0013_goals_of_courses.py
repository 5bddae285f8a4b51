"""Courses that run or have ended get their goals from the newest version of their agreement that took effect."""

from django.db import migrations

GOALS = """
INSERT INTO cases_goal (id, case_id, position, words, by_when, weight, levels, begun_on, ended_on, ended_why, version)
SELECT gen_random_uuid(), newest.case_id, goal.position, goal.words, goal.by_when, 1, '{}', COALESCE(period.first_day, newest.first_day), NULL, '', 1
FROM (
    SELECT DISTINCT ON (agreement.case_id) agreement.case_id, agreement.id, agreement.first_day
    FROM cases_agreement agreement JOIN cases_case c ON c.id = agreement.case_id
    WHERE agreement.locked_at IS NOT NULL AND c.state IN ('running', 'ended')
    ORDER BY agreement.case_id, agreement.number DESC
) newest
JOIN cases_agreementgoal goal ON goal.agreement_id = newest.id
LEFT JOIN (SELECT case_id, min(first_day) AS first_day FROM cases_period GROUP BY case_id) period ON period.case_id = newest.case_id
WHERE NOT EXISTS (SELECT 1 FROM cases_goal known WHERE known.case_id = newest.case_id)
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0012_running_course")]
    operations = [migrations.RunSQL(GOALS, migrations.RunSQL.noop)]
