"""The rows of a second chance: the rematch, who was proposed next, the new place, and the new version of the agreement."""

import datetime as dt
from typing import Any

from cases.demo import words
from cases.demo.plan import Course
from cases.demo.rows_agreement import Version, carried_over
from cases.demo.rows_match import ended_with_course, write_proposal
from cases.demo.store import Store
from cases.demo.timeline import TimeLine
from cases.enums import MayRead
from core.days import DAY


def write_second(
    store: Store, course: Course, case_id: str, line: TimeLine, *, assignment_id: str, first: Version
) -> tuple[str, dt.date] | None:
    """`assignment_id` is the place of the mentor before, `first` the version of the agreement with that mentor.

    Returns the new place and its first day, when somebody took over.
    """
    second, chance = course.second, course.at.chance
    if second is None:
        return None
    told: dict[str, Any] = {
        "raised_by": str(second.raised_by),
        "reason": str(second.reason),
        "may_read": str(second.may_read),
        "stops_on": "",
    }
    opened_at = line.add("case.rematch_opened", second.opened_on, **told)
    new_key = chance.uuid() if second.asked else None
    summary = chance.one(words.SUMMARIES) if second.may_read == MayRead.SUMMARY else ""
    closed_on = second.asked.answered_on if second.asked else None
    store.rematches.add(
        chance.uuid(), case_id, assignment_id, str(second.raised_by), second.raised_on, str(second.reason), second.words, None,
        str(second.may_read), summary, course.caseworker.id, opened_at, closed_on, new_key, "", 1 + bool(new_key),
    )  # fmt: skip
    if second.asked is None or second.first_day is None or second.signed_on is None or new_key is None:
        return None
    mentor, on, first_day = second.asked.mentor, second.asked.answered_on, second.first_day
    proposal_id = write_proposal(store, course, case_id, line, second.asked)
    at = line.at(on)
    old_last_day = (first_day - DAY).isoformat()
    line.about_mentor("mentor.place_ends", at, second.earlier.id, case=course.ref, last_day=old_last_day)
    version = carried_over(store, course, case_id, line, first, assignment_id=new_key, on=on, first_day=first_day, mentor=mentor)
    line.add("case.rematch_assigned", on, mentor=mentor.id, first_day=first_day.isoformat(), old_last_day=old_last_day)
    facts = {"first_day": first_day.isoformat(), "minutes": course.minutes, "assignment": new_key}
    line.about_mentor("mentor.assigned", at, mentor.id, case=course.ref, **facts)
    store.assignments.add(
        new_key, case_id, mentor.id, proposal_id, None, course.minutes, first_day, ended_with_course(course, first_day), course.caseworker.id,
        at, "",
    )  # fmt: skip
    version.sign(store, course, line, ("client", "mentor"), on=second.signed_on)
    version.write(store, locked_at=line.add("case.agreement_in_force", second.signed_on, version=2, minutes=course.minutes))
    return new_key, first_day
