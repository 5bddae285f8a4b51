"""Invented registers for the benchmarks of the match: jobcentres with so many mentors, a caseworker and a case that looks for one.

    DATABASE_URL=... .venv/bin/python -m bench.register 800 5000

Prints for each size the case number, the session's cookie and the statements of the board's page. Chance is seeded: the same every time.
"""

import datetime as dt
import os
import random
import sys
import uuid
from importlib import import_module

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorcase.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client as Browser  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from accounts import cpr  # noqa: E402
from accounts.enums import Role  # noqa: E402
from accounts.models import Jobcentre, Membership, User  # noqa: E402
from cases.models import Assignment, Case, Client, Decision, Need, SchemeRules, Wishes  # noqa: E402
from core import clock  # noqa: E402
from mentors.enums import TIMES, AgeGroup, Gender, MentorType, SpokenLanguage, SupportArea, WayOfMeeting  # noqa: E402
from mentors.models import Absence, Competence, Mentor, Organisation, SituationKind, Workplace, Zone  # noqa: E402

NAMES = ["Bo Lind", "Åse Ærø", "Karin Toft", "Ida Holm", "Søren Bæk", "Mie Dahl", "Ole Krog", "Zeynep Kaya", "Jan Friis", "Eva Lund"]


def jobcentre_with(number: int) -> tuple[Jobcentre, User]:
    centre = Jobcentre.objects.create(
        name=f"Jobcenter med {number}", municipality_code=f"{number % 1000:03d}", municipality=f"Kommune {number}"
    )
    user = User.objects.create_user(f"bench{number}@example.org", None, name="Målerske Holm", language="da")
    Membership.objects.create(user=user, jobcentre=centre, role=Role.CASEWORKER)
    return centre, user


def mentors(centre: Jobcentre, number: int, dice: random.Random, *, at: dt.datetime) -> list[Mentor]:
    """A register as it is in use: almost half are stopped by their days, their papers, their workplace or their load."""
    today = at.date()
    organisations = [Organisation.objects.create(jobcentre=centre, name=f"Mentorhuset {n}", kind="provider") for n in range(8)]
    places = [Workplace.objects.create(jobcentre=centre, name=f"Bageriet {n}", contact="Lis Vang") for n in range(40)]
    zones = [Zone.objects.create(jobcentre=centre, name=f"Område {n}", first_day=today) for n in range(6)]

    def some(codes: list, most: int) -> list:
        return sorted(dice.sample(codes, dice.randint(0, most)))

    def one(n: int) -> Mentor:
        kind = dice.choices(MentorType.values, [1, 6, 3])[0]
        return Mentor(
            jobcentre=centre,
            name=f"{dice.choice(NAMES)} {n}",
            type=kind,
            workplace=dice.choice(places) if kind == MentorType.COLLEAGUE else None,
            organisation=None if kind == MentorType.COLLEAGUE else dice.choice(organisations),
            gender=dice.choice(["", "woman", "woman", "man", "man", *Gender.values[2:]]),
            age_group=dice.choice(["", *AgeGroup.values]),
            situations=some(["new_job", "work_trial", "education"], 2),
            languages=sorted({"da", *some(SpokenLanguage.values, 2)}) if dice.random() < 0.9 else [],
            ways_of_meeting=some(WayOfMeeting.values, 4),
            zones=[zone.pk for zone in dice.sample(zones, dice.randint(0, 3))],
            times=some(list(TIMES[:15]), 6),
            most_clients=dice.randint(1, 5),
            most_minutes=dice.choice([240, 480, 720, 1080]),
            available_until=today + dt.timedelta(days=dice.randint(-10, 300)) if dice.random() < 0.1 else None,
            confidentiality_signed_on=today - dt.timedelta(days=400) if dice.random() < 0.95 else None,
            created_at=at,
        )

    found = Mentor.objects.bulk_create([one(n) for n in range(number)], batch_size=1000)
    Competence.objects.bulk_create(
        [Competence(mentor=m, area=area, level=dice.choice([0, 1, 1, 2])) for m in found for area in some(SupportArea.values, 5)],
        batch_size=5000,
    )
    Absence.objects.bulk_create(
        [Absence(mentor=m, first_day=today, last_day=today + dt.timedelta(days=20)) for m in found if dice.random() < 0.08]
    )
    return found


def clients(centre: Jobcentre, number: int, *, at: dt.datetime, before: int = 0) -> list[Client]:
    """`before` have been made already: each has a CPR number of its own, of the replacement kind."""

    def one(n: int) -> Client:
        pk, text = uuid.uuid4(), f"{61 + n % 28:02d}{1 + n // 28 % 12:02d}{70 + n // 336 % 30:02d}{1000 + n // 10080 * 7:04d}"
        return Client(
            id=pk,
            jobcentre=centre,
            given_name="Ida",
            family_name=f"Skovgaard {n}",
            cpr_sealed=cpr.encrypt(text, row_id=pk),
            cpr_index=cpr.blind_index(text, jobcentre_id=centre.pk),
            created_at=at,
        )

    return Client.objects.bulk_create([one(before + n) for n in range(number)], batch_size=1000)


def cases(centre: Jobcentre, user: User, people: list[Client], *, state: str, first_number: int, at: dt.datetime) -> list[Case]:
    today, kind = at.date(), SituationKind.objects.get(code="new_job")
    return Case.objects.bulk_create(
        [
            Case(
                jobcentre=centre,
                client=client,
                year=2026,
                number=first_number + n,
                caseworker=user,
                state=state,
                proposed_by="client",
                arrived_by="phone",
                received_on=today,
                answer_due_on=today,
                situation=kind,
                situation_starts_on=today,
                consent="oral",
                consent_on=today,
                created_at=at,
            )
            for n, client in enumerate(people)
        ],
        batch_size=1000,
    )


def decision(case: Case, user: User, *, at: dt.datetime) -> Decision:
    first = at.date() + dt.timedelta(days=10)
    return Decision(
        case=case,
        outcome="granted",
        minutes_a_week=180,
        first_day=first,
        last_day=first + dt.timedelta(days=150),
        mentor_type="external",
        purpose="At blive i jobbet",
        tasks="Planlægge ugen sammen",
        funding="municipal",
        rules=SchemeRules.objects.get(jobcentre__isnull=True),
        channel="digital_post",
        sent_on=at.date(),
        received_on=at.date(),
        appeal_until=at.date() + dt.timedelta(days=28),
        decided_on=at.date(),
        decided_by=user,
        created_at=at,
    )


def waiting_case(centre: Jobcentre, user: User, *, number: int, at: dt.datetime) -> Case:
    """A granted case whose client wishes everything that can be wished."""
    [case] = cases(centre, user, clients(centre, 1, at=at), state="match", first_number=number, at=at)
    case.workplace = centre.workplaces.order_by("name").first()
    case.save()
    decision(case, user, at=at).save()
    for area, weight in zip(SupportArea.values, (3, 2, 1, 0, 2), strict=True):
        Need.objects.create(case=case, area=area, weight=weight, words="Jeg mister overblikket", when_where="Når ugen skal planlægges")
    Wishes.objects.create(
        case=case,
        mentor_types=["external", "colleague"],
        language="ar",
        gender="woman",
        age_group="30_50",
        ways_of_meeting=["phone", "at_the_place"],
        zone=centre.zones.order_by("name").first(),
        times=list(TIMES[:4]),
        not_these="Ikke Bo Lind",
        words="Helst en, der kender stedet",
    )
    return case


def load(centre: Jobcentre, user: User, found: list[Mentor], dice: random.Random, *, first_number: int, at: dt.datetime) -> None:
    """As many running courses as there are mentors."""
    chosen = [dice.choice(found) for _each in found]
    rows = cases(centre, user, clients(centre, len(chosen), at=at, before=1), state="running", first_number=first_number, at=at)
    Assignment.objects.bulk_create(
        [
            Assignment(
                case=case, mentor=mentor, minutes_a_week=dice.choice([60, 120, 180]), first_day=at.date(), assigned_by=user, assigned_at=at
            )
            for case, mentor in zip(rows, chosen, strict=True)
        ],
        batch_size=2000,
    )


def signed_in(user: User) -> str:
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return str(store.session_key)


def statements(path: str, session: str) -> int:
    browser = Browser(headers={"host": "127.0.0.1"})
    browser.cookies[settings.SESSION_COOKIE_NAME] = session
    browser.get(path)
    with CaptureQueriesContext(connection) as found:
        response = browser.get(path)
    assert response.status_code == 200, f"{path} answers {response.status_code}"
    return len([q for q in found if q["sql"] not in ("BEGIN", "COMMIT") and "SAVEPOINT" not in q["sql"]])


def main() -> None:
    at = clock.now()
    for turn, number in enumerate(map(int, sys.argv[1:])):
        dice, first_number = random.Random(number), 1 + turn * 1_000_000
        centre, user = jobcentre_with(number)
        found = mentors(centre, number, dice, at=at)
        case = waiting_case(centre, user, number=first_number, at=at)
        load(centre, user, found, dice, first_number=first_number + 1, at=at)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        session = signed_in(user)
        print("BOARD", number, case.ref, f"{settings.SESSION_COOKIE_NAME}={session}", statements(f"/cases/{case.ref}/match/", session))


if __name__ == "__main__":
    main()
