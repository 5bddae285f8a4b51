"""Running installations get the built-in texts of letters as they are now: a new version, where nobody has changed the text."""

import datetime as dt
from dataclasses import asdict

from django.db import migrations

from cases.letters import texts_da, texts_en

MADE_AT = dt.datetime(2026, 11, 22, 19, 0, tzinfo=dt.UTC)


def add(apps, schema_editor):
    """A new version, never a change of one: letters say which version they were made from (R209). New installations have the text already."""
    template = apps.get_model("cases", "LetterTemplate")
    for language, texts in (("da", texts_da.TEXTS), ("en", texts_en.TEXTS)):
        for kind, parts in texts.items():
            built_in = template.objects.filter(jobcentre__isnull=True, kind=str(kind), language=language)
            newest = built_in.order_by("-number").first()
            now = asdict(parts)
            if newest is None or newest.made_by_id is not None or {name: getattr(newest, name) for name in now} == now:
                continue
            template.objects.create(kind=str(kind), language=language, number=newest.number + 1, made_at=MADE_AT, **now)


class Migration(migrations.Migration):
    dependencies = [("cases", "0032_letters_set_aside")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
