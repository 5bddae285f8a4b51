"""The facts of a mentor: a row of the register with what the rules of the match need of it."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat

from cases.loads.capacity import Place, mentors_with_load, places_at
from cases.rules.matching import ClientFacts, Experience, MentorFacts
from core.days import DAY, DaySpan
from mentors.enums import MentorType
from mentors.models import Absence, Competence, Mentor


def with_experience(mentors: QuerySet[Mentor]) -> QuerySet[Mentor]:
    """Adds `experience`: the levels that are known, as `area:level`, in the same statement."""
    rows = Competence.objects.filter(mentor=OuterRef("pk")).order_by("area")
    pair = Concat("area", Value(":"), Cast("level", TextField()), output_field=TextField())
    return mentors.annotate(experience=ArraySubquery(rows.values_list(pair)))


def with_spans_away(mentors: QuerySet[Mentor], *, since: dt.date) -> QuerySet[Mentor]:
    """Adds `spans_away`: the absences that are not over by `since`, and `experience`, in the same statement."""
    away = Absence.objects.not_over(since).filter(mentor=OuterRef("pk")).order_by("first_day")
    return with_experience(mentors.annotate(spans_away=ArraySubquery(away.values("days"))))


def away_of(ranges: Iterable[Any]) -> tuple[DaySpan, ...]:
    """Absences as they are stored, as inclusive days."""
    return tuple(DaySpan(r.lower, r.upper - DAY if r.upper.year < 9999 else None) for r in ranges)


def spans_away(mentor: Any) -> tuple[DaySpan, ...]:
    """What `with_spans_away` read into a mentor, as inclusive days."""
    return away_of(mentor.spans_away)


def experience_of(pairs: Iterable[str]) -> Experience:
    """What `with_experience` read, as pairs of area and level."""
    return tuple((area, int(level)) for area, level in (each.split(":") for each in pairs))


def mentor_facts(mentor: Any, place: Place | None = None) -> MentorFacts:
    """The facts of a mentor from `mentors_with_load` and `with_spans_away`; with the place mentor's place at the client's workplace, if any."""
    room = place or mentor
    return MentorFacts(
        id=mentor.pk,
        jobcentre_id=mentor.jobcentre_id,
        name=mentor.name,
        sort_key=mentor.sort_key,
        type=mentor.type,
        colleague_at=mentor.workplace_id if mentor.type == MentorType.COLLEAGUE else None,
        place_id=place.id if place else None,
        experience=experience_of(mentor.experience),
        situations=frozenset(mentor.situations),
        languages=frozenset(mentor.languages),
        gender=mentor.gender,
        age_group=mentor.age_group,
        ways_of_meeting=frozenset(mentor.ways_of_meeting),
        zones=frozenset(mentor.zones),
        times=frozenset(mentor.times),
        most_clients=room.most_clients,
        most_minutes=room.most_minutes,
        taken=room.taken,
        taken_minutes=room.taken_minutes,
        available_from=mentor.available_from,
        available_until=mentor.available_until,
        declared_on=mentor.confidentiality_signed_on,
        declaration_until=mentor.confidentiality_valid_until,
        away=spans_away(mentor),
    )


def facts_of(*, mentor_id: uuid.UUID, client: ClientFacts, since: dt.date) -> MentorFacts | None:
    """One mentor as this client's board would see the mentor; None when the client's jobcentre has no such mentor."""
    mentors = mentors_with_load(jobcentre_id=client.jobcentre_id, on=client.first_day)
    found = with_spans_away(mentors, since=since).filter(pk=mentor_id).first()
    if found is None:
        return None
    places = places_at(workplace_id=client.workplace_id, on=client.first_day, until=client.last_day)
    return mentor_facts(found, places.get(mentor_id))
