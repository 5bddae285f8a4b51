import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A mail of reminders says of which jobcentre they are, so that another one does not see that it was sent."""

    dependencies = [("accounts", "0008_holder_of_a_run")]

    operations = [
        migrations.AddField(
            model_name="message",
            name="jobcentre",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.jobcentre"),
        ),
    ]
