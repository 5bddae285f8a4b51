"""The national weights, and the guard that keeps weights as they were when a mentor was proposed with them."""

import datetime as dt

from django.db import migrations

GUARD = """
CREATE FUNCTION refuse_change_of_used_weights() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (to_jsonb(NEW) - 'last_day' - 'days') IS DISTINCT FROM (to_jsonb(OLD) - 'last_day' - 'days')
        AND EXISTS (SELECT 1 FROM cases_proposal WHERE weights_id = OLD.id) THEN
        RAISE EXCEPTION 'a mentor was proposed with these weights'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'matchweights_used_are_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER used_are_kept BEFORE UPDATE ON cases_matchweights FOR EACH ROW EXECUTE FUNCTION refuse_change_of_used_weights();
"""


def add(apps, schema_editor):
    apps.get_model("cases", "MatchWeights").objects.create(first_day=dt.date(2020, 1, 1))


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_match_board")]
    operations = [
        migrations.RunPython(add, migrations.RunPython.noop),
        migrations.RunSQL(GUARD, "DROP TRIGGER used_are_kept ON cases_matchweights; DROP FUNCTION refuse_change_of_used_weights();"),
    ]
