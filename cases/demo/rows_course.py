"""The rows of step 5 and of the course itself: meeting, agreement, period, second chance, end."""

import datetime as dt

from cases.demo import words
from cases.demo.chance import add_months, clock, next_working_day
from cases.demo.plan import Course
from cases.demo.rows_agreement import first_version
from cases.demo.rows_around import write_around
from cases.demo.rows_extended import write_extension
from cases.demo.rows_life import write_life
from cases.demo.rows_second import write_second
from cases.demo.rows_views import write_views
from cases.demo.store import Store
from cases.demo.timeline import TimeLine
from cases.enums import EndReason, State

FOLLOW_UP_MONTHS = (3, 6, 12)


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
    if agreement is None:
        return
    period_id = ""
    if course.period_first:
        period_id = _period(store, course, case_id, line, decision_id=decision_id, first_day=course.period_first)
    places = [(assignment_id, course.period_first or course.first_day)]
    if new_place := write_second(store, course, case_id, line, assignment_id=assignment_id, first=agreement):
        places.append(new_place)
    if period_id:
        new_period = write_extension(store, course, case_id, line, first=agreement, period_id=period_id)
        periods = [period_id, *([new_period] if new_period else [])]
        write_life(store, course, case_id, line, places=places, period_ids=periods, goals=agreement.goals)
        write_around(store, course, case_id, line, decision_id=decision_id)


def _period(store: Store, course: Course, case_id: str, line: TimeLine, *, decision_id: str, first_day: dt.date) -> str:
    at = line.add(
        "case.period_started",
        course.steps[4],
        number=1,
        first_day=first_day.isoformat(),
        last_day=course.last_day.isoformat(),
        minutes=course.minutes,
    )
    key = course.at.chance.uuid()
    store.periods.add(key, case_id, 1, decision_id, first_day, course.last_day, course.period_ended, course.minutes, at)
    return key


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
    write_views(store, course, case_id, line, on=closed_on)
    _outcomes(store, course, case_id, line, closed_on)
    return words.CLOSING[course.end_reason]


def _outcomes(store: Store, course: Course, case_id: str, line: TimeLine, closed_on: dt.date) -> None:
    """What became of the client at the end, and what was asked 3, 6 and 12 months later where that day has been."""
    chance, who = course.at.chance, course.caseworker.id
    store.outcomes.add(case_id, "end", course.outcome, closed_on, who, True)
    for months in FOLLOW_UP_MONTHS:
        due_on = next_working_day(add_months(closed_on, months))
        asked = due_on < course.at.today and not ("to follow up" in course.story or chance.happens(0.05))
        store.follow_ups.add(chance.uuid(), case_id, f"m{months}", due_on, due_on if asked else None, None, 1 + asked)
        if not asked:
            continue
        reached = not chance.happens(0.2)
        outcome = "unknown" if not reached else course.outcome if chance.happens(0.8) else chance.one(("other_measure", "ordinary_job"))
        store.outcomes.add(case_id, f"m{months}", outcome, due_on, who, reached)
        line.add("case.follow_up_answered", due_on, point=f"m{months}", outcome=outcome, reached=reached)
