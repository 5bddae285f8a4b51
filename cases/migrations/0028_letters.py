"""Letters as they were made, their PDFs, and the versions of the texts that they are made from."""

import datetime
import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0010_opinions_on_pages"),
        ("cases", "0027_new_mentors_price_handovers_taken_back"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("acknowledgement", "Application received"),
                            ("delay", "The answer comes later"),
                            ("hearing", "Hearing before a decision"),
                            ("grant", "Grant"),
                            ("partial", "Partial grant"),
                            ("refusal", "Refusal"),
                            ("match_meeting", "Invitation to meet a mentor"),
                            ("agreement", "Agreement"),
                            ("confidentiality", "Declaration of confidentiality"),
                            ("extension", "Extension"),
                            ("extension_partial", "Extension, shorter or with fewer hours"),
                            ("extension_refused", "Extension refused"),
                            ("change", "Change of hours"),
                            ("stop", "The mentor stops"),
                            ("closing", "The case is closed"),
                            ("complaint", "Complaint received"),
                        ],
                        max_length=20,
                        verbose_name="letter",
                    ),
                ),
                ("language", models.CharField(choices=[("da", "Danish"), ("en", "English")], max_length=2, verbose_name="language")),
                (
                    "recipient",
                    models.CharField(
                        choices=[("client", "The client"), ("mentor", "The mentor"), ("workplace", "The workplace or school")],
                        max_length=20,
                        verbose_name="to",
                    ),
                ),
                ("texts", models.JSONField()),
                ("facts", models.JSONField()),
                ("dated_on", models.DateField(verbose_name="date")),
                (
                    "channel",
                    models.CharField(
                        choices=[("digital_post", "Digital Post"), ("paper", "Letter (exempt from Digital Post)")],
                        max_length=20,
                        verbose_name="sent by",
                    ),
                ),
                ("sent_on", models.DateField(blank=True, null=True, verbose_name="sent")),
                ("received_on", models.DateField(blank=True, null=True, verbose_name="counts as received")),
                ("appeal_until", models.DateField(blank=True, null=True, verbose_name="complaint until")),
                ("size", models.PositiveIntegerField(verbose_name="size in bytes")),
                ("sha256", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField(verbose_name="made")),
                ("version", models.PositiveIntegerField(default=1)),
                ("case", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="letters", to="cases.case")),
                (
                    "decision",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="letters", to="cases.decision"
                    ),
                ),
                ("made_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "verbose_name": "letter",
                "verbose_name_plural": "letters",
            },
        ),
        migrations.CreateModel(
            name="LetterContent",
            fields=[
                (
                    "letter",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="content",
                        serialize=False,
                        to="cases.letter",
                    ),
                ),
                ("data", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="LetterTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("acknowledgement", "Application received"),
                            ("delay", "The answer comes later"),
                            ("hearing", "Hearing before a decision"),
                            ("grant", "Grant"),
                            ("partial", "Partial grant"),
                            ("refusal", "Refusal"),
                            ("match_meeting", "Invitation to meet a mentor"),
                            ("agreement", "Agreement"),
                            ("confidentiality", "Declaration of confidentiality"),
                            ("extension", "Extension"),
                            ("extension_partial", "Extension, shorter or with fewer hours"),
                            ("extension_refused", "Extension refused"),
                            ("change", "Change of hours"),
                            ("stop", "The mentor stops"),
                            ("closing", "The case is closed"),
                            ("complaint", "Complaint received"),
                        ],
                        max_length=20,
                        verbose_name="letter",
                    ),
                ),
                ("language", models.CharField(choices=[("da", "Danish"), ("en", "English")], max_length=2, verbose_name="language")),
                ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("decision", models.TextField(max_length=1000, verbose_name="first: the decision")),
                ("why", models.TextField(blank=True, max_length=6000, verbose_name="why")),
                ("what_now", models.TextField(blank=True, max_length=4000, verbose_name="what happens now")),
                ("complaint", models.TextField(blank=True, max_length=2000, verbose_name="how to complain")),
                ("rules", models.TextField(blank=True, max_length=2000, verbose_name="the rules behind the letter")),
                ("made_by_id", models.UUIDField(editable=False, null=True)),
                ("made_by_name", models.CharField(blank=True, max_length=120, verbose_name="made by")),
                ("made_at", models.DateTimeField(verbose_name="made")),
                (
                    "jobcentre",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: the built-in text of all.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.jobcentre",
                        verbose_name="jobcentre",
                    ),
                ),
            ],
            options={
                "verbose_name": "letter template",
                "verbose_name_plural": "letter templates",
            },
        ),
        migrations.AddField(
            model_name="letter",
            name="template",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="letters", to="cases.lettertemplate"),
        ),
        migrations.AddConstraint(
            model_name="lettertemplate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "acknowledgement",
                            "delay",
                            "hearing",
                            "grant",
                            "partial",
                            "refusal",
                            "match_meeting",
                            "agreement",
                            "confidentiality",
                            "extension",
                            "extension_partial",
                            "extension_refused",
                            "change",
                            "stop",
                            "closing",
                            "complaint",
                        ],
                    )
                ),
                name="lettertemplate_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="lettertemplate",
            constraint=models.CheckConstraint(condition=models.Q(("language__in", ["da", "en"])), name="lettertemplate_language_known"),
        ),
        migrations.AddConstraint(
            model_name="lettertemplate",
            constraint=models.UniqueConstraint(
                fields=("jobcentre", "kind", "language", "number"), name="lettertemplate_version_once", nulls_distinct=False
            ),
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(fields=["case", "-made_at", "-id"], name="letter_newest"),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "acknowledgement",
                            "delay",
                            "hearing",
                            "grant",
                            "partial",
                            "refusal",
                            "match_meeting",
                            "agreement",
                            "confidentiality",
                            "extension",
                            "extension_partial",
                            "extension_refused",
                            "change",
                            "stop",
                            "closing",
                            "complaint",
                        ],
                    )
                ),
                name="letter_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(condition=models.Q(("language__in", ["da", "en"])), name="letter_language_known"),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(("recipient__in", ["client", "mentor", "workplace"])), name="letter_recipient_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(condition=models.Q(("channel__in", ["digital_post", "paper"])), name="letter_channel_known"),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("dated_on__isnull", True), ("dated_on__lte", datetime.date(2199, 12, 31)), _connector="OR"),
                    models.Q(("sent_on__isnull", True), ("sent_on__lte", datetime.date(2199, 12, 31)), _connector="OR"),
                    models.Q(("received_on__isnull", True), ("received_on__lte", datetime.date(2199, 12, 31)), _connector="OR"),
                    models.Q(("appeal_until__isnull", True), ("appeal_until__lte", datetime.date(2199, 12, 31)), _connector="OR"),
                ),
                name="letter_days_near",
                violation_error_message="A day lies at most in the year 2199. Leave it empty for no end.",
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("received_on__isnull", True), ("sent_on__isnull", True)),
                    models.Q(("received_on__gte", models.F("sent_on")), ("sent_on__isnull", False)),
                    _connector="OR",
                ),
                name="letter_sent_and_received_in_order",
            ),
        ),
    ]
