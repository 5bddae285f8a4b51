"""Writing the mentor register: add and change a mentor, with times, absences, organisation and workplace."""

import datetime as dt
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from typing import Any, Protocol

from django.db import IntegrityError, transaction

from accounts.audit import last_change, record
from accounts.enums import SubjectKind
from accounts.models import User
from core.constraints import refusing
from core.days import day_of
from core.verdicts import Answer, Refused, Stale
from mentors.enums import MentorSubtype, OrganisationKind, PlaceKind
from mentors.models import Absence, Competence, Mentor, Organisation, Workplace, Zone
from mentors.rules.register import capacity_verdict, details_verdict

_CVR = re.compile(r"\d{8}")
_FIELD_OF_CODE = {
    "subtype_of_other_type": "subtype",
    "colleague_needs_workplace": "workplace_name",
    "available_until_before_from": "available_until",
    "declaration_ahead": "confidentiality_signed_on",
    "declaration_not_signed": "confidentiality_signed_on",
    "declaration_ends_before_signed": "confidentiality_valid_until",
    "fewer_places_than_taken": "most_clients",
    "fewer_minutes_than_taken": "most_minutes",
}


class Load(Protocol):
    """What is taken of a mentor; `cases.loads` knows."""

    @property
    def clients(self) -> int: ...
    @property
    def minutes(self) -> int: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """The mentor's own columns, as typed."""

    name: str
    type: str
    subtype: str = ""
    profession: str = ""
    phone: str = ""
    email: str = ""
    area: str = ""
    gender: str = ""
    age_group: str = ""
    situations: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    ways_of_meeting: list[str] = field(default_factory=list)
    zones: list[uuid.UUID] = field(default_factory=list)
    times: list[str] = field(default_factory=list)
    most_clients: int = 1
    most_minutes: int = 0
    cost_an_hour: int | None = None
    available_from: dt.date | None = None
    available_until: dt.date | None = None
    confidentiality_signed_on: dt.date | None = None
    confidentiality_valid_until: dt.date | None = None
    record_checked_on: dt.date | None = None
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What stands in rows of its own: places by name, experience (area -> level; None: not known), a new absence, changed absences
    (id -> last day), removed ones."""

    organisation_name: str = ""
    organisation_kind: str = ""
    workplace_name: str = ""
    workplace_kind: str = PlaceKind.WORKPLACE
    experience: dict[str, int | None] = field(default_factory=dict)
    away_from: dt.date | None = None
    away_until: dt.date | None = None
    away_note: str = ""
    absences: dict[int, dt.date | None] = field(default_factory=dict)
    removed: frozenset[int] = frozenset()


@transaction.atomic
def add_mentor(*, jobcentre_id: uuid.UUID, details: Details, around: Around, by: User, at: dt.datetime) -> Mentor:
    """Add a mentor to the jobcentre's register. Refuses with the codes of R46, and `zone_not_here`."""
    mentor = Mentor(jobcentre_id=jobcentre_id, created_at=at)
    _put(mentor, details, around, on=day_of(at))
    mentor.save()
    record(kind="mentor.added", subject=(SubjectKind.MENTOR, mentor.pk), jobcentre_id=jobcentre_id, by=by, at=at)
    _put_experience(mentor, around.experience, by=by, on=day_of(at))
    _put_absences(mentor, around, by=by, at=at)
    return mentor


@transaction.atomic
def change_mentor(
    *,
    mentor_id: uuid.UUID,
    version: int | None,
    details: Details,
    around: Around,
    load_of: Callable[[uuid.UUID, dt.date], Load],
    by: User,
    at: dt.datetime,
) -> Mentor:
    """Change a mentor under the lock that assignments take, so that capacity never falls below what is taken (R47).

    `load_of` reads what is taken: mentors know nothing of cases. Refuses with the codes of R46 and R47, `zone_not_here`, and Stale.
    """
    mentor = Mentor.objects.select_for_update(of=("self",), no_key=True).get(pk=mentor_id)
    if version is not None and version != mentor.version:
        raise Stale(**last_change(subject_id=mentor.pk))
    before = {each.name: getattr(mentor, each.name) for each in fields(Details)}
    load = load_of(mentor_id, day_of(at))
    _unless(
        capacity_verdict(
            most_clients=details.most_clients, most_minutes=details.most_minutes, taken=load.clients, taken_minutes=load.minutes
        )
    )
    _put(mentor, details, around, on=day_of(at))
    mentor.version += 1
    mentor.save()
    changed = sorted(name for name, old in before.items() if getattr(mentor, name) != old)
    if _put_experience(mentor, around.experience, by=by, on=day_of(at)):
        changed.append("experience")
    facts: dict[str, Any] = {"fields": changed}
    if "most_clients" in changed:
        facts["most_clients"] = [before["most_clients"], mentor.most_clients]
    record(kind="mentor.changed", subject=(SubjectKind.MENTOR, mentor.pk), jobcentre_id=mentor.jobcentre_id, by=by, at=at, **facts)
    _put_absences(mentor, around, by=by, at=at)
    return mentor


def find_or_make_workplace(*, jobcentre_id: uuid.UUID, name: str, kind: PlaceKind, cvr: str = "") -> Workplace | None:
    """The workplace or school of the jobcentre by name or CVR number; an unknown one is made. None when no name was given."""
    name = name.strip()
    if not name:
        return None
    places = Workplace.objects.filter(jobcentre_id=jobcentre_id).order_by("name", "pk")
    if _CVR.fullmatch(name) and (found := places.filter(cvr=name).first()):
        return found
    same_name = places.filter(name__iexact=name)
    found = same_name.filter(cvr__in=[cvr, ""]).order_by("-cvr").first() if cvr else same_name.order_by("cvr", "pk").first()
    if found is None:
        return Workplace.objects.create(jobcentre_id=jobcentre_id, name=name, cvr=cvr, kind=kind)
    if cvr and not found.cvr:
        found.cvr = cvr
        found.save(update_fields=["cvr"])
    return found


def _unless(answer: Answer) -> None:
    Refused.unless(answer, _FIELD_OF_CODE.get(answer.code, ""))


def check_details(*, details: Details, around: Around, on: dt.date) -> None:
    """Refuse details that do not go together (R46), with the form field that it is about."""
    _unless(
        details_verdict(
            type=details.type,
            subtype=details.subtype,
            has_workplace=bool(around.workplace_name),
            available_from=details.available_from,
            available_until=details.available_until,
            signed_on=details.confidentiality_signed_on,
            valid_until=details.confidentiality_valid_until,
            on=on,
        )
    )


def _put(mentor: Mentor, details: Details, around: Around, *, on: dt.date) -> None:
    check_details(details=details, around=around, on=on)
    _refuse_zones_of_others(mentor, details.zones, on=on)
    for each in fields(Details):
        setattr(mentor, each.name, getattr(details, each.name))
    mentor.organisation = find_or_make_organisation(
        jobcentre_id=mentor.jobcentre_id, name=around.organisation_name, kind=around.organisation_kind
    )
    mentor.workplace = find_or_make_workplace(
        jobcentre_id=mentor.jobcentre_id, name=around.workplace_name, kind=place_kind(details=details, around=around)
    )


def _refuse_zones_of_others(mentor: Mentor, zones: list[uuid.UUID], *, on: dt.date) -> None:
    """A mentor comes to the jobcentre's zones in force; one that has ended since may stay."""
    asked = set(zones) - set(mentor.zones)
    if asked and Zone.objects.in_force(on).filter(jobcentre_id=mentor.jobcentre_id, pk__in=asked).count() < len(asked):
        raise Refused("zone_not_here", "zones")


def place_kind(*, details: Details, around: Around) -> PlaceKind:
    """A colleague from a school works at a school, whatever was typed."""
    return PlaceKind.SCHOOL if details.subtype == MentorSubtype.SCHOOL else PlaceKind(around.workplace_kind)


def find_or_make_organisation(*, jobcentre_id: uuid.UUID, name: str, kind: str) -> Organisation | None:
    """The jobcentre's organisation of this name, in capitals or not; a new one needs its kind. None when no name was given."""
    if not name:
        return None
    same_name = Organisation.objects.filter(jobcentre_id=jobcentre_id, name__iexact=name)
    if found := same_name.first():
        return found
    if not kind:
        raise Refused("organisation_kind_missing", "organisation_kind")
    try:
        with transaction.atomic():
            return Organisation.objects.create(jobcentre_id=jobcentre_id, name=name, kind=OrganisationKind(kind))
    except IntegrityError:  # somebody else wrote the same name in this second
        return same_name.get()


def _put_absences(mentor: Mentor, around: Around, *, by: User, at: dt.datetime) -> None:
    """Each absence that comes, changes or goes is an event of its own."""

    def tell(kind: str, absence: Absence) -> None:
        days = {"first_day": absence.first_day.isoformat(), "last_day": absence.last_day.isoformat() if absence.last_day else ""}
        record(kind=kind, subject=(SubjectKind.MENTOR, mentor.pk), jobcentre_id=mentor.jobcentre_id, by=by, at=at, **days)

    for absence in Absence.objects.filter(mentor=mentor, pk__in=[*around.absences, *around.removed]).order_by("first_day"):
        if absence.pk in around.removed:
            tell("mentor.absence_removed", absence)
            absence.delete()
        elif absence.last_day != around.absences[absence.pk]:
            absence.last_day = around.absences[absence.pk]
            _save_absence(absence, f"absence_{absence.pk}")
            tell("mentor.absence_changed", absence)
    if around.away_until and not around.away_from:
        raise Refused("absence_first_day_missing", "away_from")
    if around.away_from:
        absence = Absence(mentor=mentor, first_day=around.away_from, last_day=around.away_until, note=around.away_note)
        _save_absence(absence, "away_until" if around.away_until else "away_from")
        tell("mentor.absence_added", absence)


def _put_experience(mentor: Mentor, experience: dict[str, int | None], *, by: User, on: dt.date) -> list[str]:
    """Who changes a level has assessed it today; an unchanged one keeps who assessed it and when. Returns the areas that changed."""
    have = {row.area: row for row in Competence.objects.filter(mentor=mentor)}
    changed = []
    for area, level in experience.items():
        row = have.get(area)
        if (row.level if row else None) == level:
            continue
        changed.append(area)
        if level is None:
            have[area].delete()
            continue
        row = row or Competence(mentor=mentor, area=area)
        row.level, row.assessed_on, row.assessed_by = level, on, by
        row.save()
    return changed


def _save_absence(absence: Absence, at_field: str) -> None:
    if absence.last_day is not None and absence.last_day < absence.first_day:
        raise Refused("absence_ends_before_start", at_field)
    with refusing(absence_no_overlap=("absence_overlaps", "away_from" if absence.pk is None else at_field)):
        absence.save()
