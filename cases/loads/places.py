"""The clients of a place mentor's place, each with a share of the hours."""

import datetime as dt
import uuid
from typing import Any

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from cases.enums import GRANTS, DecisionKind
from cases.loads.capacity import holding
from cases.models import Assignment, Decision, Period
from mentors.rules.places import Share

# A period that was taken back before it began has no day.
_PERIODS = Period.objects.filter(case=OuterRef("case")).exclude(ended_on__lt=F("first_day")).annotate(last=Coalesce("ended_on", "last_day"))
UNTIL = Coalesce(
    Subquery(_PERIODS.order_by("-last").values("last")[:1]),
    Subquery(Decision.objects.standing().filter(case=OuterRef("case"), kind=DecisionKind.FIRST, outcome__in=GRANTS).values("last_day")[:1]),
)
"""The last day in sight of a course: of its periods, else of the grant that stands."""


def clients_of(*, place_id: uuid.UUID, on: dt.date) -> list[Any]:
    """Assignments that hold one of the place's places on and after a day, with `until`, the last day in sight."""
    rows = Assignment.objects.filter(holding(on), place_id=place_id).annotate(until=Coalesce(F("ended_on"), UNTIL))
    return list(rows.select_related("case__client", "case__caseworker").order_by("first_day", "case__year", "case__number"))


def shares_of(place_id: uuid.UUID, on: dt.date) -> list[Share]:
    """The clients who hold a place on and after a day; read it under the lock on the mentor's row."""
    found = clients_of(place_id=place_id, on=on)
    return [Share(ref=row.case.ref, minutes=row.minutes_a_week, first_day=row.first_day, last_day=row.until) for row in found]
