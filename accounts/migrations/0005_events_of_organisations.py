"""The logs know organisations."""

from django.db import migrations, models

READS = """
ALTER TABLE accounts_accessevent DROP CONSTRAINT accessevent_subject_kind_known;
ALTER TABLE accounts_accessevent ADD CONSTRAINT accessevent_subject_kind_known
    CHECK (subject_kind IN ('case', 'client', 'mentor', 'workplace', 'organisation', 'user', 'jobcentre', 'reference'));
"""
BACK = READS.replace("'organisation', ", "")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_months_that_the_rest_serves")]
    operations = [
        migrations.AlterField(
            "auditevent",
            "subject_kind",
            models.CharField(
                choices=[
                    ("case", "Case"),
                    ("client", "Client"),
                    ("mentor", "Mentor"),
                    ("workplace", "Workplace or school"),
                    ("organisation", "Organisation"),
                    ("user", "User"),
                    ("jobcentre", "Jobcentre"),
                    ("reference", "Reference data"),
                ],
                max_length=20,
                verbose_name="kind of subject",
            ),
        ),
        migrations.RemoveConstraint("auditevent", "auditevent_subject_kind_known"),
        migrations.AddConstraint(
            "auditevent",
            models.CheckConstraint(
                condition=models.Q(
                    subject_kind__in=["case", "client", "mentor", "workplace", "organisation", "user", "jobcentre", "reference"]
                ),
                name="auditevent_subject_kind_known",
            ),
        ),
        migrations.RunSQL(READS, BACK),
    ]
