"""Writing place mentors: hours granted to one workplace or school and shared by the clients there. Under the lock that assignments take."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any

from django.db import transaction

from accounts.audit import last_change, record
from accounts.enums import SubjectKind
from accounts.models import User
from core.constraints import refusing
from core.days import day_of
from core.verdicts import Answer, Refused, Stale
from mentors.actions import Load, find_or_make_workplace
from mentors.enums import PlaceKind
from mentors.models import Mentor, PlaceGrant
from mentors.rules.places import Share, Terms, end_verdict, holds_its_clients, mentor_has, terms_verdict

LoadOf = Callable[[uuid.UUID, dt.date], Load]
"""What is taken of a mentor on and after a day; `cases.loads` knows."""
SharesOf = Callable[[uuid.UUID, dt.date], list[Share]]
"""The clients who hold a place on and after a day; `cases.loads` knows."""

_FIELD_OF_CODE = {
    "place_minutes_range": "minutes_a_week",
    "place_clients_range": "most_clients",
    "place_ends_before_start": "last_day",
    "place_reasons_missing": "reasons",
    "place_beyond_the_mentor": "minutes_a_week",
    "fewer_places_than_taken": "most_clients",
    "fewer_minutes_than_taken": "minutes_a_week",
    "place_begins_after_clients": "first_day",
    "place_has_clients_then": "last_day",
}


@transaction.atomic
def grant_place(
    *, mentor_id: uuid.UUID, workplace_name: str, workplace_kind: str, terms: Terms, load_of: LoadOf, by: User, at: dt.datetime
) -> PlaceGrant:
    """Make the mentor a place mentor (R84). A workplace that is not known yet is made.

    Refuses with the codes of `terms_verdict`, `place_beyond_the_mentor`, `place_name_missing`, `place_overlaps`.
    """
    mentor = Mentor.objects.select_for_update(of=("self",), no_key=True).get(pk=mentor_id)
    _unless(terms_verdict(terms))
    _unless_beyond(mentor, terms, load_of=load_of, on=day_of(at))
    workplace = find_or_make_workplace(jobcentre_id=mentor.jobcentre_id, name=workplace_name, kind=PlaceKind(workplace_kind))
    if workplace is None:
        raise Refused("place_name_missing", "workplace_name")
    grant = PlaceGrant(mentor=mentor, workplace=workplace, granted_by=by, granted_at=at, **asdict(terms))
    _save(grant)
    _tell("mentor.place_mentor_granted", grant, mentor, by=by, at=at)
    return grant


@transaction.atomic
def change_place(
    *, place_id: uuid.UUID, version: int | None, terms: Terms, load_of: LoadOf, shares_of: SharesOf, by: User, at: dt.datetime
) -> PlaceGrant:
    """Other hours, another number of clients, first day or reasons; the last day stays, whatever stands in `terms` (see `end_place`).

    Refuses with the codes of `terms_verdict` and `holds_its_clients`, `place_beyond_the_mentor`, `place_overlaps`, `place_is_over`, and Stale.
    """
    mentor, grant = _locked(place_id, version=version, on=day_of(at))
    terms = replace(terms, last_day=grant.last_day)
    _unless(terms_verdict(terms))
    _unless(holds_its_clients(terms=terms, clients=shares_of(place_id, day_of(at))))
    _unless_beyond(mentor, terms, load_of=load_of, on=day_of(at), now=grant)
    before = _terms_of(grant)
    _put(grant, terms)
    changed = sorted(name for name, value in asdict(before).items() if value != getattr(grant, name))
    if not changed:
        return grant
    _save(grant)
    _tell("mentor.place_mentor_changed", grant, mentor, by=by, at=at, fields=changed)
    return grant


@transaction.atomic
def end_place(
    *,
    place_id: uuid.UUID,
    version: int | None,
    last_day: dt.date | None,
    load_of: LoadOf,
    shares_of: SharesOf,
    by: User,
    at: dt.datetime,
) -> PlaceGrant:
    """Set the last day of a place, move it, or take it back with None; nobody may be there after it (R86).

    A later day, or none, needs the mentor's minutes again. Refuses with `place_has_clients_then`, `place_ends_before_start`,
    `place_beyond_the_mentor`, `place_overlaps`, `place_is_over`, and Stale.
    """
    mentor, grant = _locked(place_id, version=version, on=day_of(at))
    terms, before = replace(_terms_of(grant), last_day=last_day), grant.last_day
    _unless(terms_verdict(terms))
    _unless(end_verdict(last_day=last_day, clients=shares_of(place_id, day_of(at))))
    if before is not None and (last_day is None or last_day > before):
        _unless_beyond(mentor, terms, load_of=load_of, on=day_of(at), now=grant)
    if last_day == before:
        return grant
    _put(grant, terms)
    _save(grant)
    _tell("mentor.place_mentor_ended", grant, mentor, by=by, at=at)
    return grant


def _locked(place_id: uuid.UUID, *, version: int | None, on: dt.date) -> tuple[Mentor, PlaceGrant]:
    """The mentor first, as everywhere; then the place as it is under that lock. Refuses with `place_is_over`, and Stale."""
    mentor_id = PlaceGrant.objects.values_list("mentor_id", flat=True).get(pk=place_id)
    mentor = Mentor.objects.select_for_update(of=("self",), no_key=True).get(pk=mentor_id)
    grant = PlaceGrant.objects.select_for_update(of=("self",)).get(pk=place_id)
    if version is not None and version != grant.version:
        raise Stale(**last_change(subject_id=mentor.pk))
    if grant.last_day is not None and grant.last_day < on:
        raise Refused("place_is_over", "", last_day=grant.last_day.isoformat())
    return mentor, grant


def _unless(answer: Answer) -> None:
    Refused.unless(answer, _FIELD_OF_CODE.get(answer.code, ""))


def _unless_beyond(mentor: Mentor, terms: Terms, *, load_of: LoadOf, on: dt.date, now: PlaceGrant | None = None) -> None:
    """`now` is the place as it stands, which the load counts already when it is not over by then."""
    day = max(on, terms.first_day)
    counted = now is not None and (now.last_day is None or now.last_day >= day)
    elsewhere = load_of(mentor.pk, day).minutes - (now.minutes_a_week if now is not None and counted else 0)
    _unless(mentor_has(minutes_a_week=terms.minutes_a_week, most_minutes=mentor.most_minutes, elsewhere=elsewhere))


def _terms_of(grant: PlaceGrant) -> Terms:
    return Terms(**{name: getattr(grant, name) for name in Terms.__dataclass_fields__})


def _put(grant: PlaceGrant, terms: Terms) -> None:
    for name, value in asdict(terms).items():
        setattr(grant, name, value)
    grant.version += 1


def _save(grant: PlaceGrant) -> None:
    with refusing(placegrant_no_overlap=("place_overlaps", "first_day")):
        grant.save()


def _tell(kind: str, grant: PlaceGrant, mentor: Mentor, *, by: User, at: dt.datetime, **facts: Any) -> None:
    record(
        kind=kind,
        subject=(SubjectKind.MENTOR, mentor.pk),
        jobcentre_id=mentor.jobcentre_id,
        by=by,
        at=at,
        place=str(grant.pk),
        minutes=grant.minutes_a_week,
        most_clients=grant.most_clients,
        first_day=grant.first_day.isoformat(),
        last_day=grant.last_day.isoformat() if grant.last_day else "",
        **facts,
    )
