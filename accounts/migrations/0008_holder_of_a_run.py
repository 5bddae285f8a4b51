from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_reach")]

    operations = [
        migrations.AddField(
            model_name="jobrun", name="holder", field=models.CharField(blank=True, default="", max_length=120), preserve_default=False
        ),
    ]
