"""A course that ends a second time has views of its own; those of the first end stay readable."""

import datetime

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("cases", "0014_note_counts_its_writings")]

    operations = [
        migrations.AddField(
            model_name="courseview",
            name="replaced_on",
            field=models.DateField(blank=True, null=True, verbose_name="no longer counts from"),
        ),
        migrations.RemoveConstraint(model_name="courseview", name="courseview_once_at_the_end"),
        migrations.AddConstraint(
            model_name="courseview",
            constraint=models.UniqueConstraint(
                fields=("case", "view"),
                condition=Q(("extension__isnull", True), ("replaced_on__isnull", True)),
                name="courseview_once_at_the_end",
            ),
        ),
        migrations.RemoveConstraint(model_name="courseview", name="courseview_days_near"),
        migrations.AddConstraint(
            model_name="courseview",
            constraint=models.CheckConstraint(
                condition=Q(
                    Q(("day__isnull", True), ("day__lte", datetime.date(2199, 12, 31)), _connector="OR"),
                    Q(("replaced_on__isnull", True), ("replaced_on__lte", datetime.date(2199, 12, 31)), _connector="OR"),
                ),
                name="courseview_days_near",
                violation_error_message="A day lies at most in the year 2199. Leave it empty for no end.",
            ),
        ),
    ]
