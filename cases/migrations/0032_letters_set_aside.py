"""A letter that was a mistake and is not sent can be set aside, with a reason."""

import datetime

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

_FARTHEST = datetime.date(2199, 12, 31)


def _near(*fields):
    """Each of the days is none or lies near."""
    return models.Q(*(models.Q((f"{field}__isnull", True), (f"{field}__lte", _FARTHEST), _connector="OR") for field in fields))


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0031_built_in_text_again"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="letter", name="letter_days_near"),
        migrations.AddField(
            model_name="letter",
            name="aside_by",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(model_name="letter", name="aside_on", field=models.DateField(blank=True, null=True, verbose_name="set aside")),
        migrations.AddField(
            model_name="letter",
            name="aside_why",
            field=models.CharField(blank=True, db_default="", default="", max_length=500, verbose_name="why it is set aside"),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=_near("dated_on", "sent_on", "received_on", "appeal_until", "aside_on"),
                name="letter_days_near",
                violation_error_message="A day lies at most in the year 2199. Leave it empty for no end.",
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("aside_by__isnull", True), ("aside_on__isnull", True), ("aside_why", "")),
                    models.Q(
                        ("aside_by__isnull", False),
                        ("aside_on__isnull", False),
                        ("sent_on__isnull", True),
                        models.Q(("aside_why", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="letter_set_aside_with_a_reason_and_never_sent",
            ),
        ),
    ]
