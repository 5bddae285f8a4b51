"""Who there is in a jobcentre: staff, workplaces and organisations. The mentors are made in `mentors`."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from accounts.enums import Role
from cases.demo import names
from cases.demo.chance import Chance, add_months, stamp
from cases.demo.store import Store
from mentors.enums import MentorSubtype, MentorType, OrganisationKind, PlaceKind

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
class Grant:
    """The hours of a place mentor at one workplace: minutes a week that at most `most_clients` share."""

    id: str
    place: Place
    minutes: int
    most_clients: int

    @property
    def share(self) -> int:
        """Minutes a week for each client when all are there."""
        return self.minutes // self.most_clients


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
    zones: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    grant: Grant | None = None
    """Set: also the place mentor of a workplace, whose clients take none of the `free` places."""

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
    weights_id: int
    teams: list[str] = field(default_factory=list)
    caseworkers: list[Person] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    schools: list[Place] = field(default_factory=list)
    providers: list[str] = field(default_factory=list)
    user_groups: list[str] = field(default_factory=list)
    zones: list[str] = field(default_factory=list)
    mentors: list[Mentor] = field(default_factory=list)
    detail: bool = True
    """Whether the log has an entry a week; in the large sizes it has one a month."""
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
    weights_id: int,
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
        weights_id=weights_id,
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
        store.organisations.add(
            key, at.id, title, str(kind), "", address(chance, at.town), contact, phone(chance), f"kontakt{number}@{at.domain}", 1
        )
        (at.user_groups if kind == OrganisationKind.USERS else at.providers).append(key)


def place(store: Store, at: Office, name: str, kind: PlaceKind = PlaceKind.WORKPLACE) -> Place:
    chance = at.chance
    made = Place(chance.uuid(), name, kind, " ".join(person_name(chance)))
    store.workplaces.add(
        made.id, at.id, name, str(kind), "", address(chance, at.town), made.contact, phone(chance), f"sted{at.next()}@{at.domain}"
    )
    (at.schools if kind == PlaceKind.SCHOOL else at.places).append(made)
    return made
