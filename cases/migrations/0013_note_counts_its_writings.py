from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0012_running_course")]

    operations = [migrations.AddField(model_name="note", name="version", field=models.PositiveIntegerField(default=1))]
