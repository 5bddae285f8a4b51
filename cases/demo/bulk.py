"""A city and a country: as many courses as years of use would give, jobcentre by jobcentre, so that memory stays flat."""

from cases.demo import names
from cases.demo.accounts import demo_accounts
from cases.demo.mentors import mentor, place_mentor
from cases.demo.numbers import written
from cases.demo.people import Mentor, Office, Person, staff, surroundings
from cases.demo.plan import Course
from cases.demo.store import Store
from cases.demo.story import tell
from cases.demo.world import World
from cases.enums import OPEN_STATES, ProposalState, State
from core.days import DAY
from mentors.enums import MentorSubtype, MentorType

SHARES = {
    State.RUNNING: 0.05, State.CONTACT: 0.005, State.CHALLENGES: 0.005, State.ASSESSMENT: 0.008, State.MATCH: 0.006, State.STARTUP: 0.006,
    State.REFUSED: 0.05, State.WITHDRAWN: 0.05, State.NOT_RELEVANT: 0.02,
}  # fmt: skip
"""What part of all courses is where; the rest has ended."""
YEARS = 5
METTES = 40
PLACE_MENTORS, PLACE_MINUTES = 30, 480
"""One mentor of so many is a place mentor, with so many minutes a week for the place."""
ASKING = (None, None, ProposalState.CLIENT_ASKED, ProposalState.CLIENT_THINKING, ProposalState.MENTOR_ASKED, ProposalState.ACCEPTED)


def city(store: Store, world: World) -> None:
    """One jobcentre with 40,000 courses and 800 mentors."""
    _jobcentre(store, world, name="Storby", code="903", courses=40_000, mentors=800, accounts=True)


def country(store: Store, world: World) -> None:
    """98 jobcentres, 400,000 courses, 9,000 mentors; the largest jobcentre has a tenth, and Mette works there."""
    total, people, number = 400_000, 9_000, len(names.MUNICIPALITIES)
    order = sorted(names.MUNICIPALITIES, key=lambda each: (each[0] not in ("København", "Aarhus", "Odense", "Aalborg"), each[1]))
    weights = [1 / (place + 6) for place in range(1, number)]
    courses = _split(total - total // 10, weights)
    mentors = _split(people - people // 10, weights)
    offices = zip(order, [total // 10, *courses], [people // 10, *mentors], strict=True)
    for place, ((town, code), course_count, mentor_count) in enumerate(offices, start=1):
        world.say(f"{place} of {number}: {course_count:,} courses")
        _jobcentre(store, world, name=town, code=code, courses=course_count, mentors=mentor_count, accounts=place == 1)


def _split(total: int, weights: list[float]) -> list[int]:
    """Whole numbers in the proportion of the weights that add up to `total`."""
    parts = [int(total * weight / sum(weights)) for weight in weights]
    parts[0] += total - sum(parts)
    return parts


def _jobcentre(store: Store, world: World, *, name: str, code: str, courses: int, mentors: int, accounts: bool) -> None:
    at = world.office(
        store, name=f"Jobcenter {name}", town=name, code=code, teams=tuple(f"Team {number}" for number in range(1, 2 + courses // 8000))
    )
    at.detail = False
    mette = demo_accounts(store, first=at, other=at, password=world.password) if accounts else None
    surroundings(store, at, places=max(12, courses // 100), providers=3 + courses // 8000)
    for number in range(max(2, courses // 400) - len(at.caseworkers)):
        staff(store, at, team=at.teams[number % len(at.teams)])
    states = [state for state, share in SHARES.items() for _ in range(round(courses * share))]
    states += [State.ENDED] * (courses - len(states))
    _mentors(store, at, mentors, needed=sum(state in (State.RUNNING, State.STARTUP) for state in states))
    store.write()
    at.chance.shuffle(states)
    written(store, _courses(at, states, mette), world.numbers)


def _mentors(store: Store, at: Office, count: int, *, needed: int) -> None:
    """The mentors, with places for a tenth more than are taken; every thirtieth is the place mentor of a workplace, too."""
    places = 0
    for number in range(count):
        still = (needed * 11 / 10 - places) / (count - number)
        shares = number % PLACE_MENTORS == PLACE_MENTORS // 2
        made = mentor(
            store,
            at,
            kind=(MentorType.EXTERNAL, MentorSubtype.MUNICIPAL) if shares else None,
            most_clients=min(9 if shares else 99, int(still) + 2) if still > 4 else None,
            minutes_each=180 if shares else None,
            place_minutes=PLACE_MINUTES if shares else 0,
        )
        places += made.most_clients
        if shares:
            where = at.places[number // PLACE_MENTORS % len(at.places)]
            place_mentor(store, at, made, where, minutes=PLACE_MINUTES, most_clients=4)


def _courses(at: Office, states: list[State], mette: Person | None) -> list[Course]:
    chance, today = at.chance, at.today
    others = [each for each in at.caseworkers if each is not mette]
    seats: list[Mentor] = [each for each in at.mentors for _ in range(each.most_clients)]
    chance.shuffle(seats)
    shares: list[Mentor] = [each for each in at.mentors if each.grant for _ in range(chance.between(1, 3))]
    mettes_open = 0
    found = []
    for state in states:
        caseworker = chance.one(others)
        if mette and state not in OPEN_STATES:
            caseworker = chance.one(at.caseworkers)
        elif mette and mettes_open < METTES and chance.happens(0.05):
            caseworker, mettes_open = mette, mettes_open + 1
        seat, sharing = None, False
        asking = None
        months = None
        if state in (State.RUNNING, State.STARTUP):
            sharing = bool(shares)
            seat = shares.pop() if sharing else seats.pop()
            if not sharing:
                seat.take()
        if state == State.RUNNING:
            months = chance.one((4, 6, 6, 6))
            ago = chance.between(2, months * 30)
        elif state in OPEN_STATES:
            ago = chance.between(1, 18)
            asking = chance.one(ASKING) if state == State.MATCH else None
        else:
            ago = chance.between(2, YEARS * 365)
        grant = seat.grant if seat and sharing else None
        found.append(tell(at, state, on=today - DAY * ago, caseworker=caseworker, mentor=seat, asking=asking, months=months, grant=grant))
    return found
