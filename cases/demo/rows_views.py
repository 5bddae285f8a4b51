"""How client and mentor see the course, when an extension is decided and at its end."""

import datetime as dt

from cases.demo import words_course as words
from cases.demo.chance import previous_working_day
from cases.demo.plan import Course
from cases.demo.store import Store
from cases.demo.timeline import TimeLine

SAID = 0.6
"""So many of both say something."""


def write_views(store: Store, course: Course, case_id: str, line: TimeLine, *, on: dt.date, extension_id: str | None = None) -> None:
    """Better and helpful are 1 to 5; before an extension each says what is needed after the period."""
    chance, day = course.at.chance, previous_working_day(on)
    for view in ("client", "mentor"):
        if not chance.happens(SAID) and "plan" not in course.story:
            continue
        at = line.add("case.view_recorded", day, view=view, of="extension" if extension_id else "end", day=day.isoformat())
        better = chance.weighted({5: 20, 4: 40, 3: 25, 2: 10, 1: 5}) if view == "client" else chance.weighted({5: 35, 4: 45, 3: 20})
        helpful = chance.weighted({5: 40, 4: 40, 3: 15, 2: 5}) if view == "client" else None
        needs = (course.minutes if view == "client" else max(60, course.minutes // 2), 6 if view == "client" else 4)
        minutes, months = needs if extension_id else (None, None)
        store.views.add(
            chance.uuid(), case_id, extension_id, view, day, "meeting", chance.one(words.VIEWS[view]), better, helpful, minutes, months,
            course.caseworker.id, at, 1,
        )  # fmt: skip
