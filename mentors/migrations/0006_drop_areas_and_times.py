from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("mentors", "0005_copy_areas_and_times")]
    operations = [
        migrations.DeleteModel(name="Availability"),
        migrations.RemoveConstraint(model_name="mentor", name="mentor_support_areas_known"),
        migrations.RemoveField(model_name="mentor", name="support_areas"),
    ]
