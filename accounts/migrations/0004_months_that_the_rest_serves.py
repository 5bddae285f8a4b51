"""A month whose reads already lie in the default partition cannot have one of its own: it is left there, and the other months are made."""

from django.db import migrations

MAKE = """
CREATE OR REPLACE FUNCTION make_access_partitions() RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    month date := date_trunc('month', now() AT TIME ZONE 'UTC')::date;
    made integer := 0;
    partition text;
BEGIN
    FOR ahead IN 0..3 LOOP
        partition := 'accounts_accessevent_' || to_char(month + make_interval(months => ahead), 'YYYY_MM');
        IF to_regclass(partition) IS NULL THEN
            BEGIN
                EXECUTE format(
                    'CREATE TABLE %I PARTITION OF accounts_accessevent FOR VALUES FROM (%L) TO (%L)',
                    partition,
                    ((month + make_interval(months => ahead))::timestamp AT TIME ZONE 'UTC'),
                    ((month + make_interval(months => ahead + 1))::timestamp AT TIME ZONE 'UTC')
                );
                made := made + 1;
            EXCEPTION WHEN check_violation THEN
                RAISE NOTICE 'the reads of % lie in the default partition and stay there', partition;
            END;
        END IF;
    END LOOP;
    RETURN made;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_mail_waits")]
    operations = [migrations.RunSQL(MAKE, migrations.RunSQL.noop)]
