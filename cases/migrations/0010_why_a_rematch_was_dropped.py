from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0009_how_conflicts_were_asked")]

    operations = [
        migrations.AddField(
            model_name="rematch",
            name="dropped_why",
            field=models.TextField(blank=True, max_length=2000, verbose_name="why it was dropped"),
        ),
    ]
