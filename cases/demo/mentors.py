"""The mentors of a jobcentre, with the room that each has; some of them are the place mentor of a workplace, too."""

import datetime as dt
import json

from accounts.enums import SubjectKind
from cases.demo import names, words
from cases.demo.chance import add_months, next_working_day, stamp
from cases.demo.people import SITUATIONS, Grant, Mentor, Office, Person, Place, ascii_word, person_name, phone
from cases.demo.store import Store, array
from core.days import DAY
from mentors.enums import AgeGroup, Experience, MentorSubtype, MentorType, SupportArea, WayOfMeeting

KINDS = {
    (MentorType.EXTERNAL, MentorSubtype.PROVIDER): 35,
    (MentorType.EXTERNAL, MentorSubtype.VOLUNTEER): 10,
    (MentorType.EXTERNAL, MentorSubtype.SELF_EMPLOYED): 8,
    (MentorType.COLLEAGUE, MentorSubtype.WORKPLACE): 20,
    (MentorType.COLLEAGUE, MentorSubtype.SCHOOL): 4,
    (MentorType.PROFESSIONAL, MentorSubtype.PROVIDER): 12,
    (MentorType.PROFESSIONAL, MentorSubtype.MUNICIPAL): 11,
}


def mentor(
    store: Store,
    at: Office,
    *,
    name: str | None = None,
    kind: tuple[MentorType, MentorSubtype] | None = None,
    most_clients: int | None = None,
    minutes_each: int | None = None,
    profession: str = "",
    where: Place | None = None,
    from_user_group: bool = False,
    away: tuple[dt.date, dt.date | None] | None = None,
    valid_until: dt.date | None = None,
    available_from: dt.date | None = None,
    place_minutes: int = 0,
) -> Mentor:
    """A mentor and their room; what is not said is left to chance. `place_minutes` a week are kept for `place_mentor`."""
    chance, today = at.chance, at.today
    type_, subtype = kind or chance.weighted(KINDS)
    if type_ == MentorType.COLLEAGUE:
        where = where or chance.one(at.schools if subtype == MentorSubtype.SCHOOL and at.schools else at.places)
        most_clients = most_clients or chance.between(1, 2)
    full = name or " ".join(person_name(chance))
    signed = (valid_until and add_months(valid_until, -24)) or today - dt.timedelta(days=chance.between(220, 650))
    made = Mentor(
        id=chance.uuid(),
        name=full,
        type=type_,
        subtype=subtype,
        phone=phone(chance),
        email=f"{ascii_word(full.split()[0])}.m{at.next()}@{at.domain}",
        place=where,
        most_clients=most_clients or chance.weighted({2: 15, 3: 25, 4: 30, 5: 20, 6: 10}),
        minutes_each=minutes_each or chance.one((120, 180, 180, 240)),
        confidential_from=signed,
        confidential_until=valid_until or add_months(signed, 24),
        absences=(away,) if away else (),
        situations=tuple(chance.some(SITUATIONS, 2, 5)),
        gender=chance.one(("woman", "man", "")),
        age_group=chance.one(AgeGroup.values),
        languages=("da", *chance.some(("en", "ar", "tr", "so", "uk", "pl", "sgn"), 0, 2)),
        ways=tuple(chance.some(WayOfMeeting.values, 2, 4)),
        zones=tuple(chance.some(at.zones, 0, 2)),
        times=tuple(f"{weekday}_{part}" for weekday in range(1, 6) for part in chance.some(("morning", "afternoon"), 0, 2)),
    )
    made.free = made.most_clients
    if subtype in (MentorSubtype.PROVIDER, MentorSubtype.MUNICIPAL, MentorSubtype.VOLUNTEER) or from_user_group:
        made.organisation = chance.one(at.user_groups if from_user_group or subtype == MentorSubtype.VOLUNTEER else at.providers)
    if type_ == MentorType.PROFESSIONAL and not profession:
        profession = chance.one(names.PROFESSIONS)
    joined = stamp(next_working_day(add_months(today, -66) - DAY * chance.between(0, 90)), chance.between(60, 300))
    store.mentors.add(
        made.id, at.id, full, str(type_), str(subtype), profession, made.organisation, where.id if where else None, made.phone, made.email, at.town,
        made.gender, made.age_group, array(made.situations), array(made.languages), array(made.ways),
        array(made.zones), array(made.times), made.most_clients, made.most_clients * made.minutes_each + place_minutes,
        None if type_ == MentorType.COLLEAGUE else chance.between(280, 420) * 100, available_from, None, signed, made.confidential_until,
        signed, chance.one(words.ABOUT), 1, joined,
    )  # fmt: skip
    for area in chance.some(SupportArea.values, 3, 5):
        level = chance.weighted({Experience.MUCH: 40, Experience.SOME: 50, Experience.NONE: 10})
        store.competences.add(made.id, area, int(level), signed, chance.one(at.caseworkers).id if at.caseworkers else None)
    for first_day, last_day in made.absences:
        store.absences.add(made.id, first_day, last_day, chance.one(words.ABSENCES))
    if at.caseworkers:
        _tell(store, at, made, "mentor.added", joined, chance.one(at.caseworkers), {})
    at.mentors.append(made)
    return made


def place_mentor(store: Store, at: Office, who: Mentor, where: Place, *, minutes: int, most_clients: int) -> None:
    """Grant the mentor hours at a workplace, longer ago than any course that runs; the mentor was made with `place_minutes` for it."""
    chance = at.chance
    first_day = next_working_day(add_months(at.today, -14) - DAY * chance.between(0, 60))
    grant = Grant(chance.uuid(), where, minutes, most_clients)
    granted_at = stamp(first_day, 60 + chance.between(0, 300))
    by = chance.one(at.caseworkers)
    store.place_grants.add(
        grant.id, who.id, where.id, minutes, most_clients, first_day, None, chance.one(words.WHY_PLACE), by.id, granted_at, 1
    )
    told = {"place": grant.id, "minutes": minutes, "most_clients": most_clients, "first_day": first_day.isoformat(), "last_day": ""}
    _tell(store, at, who, "mentor.place_mentor_granted", granted_at, by, told)
    who.grant = grant


def _tell(store: Store, at: Office, who: Mentor, kind: str, instant: str, by: Person, facts: dict[str, object]) -> None:
    store.events.add(at.chance.uuid(), instant, at.id, by.id, by.name, kind, str(SubjectKind.MENTOR), who.id, json.dumps(facts))
