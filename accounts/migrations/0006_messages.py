"""A mail on its way is a message with a key, and can have an HTML part. The row's own key is the key of those that are already there."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_events_of_organisations")]

    operations = [
        migrations.RemoveConstraint(model_name="mail", name="mail_state_known"),
        migrations.RemoveConstraint(model_name="mail", name="mail_body_gone_when_closed"),
        migrations.RemoveIndex(model_name="mail", name="mail_open_by_due"),
        migrations.RenameModel(old_name="Mail", new_name="Message"),
        migrations.AddField(model_name="message", name="key", field=models.CharField(max_length=120, default="")),
        migrations.RunSQL("UPDATE accounts_message SET key = id::text", migrations.RunSQL.noop),
    ]
