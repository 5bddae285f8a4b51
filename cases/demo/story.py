"""What happens in one course, and when: makes its plan. All days lie on working days and follow each other."""

import datetime as dt

from cases.demo import words
from cases.demo.chance import Chance, last_day_of_months, next_working_day, previous_working_day
from cases.demo.extended import goes_on
from cases.demo.people import ANSWER_DAYS, SITUATIONS, USUAL_DAYS, Grant, Mentor, Office, Person
from cases.demo.plan import Asked, ClientStory, Course, somebody
from cases.demo.second import chance_of_another, due_of_second
from cases.enums import ConflictKind, EndReason, Outcome, ProposalState, State
from cases.rules.agreements import due_in_startup
from cases.rules.deadlines import answer_due, due_of_match, mentor_due
from core.days import DAY
from mentors.enums import MentorType, PlaceKind

REACHED: dict[State, int] = {
    State.CONTACT: 0,
    State.CHALLENGES: 1,
    State.ASSESSMENT: 2,
    State.MATCH: 3,
    State.STARTUP: 4,
    State.RUNNING: 5,
    State.ENDED: 5,
    State.REFUSED: 3,
}
"""How many steps are completed."""
END_REASONS = {
    EndReason.GOAL_REACHED: 30, EndReason.MANAGES_WITHOUT: 20, EndReason.RAN_OUT: 20, EndReason.OTHER_SOLUTION: 8, EndReason.WITHDRAWN: 8,
    EndReason.HEALTH: 6, EndReason.MATCH_FAILED: 4, EndReason.MOVED: 2, EndReason.OTHER: 2,
}  # fmt: skip
OUTCOMES = {
    Outcome.ORDINARY_JOB: 22, Outcome.FLEXIBLE_JOB: 6, Outcome.ORDINARY_EDUCATION: 16, Outcome.KEPT_JOB: 14, Outcome.WAGE_SUBSIDY: 10,
    Outcome.OTHER_MEASURE: 16, Outcome.SICKNESS: 6, Outcome.PENSION: 2, Outcome.MOVED: 2, Outcome.STOPPED: 4, Outcome.UNKNOWN: 2,
}  # fmt: skip
SHORT = (EndReason.WITHDRAWN, EndReason.MATCH_FAILED)
GOES_ON = 0.25
"""Of the other courses so many get a second period."""
CONFLICTS = 0.01
"""In so many matches a conflict of interest was told of."""
COMPLETED = (EndReason.GOAL_REACHED, EndReason.MANAGES_WITHOUT, EndReason.OTHER_SOLUTION, EndReason.RAN_OUT)


def steps_until(chance: Chance, last: dt.date, done: int) -> tuple[dt.date, list[dt.date]]:
    """(the day of receipt, the days of the completed steps), of which the last one lies on `last`."""
    days = [previous_working_day(last)]
    gaps = ((0, 3), (2, 8), (4, 12), (3, 14), (3, 12))[:done]
    for shortest, longest in reversed(gaps):
        days.append(previous_working_day(days[-1] - DAY * chance.between(shortest, longest)))
    days.reverse()
    return days[0], days[1:]


def tell(
    at: Office,
    state: State,
    *,
    on: dt.date,
    caseworker: Person | None = None,
    client: ClientStory | None = None,
    mentor: Mentor | None = None,
    done: int | None = None,
    months: int | None = None,
    situation: str | None = None,
    starts_on: dt.date | None = None,
    end_reason: EndReason | None = None,
    outcome: Outcome | None = None,
    declined: int | None = None,
    asking: ProposalState | None = None,
    length: int | None = None,
    grant: Grant | None = None,
    more: int | None = None,
) -> Course:
    """A course whose last completed step, or end, lies on `on` (a day before today); what is not said is left to chance.

    `length` are the days from start to end of an ended course; `asking` is the state of the one open proposal of a match;
    with `grant` the client shares the hours of a place mentor, who is `mentor`; `more` are the months of a second period that was granted.
    """
    chance = at.chance
    reached = REACHED.get(state, done if done is not None else chance.between(0, 4))
    months = months or chance.weighted({6: 60, 4: 15, 3: 15, 2: 5, 5: 5})
    closed_on = previous_working_day(on) if state in (State.ENDED, State.WITHDRAWN, State.NOT_RELEVANT, State.REFUSED) else None
    reason = ""
    last = on
    if state == State.ENDED:
        reason = str(end_reason or chance.weighted(END_REASONS))
        full = months * 31 + 5  # so many days at most, and some days off
        ran = full if reason == EndReason.RAN_OUT else length or chance.between(full // 3, months * 30 - 5)
        if more is None and length is None and reason not in SHORT and chance.happens(GOES_ON):
            more = chance.one((3, 4, 6, 6))
        if more:
            ran = full + (more * 31 + 5 if reason == EndReason.RAN_OUT else chance.between(15, more * 28))
        last = on - DAY * ran
    elif state in (State.WITHDRAWN, State.NOT_RELEVANT):
        last = on - DAY * chance.between(1, 9)
    received_on, steps = steps_until(chance, last, reached)

    if mentor is None and reached >= 4:
        mentor = chance.one(at.mentors)
    first_day = steps[4] if reached == 5 else next_working_day((steps[-1] if steps else received_on) + DAY * chance.between(10, 30))
    starts = starts_on or (
        first_day if reached < 3 or chance.happens(0.85) else previous_working_day(first_day - DAY * chance.between(3, 12))
    )
    starts = max(starts, received_on)
    if reached >= 3 and reached < 5 and starts_on:
        first_day = max(starts_on, steps[2])
    minutes = min(mentor.minutes_each, chance.one((120, 180, 180, 240))) if mentor else chance.one((120, 180, 240))
    minutes = min(minutes, grant.share) if grant else minutes
    less = chance.happens(0.2)
    course = Course(
        at=at,
        state=state,
        client=client or somebody(at),
        caseworker=caseworker or chance.one(at.caseworkers),
        situation=situation or chance.one(SITUATIONS),
        place=None,
        received_on=received_on,
        steps=steps,
        starts_on=starts,
        first_day=first_day,
        last_day=last_day_of_months(first_day, months),
        minutes=minutes,
        wished_minutes=minutes + (60 if less else 0),
        months=months,
        wished_months=6 if months < 6 and chance.happens(0.3) else months,
        mentor=mentor,
        grant=grant,
        closed_on=closed_on,
        end_reason=reason,
        unsure=chance.happens(0.5),
        other_scheme=chance.happens(0.3),
    )
    _place(course)
    if reached >= 3 and state != State.REFUSED:
        _match(course, chance, declined=chance.weighted({0: 70, 1: 22, 2: 8}) if declined is None else declined, asking=asking)
    if reached == 5:
        _run(course, outcome or chance.weighted(OUTCOMES), more=more)
        chance_of_another(course)
    if state == State.MATCH and chance.happens(CONFLICTS):
        _conflict(course)
    course.answer_due_on = answer_due(received_on=received_on, within_days=ANSWER_DAYS)
    course.due_on = due_on(course)
    return course


def _place(course: Course) -> None:
    at, chance, mentor = course.at, course.at.chance, course.mentor
    if mentor and (at_place := course.grant.place if course.grant else mentor.place):
        course.place = at_place
        school = at_place.kind == PlaceKind.SCHOOL
        course.situation = "education" if school else course.situation if course.situation != "education" else "new_job"
    elif course.situation == "education" and at.schools:
        course.place = chance.one(at.schools)
    elif course.steps or chance.happens(0.7):
        # Who is at the place of a place mentor and has that mentor shares the hours there: that is told with `grant` alone.
        taken = mentor.grant.place if mentor and mentor.grant else None
        course.place = chance.one([each for each in at.places if each is not taken] if taken else at.places)


def _match(course: Course, chance: Chance, *, declined: int, asking: ProposalState | None) -> None:
    """Who was asked. An open proposal was made on the day after the decision, so that it is answered within the week."""
    begun = course.steps[2]
    until = course.steps[3] if len(course.steps) > 3 else previous_working_day(course.at.today - DAY)
    # Only who comes from outside is asked in vain here: a colleague is asked at the colleague's own workplace alone.
    start = chance.between(0, max(0, len(course.at.mentors) - 40))
    others = [
        each
        for each in course.at.mentors[start : start + 40]
        if each.type != MentorType.COLLEAGUE and each is not course.mentor and not each.absences
    ]
    for number in range(min(declined, len(others))):
        mentor = chance.one([each for each in others if each not in [asked.mentor for asked in course.asked]])
        on = min(next_working_day(begun + DAY * number), until)
        state = ProposalState.CLIENT_DECLINED if chance.happens(0.6) else ProposalState.MENTOR_DECLINED
        course.asked.append(Asked(mentor, state, on, min(next_working_day(on + DAY), until), next_working_day(on + DAY * 5)))
    asked_on = max(min(next_working_day(begun + DAY * (declined + 1)), until), begun)
    if len(course.steps) > 3 and course.mentor:
        course.asked.append(Asked(course.mentor, ProposalState.ASSIGNED, asked_on, until, next_working_day(asked_on + DAY * 5)))
    elif asking and (roomy := [each for each in others if each.free > 0]):
        mentor = chance.one(roomy)
        course.minutes = min(course.minutes, mentor.minutes_each)
        course.asked.append(Asked(mentor, asking, asked_on, until, next_working_day(asked_on + DAY * 5)))


def _conflict(course: Course) -> None:
    """Somebody whom nobody has proposed."""
    chance = course.at.chance
    asked = [each.mentor for each in course.asked]
    mentor = chance.one(course.at.mentors)
    if mentor not in asked:
        kind = chance.one((ConflictKind.PRIVATE, ConflictKind.FAMILY, ConflictKind.PRIVATE, ConflictKind.OTHER))
        course.conflicts.append((mentor, kind, chance.one(words.CONFLICTS[kind])))


def _run(course: Course, outcome: Outcome, *, more: int | None) -> None:
    course.period_first = course.first_day
    held = previous_working_day(course.steps[4] - DAY)
    held = max(held, course.steps[3])
    course.meeting = (held, 9 + course.at.chance.between(0, 5), True)
    course.agreed_on = held
    course.signed = ("client", "mentor", "jobcentre") if course.at.chance.happens(0.8) else ("client", "mentor")
    if more:
        goes_on(course, months=more)
    if course.state == State.ENDED:
        course.outcome = str(outcome)
        if course.end_reason == EndReason.RAN_OUT:
            course.closed_on = next_working_day(course.final_day)
            return
        ended_on = min(course.closed_on or course.final_day, course.final_day)
        if course.extended:
            course.extended.ended_on = max(ended_on, course.extended.first_day)
            course.closed_on = max(course.closed_on or ended_on, next_working_day(course.extended.first_day))
        else:
            course.period_ended = ended_on


def due_on(course: Course) -> dt.date | None:
    """The next deadline, as the actions keep it."""
    if course.state in (State.CONTACT, State.CHALLENGES, State.ASSESSMENT):
        return course.answer_due_on
    if course.state == State.MATCH:
        awaited = [
            a.answer_by
            for a in course.asked
            if a.state in (ProposalState.CLIENT_ASKED, ProposalState.CLIENT_THINKING, ProposalState.MENTOR_ASKED)
        ]
        if not course.asked:
            return mentor_due(sent_on=course.steps[2], usual_days=USUAL_DAYS)
        return due_of_match(granted_first_day=course.first_day, open_answers=awaited)
    if course.state == State.STARTUP:
        if course.meeting is None:
            return max(course.first_day, course.steps[3])
        day, _hour, held = course.meeting
        return due_in_startup(today=day, meets_on=day, met_on=day if held else None, granted_first_day=course.first_day)
    if course.state == State.RUNNING:
        return due_of_second(course)
    return None
