"""Danish order of letters, made by the database."""

import random

import pytest

from mentors.models import Mentor
from tests.factories import JobcentreFactory, MentorFactory

IN_ORDER = ["Anna", "Bo", "Hans", "Zorn", "Ærø", "Øster", "Åbenrå", "Aase", "Åse"]


@pytest.mark.django_db
def test_ae_oe_aa_come_last_in_the_order_of_the_database() -> None:
    jobcentre = JobcentreFactory()
    for name in random.Random(7).sample(IN_ORDER, len(IN_ORDER)):
        MentorFactory(name=name, jobcentre=jobcentre)
    assert list(Mentor.objects.order_by("sort_key", "name").values_list("name", flat=True)) == IN_ORDER


@pytest.mark.django_db
def test_aa_is_one_letter() -> None:
    """Aase and Åse stand in the same place: only what follows the key tells them apart."""
    jobcentre = JobcentreFactory()
    for name in ("Aase", "Åse"):
        MentorFactory(name=name, jobcentre=jobcentre)
    assert Mentor.objects.values("sort_key").distinct().count() == 1
