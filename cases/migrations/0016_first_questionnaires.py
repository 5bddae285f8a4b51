"""WHO-5 and a short scale of motivation, and the guard that keeps a questionnaire as it was when somebody answered it."""

import datetime as dt

from django.db import migrations

# An instrument: its wording is used word for word, see NOTICE.
WHO5 = {
    "name_da": "WHO-5, trivsel",
    "name_en": "WHO-5, well-being",
    "intro_da": (
        "Sæt venligst, ved hvert af de 5 udsagn, et kryds i det felt, der kommer tættest på, hvordan du har følt dig i de seneste to uger. "
        "Bemærk, at et højere tal står for bedre trivsel."
    ),
    "intro_en": (
        "Please indicate for each of the five statements which is closest to how you have been feeling over the last two weeks. "
        "Notice that higher numbers mean better well-being."
    ),
    "source": (
        "WHO (Five) Well-Being Index, 1998: Psychiatric Research Unit, WHO Collaborating Centre in Mental Health, Hillerød. Free to use when "
        "the source is named and the wording is not changed; published by WHO under CC BY-NC-SA 3.0 IGO."
    ),
    "respondents": ["client"],
    "lowest": 0,
    "highest": 5,
    "factor": 4,
    "notice_at": 35,
    "relevant_change": 10,
    "position": 1,
}
WHO5_QUESTIONS = [
    ("I de sidste 2 uger har jeg været glad og i godt humør", "I have felt cheerful and in good spirits"),
    ("I de sidste 2 uger har jeg følt mig rolig og afslappet", "I have felt calm and relaxed"),
    ("I de sidste 2 uger har jeg følt mig aktiv og energisk", "I have felt active and vigorous"),
    ("I de sidste 2 uger er jeg vågnet frisk og udhvilet", "I woke up feeling fresh and rested"),
    (
        "I de sidste 2 uger har min dagligdag været fyldt med ting der interesserer mig",
        "My daily life has been filled with things that interest me",
    ),
]
WHO5_ANSWERS = [
    (5, "Hele tiden", "All of the time"),
    (4, "Det meste af tiden", "Most of the time"),
    (3, "Lidt mere end halvdelen af tiden", "More than half of the time"),
    (2, "Lidt mindre end halvdelen af tiden", "Less than half of the time"),
    (1, "Lidt af tiden", "Some of the time"),
    (0, "På intet tidspunkt", "At no time"),
]
MOTIVATION = {
    "name_da": "Motivation",
    "name_en": "Motivation",
    "intro_da": "Vælg et tal fra 0 til 10 ud for hvert spørgsmål. Der er ingen rigtige eller forkerte svar.",
    "intro_en": "Choose a number from 0 to 10 for each question. No answer is right or wrong.",
    "source": "Our own wording.",
    "respondents": ["client"],
    "lowest": 0,
    "highest": 10,
    "factor": 1,
    "position": 2,
}
MOTIVATION_QUESTIONS = [
    ("Hvor vigtigt er det for dig lige nu at arbejde eller uddanne dig?", "How important is it to you right now to work or study?"),
    ("Hvor sikker er du på, at du kan klare det?", "How sure are you that you can do it?"),
    ("Hvor parat er du til at tage det næste skridt?", "How ready are you to take the next step?"),
]
MOTIVATION_ANSWERS = [(0, "Slet ikke", "Not at all"), (10, "I meget høj grad", "Very much")]

GUARD = """
CREATE FUNCTION refuse_change_of_answered_questionnaire() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asked text;
BEGIN
    IF TG_TABLE_NAME = 'cases_questionnaire' THEN
        IF (to_jsonb(NEW) - 'last_day') IS NOT DISTINCT FROM (to_jsonb(OLD) - 'last_day') THEN
            RETURN NEW;
        END IF;
        asked := OLD.code;
    ELSIF TG_OP = 'INSERT' THEN
        asked := NEW.questionnaire_id;
    ELSE
        asked := OLD.questionnaire_id;
    END IF;
    IF EXISTS (SELECT 1 FROM cases_measurement WHERE questionnaire_id = asked)
        OR (TG_OP = 'UPDATE' AND TG_TABLE_NAME <> 'cases_questionnaire'
            AND EXISTS (SELECT 1 FROM cases_measurement WHERE questionnaire_id = (to_jsonb(NEW) ->> 'questionnaire_id'))) THEN
        RAISE EXCEPTION 'somebody has answered this questionnaire'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'questionnaire_answered_is_kept';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER answered_is_kept BEFORE UPDATE ON cases_questionnaire
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_answered_questionnaire();
CREATE TRIGGER answered_is_kept BEFORE INSERT OR UPDATE OR DELETE ON cases_question
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_answered_questionnaire();
CREATE TRIGGER answered_is_kept BEFORE INSERT OR UPDATE OR DELETE ON cases_answerlabel
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_answered_questionnaire();
"""
UNGUARD = """
DROP TRIGGER answered_is_kept ON cases_questionnaire;
DROP TRIGGER answered_is_kept ON cases_question;
DROP TRIGGER answered_is_kept ON cases_answerlabel;
DROP FUNCTION refuse_change_of_answered_questionnaire();
"""


def add(apps, schema_editor):
    questionnaire, question = apps.get_model("cases", "Questionnaire"), apps.get_model("cases", "Question")
    label = apps.get_model("cases", "AnswerLabel")
    for code, row, questions, answers in (
        ("who5", WHO5, WHO5_QUESTIONS, WHO5_ANSWERS),
        ("motivation", MOTIVATION, MOTIVATION_QUESTIONS, MOTIVATION_ANSWERS),
    ):
        made = questionnaire.objects.create(code=code, first_day=dt.date(2020, 1, 1), **row)
        for position, (da, en) in enumerate(questions, start=1):
            question.objects.create(questionnaire=made, position=position, words_da=da, words_en=en)
        for value, da, en in answers:
            label.objects.create(questionnaire=made, value=value, words_da=da, words_en=en)


class Migration(migrations.Migration):
    dependencies = [("cases", "0015_views_of_an_end_that_was_opened_again")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop), migrations.RunSQL(GUARD, UNGUARD)]
