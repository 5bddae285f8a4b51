"""Entries of the log that wait for approval are found by their case without reading the whole log."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0017_courses_opened_again")]

    operations = [
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(condition=models.Q(("state", "waiting")), fields=["case"], name="contact_waiting"),
        ),
    ]
