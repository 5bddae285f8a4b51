"""All waiting clients at once: the whole job beside its floor, in the same run and on the same rows.

    .venv/bin/python -m bench.allocation [--clients 500] [--mentors 2000] [--rounds 5]

The job is `run_allocation`: read the facts, hold every client against every mentor, find the best in sum, repair the hours, word nothing, store the
lines, with its signs of life in transactions of their own. The floor is what nobody could leave out: the same statements with bare cursors, the
same products of matrices from ready arrays, and one call of SciPy with a column for every free place. Rounds are interleaved; each figure is the
median. Makes and drops a database of its own on the server that `DATABASE_OWNER_URL` names. Nothing is asserted.
"""

import argparse
import datetime as dt
import os
import random
import resource
import statistics
import time
import uuid
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorcase.settings_test")

import django

django.setup()

import numpy as np
from django.db import connection
from django.test.utils import CaptureQueriesContext, setup_databases, teardown_databases
from scipy.optimize import linear_sum_assignment

from accounts.models import Jobcentre, User
from cases.actions.allocations import run_allocation
from cases.enums import AllocationState, LineState, State
from cases.models import Allocation, AllocationLine, Assignment, Case, Client, Decision, Need, SchemeRules, Wishes
from cases.waiting import register_of, waiting_clients
from mentors.enums import TIMES, AgeGroup, Gender, MentorType, SpokenLanguage, SupportArea, WayOfMeeting
from mentors.models import Absence, Competence, Mentor, SituationKind, Workplace, Zone

TODAY = dt.date(2026, 11, 16)
AT = dt.datetime(2026, 11, 16, 9, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def people(clients: int, mentors: int) -> Jobcentre:
    """A jobcentre where `clients` wait and `mentors` have two places each on average, a third of them taken."""
    rnd = random.Random(2026)
    here = Jobcentre.objects.create(name="Jobcenter Måling", municipality_code="900", municipality="Måling")
    user = User.objects.create(email="bench@example.org", name="Måling")
    zones = Zone.objects.bulk_create([Zone(jobcentre=here, name=f"Zone {n}", first_day=TODAY) for n in range(8)])
    places = Workplace.objects.bulk_create([Workplace(jobcentre=here, name=f"Sted {n}") for n in range(200)])
    kinds = [kind.pk for kind in SituationKind.objects.all()]

    def some(values: Any, most: int) -> list[Any]:
        return rnd.sample(list(values), rnd.randint(0, most))

    found = Mentor.objects.bulk_create(
        Mentor(
            jobcentre=here,
            name=f"{rnd.choice(['Bo', 'Karin', 'Åse', 'Per', 'Ida'])} {rnd.choice(['Lind', 'Toft', 'Skov', 'Krag'])} {n}",
            type=rnd.choices(MentorType.values, [1, 6, 3])[0],
            workplace=rnd.choice(places),
            situations=some(kinds, 4),
            languages=["da", *some(SpokenLanguage.values[1:], 2)],
            ways_of_meeting=some(WayOfMeeting.values, 4),
            gender=rnd.choice(["", *Gender.values]),
            age_group=rnd.choice(["", *AgeGroup.values]),
            zones=[zone.pk for zone in some(zones, 3)],
            times=some(TIMES, 8),
            most_clients=rnd.randint(1, 4),
            most_minutes=rnd.choice([180, 300, 600, 900]),
            confidentiality_signed_on=TODAY - 100 * DAY if rnd.random() < 0.95 else None,
            available_until=TODAY + rnd.randint(0, 200) * DAY if rnd.random() < 0.1 else None,
            created_at=AT,
        )
        for n in range(mentors)
    )
    Competence.objects.bulk_create(
        Competence(mentor=mentor, area=area, level=rnd.randint(0, 2))
        for mentor in found
        for area in SupportArea.values
        if rnd.random() < 0.8
    )
    Absence.objects.bulk_create(
        Absence(mentor=mentor, first_day=(first := TODAY + rnd.randint(0, 60) * DAY), last_day=first + 14 * DAY)
        for mentor in rnd.sample(found, mentors // 5)
    )
    waiting = _cases(here, user, clients, State.MATCH, places, kinds, rnd, serial=1)
    Need.objects.bulk_create(
        Need(case=case, area=area, weight=rnd.randint(0, 3), words="Ord") for case in waiting for area in SupportArea.values
    )
    Wishes.objects.bulk_create(
        Wishes(
            case=case,
            mentor_types=some(MentorType.values, 2),
            ways_of_meeting=some(WayOfMeeting.values, 2),
            language=rnd.choice(["", "", *SpokenLanguage.values]),
            gender=rnd.choice(["", "", *Gender.values]),
            age_group=rnd.choice(["", "", *AgeGroup.values]),
            zone=rnd.choice([None, *zones]),
            times=some(TIMES, 4),
            not_these=rnd.choice(["", "", "", "Bo Lind 12", "ikke Karin Toft 7"]),
        )
        for case in waiting
    )
    rules = SchemeRules.objects.get(jobcentre__isnull=True)
    Decision.objects.bulk_create(
        Decision(
            case=case,
            outcome="granted",
            minutes_a_week=rnd.choice([60, 120, 180, 240]),
            first_day=(first := TODAY + rnd.randint(0, 40) * DAY),
            last_day=first + 120 * DAY,
            mentor_type=rnd.choice(MentorType.values),
            purpose="Formål",
            tasks="Opgaver",
            funding="municipal",
            rules=rules,
            channel="digital_post",
            sent_on=TODAY,
            received_on=TODAY,
            appeal_until=TODAY + 28 * DAY,
            decided_on=TODAY,
            decided_by=user,
            created_at=AT,
        )
        for case in waiting
    )
    taken = rnd.sample(found, mentors // 2)
    Assignment.objects.bulk_create(
        Assignment(case=case, mentor=mentor, minutes_a_week=60, first_day=TODAY - 30 * DAY, assigned_by=user, assigned_at=AT)
        for case, mentor in zip(_cases(here, user, len(taken), State.STARTUP, places, kinds, rnd, serial=10_000), taken, strict=True)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return here


def _cases(here: Jobcentre, user: User, number: int, state: str, places: Any, kinds: Any, rnd: Any, *, serial: int) -> list[Case]:
    keys = [uuid.uuid4() for _each in range(number)]
    Client.objects.bulk_create(
        Client(
            id=key,
            jobcentre=here,
            given_name="Ida",
            family_name=f"Skov {n}",
            cpr_sealed=b"k:" + key.bytes,
            cpr_index=key.bytes * 2,
            created_at=AT,
        )
        for n, key in enumerate(keys)
    )
    return Case.objects.bulk_create(
        Case(
            jobcentre=here,
            client_id=key,
            year=2026,
            number=serial + n,
            caseworker=user,
            state=state,
            proposed_by="client",
            arrived_by="phone",
            received_on=TODAY,
            answer_due_on=TODAY + 21 * DAY,
            situation_id=rnd.choice(kinds),
            workplace=rnd.choice(places),
            situation_starts_on=TODAY,
            consent="oral",
            consent_on=TODAY,
            contact_on=TODAY,
            challenges_on=TODAY,
            assessment_on=TODAY,
            match_on=TODAY if state == State.STARTUP else None,
            created_at=AT,
        )
        for n, key in enumerate(keys)
    )


def job(here: Jobcentre, user: User) -> tuple[float, Allocation]:
    allocation = Allocation.objects.create(jobcentre=here, asked_by=user, asked_at=AT)
    begin = time.perf_counter()
    assert run_allocation(allocation_id=allocation.pk, now=lambda: AT) == "done"
    took = time.perf_counter() - begin
    allocation.refresh_from_db()
    assert allocation.state == AllocationState.DONE
    return took, allocation


class Floor:
    """The statements that the job reads by, and its facts as ready arrays."""

    def __init__(self, here: Jobcentre) -> None:
        with CaptureQueriesContext(connection) as captured:
            clients = [each.facts for each in waiting_clients(jobcentre_id=here.pk, today=TODAY).waiting]
            mentors = register_of(jobcentre_id=here.pk, today=TODAY).mentors
        self.statements = [each["sql"] for each in captured.captured_queries]
        self.products = []
        for of_client, of_mentor in (
            (lambda c: dict(c.needs), lambda m: {area: 1 + level for area, level in m.experience}),
            (lambda c: dict.fromkeys(c.mentor_types, 1), lambda m: {m.type: 1}),
            (lambda c: {c.language: 1}, lambda m: dict.fromkeys(m.languages, 1)),
            (lambda c: {c.gender: 1}, lambda m: {m.gender: 1}),
            (lambda c: {c.age_group: 1}, lambda m: {m.age_group: 1}),
            (lambda c: dict.fromkeys(c.ways_of_meeting, 1), lambda m: dict.fromkeys(m.ways_of_meeting, 1)),
            (lambda c: {c.zone: 1}, lambda m: dict.fromkeys(m.zones, 1)),
            (lambda c: dict.fromkeys(c.times, 1), lambda m: dict.fromkeys(m.times, 1)),
            (lambda c: {c.situation: 1}, lambda m: dict.fromkeys(m.situations, 1)),
        ):
            left, right = [of_client(c) for c in clients], [of_mentor(m) for m in mentors]
            names = sorted({str(key) for each in (*left, *right) for key in each})
            self.products.append((_array(left, names), _array(right, names).T.copy()))
        self.minutes = np.array([c.minutes for c in clients])[:, None]
        self.free = np.array([m.most_minutes for m in mentors])[None, :]
        self.places = np.array([m.most_clients for m in mentors])

    def __call__(self) -> tuple[float, float, float]:
        begin = time.perf_counter()
        with connection.cursor() as cursor:
            for sql in self.statements:
                cursor.execute(sql)
                cursor.fetchall()
        fetched = time.perf_counter()
        total = sum(10 ** (9 - n) * (left @ right) for n, (left, right) in enumerate(self.products))
        cost = np.where(self.free >= self.minutes, total.max() - total, 1e14)
        made = time.perf_counter()
        linear_sum_assignment(np.repeat(cost, self.places, axis=1))
        return fetched - begin, made - fetched, time.perf_counter() - made


def _array(rows: list[dict[Any, int]], names: list[str]) -> Any:
    number = {name: n for n, name in enumerate(names)}
    found = np.zeros((len(rows), len(names)))
    for n, row in enumerate(rows):
        for key, value in row.items():
            found[n, number[str(key)]] = value
    return found


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--clients", type=int, default=500)
    options.add_argument("--mentors", type=int, default=2000)
    options.add_argument("--rounds", type=int, default=5)
    args = options.parse_args()
    databases = setup_databases(verbosity=0, interactive=False, aliases=["default"])
    try:
        here = people(args.clients, args.mentors)
        user = User.objects.get(email="bench@example.org")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        job(here, user)
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        floor, jobs, floors = Floor(here), [], []
        for _round in range(args.rounds):
            floors.append(floor())
            jobs.append(job(here, user))
        parts = [statistics.median(each) for each in zip(*floors, strict=True)]
        whole, least = statistics.median(took for took, _allocation in jobs), statistics.median(sum(each) for each in floors)
        allocation = jobs[-1][1]
        lines = AllocationLine.objects.filter(allocation=allocation)
        got = lines.exclude(state=LineState.NOBODY).count()
        print(f"{args.clients} clients, {args.mentors} mentors, {args.rounds} rounds; {got} get a mentor")
        print(f"floor {least:6.2f} s   (fetch {parts[0]:.2f}, matrix {parts[1]:.2f}, SciPy {parts[2]:.2f})")
        print(f"job   {whole:6.2f} s   {whole / least:.1f} times the floor; goal at most 5")
        print(f"memory of the process {after} MB at most ({before} MB before the first job); goal under 500")
    finally:
        teardown_databases(databases, verbosity=0)


if __name__ == "__main__":
    main()
