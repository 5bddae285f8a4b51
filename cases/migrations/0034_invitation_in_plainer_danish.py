"""Running installations get the Danish invitation as it is now ("mentoren"): a new version, where nobody has changed the text."""

from importlib import import_module

from django.db import migrations

add = import_module("cases.migrations.0033_plainer_letter_texts").add


class Migration(migrations.Migration):
    dependencies = [("cases", "0033_plainer_letter_texts")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
