"""The rows of steps 4 and 5 and of the course itself: proposals, assignment, meeting, agreement, period, end."""

import datetime as dt
from typing import Any

from cases.demo import words
from cases.demo.chance import clock
from cases.demo.people import Mentor
from cases.demo.store import Store, array
from cases.demo.story import Asked, Course
from cases.demo.timeline import TimeLine
from cases.enums import EndReason, ProposalState, State
from core.days import DAY

P = ProposalState
ANSWERED = {
    P.CLIENT_ASKED: (None, None),
    P.CLIENT_THINKING: ("thinking", None),
    P.MENTOR_ASKED: ("yes", None),
    P.ACCEPTED: ("yes", "yes"),
    P.ASSIGNED: ("yes", "yes"),
    P.CLIENT_DECLINED: ("no", None),
    P.MENTOR_DECLINED: ("yes", "no"),
}
"""What client and mentor have answered in a state."""


def write_match(store: Store, course: Course, case_id: str, line: TimeLine) -> str | None:
    """The proposals, and the assignment when the step is done; returns the assignment's key."""
    chance = course.at.chance
    for asked in course.asked:
        proposal_id = _proposal(store, course, case_id, line, asked)
        if asked.state != P.ASSIGNED:
            continue
        key, on = chance.uuid(), course.steps[3]
        first_day = course.period_first or max(course.first_day, on)
        facts: dict[str, Any] = {"first_day": max(course.first_day, on).isoformat(), "minutes": course.minutes, "assignment": key}
        at = line.add("case.mentor_assigned", on, mentor=asked.mentor.id, withdrawn=0, **facts)
        line.about_mentor("mentor.assigned", at, asked.mentor.id, case=f"{course.year}-{course.number:04d}", **facts)
        store.assignments.add(
            key, case_id, asked.mentor.id, proposal_id, course.minutes, first_day, _ended_on(course, first_day), course.caseworker.id, at
        )
        return key
    return None


def _ended_on(course: Course, first_day: dt.date) -> dt.date | None:
    if course.closed_on is None:
        return None
    if course.state == State.ENDED:
        return course.period_ended or course.last_day
    return max(course.closed_on, first_day - DAY)


def _proposal(store: Store, course: Course, case_id: str, line: TimeLine, asked: Asked) -> str:
    chance = course.at.chance
    key = chance.uuid()
    client, mentor = ANSWERED[asked.state]
    at = line.add("case.mentor_proposed", asked.on, mentor=asked.mentor.id, proposal=key, unmet=[])
    said, replied = "", ""
    if client:
        said = chance.one(words.CLIENT_NO) if client == "no" else words.THINKS if client == "thinking" else ""
        line.add("case.client_answered", asked.answered_on, mentor=asked.mentor.id, proposal=key, answer=client)
    if mentor:
        replied = chance.one(words.MENTOR_NO) if mentor == "no" else ""
        line.add("case.mentor_answered", asked.answered_on, mentor=asked.mentor.id, proposal=key, answer=mentor)
    store.proposals.add(
        key, case_id, asked.mentor.id, str(asked.state), chance.one(words.PROPOSE), chance.weighted({"meeting": 50, "phone": 40, "letter": 10}),
        asked.answer_by, True, "{}", asked.answered_on if client in ("yes", "no") else None, said, asked.answered_on if mentor else None, replied,
        course.caseworker.id, at, 1 + bool(client) + bool(mentor) + (asked.state == P.ASSIGNED),
    )  # fmt: skip
    return key


def write_startup(store: Store, course: Course, case_id: str, line: TimeLine, *, assignment_id: str, decision_id: str) -> None:
    """Step 5: the meeting, the agreement as far as it is signed, and the first period."""
    if course.meeting:
        day, hour, held = course.meeting
        line.add("case.meeting_arranged", course.steps[3], what="startup", day=day.isoformat())
        if held:
            line.add("case.meeting_held", day, what="startup", day=day.isoformat())
        store.meetings.add(
            course.at.chance.uuid(), case_id, assignment_id, "startup", clock(day, hour), course.at.chance.one(words.PLACES), words.WHO_COMES,
            day if held else None, None, 1 + held,
        )  # fmt: skip
    if course.agreed_on and course.mentor:
        _agreement(store, course, case_id, line, assignment_id=assignment_id, on=course.agreed_on, mentor=course.mentor)
    if course.period_first:
        _period(store, course, case_id, line, decision_id=decision_id, first_day=course.period_first)


def _agreement(store: Store, course: Course, case_id: str, line: TimeLine, *, assignment_id: str, on: dt.date, mentor: Mentor) -> None:
    chance = course.at.chance
    key = chance.uuid()
    at = line.add("case.agreement_made", on, version=1)
    locked = line.at(course.steps[4]) if course.period_first else None
    store.agreements.add(
        key, case_id, 1, assignment_id, mentor.name, f"{mentor.phone} · {mentor.email}", chance.one(words.TASKS), course.first_day,
        course.last_day, course.minutes, array(chance.some(("at_the_place", "elsewhere", "phone"), 1, 2)), array([]), chance.one(words.WHEN_WHERE),
        words.CANCELLING, words.MAY_WRITE, chance.one(words.WITH_WORKPLACE), course.caseworker.id, at, locked,
    )  # fmt: skip
    for position, (goal, by_when) in enumerate(chance.some(words.GOALS, 1, 3), start=1):
        store.goals.add(key, position, goal, by_when)
    for party in course.signed:
        how = chance.weighted({"paper": 55, "digital": 40, "post": 5})
        signed_at = line.add("case.agreement_signed", on, version=1, party=party, how=how, day=on.isoformat(), on_behalf=False)
        store.signatures.add(key, party, on, how, "", "", course.caseworker.id, signed_at)


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
