"""The demo data: loaded, summed up, and held to all constraints."""

import datetime as dt
from io import StringIO

from django.core.management import call_command
from django.db import connection
from django.db.models import F, Q

from accounts.models import Jobcentre
from cases.loads import mentors_with_load, places_at
from mentors.models import PlaceGrant
from tests.conftest import as_owner

TODAY = dt.date(2026, 11, 17)


def seed(size: str = "small", *, number: int = 1, today: dt.date | None = TODAY) -> str:
    out = StringIO()
    with as_owner():
        call_command("seed_demo", size=size, seed=number, today=today, stdout=out)
    return out.getvalue()


def check_all_constraints() -> None:
    """Foreign keys are deferred: ask for them now. Everything else the database has refused already."""
    connection.check_constraints()


def assert_room_everywhere() -> None:
    """R41, R67: no mentor and no place of a place mentor has more clients or minutes than there is room for."""
    for at in Jobcentre.objects.all():
        loads = mentors_with_load(jobcentre_id=at.pk, on=TODAY)
        assert not loads.filter(Q(taken__gt=F("most_clients")) | Q(taken_minutes__gt=F("most_minutes"))).exists()
    for workplace in set(PlaceGrant.objects.values_list("workplace_id", flat=True)):
        for place in places_at(workplace_id=workplace, on=TODAY).values():
            assert 1 <= place.taken <= place.most_clients
            assert place.taken_minutes <= place.most_minutes
