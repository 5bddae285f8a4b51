"""Danish order of letters, the same in the database and in Python."""

import random

import pytest

from core.sorting import danish_sort_key
from mentors.models import Mentor
from tests.factories import JobcentreFactory, MentorFactory

IN_ORDER = ["Anna", "Bo", "Hans", "Zorn", "Ærø", "Øster", "Åbenrå", "Aase", "Åse"]


def test_python_puts_ae_oe_aa_last() -> None:
    shuffled = random.Random(7).sample(IN_ORDER, len(IN_ORDER))
    assert [n for n in sorted(shuffled, key=danish_sort_key) if n not in ("Aase", "Åse")] == IN_ORDER[:-2]
    assert danish_sort_key("Aase") == danish_sort_key("Åse")


@pytest.mark.django_db
def test_the_database_orders_names_as_python_does() -> None:
    jobcentre = JobcentreFactory()
    for name in random.Random(7).sample(IN_ORDER, len(IN_ORDER)):
        MentorFactory(name=name, jobcentre=jobcentre)
    names = list(Mentor.objects.order_by("sort_key", "id").values_list("name", flat=True))
    assert [danish_sort_key(n) for n in names] == sorted(danish_sort_key(n) for n in IN_ORDER)
    assert dict(Mentor.objects.values_list("name", "sort_key")) == {n: danish_sort_key(n) for n in IN_ORDER}
