"""The rows of an agreement: its versions with goals and signatures."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from cases.demo import words
from cases.demo.people import Mentor
from cases.demo.plan import Course
from cases.demo.store import Store, array
from cases.demo.timeline import TimeLine


@dataclass(frozen=True, slots=True)
class Version:
    """One version as it is written; `same` are the columns that a version carried over has from the one before."""

    id: str
    case_id: str
    number: int
    assignment_id: str
    mentor: Mentor
    first_day: dt.date
    same: tuple[Any, ...]
    goals: tuple[tuple[str, str], ...]
    made_by: str
    made_at: str

    def write(self, store: Store, *, locked_at: str | None) -> None:
        contact = f"{self.mentor.phone} · {self.mentor.email}"
        tasks, *more = self.same
        store.agreements.add(
            self.id, self.case_id, self.number, self.assignment_id, self.mentor.name, contact, tasks, self.first_day, *more, self.made_by,
            self.made_at, locked_at,
        )  # fmt: skip
        for position, (goal, by_when) in enumerate(self.goals, start=1):
            store.goals.add(self.id, position, goal, by_when)

    def sign(self, store: Store, course: Course, line: TimeLine, parties: tuple[str, ...], *, on: dt.date) -> None:
        for party in parties:
            how = course.at.chance.weighted({"paper": 55, "digital": 40, "post": 5})
            told: dict[str, Any] = {"version": self.number, "party": party, "how": how, "day": on.isoformat(), "on_behalf": False}
            at = line.add("case.agreement_signed", on, **told)
            store.signatures.add(self.id, party, on, how, "", "", course.caseworker.id, at)


def first_version(
    store: Store, course: Course, case_id: str, line: TimeLine, *, assignment_id: str, on: dt.date, mentor: Mentor
) -> Version:
    """Version 1, signed as far as the plan says; locked when the period has begun."""
    chance = course.at.chance
    version = Version(
        id=chance.uuid(),
        case_id=case_id,
        number=1,
        assignment_id=assignment_id,
        mentor=mentor,
        first_day=course.first_day,
        same=(
            chance.one(words.TASKS), course.last_day, course.minutes, array(chance.some(("at_the_place", "elsewhere", "phone"), 1, 2)),
            array(_times(course, mentor)), chance.one(words.WHEN_WHERE), words.CANCELLING, words.MAY_WRITE, chance.one(words.WITH_WORKPLACE),
        ),
        goals=tuple(chance.some(words.GOALS, 1, 3)),
        made_by=course.caseworker.id,
        made_at=line.add("case.agreement_made", on, version=1),
    )  # fmt: skip
    version.sign(store, course, line, course.signed, on=on)
    version.write(store, locked_at=line.at(course.steps[4]) if course.period_first else None)
    return version


def _times(course: Course, mentor: Mentor) -> list[str]:
    """For every second course one or two of the times that the mentor has, and that who takes over has, too."""
    chance = course.at.chance
    if not chance.happens(0.55):
        return []
    both = [time for time in mentor.times if course.mentor is None or time in course.mentor.times]
    return chance.some(both, 1, 2) if both else []


def carried_over(
    store: Store,
    course: Course,
    case_id: str,
    line: TimeLine,
    first: Version,
    *,
    assignment_id: str,
    on: dt.date,
    first_day: dt.date,
    mentor: Mentor,
) -> Version:
    """Version 2: what was agreed, with the mentor who takes over; not written yet, because its lock comes with the signatures."""
    void = sorted(course.signed)
    at = line.add("case.agreement_changed", on, version=2, changed=["mentor", "first_day"], void=void)
    key = course.at.chance.uuid()
    return replace(first, id=key, number=2, assignment_id=assignment_id, mentor=mentor, first_day=first_day, made_at=at)


def prolonged(course: Course, case_id: str, line: TimeLine, first: Version, *, on: dt.date) -> Version:
    """Version 2 for the days and hours of the new period; not written yet, because its lock comes with the signatures."""
    extended = course.extended
    if extended is None:
        raise ValueError("the course has no new period")
    tasks, _last_day, _minutes, *more = first.same
    at = line.add("case.agreement_changed", on, version=2, changed=["first_day", "last_day"], void=sorted(course.signed))
    same = (tasks, extended.last_day, extended.minutes, *more)
    return replace(first, id=course.at.chance.uuid(), number=2, first_day=extended.first_day, same=same, made_at=at)
