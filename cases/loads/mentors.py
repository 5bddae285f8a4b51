"""The facts of mentors: rows of the register with what the rules of the match need of them, and the hard stops said in SQL."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case as Cases
from django.db.models import Exists, Expression, F, Func, OuterRef, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Concat, Lower, StrIndex, Trim
from django.db.models.lookups import GreaterThan

from cases.enums import ConflictKind
from cases.loads.capacity import Place, mentors_with_load, places_at
from cases.rules.matching import ClientFacts, Experience, MentorFacts, conflict_stop, words_of
from core.days import DAY, DaySpan
from mentors.enums import MentorType
from mentors.models import Absence, Competence, Mentor

Places = Mapping[uuid.UUID, Place]


def with_experience(mentors: QuerySet[Mentor]) -> QuerySet[Mentor]:
    """Adds `experience`: the levels that are known, as `area:level`, in the same statement."""
    rows = Competence.objects.filter(mentor=OuterRef("pk")).order_by("area")
    pair = Concat("area", Value(":"), Cast("level", TextField()), output_field=TextField())
    return mentors.annotate(experience=ArraySubquery(rows.values_list(pair)))


def with_spans_away(mentors: QuerySet[Mentor], *, since: dt.date) -> QuerySet[Mentor]:
    """Adds `spans_away`: the absences that are not over by `since`, and `experience`, in the same statement."""
    away = Absence.objects.not_over(since).filter(mentor=OuterRef("pk")).order_by("first_day")
    return with_experience(mentors.annotate(spans_away=ArraySubquery(away.values("days"))))


def spans_away(mentor: Any) -> tuple[DaySpan, ...]:
    """What `with_spans_away` read into a mentor, as inclusive days."""
    return tuple(DaySpan(r.lower, r.upper - DAY if r.upper.year < 9999 else None) for r in mentor.spans_away)


def experience_of(pairs: list[str] | tuple[str, ...]) -> Experience:
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


def _named_in(text: str) -> Expression:
    """Whether the mentor's name stands in the text with whole words, as `rules.matching.names` says."""
    words = Func(Lower("name"), Value(r"[^\w'’-]+"), Value(" "), Value("g"), function="regexp_replace", output_field=TextField())
    return GreaterThan(
        StrIndex(Value(f" {' '.join(words_of(text))} "), Concat(Value(" "), Trim(words), Value(" "), output_field=TextField())), 0
    )


def _between_the_two(client: ClientFacts, places: Places) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for kind in ConflictKind:
        code = conflict_stop(kind).code
        told[code] = told.get(code, Q(pk__in=[])) | Q(pk__in=[m for m, k in client.conflicts.items() if k == kind])
    colleague = Q(type=MentorType.COLLEAGUE, workplace_id=client.workplace_id)
    if client.workplace_id and client.place_contact:
        code = "mentor_is_teacher" if client.place_is_school else "mentor_is_manager"
        told[code] |= colleague & Q(_named_in(client.place_contact))
    elsewhere = Q(type=MentorType.COLLEAGUE, workplace__isnull=False) & ~Q(pk__in=places)
    return told | {
        "mentor_client_said_no": Q(pk__in=client.said_no_to),
        "mentor_not_wanted": Q(_named_in(client.unwanted)) if client.unwanted else Q(pk__in=[]),
        "mentor_did_not_work": Q(pk__in=client.failed_mentors),
        "mentor_refused_before": Q(pk__in=client.refused_by),
        "mentor_other_workplace": elsewhere & ~colleague if client.workplace_id else elsewhere,
        "mentor_proposed_already": Q(pk__in=client.proposed),
    }


def _on_the_first_day(day: dt.date) -> dict[str, Any]:
    return {
        "mentor_no_declaration": Q(confidentiality_signed_on__isnull=True) | Q(confidentiality_signed_on__gt=day),
        "mentor_declaration_expired": Q(confidentiality_valid_until__lt=day),
        "mentor_not_yet": Q(available_from__gt=day),
        "mentor_no_longer": Q(available_until__lt=day),
        "mentor_absent": Exists(Absence.objects.in_force(day).filter(mentor=OuterRef("pk"))),
    }


def _capacity(client: ClientFacts, places: Places) -> dict[str, Any]:
    own = ~Q(pk__in=places)
    full = [mentor for mentor, place in places.items() if place.taken >= place.most_clients]
    short = [mentor for mentor, place in places.items() if place.most_minutes - place.taken_minutes < client.minutes]
    return {
        "mentor_full": own & Q(taken__gte=F("most_clients")),
        "place_full": Q(pk__in=full),
        "mentor_no_hours": own & Q(most_minutes__lt=F("taken_minutes") + client.minutes),
        "place_no_hours": Q(pk__in=short),
    }


def with_stop(mentors: QuerySet[Mentor], *, client: ClientFacts, places: Places) -> QuerySet[Mentor]:
    """Adds `stop`: the code of the first hard stop (R40), "" for a candidate, so that a large register is not scored for nothing.

    `mentors` come from `mentors_with_load`. The rule has the last word on whoever is shown.
    """
    stops = _between_the_two(client, places) | _on_the_first_day(client.first_day) | _capacity(client, places)
    whens = [When(said, then=Value(code)) for code, said in stops.items()]
    return mentors.annotate(stop=Cases(*whens, default=Value(""), output_field=TextField()))
