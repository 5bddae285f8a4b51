"""The rows of step 4: conflicts of interest, proposals with what was answered, and the assignment."""

import datetime as dt
import json
import uuid
from typing import Any

from cases.demo import words
from cases.demo.chance import next_working_day, previous_working_day
from cases.demo.people import Mentor
from cases.demo.plan import Asked, Course
from cases.demo.store import Store
from cases.demo.timeline import TimeLine
from cases.enums import ProposalState, State
from cases.rules.matching import ClientFacts, MentorFacts, Weights, fit
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
    """The conflicts and proposals, and the assignment when the step is done; returns the assignment's key."""
    _conflicts(store, course, line)
    for asked in course.asked:
        proposal_id = write_proposal(store, course, case_id, line, asked)
        if asked.state != P.ASSIGNED:
            continue
        key, on = course.at.chance.uuid(), course.steps[3]
        first_day = course.period_first or max(course.first_day, on)
        facts: dict[str, Any] = {"first_day": max(course.first_day, on).isoformat(), "minutes": course.minutes, "assignment": key}
        at = line.add("case.mentor_assigned", on, mentor=asked.mentor.id, withdrawn=0, **facts)
        line.about_mentor("mentor.assigned", at, asked.mentor.id, case=course.ref, **facts)
        replaced = course.second if course.second and course.second.first_day else None
        ended_on = replaced.first_day - DAY if replaced and replaced.first_day else ended_with_course(course, first_day)
        store.assignments.add(
            key, case_id, asked.mentor.id, proposal_id, course.grant.id if course.grant else None, course.minutes_of_now, first_day, ended_on,
            course.caseworker.id, at, replaced.words if replaced else "",
        )  # fmt: skip
        return key
    return None


def ended_with_course(course: Course, first_day: dt.date) -> dt.date | None:
    """The last day of the place that the course still had when it was closed."""
    if course.closed_on is None:
        return None
    if course.state == State.ENDED:
        return course.last_used_day
    return max(course.closed_on, first_day - DAY)


def _conflicts(store: Store, course: Course, line: TimeLine) -> None:
    on = max(min(next_working_day(course.steps[2] + DAY), previous_working_day(course.at.today - DAY)), course.steps[2])
    for mentor, kind, said in course.conflicts:
        at = line.add("case.conflict_recorded", on, mentor=mentor.id, conflict=str(kind), withdrawn=0)
        line.about_mentor("mentor.conflict_recorded", at, mentor.id, case=course.ref, conflict=str(kind))
        store.conflicts.add(course.at.chance.uuid(), course.client.id, mentor.id, str(kind), said, course.caseworker.id, at, None, "")


def write_proposal(store: Store, course: Course, case_id: str, line: TimeLine, asked: Asked) -> str:
    """A proposal as far as it was answered, with a reason for each wish that the mentor does not meet; returns its key."""
    chance = course.at.chance
    key = chance.uuid()
    client, mentor = ANSWERED[asked.state]
    unmet = {wish: chance.one(words.UNMET[wish]) for wish in unmet_wishes(course, asked.mentor)}
    at = line.add("case.mentor_proposed", asked.on, mentor=asked.mentor.id, proposal=key, unmet=list(unmet))
    said, replied = "", ""
    if client:
        said = chance.one(words.CLIENT_NO) if client == "no" else words.THINKS if client == "thinking" else ""
        line.add("case.client_answered", asked.answered_on, mentor=asked.mentor.id, proposal=key, answer=client)
    if mentor:
        replied = chance.one(words.MENTOR_NO) if mentor == "no" else ""
        line.add("case.mentor_answered", asked.answered_on, mentor=asked.mentor.id, proposal=key, answer=mentor)
    how = chance.weighted({"meeting": 50, "phone": 40, "letter": 10})
    store.proposals.add(
        key, case_id, asked.mentor.id, str(asked.state), chance.one(words.PROPOSE), how, asked.answer_by, True,
        "phone" if how == "letter" else how, json.dumps(unmet), course.at.weights_id, asked.answered_on if client in ("yes", "no") else None,
        said, asked.answered_on if mentor else None, replied, course.caseworker.id, at,
        1 + bool(client) + bool(mentor) + (asked.state == P.ASSIGNED),
    )  # fmt: skip
    return key


def unmet_wishes(course: Course, mentor: Mentor) -> tuple[str, ...]:
    """The wishes that the mentor does not meet, as the match board would have said it."""
    jobcentre = uuid.UUID(course.at.id)
    client = ClientFacts(jobcentre_id=jobcentre, minutes=course.minutes, first_day=course.first_day, **course.wished)
    facts = MentorFacts(
        id=uuid.UUID(mentor.id),
        jobcentre_id=jobcentre,
        type=mentor.type,
        languages=frozenset(mentor.languages),
        gender=mentor.gender,
        age_group=mentor.age_group,
        ways_of_meeting=frozenset(mentor.ways),
        zones=frozenset(map(uuid.UUID, mentor.zones)),
        times=frozenset(mentor.times),
    )
    return fit(client=client, mentor=facts, weights=Weights()).unmet
