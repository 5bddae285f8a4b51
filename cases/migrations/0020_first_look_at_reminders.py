"""The first nightly run looks at the reminders of every case that can have some: open ones, and ended ones that are still followed."""

from django.db import migrations

LOOK = """UPDATE cases_case SET notices_on = CURRENT_DATE
WHERE state IN ('contact', 'challenges', 'assessment', 'match', 'startup', 'running')
   OR EXISTS (SELECT FROM cases_followup AS asked WHERE asked.case_id = cases_case.id AND asked.answered_on IS NULL AND asked.dropped_on IS NULL)
   OR EXISTS (SELECT FROM cases_appeal AS appeal WHERE appeal.case_id = cases_case.id AND appeal.outcome = '')"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0019_notices")]

    operations = [migrations.RunSQL(LOOK, migrations.RunSQL.noop)]
