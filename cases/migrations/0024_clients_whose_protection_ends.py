from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0023_wishes_end_with_the_course")]

    operations = [
        migrations.AddIndex(
            model_name="client",
            index=models.Index(
                condition=models.Q(("protected_until__isnull", False)),
                fields=["jobcentre", "protected_until"],
                name="client_protection_ends",
            ),
        ),
    ]
