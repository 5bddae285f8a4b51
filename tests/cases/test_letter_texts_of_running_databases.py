"""A running database gets the built-in texts as they are now, and keeps what somebody has changed."""

import uuid
from dataclasses import asdict
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps

from cases.enums_letter import LetterKind as K
from cases.letters.texts_en import TEXTS
from cases.models import LetterTemplate
from tests.factories import AT, JobcentreFactory

pytestmark = pytest.mark.django_db
correct = import_module("cases.migrations.0033_plainer_letter_texts").add


def version(number: int, **other: Any) -> LetterTemplate:
    return LetterTemplate.objects.create(kind=K.GRANT, language="en", number=number, title="Old", decision="Old", made_at=AT, **other)


def used(jobcentre_id: Any = None) -> LetterTemplate:
    found: LetterTemplate = LetterTemplate.objects.used(jobcentre_id, kind=K.GRANT, language="en")
    return found


def test_an_old_text_that_nobody_has_changed_has_a_new_version() -> None:
    old = version(2)
    correct(apps, None)
    assert (used().number, used().title) == (3, TEXTS[K.GRANT].title)
    assert asdict(TEXTS[K.GRANT]).items() <= vars(used()).items()
    old.refresh_from_db()
    assert old.title == "Old", "letters say which version they were made from"


def test_a_text_that_an_administrator_has_written_stays() -> None:
    version(2, made_by_id=uuid.uuid4(), made_by_name="Administrator")
    correct(apps, None)
    assert used().title == "Old"


def test_a_jobcentres_own_text_stays() -> None:
    jobcentre = JobcentreFactory()
    version(1, jobcentre=jobcentre)
    correct(apps, None)
    assert used(jobcentre.pk).title == "Old"


def test_a_new_database_and_a_second_time_have_nothing_to_correct() -> None:
    before = LetterTemplate.objects.count()
    correct(apps, None)
    assert LetterTemplate.objects.count() == before


def test_the_invitation_says_the_mentor_also_where_it_was_there_before() -> None:
    of = {"kind": K.MATCH_MEETING, "language": "da"}
    number = LetterTemplate.objects.used(None, **of).number
    LetterTemplate.objects.create(number=number + 1, title="Kom", decision="Du og mentor", made_at=AT, **of)
    import_module("cases.migrations.0034_invitation_in_plainer_danish").add(apps, None)
    assert "du og mentoren kan" in LetterTemplate.objects.used(None, **of).what_now
