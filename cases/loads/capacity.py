"""How much of a mentor, or of a mentor's place, is taken. An assignment takes its place from the second it is made until its last day."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from cases.models import Assignment
from mentors.models import Mentor, PlaceGrant


@dataclass(frozen=True, slots=True)
class Load:
    """Places and minutes a week that are taken."""

    clients: int
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place mentor's grant at one workplace, and what its own clients take of it (R67)."""

    id: uuid.UUID
    most_clients: int
    most_minutes: int
    taken: int
    taken_minutes: int


def holding(on: dt.date) -> Q:
    """Assignments that take a place on `on` or on any later day: one that is to begin counts from the moment it is made.

    One that was given up before it began ended on the day before its first: it takes no place on any day (R08, R49).
    """
    return Q(ended_on__isnull=True) | (Q(ended_on__gte=on) & Q(ended_on__gte=F("first_day")))


def load_of(mentor_id: uuid.UUID, on: dt.date) -> Load:
    """What is taken of one mentor; read it under the lock on the mentor's row before giving a place away.

    Clients of a place are counted by the place; its minutes, whoever uses them, are the mentor's from the grant until its last day (R67).
    """
    own = Assignment.objects.filter(holding(on), mentor_id=mentor_id, place__isnull=True).aggregate(
        clients=Count("id"), minutes=Coalesce(Sum("minutes_a_week"), 0)
    )
    places = PlaceGrant.objects.not_over(on).filter(mentor_id=mentor_id).aggregate(minutes=Coalesce(Sum("minutes_a_week"), 0))
    return Load(clients=own["clients"], minutes=own["minutes"] + places["minutes"])


def _of_each(rows: QuerySet, amount: Count | Sum) -> Coalesce:
    return Coalesce(Subquery(rows.order_by().annotate(n=amount).values("n"), output_field=IntegerField()), 0)


def mentors_with_load(*, jobcentre_id: uuid.UUID, on: dt.date) -> QuerySet[Mentor]:
    """The jobcentre's mentors with `taken` places and `taken_minutes` on and after a day, as `load_of` counts them."""
    own = Assignment.objects.filter(holding(on), mentor=OuterRef("pk"), place__isnull=True).values("mentor")
    places = PlaceGrant.objects.not_over(on).filter(mentor=OuterRef("pk")).values("mentor")
    return Mentor.objects.filter(jobcentre_id=jobcentre_id).annotate(
        taken=_of_each(own, Count("*")),
        taken_minutes=_of_each(own, Sum("minutes_a_week")) + _of_each(places, Sum("minutes_a_week")),
    )


def places_at(*, workplace_id: uuid.UUID | None, on: dt.date, until: dt.date | None = None) -> dict[uuid.UUID, Place]:
    """The place mentors of a workplace on a day: the grant in force, by mentor. A grant that is over before `until`, the client's last day,
    is none: nobody stays when a place ends (R86)."""
    if workplace_id is None:
        return {}
    own = Assignment.objects.filter(holding(on), place=OuterRef("pk")).values("place")
    grants = PlaceGrant.objects.in_force(on).not_over(until or on).filter(workplace_id=workplace_id)
    rows = grants.annotate(taken=_of_each(own, Count("*")), taken_minutes=_of_each(own, Sum("minutes_a_week")))
    return {
        row["mentor_id"]: Place(
            id=row["id"],
            most_clients=row["most_clients"],
            most_minutes=row["minutes_a_week"],
            taken=row["taken"],
            taken_minutes=row["taken_minutes"],
        )
        for row in rows.values("id", "mentor_id", "most_clients", "minutes_a_week", "taken", "taken_minutes")
    }
