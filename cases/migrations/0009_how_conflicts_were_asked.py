from django.db import migrations, models

ASKED = [("meeting", "At a meeting"), ("phone", "By phone"), ("letter", "With a letter")]


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_national_weights")]

    operations = [
        migrations.AddField(
            model_name="proposal",
            name="conflict_asked",
            field=models.CharField(
                blank=True, choices=ASKED, db_default="", default="", max_length=20, verbose_name="how a conflict was asked about"
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(("conflict_asked__in", ["meeting", "phone", "letter", ""])), name="proposal_conflict_asked_known"
            ),
        ),
    ]
