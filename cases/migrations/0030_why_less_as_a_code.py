"""Why an extension is granted shorter or with fewer hours can be counted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0029_first_letter_texts")]

    operations = [
        migrations.AddField(
            model_name="decision",
            name="less_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("need", "The need has become less"),
                    ("other_help", "Other help can take over"),
                    ("part", "Only a part of the goal needs a mentor"),
                ],
                db_default="",
                default="",
                max_length=20,
                verbose_name="reason as a code",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(("less_reason__in", ["need", "other_help", "part", ""])), name="decision_less_reason_known"
            ),
        ),
    ]
