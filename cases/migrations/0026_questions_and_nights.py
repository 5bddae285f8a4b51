from django.db import migrations, models


class Migration(migrations.Migration):
    """That the client is to be asked how it goes is a reminder; and a night finds what it has to do by indexes, whose rows are those that wait."""

    dependencies = [("cases", "0025_what_is_new_in_the_inbox")]

    operations = [
        migrations.RemoveConstraint(
            model_name="notice",
            name="notice_kind_known",
        ),
        migrations.RemoveIndex(
            model_name="noticerecipient",
            name="noticerecipient_to_mail",
        ),
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("answer", "Case-handling deadline"),
                    ("proposal", "Proposal unanswered"),
                    ("agreement", "Agreement not signed"),
                    ("extension", "The period ends"),
                    ("extension_decision", "Request for extension to decide"),
                    ("course_over", "The last day has passed"),
                    ("second_person", "Decision waits for a second person"),
                    ("quiet", "No contact"),
                    ("entries", "Hours not approved"),
                    ("question", "Ask how it goes"),
                    ("not_working", "Something does not work"),
                    ("measurement", "Measurement due"),
                    ("follow_up", "Follow-up due"),
                    ("appeal", "Complaint to look at"),
                    ("protection", "Address protection runs out"),
                    ("declaration", "Declaration of confidentiality runs out"),
                ],
                max_length=20,
                verbose_name="what",
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("case__isnull", True), ("state__in", ("planned", "snoozed", "told", "seen", "failed", "uncertain"))),
                fields=["jobcentre", "due_on"],
                name="notice_beside_cases",
            ),
        ),
        migrations.AddIndex(
            model_name="noticerecipient",
            index=models.Index(condition=models.Q(("to_mail", True)), fields=["user", "told_at"], name="noticerecipient_waits_for_mail"),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "answer",
                            "proposal",
                            "agreement",
                            "extension",
                            "extension_decision",
                            "course_over",
                            "second_person",
                            "quiet",
                            "entries",
                            "question",
                            "not_working",
                            "measurement",
                            "follow_up",
                            "appeal",
                            "protection",
                            "declaration",
                        ],
                    )
                ),
                name="notice_kind_known",
            ),
        ),
    ]
