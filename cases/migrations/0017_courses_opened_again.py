"""An ended course that was opened again keeps how it had ended."""

import datetime
import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0016_first_questionnaires"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CourseReopening",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("closed_on", models.DateField(verbose_name="closed")),
                (
                    "end_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("goal_reached", "The goal is reached"),
                            ("manages_without", "The client manages without"),
                            ("other_solution", "Another solution was found"),
                            ("ran_out", "The period ran out"),
                            ("withdrawn", "The client withdrew"),
                            ("match_failed", "The match did not work"),
                            ("moved", "The client moved"),
                            ("health", "Health"),
                            ("other", "Other"),
                        ],
                        max_length=20,
                        verbose_name="why it ended",
                    ),
                ),
                ("closing_words", models.TextField(blank=True, max_length=2000, verbose_name="reason in words")),
                ("words", models.TextField(max_length=2000, verbose_name="why it is opened again")),
                ("opened_on", models.DateField(verbose_name="opened again")),
                ("case", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="reopenings", to="cases.case")),
                (
                    "opened_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "end_reason__in",
                                [
                                    "goal_reached",
                                    "manages_without",
                                    "other_solution",
                                    "ran_out",
                                    "withdrawn",
                                    "match_failed",
                                    "moved",
                                    "health",
                                    "other",
                                    "",
                                ],
                            )
                        ),
                        name="coursereopening_end_reason_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_on__isnull", True), ("closed_on__lte", datetime.date(2199, 12, 31)), _connector="OR"),
                            models.Q(("opened_on__isnull", True), ("opened_on__lte", datetime.date(2199, 12, 31)), _connector="OR"),
                        ),
                        name="coursereopening_days_near",
                        violation_error_message="A day lies at most in the year 2199. Leave it empty for no end.",
                    ),
                ],
            },
        ),
    ]
