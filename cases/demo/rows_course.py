"""The rows of step 5 and of the course itself: meeting, agreement, period, second chance, end."""

import datetime as dt

from cases.demo import words
from cases.demo.chance import clock
from cases.demo.plan import Course
from cases.demo.rows_agreement import first_version
from cases.demo.rows_second import write_second
from cases.demo.store import Store
from cases.demo.timeline import TimeLine
from cases.enums import EndReason, State


def write_startup(store: Store, course: Course, case_id: str, line: TimeLine, *, assignment_id: str, decision_id: str) -> None:
    """Step 5: the meeting, the agreement as far as it is signed, and the first period; then the second chance, if there was one."""
    if course.meeting:
        day, hour, held = course.meeting
        line.add("case.meeting_arranged", course.steps[3], what="startup", day=day.isoformat())
        if held:
            line.add("case.meeting_held", day, what="startup", day=day.isoformat())
        store.meetings.add(
            course.at.chance.uuid(), case_id, assignment_id, "startup", clock(day, hour), course.at.chance.one(words.PLACES), words.WHO_COMES,
            day if held else None, None, 1 + held,
        )  # fmt: skip
    agreement = None
    if course.agreed_on and course.mentor:
        mentor = course.second.earlier if course.second else course.mentor
        agreement = first_version(store, course, case_id, line, assignment_id=assignment_id, on=course.agreed_on, mentor=mentor)
    if course.period_first:
        _period(store, course, case_id, line, decision_id=decision_id, first_day=course.period_first)
    if agreement:
        write_second(store, course, case_id, line, assignment_id=assignment_id, first=agreement)


def _period(store: Store, course: Course, case_id: str, line: TimeLine, *, decision_id: str, first_day: dt.date) -> None:
    at = line.add(
        "case.period_started",
        course.steps[4],
        number=1,
        first_day=first_day.isoformat(),
        last_day=course.last_day.isoformat(),
        minutes=course.minutes,
    )
    store.periods.add(course.at.chance.uuid(), case_id, 1, decision_id, first_day, course.last_day, course.period_ended, course.minutes, at)


def write_ending(store: Store, course: Course, case_id: str, line: TimeLine) -> str:
    """The exit or the end of the course with its outcome; returns the closing words."""
    closed_on = course.closed_on
    if closed_on is None or course.state == State.REFUSED:
        return ""
    if course.state in (State.WITHDRAWN, State.NOT_RELEVANT):
        reached = len(course.steps)
        states = (State.CONTACT, State.CHALLENGES, State.ASSESSMENT, State.MATCH, State.STARTUP)
        line.add(
            f"case.{course.state}",
            closed_on,
            state=str(states[reached]),
            proposals_withdrawn=0,
            places_freed=int(reached > 3),
            periods_ended=0,
        )
        return words.EXIT_WORDS[course.state]
    if course.end_reason == EndReason.WITHDRAWN:
        line.add("case.withdrawn", closed_on, state="running", proposals_withdrawn=0, places_freed=1, periods_ended=1)
    else:
        line.add("case.ended", closed_on, reason=course.end_reason, outcome=course.outcome)
    _outcomes(store, course, case_id, closed_on)
    return words.CLOSING[course.end_reason]


def _outcomes(store: Store, course: Course, case_id: str, closed_on: dt.date) -> None:
    """What became of the client at the end, and what was asked 3, 6 and 12 months later where that day has been."""
    chance = course.at.chance
    store.outcomes.add(case_id, "end", course.outcome, closed_on, course.caseworker.id)
    for point, days in (("m3", 91), ("m6", 182), ("m12", 365)):
        on = closed_on + dt.timedelta(days=days)
        if on >= course.at.today or chance.happens(0.2):
            continue
        outcome = course.outcome if chance.happens(0.75) else chance.one(("unknown", "other_measure", "ordinary_job"))
        store.outcomes.add(case_id, point, outcome, on, course.caseworker.id)
