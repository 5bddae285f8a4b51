"""Invented clients and mentors as facts, for hypothesis: few values of each kind, so that they meet often."""

import datetime as dt
import uuid

from hypothesis import strategies as st

from cases.allocation.facts import Held, Place, Register, Waiting
from cases.enums import ConflictKind
from cases.rules.matching import ClientFacts, MentorFacts, Weights
from core.days import DaySpan
from mentors.enums import TIMES, AgeGroup, Gender, MentorType, SpokenLanguage, SupportArea, WayOfMeeting

TODAY = dt.date(2026, 11, 16)
HERE, ELSEWHERE = uuid.UUID(int=1), uuid.UUID(int=2)
MENTORS = [uuid.UUID(int=100 + n) for n in range(6)]
WORKPLACES = [uuid.UUID(int=200 + n) for n in range(3)]
ZONES = [uuid.UUID(int=300 + n) for n in range(3)]
NAMES = ["Bo Lind", "Bo", "Karin Toft", "Karin Toft-Holm", "Åse Ø. Krag", ""]

days = st.integers(0, 40).map(lambda n: TODAY + dt.timedelta(days=n))
maybe_days = st.none() | days
languages, areas, ways = list(SpokenLanguage)[:3], list(SupportArea), list(WayOfMeeting)
some_mentors = st.frozensets(st.sampled_from(MENTORS), max_size=2)
weights = st.builds(Weights, **{name: st.integers(0, 10) for name in Weights.__slots__ if name != "id"})


def subsets(values, most=3):
    return st.frozensets(st.sampled_from([getattr(value, "value", value) for value in values]), max_size=most)


def values(choices):
    return st.sampled_from(["", *(choice.value for choice in choices)])


clients = st.builds(
    ClientFacts,
    jobcentre_id=st.just(HERE),
    minutes=st.integers(0, 8).map(lambda n: 60 * n),
    first_day=days,
    last_day=st.none() | st.integers(41, 60).map(lambda n: TODAY + dt.timedelta(days=n)),
    granted_type=values(MentorType),
    needs=st.lists(st.tuples(st.sampled_from([a.value for a in areas]), st.integers(0, 3)), max_size=5).map(tuple),
    situation=st.sampled_from(["", "new_job", "trial"]),
    workplace_id=st.none() | st.sampled_from(WORKPLACES),
    place_contact=st.sampled_from(["", "Bo Lind", "Spørg karin toft", "ingen"]),
    place_is_school=st.booleans(),
    mentor_types=subsets(MentorType),
    language=values(languages),
    gender=values(Gender),
    age_group=values(AgeGroup),
    ways_of_meeting=subsets(ways),
    zone=st.none() | st.sampled_from(ZONES),
    times=subsets(TIMES[:4]),
    unwanted=st.sampled_from(["", "Bo", "ikke Karin Toft, tak", "Åse Ø. Krag"]),
    conflicts=st.dictionaries(st.sampled_from(MENTORS), st.sampled_from([kind.value for kind in ConflictKind]), max_size=2),
    said_no_to=some_mentors,
    refused_by=some_mentors,
    failed_mentors=some_mentors,
    known_mentors=some_mentors,
    proposed=some_mentors,
)
spans = st.tuples(days, maybe_days).map(lambda pair: DaySpan(pair[0], pair[1] if pair[1] is None else max(pair)))


@st.composite
def mentors(draw, number: int) -> MentorFacts:
    name = draw(st.sampled_from(NAMES))
    levels = st.dictionaries(st.sampled_from([a.value for a in areas]), st.integers(0, 2), max_size=5)
    return MentorFacts(
        id=MENTORS[number],
        jobcentre_id=draw(st.sampled_from([HERE, HERE, HERE, ELSEWHERE])),
        name=name,
        sort_key=name.lower(),
        type=draw(values(MentorType)),
        colleague_at=draw(st.none() | st.sampled_from(WORKPLACES)),
        experience=tuple(sorted(draw(levels).items())),
        situations=draw(subsets(["new_job", "trial"])),
        languages=draw(subsets(languages)),
        gender=draw(values(Gender)),
        age_group=draw(values(AgeGroup)),
        ways_of_meeting=draw(subsets(ways)),
        zones=draw(st.frozensets(st.sampled_from(ZONES), max_size=2)),
        times=draw(subsets(TIMES[:4])),
        most_clients=draw(st.integers(1, 3)),
        most_minutes=draw(st.integers(0, 12)) * 60,
        available_from=draw(maybe_days),
        available_until=draw(maybe_days),
        declared_on=draw(st.none() | st.just(dt.date(2026, 1, 5)) | days),
        declaration_until=draw(maybe_days),
        away=tuple(draw(st.lists(spans, max_size=2))),
    )


@st.composite
def registers(draw) -> Register:
    found = [draw(mentors(number)) for number in range(draw(st.integers(1, len(MENTORS))))]
    ids = st.sampled_from([mentor.id for mentor in found])
    places = []
    for number, (mentor, workplace) in enumerate(sorted(draw(st.sets(st.tuples(ids, st.sampled_from(WORKPLACES)), max_size=3)))):
        first = draw(days)
        places.append(
            Place(
                id=uuid.UUID(int=400 + number),
                mentor_id=mentor,
                workplace_id=workplace,
                minutes=draw(st.integers(1, 8)) * 60,
                most_clients=draw(st.integers(1, 3)),
                first_day=first,
                last_day=draw(st.none() | st.integers(0, 30).map(lambda n, first=first: first + dt.timedelta(days=n))),
            )
        )
    held = []
    for _each in range(draw(st.integers(0, 5))):
        place = draw(st.sampled_from([None, *places]))
        held.append(
            Held(
                mentor_id=place.mentor_id if place else draw(ids),
                place_id=place.id if place else None,
                minutes=draw(st.integers(1, 5)) * 60,
                ended_on=draw(maybe_days),
            )
        )
    return Register(mentors=tuple(found), held=tuple(held), places=tuple(places))


def waiting(found: list[ClientFacts]) -> list[Waiting]:
    return [Waiting(case_id=uuid.UUID(int=900 + n), order=(2026, 100 + n), facts=facts) for n, facts in enumerate(found)]
