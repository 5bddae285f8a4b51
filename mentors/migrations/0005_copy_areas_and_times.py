"""What a mentor helps with becomes a row an area, of which we know some experience; the times of the week become codes on the mentor."""

from django.db import migrations

COPY = """
INSERT INTO mentors_competence (mentor_id, area, level) SELECT DISTINCT id, unnest(support_areas), 1 FROM mentors_mentor;
UPDATE mentors_mentor m SET times = a.codes
FROM (SELECT mentor_id, array_agg(weekday || '_' || part ORDER BY weekday, part) AS codes FROM mentors_availability GROUP BY mentor_id) a
WHERE a.mentor_id = m.id;
"""


class Migration(migrations.Migration):
    dependencies = [("mentors", "0004_match_register")]
    operations = [migrations.RunSQL(COPY, migrations.RunSQL.noop)]
