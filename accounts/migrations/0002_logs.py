"""The logs: reads in months (partitions), both logs append-only by trigger, and the table of the cache.

The other half of append-only is the grant: `migrate` gives the plain role SELECT and INSERT on the logs and nothing on a partition.
"""

from django.db import migrations

APPEND_ONLY = """
CREATE FUNCTION refuse_change_of_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the log % is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON accounts_auditevent FOR EACH ROW EXECUTE FUNCTION refuse_change_of_log();
"""

ACCESS = """
CREATE TABLE accounts_accessevent (
    id uuid NOT NULL,
    at timestamptz NOT NULL,
    jobcentre_id uuid,
    user_id uuid,
    kind varchar(20) NOT NULL,
    subject_kind varchar(20) NOT NULL,
    subject_id uuid,
    page varchar(80) NOT NULL,
    purpose varchar(200) NOT NULL,
    PRIMARY KEY (at, id),
    CONSTRAINT accessevent_kind_known CHECK (kind IN ('page', 'list', 'search', 'reveal', 'log', 'print', 'export', 'denied')),
    CONSTRAINT accessevent_subject_kind_known
        CHECK (subject_kind IN ('case', 'client', 'mentor', 'workplace', 'user', 'jobcentre', 'reference'))
) PARTITION BY RANGE (at);
CREATE INDEX access_subject_newest ON accounts_accessevent (subject_id, at DESC);
CREATE INDEX access_jobcentre_newest ON accounts_accessevent (jobcentre_id, at DESC);
CREATE TABLE accounts_accessevent_rest PARTITION OF accounts_accessevent DEFAULT;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON accounts_accessevent FOR EACH ROW EXECUTE FUNCTION refuse_change_of_log();

-- Runs with the owner's rights, so that the nightly run can make months ahead although the plain role makes no tables.
CREATE FUNCTION make_access_partitions() RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    month date := date_trunc('month', now() AT TIME ZONE 'UTC')::date;
    made integer := 0;
    partition text;
BEGIN
    FOR ahead IN 0..3 LOOP
        partition := 'accounts_accessevent_' || to_char(month + make_interval(months => ahead), 'YYYY_MM');
        IF to_regclass(partition) IS NULL THEN
            EXECUTE format(
                'CREATE TABLE %I PARTITION OF accounts_accessevent FOR VALUES FROM (%L) TO (%L)',
                partition,
                ((month + make_interval(months => ahead))::timestamp AT TIME ZONE 'UTC'),
                ((month + make_interval(months => ahead + 1))::timestamp AT TIME ZONE 'UTC')
            );
            made := made + 1;
        END IF;
    END LOOP;
    RETURN made;
END $$;
"""

CACHE = """
CREATE TABLE accounts_cache (cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL);
CREATE INDEX accounts_cache_expires ON accounts_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [
        migrations.RunSQL(APPEND_ONLY, "DROP TRIGGER append_only ON accounts_auditevent; DROP FUNCTION refuse_change_of_log() CASCADE;"),
        migrations.RunSQL(ACCESS, "DROP TABLE accounts_accessevent; DROP FUNCTION make_access_partitions();"),
        migrations.RunSQL(CACHE, "DROP TABLE accounts_cache;"),
    ]
