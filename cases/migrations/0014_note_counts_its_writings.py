from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0013_goals_of_courses")]

    operations = [migrations.AddField(model_name="note", name="version", field=models.PositiveIntegerField(default=1))]
