"""The built-in texts of letters in both languages, and the guard that keeps every version as it was written."""

import datetime as dt
from dataclasses import asdict

from django.db import migrations

from cases.letters import texts_da, texts_en

MADE_AT = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)
GUARD = """
CREATE FUNCTION refuse_change_of_letter_template() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a version of a letter template is never changed'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'lettertemplate_versions_are_kept';
END $$;
CREATE TRIGGER versions_are_kept BEFORE UPDATE ON cases_lettertemplate FOR EACH ROW EXECUTE FUNCTION refuse_change_of_letter_template();
"""


def add(apps, schema_editor):
    template = apps.get_model("cases", "LetterTemplate")
    for language, texts in (("da", texts_da.TEXTS), ("en", texts_en.TEXTS)):
        for kind, parts in texts.items():
            template.objects.create(kind=str(kind), language=language, number=1, made_at=MADE_AT, **asdict(parts))


class Migration(migrations.Migration):
    dependencies = [("cases", "0028_letters")]
    operations = [
        migrations.RunPython(add, migrations.RunPython.noop),
        migrations.RunSQL(
            GUARD, "DROP TRIGGER versions_are_kept ON cases_lettertemplate; DROP FUNCTION refuse_change_of_letter_template();"
        ),
    ]
