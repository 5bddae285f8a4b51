"""The time line of a course while its rows are written: each event a little later than the one before, within office hours."""

import datetime as dt
import json
from typing import Any

from accounts.enums import SubjectKind
from cases.demo.chance import stamp
from cases.demo.people import Person
from cases.demo.plan import Course
from cases.demo.store import Store


class TimeLine:
    def __init__(self, store: Store, course: Course, case_id: str) -> None:
        self.store = store
        self.course = course
        self.case_id = case_id
        self.minutes: dict[dt.date, int] = {}
        self.events = 0

    def at(self, day: dt.date) -> str:
        """The next instant on a day."""
        minute = self.minutes.get(day)
        self.minutes[day] = minute = 4 + (self.course.at.chance.between(0, 150) if minute is None else minute)
        return stamp(day, minute)

    def add(self, kind: str, day: dt.date, /, *, by: Person | None = None, **facts: Any) -> str:
        """An event of the case on `day`; returns its instant, for the row that it tells of."""
        at = self.at(day)
        self._write(at, kind, SubjectKind.CASE, self.case_id, by, facts)
        self.events += 1
        return at

    def about_mentor(self, kind: str, at: str, mentor_id: str, **facts: Any) -> None:
        self._write(at, kind, SubjectKind.MENTOR, mentor_id, None, facts)

    def _write(self, at: str, kind: str, subject: SubjectKind, subject_id: str, by: Person | None, facts: dict[str, Any]) -> None:
        who = by or self.course.caseworker
        self.store.events.add(
            self.course.at.chance.uuid(), at, self.course.at.id, who.id, who.name, kind, str(subject), subject_id, json.dumps(facts)
        )
