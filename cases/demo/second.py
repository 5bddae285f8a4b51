"""A second chance in a course: an earlier mentor with whom it did not work, and the mentor who took over, or who is still looked for."""

import datetime as dt

from cases.demo import words
from cases.demo.chance import next_working_day, previous_working_day
from cases.demo.people import USUAL_DAYS, Mentor
from cases.demo.plan import Asked, Course, SecondChance
from cases.enums import MayRead, ProposalState, RaisedBy, RematchReason, State
from cases.rules.deadlines import decide_by, mentor_due
from core.days import DAY, DaySpan
from mentors.enums import MentorType

SHARE = 0.04
"""In so many courses of more than two months."""
LONG = 61 * DAY
RAISED_BY = {RaisedBy.CLIENT: 55, RaisedBy.MENTOR: 25, RaisedBy.CASEWORKER: 12, RaisedBy.WORKPLACE: 8}
REASONS = {
    RematchReason.CHEMISTRY: 30, RematchReason.TIMES: 22, RematchReason.WAY: 12, RematchReason.NEEDS: 12, RematchReason.TRUST: 8,
    RematchReason.PLACE: 6, RematchReason.MENTOR_LEAVES: 10,
}  # fmt: skip
MAY_READ = {MayRead.NOTHING: 40, MayRead.SUMMARY: 45, MayRead.ALL: 15}


def _end(course: Course) -> dt.date:
    """The last day of the course that has been."""
    return min(course.last_used_day, course.at.today - DAY)


def chance_of_another(course: Course) -> None:
    """Of the courses that have run for long a few had another mentor first: one of the same type, from outside."""
    at, mentor = course.at, course.mentor
    if mentor is None or course.period_first is None or course.grant or course.extended or mentor.type == MentorType.COLLEAGUE:
        return
    if _end(course) - course.period_first <= LONG or not at.chance.happens(SHARE):
        return
    proposed = [asked.mentor for asked in course.asked]
    others = [each for each in at.mentors[:200] if each.type == mentor.type and not (each.absences or each.grant) and each not in proposed]
    if others:
        another_before(course, at.chance.one(others))


def another_before(
    course: Course, earlier: Mentor, *, reason: RematchReason | None = None, by: RaisedBy | None = None, may_read: MayRead | None = None
) -> None:
    """The course began with `earlier`, whom the mentor of now took over from, some three weeks or more after the first day."""
    chance, mentor = course.at.chance, course.mentor
    if mentor is None or course.period_first is None:
        raise ValueError("the course has no mentor yet")
    first, end = course.period_first, _end(course)
    opened_on = previous_working_day(first + DAY * chance.between(25, (end - first).days - 35))
    asked_on = next_working_day(opened_on + DAY * chance.between(1, 4))
    answered_on = next_working_day(asked_on + DAY * chance.between(1, 3))
    begins = next_working_day(answered_on + DAY * chance.between(1, 4))
    for each in course.asked:
        if each.state == ProposalState.ASSIGNED:
            each.mentor = earlier
    course.second = _told(course, earlier, opened_on, reason=reason, by=by, may_read=may_read)
    course.second.asked = Asked(mentor, ProposalState.ASSIGNED, asked_on, answered_on, next_working_day(asked_on + DAY * 5))
    course.second.first_day = begins
    course.second.signed_on = next_working_day(answered_on + DAY) if chance.happens(0.5) else begins


def looks_for_another(course: Course, *, opened: int, reason: RematchReason, by: RaisedBy, may_read: MayRead) -> None:
    """The match does not work, somebody said so many days ago, and nobody else is found yet."""
    if course.mentor is None:
        raise ValueError("the course has no mentor yet")
    for each in course.asked:
        if each.state == ProposalState.ASSIGNED:
            each.mentor = course.mentor
    opened_on = previous_working_day(course.at.today - DAY * opened)
    course.second = _told(course, course.mentor, opened_on, reason=reason, by=by, may_read=may_read)
    course.due_on = due_of_second(course)


def _told(
    course: Course, earlier: Mentor, opened_on: dt.date, *, reason: RematchReason | None, by: RaisedBy | None, may_read: MayRead | None
) -> SecondChance:
    chance = course.at.chance
    why = reason or chance.weighted(REASONS)
    return SecondChance(
        earlier=earlier,
        raised_by=by or chance.weighted(RAISED_BY),
        reason=why,
        words=chance.one(words.REMATCHES[why]),
        may_read=may_read or chance.weighted(MAY_READ),
        raised_on=previous_working_day(opened_on - DAY * chance.between(0, 3)),
        opened_on=opened_on,
    )


def due_of_second(course: Course) -> dt.date | None:
    """The next deadline of a running course: with an open rematch a mentor within the usual days, else deciding what comes after it."""
    days = DaySpan(course.period_first or course.first_day, course.final_day)
    waits = course.state == State.RUNNING and course.second is not None and course.second.asked is None
    due = [decide_by(last_day=days.last_day)] if days.last_day is not None else []
    if waits and course.second:
        due.append(mentor_due(sent_on=course.second.opened_on, usual_days=USUAL_DAYS))
    return min(due, default=None)
