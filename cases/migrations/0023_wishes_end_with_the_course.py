"""A changed wish that nobody has answered is closed with its course; those of courses that have ended are closed on that day."""

import datetime

from django.db import migrations, models

NEAR = datetime.date(2199, 12, 31)
CLOSE = """UPDATE cases_changedwish AS wish SET ended_on = ended.closed_on
FROM cases_case AS ended
WHERE ended.id = wish.case_id AND ended.closed_on IS NOT NULL AND wish.decision_id IS NULL AND wish.withdrawn_on IS NULL"""


def near(*fields: str) -> models.CheckConstraint:
    condition = models.Q()
    for field in fields:
        condition &= models.Q((f"{field}__isnull", True), (f"{field}__lte", NEAR), _connector="OR")
    words = "A day lies at most in the year 2199. Leave it empty for no end."
    return models.CheckConstraint(condition=condition, name="changedwish_days_near", violation_error_message=words)


class Migration(migrations.Migration):
    dependencies = [("cases", "0022_motivation_is_a_mean")]

    operations = [
        migrations.AddField("changedwish", "ended_on", models.DateField(blank=True, null=True, verbose_name="closed with the course")),
        migrations.RemoveConstraint("changedwish", "changedwish_days_near"),
        migrations.AddConstraint("changedwish", near("day", "last_day", "withdrawn_on", "ended_on")),
        migrations.RemoveConstraint("changedwish", "changedwish_one_open_a_case"),
        migrations.AddConstraint(
            "changedwish",
            models.UniqueConstraint(
                condition=models.Q(("decision__isnull", True), ("ended_on__isnull", True), ("withdrawn_on__isnull", True)),
                fields=("case",),
                name="changedwish_one_open_a_case",
            ),
        ),
        migrations.RunSQL(CLOSE, migrations.RunSQL.noop),
    ]
