"""The target groups of the practice sheet [1], the national rules, and the guard that keeps a past decision's rules as they were."""

import datetime as dt

from django.db import migrations

GROUPS = [
    ("disability", "Handicap", "Disability"),
    ("physical_illness", "Fysisk sygdom", "Physical illness"),
    ("mental_short", "Midlertidig psykisk lidelse, ledig i kort tid", "Temporary mental illness, unemployed for a short time"),
    ("mental_long", "Midlertidig psykisk lidelse, ledig længe", "Temporary mental illness, unemployed for long"),
    ("mental_sick_leave", "Midlertidig psykisk lidelse, sygemeldt fra job", "Temporary mental illness, on sick leave from a job"),
    ("long_term_unemployed", "Langtidsledig", "Long-term unemployed"),
    ("threatened", "I job og truet af afskedigelse", "In a job and threatened by redundancy"),
    ("mental_disability", "Psykisk handicap eller lidelse", "Psychological or mental disability or illness"),
]

LEGAL_DA = (
    "Afgørelsen er truffet efter lov om en aktiv beskæftigelsesindsats, kapitel 26 om mentorstøtte. Mentorstøtte kan gives for højst "
    "6 måneder ad gangen, og der kan gives en ny periode efter en konkret vurdering."
)
LEGAL_EN = (
    "The decision is made under the Act on Active Employment Efforts, chapter 26 on mentor support. Mentor support can be given for at "
    "most 6 months at a time, and a new period can be given after an individual assessment."
)
COMPLAINT_DA = (
    "Er du ikke enig i afgørelsen, kan du klage, mundtligt eller skriftligt, til os inden fristen. Så vurderer vi sagen igen. Holder vi fast "
    "i afgørelsen, sender vi klagen videre til Ankestyrelsen."
)
COMPLAINT_EN = (
    "If you do not agree with the decision, you can complain to us, orally or in writing, before the deadline. We then assess the case "
    "again. If we do not change it, we send the complaint on to the National Social Appeals Board."
)

# Changing a rule changes no past decision: a row that a decision was made under can be ended, and nothing else.
GUARD = """
CREATE FUNCTION refuse_change_of_used_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (to_jsonb(NEW) - 'last_day' - 'days') IS DISTINCT FROM (to_jsonb(OLD) - 'last_day' - 'days')
        AND EXISTS (SELECT 1 FROM cases_decision WHERE rules_id = OLD.id) THEN
        RAISE EXCEPTION 'a decision was made under these rules'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'schemerules_used_are_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER used_are_kept BEFORE UPDATE ON cases_schemerules FOR EACH ROW EXECUTE FUNCTION refuse_change_of_used_rules();
"""


def add(apps, schema_editor):
    group = apps.get_model("cases", "TargetGroup")
    for position, (code, da, en) in enumerate(GROUPS, start=1):
        group.objects.create(code=code, name_da=da, name_en=en, position=position, first_day=dt.date(2020, 1, 1))
    apps.get_model("cases", "SchemeRules").objects.create(
        first_day=dt.date(2020, 1, 1),
        legal_basis_da=LEGAL_DA,
        legal_basis_en=LEGAL_EN,
        complaint_da=COMPLAINT_DA,
        complaint_en=COMPLAINT_EN,
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [
        # The rows first: PostgreSQL makes no trigger on a table that has pending events of the same transaction.
        migrations.RunPython(add, migrations.RunPython.noop),
        migrations.RunSQL(GUARD, "DROP TRIGGER used_are_kept ON cases_schemerules; DROP FUNCTION refuse_change_of_used_rules();"),
    ]
