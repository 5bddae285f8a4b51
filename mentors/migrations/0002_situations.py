"""The kinds of the guide's four situations [2] as reference data."""

import datetime as dt

from django.db import migrations

KINDS = [
    ("new_job", "job", "Begynder i nyt job", "Starting a new job"),
    ("work_trial", "trial", "Arbejdsprøvning", "Work trial"),
    ("wage_subsidy", "trial", "Job med løntilskud", "Job with wage subsidy"),
    ("upskilling", "programme", "Opkvalificering", "Upskilling"),
    ("rehabilitation", "programme", "Revalidering", "Rehabilitation"),
    ("job_clarification", "programme", "Afklaring", "Job clarification"),
    ("education", "education", "Er i uddannelse", "In education"),
]


def add(apps, schema_editor):
    model = apps.get_model("mentors", "SituationKind")
    for position, (code, group, da, en) in enumerate(KINDS, start=1):
        model.objects.create(code=code, group=group, name_da=da, name_en=en, position=position, first_day=dt.date(2020, 1, 1))


class Migration(migrations.Migration):
    dependencies = [("mentors", "0001_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
