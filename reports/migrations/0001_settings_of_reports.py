import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0009_message_of_a_jobcentre"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReportSettings",
            fields=[
                (
                    "jobcentre",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="report_settings",
                        serialize=False,
                        to="accounts.jobcentre",
                        verbose_name="jobcentre",
                    ),
                ),
                (
                    "smallest_shown",
                    models.PositiveSmallIntegerField(
                        default=3,
                        help_text="Smaller groups are hidden in everything that leaves the system. Zero is shown.",
                        validators=[django.core.validators.MinValueValidator(3), django.core.validators.MaxValueValidator(20)],
                        verbose_name="smallest number that is shown",
                    ),
                ),
                (
                    "least_base",
                    models.PositiveSmallIntegerField(
                        default=10,
                        validators=[django.core.validators.MinValueValidator(10), django.core.validators.MaxValueValidator(100)],
                        verbose_name="courses that a filter leaves at least",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "verbose_name": "settings of reports",
                "verbose_name_plural": "settings of reports",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("least_base__range", (10, 100)), ("smallest_shown__range", (3, 20))),
                        name="reportsettings_in_range",
                    )
                ],
            },
        ),
    ]
