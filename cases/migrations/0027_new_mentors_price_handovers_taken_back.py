"""A second person approves what a new mentor makes a course cost, a hand-over can be taken back, a questionnaire's source is told in both languages,
and a pause ends with its course."""

import datetime

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# The guard keeps what was answered; here the same source is told in Danish, too.
SOURCES = """
ALTER TABLE cases_questionnaire DISABLE TRIGGER answered_is_kept;
UPDATE cases_questionnaire SET source_da = CASE code
    WHEN 'who5' THEN 'WHO-5 Trivselsindeks, 1998: Psykiatrisk Forskningsenhed, WHO Collaborating Centre in Mental Health, Hillerød. Må bruges frit, '
        'når kilden er nævnt, og ordlyden ikke er ændret; udgivet af WHO under CC BY-NC-SA 3.0 IGO.'
    WHEN 'motivation' THEN 'Vores egne ord.'
    ELSE source_en END;
ALTER TABLE cases_questionnaire ENABLE TRIGGER answered_is_kept;
"""
PAUSES = """
DELETE FROM cases_pause AS pause USING cases_case AS ended
WHERE ended.id = pause.case_id AND ended.closed_on IS NOT NULL AND pause.first_day > ended.closed_on;
UPDATE cases_pause AS pause SET last_day = ended.closed_on, version = pause.version + 1
FROM cases_case AS ended
WHERE ended.id = pause.case_id AND ended.closed_on IS NOT NULL AND (pause.last_day IS NULL OR pause.last_day > ended.closed_on);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0009_message_of_a_jobcentre"),
        ("cases", "0026_questions_and_nights"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="approval",
            name="approval_kind_known",
        ),
        migrations.RemoveConstraint(
            model_name="approval",
            name="approval_makes_a_decision",
        ),
        migrations.RemoveConstraint(
            model_name="handover",
            name="handover_days_near",
        ),
        migrations.RemoveIndex(
            model_name="handover",
            name="handover_waiting",
        ),
        migrations.RenameField("questionnaire", "source", "source_en"),
        migrations.AddField(
            model_name="handover",
            name="taken_back_by",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="taken_back_on",
            field=models.DateField(blank=True, null=True, verbose_name="taken back"),
        ),
        migrations.AddField(
            model_name="handover",
            name="taken_back_why",
            field=models.CharField(blank=True, db_default="", default="", max_length=500, verbose_name="why it was taken back"),
        ),
        migrations.AddField(
            model_name="questionnaire",
            name="source_da",
            field=models.CharField(blank=True, max_length=300, verbose_name="source and licence in Danish"),
        ),
        migrations.AlterField(
            model_name="questionnaire",
            name="source_en",
            field=models.CharField(blank=True, max_length=300, verbose_name="source and licence in English"),
        ),
        migrations.AlterField(
            model_name="approval",
            name="kind",
            field=models.CharField(
                choices=[
                    ("first", "First decision"),
                    ("extension", "Extension"),
                    ("change", "Change of hours"),
                    ("takeover", "New mentor in a running course"),
                ],
                max_length=20,
                verbose_name="kind",
            ),
        ),
        migrations.AlterField(
            model_name="handover",
            name="case",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="handovers", to="cases.case"),
        ),
        migrations.AddIndex(
            model_name="handover",
            index=models.Index(
                condition=models.Q(("new_case__isnull", True), ("taken_back_on__isnull", True)),
                fields=["to_jobcentre", "handed_on"],
                name="handover_waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["first", "extension", "change", "takeover"])), name="approval_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "approved"), _negated=True), ("kind", "takeover"), ("decision__isnull", False), _connector="OR"
                ),
                name="approval_makes_a_decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("handed_on__isnull", True), ("handed_on__lte", datetime.date(2199, 12, 31)), _connector="OR"),
                    models.Q(("taken_back_on__isnull", True), ("taken_back_on__lte", datetime.date(2199, 12, 31)), _connector="OR"),
                ),
                name="handover_days_near",
                violation_error_message="A day lies at most in the year 2199. Leave it empty for no end.",
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.UniqueConstraint(
                condition=models.Q(("taken_back_on__isnull", True)), fields=("case",), name="handover_one_a_case"
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("taken_back_on__isnull", True),
                    models.Q(("new_case__isnull", True), models.Q(("taken_back_why", ""), _negated=True)),
                    _connector="OR",
                ),
                name="handover_taken_or_taken_back",
            ),
        ),
        migrations.RunSQL(SOURCES, migrations.RunSQL.noop),
        migrations.RunSQL(PAUSES, migrations.RunSQL.noop),
    ]
