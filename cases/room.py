"""What a mentor has free beside one assignment: asked when its hours grow, or when a place that was to end is kept."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Sum
from django.db.models.functions import Coalesce

from cases.loads import holding, load_of
from cases.models import Assignment


@dataclass(frozen=True, slots=True)
class Room:
    """Places and minutes a week; below nothing where more is taken than there is."""

    clients: int
    minutes: int


def room_beside(assignment: Assignment, *, on: dt.date) -> Room:
    """What the mentor has free on and after a day when this assignment is not counted; of a place mentor's client, what the place has.

    Read it under the lock on the mentor's row.
    """
    counts = {"clients": Count("id"), "minutes": Coalesce(Sum("minutes_a_week"), 0)}
    mine = Assignment.objects.filter(holding(on), pk=assignment.pk).aggregate(**counts)
    if assignment.place is not None:
        taken = Assignment.objects.filter(holding(on), place_id=assignment.place_id).aggregate(**counts)
        clients, minutes = assignment.place.most_clients - taken["clients"], assignment.place.minutes_a_week - taken["minutes"]
    else:
        load = load_of(assignment.mentor_id, on)
        clients, minutes = assignment.mentor.most_clients - load.clients, assignment.mentor.most_minutes - load.minutes
    return Room(clients=clients + mine["clients"], minutes=minutes + mine["minutes"])
