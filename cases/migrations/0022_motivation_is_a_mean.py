"""A questionnaire's score can be the mean of its answers: the motivation scale goes from 0 to 10, as its questions do."""

from django.db import migrations, models
from django.db.models import Q

# The guard keeps what was answered; here the same answers are summed up in another way.
TO_MEAN = """
ALTER TABLE cases_questionnaire DISABLE TRIGGER answered_is_kept;
UPDATE cases_questionnaire SET scoring = 'mean' WHERE code = 'motivation' AND factor = 1;
ALTER TABLE cases_questionnaire ENABLE TRIGGER answered_is_kept;
UPDATE cases_measurement AS m
SET score = round((SELECT avg(answer) FROM unnest(m.answers) AS answer), 1)
FROM cases_questionnaire AS q
WHERE q.code = m.questionnaire_id AND q.scoring = 'mean' AND m.score IS NOT NULL;
"""
TO_SUM = """
UPDATE cases_measurement AS m
SET score = (SELECT sum(answer) FROM unnest(m.answers) AS answer) * q.factor
FROM cases_questionnaire AS q
WHERE q.code = m.questionnaire_id AND q.scoring = 'mean' AND m.score IS NOT NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0021_unseen_reminders_by_jobcentre")]
    operations = [
        migrations.AddField(
            model_name="questionnaire",
            name="scoring",
            field=models.CharField(
                choices=[("sum", "Sum times the factor"), ("mean", "Mean of the answers")],
                db_default="sum",
                default="sum",
                max_length=10,
                verbose_name="how it is scored",
            ),
        ),
        migrations.AlterField(
            model_name="measurement",
            name="score",
            field=models.DecimalField(blank=True, decimal_places=1, max_digits=6, null=True, verbose_name="score"),
        ),
        migrations.AddConstraint(
            model_name="questionnaire",
            constraint=models.CheckConstraint(condition=Q(scoring__in=["sum", "mean"]), name="questionnaire_scoring_known"),
        ),
        migrations.AlterField(
            model_name="courseoutcome",
            name="outcome",
            field=models.CharField(
                choices=[
                    ("ordinary_job", "Ordinary job"),
                    ("flexible_job", "Flexible job"),
                    ("ordinary_education", "Ordinary education"),
                    ("kept_job", "Kept the job"),
                    ("wage_subsidy", "Wage subsidy"),
                    ("other_measure", "Still in another measure"),
                    ("sickness", "Sickness"),
                    ("pension", "Pension"),
                    ("moved", "Moved"),
                    ("stopped", "Stopped"),
                    ("unknown", "Unknown"),
                ],
                max_length=30,
                verbose_name="outcome",
            ),
        ),
        migrations.RunSQL(TO_MEAN, TO_SUM),
    ]
