"""An organisation's name stands once a jobcentre, in capitals or not. Of those that differ in nothing else the later ones get a number."""

from django.db import migrations, models
from django.db.models.functions import Upper

NUMBER = """
UPDATE mentors_organisation SET name = left(mentors_organisation.name, 180) || ' (' || twin.place || ')'
FROM (SELECT id, row_number() OVER (PARTITION BY jobcentre_id, upper(name) ORDER BY name, id) AS place FROM mentors_organisation) AS twin
WHERE twin.id = mentors_organisation.id AND twin.place > 1;
"""


class Migration(migrations.Migration):
    dependencies = [("mentors", "0006_drop_areas_and_times")]
    operations = [
        migrations.RunSQL(NUMBER, migrations.RunSQL.noop),
        migrations.RemoveConstraint("organisation", "organisation_name_once_a_jobcentre"),
        migrations.AddConstraint(
            "organisation", models.UniqueConstraint("jobcentre", Upper("name"), name="organisation_name_once_a_jobcentre")
        ),
    ]
