"""A version of a jobcentre's letter text can say that the built-in text is used again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0030_why_less_as_a_code")]

    operations = [
        migrations.AddField(
            model_name="lettertemplate",
            name="is_built_in_again",
            field=models.BooleanField(db_default=False, default=False, editable=False, verbose_name="the built-in text again"),
        ),
        migrations.AddConstraint(
            model_name="lettertemplate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_built_in_again", False),
                    models.Q(("decision", ""), ("jobcentre__isnull", False), ("title", "")),
                    _connector="OR",
                ),
                name="lettertemplate_built_in_again_has_no_text",
            ),
        ),
    ]
