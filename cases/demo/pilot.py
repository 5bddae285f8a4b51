"""The pilot of the practice sheet [1]: 208 courses in Odense, Herlev and Viborg, 142 completed with its outcomes, 66 under way."""

from cases.demo.accounts import demo_accounts
from cases.demo.mentors import mentor
from cases.demo.numbers import written
from cases.demo.people import Office, staff, surroundings
from cases.demo.plan import Course
from cases.demo.store import Store
from cases.demo.story import COMPLETED, tell
from cases.demo.world import World
from cases.enums import Outcome, State
from core.days import DAY

UNDER_WAY = 66
PILOT_OUTCOMES = {Outcome.ORDINARY_JOB: 23, Outcome.FLEXIBLE_JOB: 4, Outcome.ORDINARY_EDUCATION: 24, Outcome.KEPT_JOB: 20}
OTHER_OUTCOMES = {
    Outcome.WAGE_SUBSIDY: 14,
    Outcome.OTHER_MEASURE: 27,
    Outcome.SICKNESS: 11,
    Outcome.PENSION: 4,
    Outcome.STOPPED: 7,
    Outcome.UNKNOWN: 8,
}
CENTRES = (("Odense", "461", 5), ("Herlev", "163", 3), ("Viborg", "791", 4))
"""Name, municipality code, and how many of twelve courses."""


def seed(store: Store, world: World) -> None:
    offices = [
        world.office(store, name=f"Jobcenter {town}", town=town, code=code, teams=("Mentorteamet",)) for town, code, _share in CENTRES
    ]
    demo_accounts(store, first=offices[0], other=offices[1], password=world.password)
    for at in offices:
        surroundings(store, at, places=20, providers=2)
        for _ in range(3):
            staff(store, at, team=at.teams[0])
        for _ in range(15):
            mentor(store, at)
    turns = [at for at, (_town, _code, share) in zip(offices, CENTRES, strict=True) for _ in range(share)]
    outcomes = [outcome for outcome, count in {**PILOT_OUTCOMES, **OTHER_OUTCOMES}.items() for _ in range(count)]
    offices[0].chance.shuffle(outcomes)
    courses: list[Course] = []
    for number, outcome in enumerate(outcomes):
        at = turns[number % len(turns)]
        on = world.today - DAY * at.chance.between(5, 420)
        courses.append(tell(at, State.ENDED, on=on, outcome=outcome, end_reason=COMPLETED[number % 4]))
    for number in range(UNDER_WAY):
        courses.append(under_way(turns[number % len(turns)]))
    written(store, courses, world.numbers)


def under_way(at: Office) -> Course:
    """A running course with a mentor who has room for it."""
    roomy = [each for each in at.mentors if each.free > 0]
    chosen = at.chance.one(roomy)
    chosen.take()
    months = at.chance.one((4, 6, 6))
    return tell(at, State.RUNNING, on=at.today - DAY * at.chance.between(3, months * 28), mentor=chosen, months=months)
