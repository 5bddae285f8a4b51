from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """What nobody has seen is looked for jobcentre by jobcentre, and a mail that failed was not seen either."""

    dependencies = [("cases", "0020_first_look_at_reminders")]

    operations = [
        migrations.RemoveIndex(model_name="notice", name="notice_told_unseen"),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                fields=["jobcentre", "told_at"], condition=Q(state__in=["told", "failed", "uncertain"]), name="notice_told_unseen"
            ),
        ),
    ]
