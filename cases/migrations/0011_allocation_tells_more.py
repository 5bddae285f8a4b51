from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_why_a_rematch_was_dropped")]

    operations = [
        migrations.AddField(
            model_name="allocation",
            name="asked_already",
            field=models.PositiveIntegerField(default=0, verbose_name="clients with an open proposal"),
        ),
        migrations.AddField(
            model_name="allocation",
            name="run_out",
            field=models.PositiveIntegerField(default=0, verbose_name="clients whose grant has run out"),
        ),
        migrations.AddField(model_name="allocation", name="attempts", field=models.PositiveSmallIntegerField(default=0)),
        migrations.AddField(model_name="allocationline", name="board", field=models.JSONField(blank=True, default=dict)),
    ]
