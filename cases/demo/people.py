"""Who there is in a jobcentre: staff, workplaces, organisations and mentors, with the room that each mentor has."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from accounts.enums import Role
from cases.demo import names, words
from cases.demo.chance import Chance, add_months, stamp
from cases.demo.store import Store, array
from mentors.enums import AgeGroup, Experience, MentorSubtype, MentorType, OrganisationKind, PlaceKind, SupportArea, WayOfMeeting

PASSWORD = "mentorcase-demo"  # noqa: S105  the demo's own, printed on its sign-in page
ANSWER_DAYS, USUAL_DAYS = 21, 14
"""The deadlines that each jobcentre of the demo has set: an answer, and a usual match."""
SITUATIONS = ("new_job", "work_trial", "wage_subsidy", "upskilling", "rehabilitation", "job_clarification", "education")
_ASCII = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ı": "i", "ö": "o"})


@dataclass(slots=True)
class Person:
    """A member of staff."""

    id: str
    name: str
    team: str | None = None


@dataclass(slots=True)
class Place:
    id: str
    name: str
    kind: PlaceKind
    contact: str


@dataclass(slots=True)
class Mentor:
    """`minutes_each` minutes a week for each of `most_clients` clients; `free` places are left for courses that run."""

    id: str
    name: str
    type: MentorType
    subtype: MentorSubtype
    phone: str
    email: str
    place: Place | None
    most_clients: int
    minutes_each: int
    free: int = 0
    confidential_from: dt.date | None = None
    confidential_until: dt.date | None = None
    absences: tuple[tuple[dt.date, dt.date | None], ...] = ()
    organisation: str | None = None
    situations: tuple[str, ...] = ()
    gender: str = ""
    age_group: str = ""
    languages: tuple[str, ...] = ("da",)
    ways: tuple[str, ...] = ()

    def take(self) -> None:
        self.free -= 1


@dataclass(slots=True)
class Office:
    """A jobcentre and all that courses pick from."""

    id: str
    name: str
    town: str
    domain: str
    chance: Chance
    today: dt.date
    cprs: Iterator[tuple[str, str]]
    rules_id: int
    teams: list[str] = field(default_factory=list)
    caseworkers: list[Person] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    schools: list[Place] = field(default_factory=list)
    providers: list[str] = field(default_factory=list)
    user_groups: list[str] = field(default_factory=list)
    zones: list[str] = field(default_factory=list)
    mentors: list[Mentor] = field(default_factory=list)
    serial: int = 0

    def next(self) -> int:
        self.serial += 1
        return self.serial


def ascii_word(text: str) -> str:
    return "".join(letter for letter in text.lower().translate(_ASCII) if letter.isascii() and (letter.isalnum()))


def phone(chance: Chance) -> str:
    return f"20 00 {chance.between(0, 99):02d} {chance.between(0, 99):02d}"


def person_name(chance: Chance, *, woman: bool | None = None) -> tuple[str, str]:
    given = chance.one(names.WOMEN if (chance.happens(0.5) if woman is None else woman) else names.MEN)
    family = chance.one(names.FAMILY)
    return given, f"{chance.one(names.FAMILY)} {family}" if chance.happens(0.12) else family


def address(chance: Chance, town: str) -> str:
    return f"{chance.one(names.STREETS)} {chance.between(1, 180)}, {town}"


def office(
    store: Store,
    *,
    chance: Chance,
    name: str,
    town: str,
    code: str,
    teams: tuple[str, ...],
    today: dt.date,
    cprs: Iterator[tuple[str, str]],
    rules_id: int,
) -> Office:
    """A jobcentre with its teams."""
    made = Office(
        id=chance.uuid(),
        name=name,
        town=town,
        domain=f"{ascii_word(town)}.example",
        chance=chance,
        today=today,
        cprs=cprs,
        rules_id=rules_id,
    )
    street = address(chance, town)
    store.jobcentres.add(
        made.id,
        name,
        code,
        town,
        street,
        phone(chance),
        f"jobcenter@{made.domain}",
        f"{name}\n{street}",
        f"{name}, {street}",
        ANSWER_DAYS,
        USUAL_DAYS,
    )
    for team in teams:
        made.teams.append(chance.uuid())
        store.teams.add(made.teams[-1], made.id, team)
    return made


def staff(
    store: Store,
    at: Office,
    *,
    name: str | None = None,
    email: str | None = None,
    role: Role = Role.CASEWORKER,
    team: str | None = None,
    password: str = UNUSABLE_PASSWORD_PREFIX,
    is_staff: bool = False,
) -> Person:
    """A user with a role. Without a password given they cannot sign in."""
    full = name or " ".join(person_name(at.chance))
    person = Person(at.chance.uuid(), full, team)
    mail = email or f"{ascii_word(full.split()[0])}.{at.next()}@{at.domain}"
    store.users.add(person.id, mail, full, password, "da", True, is_staff, False, stamp(add_months(at.today, -70), 60))
    store.memberships.add(person.id, at.id, team, str(role))
    if role == Role.CASEWORKER:
        at.caseworkers.append(person)
    return person


def surroundings(store: Store, at: Office, *, places: int, providers: int) -> None:
    """Workplaces, schools and organisations."""
    chance = at.chance
    taken: set[str] = set()
    for number in range(places):
        school = number % 6 == 5
        name = f"{at.town} {chance.one(names.SCHOOLS)}" if school else f"{chance.one(names.PLACE_NAMES)} {chance.one(names.TRADES)}"
        while name in taken:
            name = f"{name} {chance.one('ABCDEFGHKLMN')}{number}"
        taken.add(name)
        place(store, at, name, PlaceKind.SCHOOL if school else PlaceKind.WORKPLACE)
    kinds = [OrganisationKind.USERS, *[OrganisationKind.PROVIDER] * providers, OrganisationKind.MUNICIPALITY]
    for position, part in enumerate(("by", "nord", "syd"), start=1):
        at.zones.append(chance.uuid())
        store.zones.add(at.zones[-1], at.id, f"{at.town} {part}", position, dt.date(2020, 1, 1), None)
    for number, kind in enumerate(kinds):
        key = chance.uuid()
        title = {
            OrganisationKind.USERS: chance.one(names.USER_GROUPS),
            OrganisationKind.PROVIDER: f"{names.PROVIDERS[number % len(names.PROVIDERS)]} {at.town}{'' if number <= len(names.PROVIDERS) else f' {number}'}",
            OrganisationKind.MUNICIPALITY: f"{at.town} Kommune, støttekorpset",
        }[kind]
        contact = " ".join(person_name(chance))
        store.organisations.add(key, at.id, title, str(kind), "", address(chance, at.town), contact, phone(chance), f"kontakt{number}@{at.domain}", 1)
        (at.user_groups if kind == OrganisationKind.USERS else at.providers).append(key)


def place(store: Store, at: Office, name: str, kind: PlaceKind = PlaceKind.WORKPLACE) -> Place:
    chance = at.chance
    made = Place(chance.uuid(), name, kind, " ".join(person_name(chance)))
    store.workplaces.add(
        made.id, at.id, name, str(kind), "", address(chance, at.town), made.contact, phone(chance), f"sted{at.next()}@{at.domain}"
    )
    (at.schools if kind == PlaceKind.SCHOOL else at.places).append(made)
    return made


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
) -> Mentor:
    """A mentor and their room; what is not said is left to chance."""
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
    )
    made.free = made.most_clients
    if subtype in (MentorSubtype.PROVIDER, MentorSubtype.MUNICIPAL, MentorSubtype.VOLUNTEER) or from_user_group:
        made.organisation = chance.one(at.user_groups if from_user_group or subtype == MentorSubtype.VOLUNTEER else at.providers)
    if type_ == MentorType.PROFESSIONAL and not profession:
        profession = chance.one(names.PROFESSIONS)
    times = [f"{weekday}_{part}" for weekday in range(1, 6) for part in chance.some(("morning", "afternoon"), 0, 2)]
    store.mentors.add(
        made.id, at.id, full, str(type_), str(subtype), profession, made.organisation, where.id if where else None, made.phone, made.email, at.town,
        made.gender, made.age_group, array(made.situations), array(made.languages), array(made.ways),
        array(chance.some(at.zones, 0, 2)), array(times), made.most_clients, made.most_clients * made.minutes_each,
        None if type_ == MentorType.COLLEAGUE else chance.between(280, 420) * 100, available_from, None, signed, made.confidential_until,
        signed, chance.one(words.ABOUT), 1, stamp(signed, 90),
    )  # fmt: skip
    for area in chance.some(SupportArea.values, 3, 5):
        level = chance.weighted({Experience.MUCH: 40, Experience.SOME: 50, Experience.NONE: 10})
        store.competences.add(made.id, area, int(level), signed, chance.one(at.caseworkers).id if at.caseworkers else None)
    for first_day, last_day in made.absences:
        store.absences.add(made.id, first_day, last_day, chance.one(words.ABSENCES))
    at.mentors.append(made)
    return made
