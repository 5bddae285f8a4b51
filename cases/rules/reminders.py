"""Which reminders a case, a client or a mentor wants, and on which day each is told (rules R158-R165).

From facts and a day alone: those whose day has come, those of today and the coming ones. Days on which a person is told need not be
working days, as the mail waits for one; "decide by" days are.
"""

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from cases.enums import STEPS, ProposalState, State
from cases.enums_course import MeasuredAt
from cases.enums_notice import NoticeKind
from cases.rules.appeals import REMIND_DAYS, Complaint, due_on
from cases.rules.course import PeriodDays
from cases.rules.deadlines import decide_by
from cases.rules.feedback import next_question
from cases.rules.measurements import Point, schedule
from cases.rules.proposals import AWAITED
from core.days import DAY, WEEK, DaySpan, add_working_days, working_days_before
from core.ids import NOTHING

BEFORE_ANSWER = 3
"""Working days before the case-handling deadline."""
UNSIGNED_DAYS = 7
UNAPPROVED_DAYS = 7
SECOND_AFTER = 3
"""Working days that a prepared decision waits for the second person before the managers are told."""
BEFORE_PROTECTION_ENDS = (4, 1)
"""Weeks."""
BEFORE_DECLARATION_ENDS = 30
"""Days."""
_POINTS = uuid.UUID("6d7a0c8e-4a53-4d5e-9f0e-3a5b1c2d4e6f")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A reminder: told on `due_on`, about a row of the case. `facts` are codes, numbers and ISO days for its sentence.

    `about` is NOTHING when its subject says all. `until` is the last day on which it makes sense; `not_to` is a colleague who is not told.
    """

    kind: NoticeKind
    level: int
    due_on: dt.date
    about: uuid.UUID = NOTHING
    facts: dict[str, Any] = field(default_factory=dict)
    until: dt.date | None = None
    not_to: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class KnownPeriod:
    """A period by its key, with its days; `notice_weeks` are those of the rules that its decision was made under."""

    id: uuid.UUID
    days: PeriodDays
    notice_weeks: int


@dataclass(frozen=True, slots=True)
class Request:
    """A pending request for an extension."""

    id: uuid.UUID
    asked_on: dt.date
    decide_by: dt.date


@dataclass(frozen=True, slots=True)
class Awaited:
    """A proposal that is open."""

    id: uuid.UUID
    state: ProposalState
    answer_by: dt.date


@dataclass(frozen=True, slots=True)
class Unsigned:
    """The newest version of an agreement that client or mentor has not signed."""

    id: uuid.UUID
    made_on: dt.date


@dataclass(frozen=True, slots=True)
class Trouble:
    """Feedback that something does not work, and that nobody has dealt with."""

    id: uuid.UUID
    recorded_on: dt.date
    answer_by: dt.date


@dataclass(frozen=True, slots=True)
class Asked:
    """A day on which the client is asked again, after the end."""

    id: uuid.UUID
    point: str
    due_on: dt.date


@dataclass(frozen=True, slots=True)
class Prepared:
    """A decision that waits for a second person."""

    id: uuid.UUID
    prepared_on: dt.date
    prepared_by: uuid.UUID


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What is known of a case. `reminder_weeks`, `quiet_days`, `first_question_weeks` and `question_months` are settings of its jobcentre.

    `unanswered` are the points of the measurements' schedule that somebody has not answered. `oldest_waiting` is the day on which the oldest
    entry that waits for approval was written; `last_contact` the last day on which a contact took place, `last_asked` that of the client's last feedback. `looked_on`: by when somebody was to look.
    """

    state: State
    received_on: dt.date
    answer_due_on: dt.date
    reminder_weeks: Sequence[int]
    quiet_days: int
    first_question_weeks: int
    question_months: int
    consent_withdrawn: bool = False
    periods: Sequence[KnownPeriod] = ()
    pauses: Sequence[DaySpan] = ()
    last_contact: dt.date | None = None
    last_asked: dt.date | None = None
    oldest_waiting: dt.date | None = None
    request: Request | None = None
    proposals: Sequence[Awaited] = ()
    unsigned: Unsigned | None = None
    unanswered: Sequence[Point] = ()
    troubles: Sequence[Trouble] = ()
    follow_ups: Sequence[Asked] = ()
    appeals: Sequence[tuple[uuid.UUID, Complaint]] = ()
    approvals: Sequence[Prepared] = ()
    looked_on: dt.date | None = None


def wanted_of_case(*, known: CaseFacts, on: dt.date) -> tuple[Wanted, ...]:
    """All reminders of a case as it is on a day: past, of today and coming, by their day (R158-R164)."""
    found = [*_in_steps(known), *_in_course(known, on), *_around(known)]
    return tuple(sorted(found, key=lambda each: (each.due_on, each.kind, -each.level, each.about)))


def wanted_of_client(*, protected_until: dt.date | None, ref: str) -> tuple[Wanted, ...]:
    """Four weeks and one week before the address protection of a client with an open case, whose number is `ref`, runs out (R165)."""
    if protected_until is None or not ref:
        return ()
    facts = {"day": protected_until.isoformat(), "case": ref}
    return tuple(
        Wanted(NoticeKind.PROTECTION, weeks, protected_until - weeks * WEEK, facts=facts, until=protected_until)
        for weeks in BEFORE_PROTECTION_ENDS
    )


def wanted_of_mentor(*, valid_until: dt.date | None, has_course: bool) -> tuple[Wanted, ...]:
    """Thirty days before a declaration of confidentiality runs out and on the day after it, while the mentor has somebody (R165)."""
    if valid_until is None or not has_course:
        return ()
    facts = {"day": valid_until.isoformat()}
    days = {BEFORE_DECLARATION_ENDS: valid_until - BEFORE_DECLARATION_ENDS * DAY, 0: valid_until + DAY}
    return tuple(Wanted(NoticeKind.DECLARATION, level, day, facts=facts) for level, day in days.items())


def points_of(*, periods: Sequence[PeriodDays], state: State) -> tuple[Point, ...]:
    """The points of the schedule that are told (R163): those of the course while it runs, and those after its end when it has ended."""
    held = [each for each in periods if each.end >= each.first_day]
    if not held:
        return ()
    course = DaySpan(min(each.first_day for each in held), max(each.end for each in held))
    return tuple(each for each in schedule(course=course) if (each.kind == MeasuredAt.AFTER) == (state == State.ENDED))


def _in_steps(known: CaseFacts) -> Iterator[Wanted]:
    """The case-handling deadline before a decision, a proposal that is not answered, a version that is not signed (R159)."""
    if known.state in STEPS[:3]:
        early = working_days_before(known.answer_due_on, BEFORE_ANSWER)
        facts = {"day": known.answer_due_on.isoformat()}
        if early >= known.received_on:
            yield Wanted(NoticeKind.ANSWER, BEFORE_ANSWER, early, facts=facts)
        yield Wanted(NoticeKind.ANSWER, 0, known.answer_due_on, facts=facts)
    if known.state in (State.MATCH, State.RUNNING):
        for each in known.proposals:
            if each.state in AWAITED:
                who = "mentor" if each.state == ProposalState.MENTOR_ASKED else "client"
                facts = {"day": each.answer_by.isoformat(), "who": who}
                yield Wanted(NoticeKind.PROPOSAL, 0, each.answer_by + DAY, each.id, facts)
    if known.state in (State.STARTUP, State.RUNNING) and known.unsigned is not None:
        made_on = known.unsigned.made_on
        yield Wanted(NoticeKind.AGREEMENT, 0, made_on + UNSIGNED_DAYS * DAY, known.unsigned.id, {"day": made_on.isoformat()})


def _in_course(known: CaseFacts, on: dt.date) -> Iterator[Wanted]:
    if known.state != State.RUNNING:
        return
    held = sorted((each for each in known.periods if each.days.end >= each.days.first_day), key=lambda each: each.days.first_day)
    if held:
        yield from _of_the_end(known, held[-1])
        if not known.consent_withdrawn:
            yield from _quiet(known, held, on)
            yield from _question(known, held)
    if known.oldest_waiting is not None:
        day = known.oldest_waiting
        yield Wanted(NoticeKind.ENTRIES, 0, day + UNAPPROVED_DAYS * DAY, facts={"day": day.isoformat()})


def _of_the_end(known: CaseFacts, newest: KnownPeriod) -> Iterator[Wanted]:
    """The end of the newest period, the request for a new one, and a last day that has passed (R158, R160).

    A level whose day lies before the period itself is not told: a period of five weeks begins with that of four.
    """
    last_day = newest.days.end
    if known.request is not None:
        due, asked_on = known.request.decide_by, known.request.asked_on
        facts = {"day": due.isoformat(), "last_day": last_day.isoformat()}
        if due - WEEK >= asked_on:
            yield Wanted(NoticeKind.EXTENSION_DECISION, 1, due - WEEK, known.request.id, facts)
        yield Wanted(NoticeKind.EXTENSION_DECISION, 0, due, known.request.id, facts)
    elif not known.consent_withdrawn:
        facts = {"last_day": last_day.isoformat(), "day": decide_by(last_day=last_day, notice_weeks=newest.notice_weeks).isoformat()}
        for weeks in sorted(set(known.reminder_weeks), reverse=True):
            if (day := last_day - weeks * WEEK) >= newest.days.first_day:
                yield Wanted(NoticeKind.EXTENSION, weeks, day, newest.id, facts, until=last_day)
    yield Wanted(NoticeKind.COURSE_OVER, 0, last_day + DAY, newest.id, {"last_day": last_day.isoformat()})


def _quiet(known: CaseFacts, held: Sequence[KnownPeriod], on: dt.date) -> Iterator[Wanted]:
    """No contact (R162): each so many days after the last one that the course did not pause, counted as R143 counts them.

    Those that have come, and the next one. Not between periods: those of a period that is over have run out with it.
    """
    over = [each for each in held if each.days.end < on]
    missed = [each for each in over[:-1] if known.looked_on is not None and each.days.end >= known.looked_on]
    for period in (*missed, *over[-1:], *[each for each in held if each.days.end >= on][:1]):
        yield from _quiet_in(known, period, on)


def _quiet_in(known: CaseFacts, period: KnownPeriod, on: dt.date) -> Iterator[Wanted]:
    before = period.days.first_day - DAY
    since = max(known.last_contact or before, before)
    facts = {"since": since.isoformat() if since > before else "", "first_day": period.days.first_day.isoformat()}
    day, counted = since, 0
    while day < period.days.end:
        day += DAY
        if any(day in pause for pause in known.pauses):
            continue
        counted += 1
        if counted % known.quiet_days == 0:
            yield Wanted(NoticeKind.QUIET, counted // known.quiet_days, day, period.id, {**facts, "days": counted}, until=period.days.end)
            if day > on:
                return


def _question(known: CaseFacts, held: Sequence[KnownPeriod]) -> Iterator[Wanted]:
    """The client is asked how it goes (R163), on the day that R142 says; the feedback that answers it makes the next one."""
    course = DaySpan(held[0].days.first_day, max(each.days.end for each in held))
    day = next_question(
        course=course,
        asked_on=[known.last_asked] if known.last_asked else [],
        first_weeks=known.first_question_weeks,
        every_months=known.question_months,
        pauses=known.pauses,
    )
    if day is not None:
        since = known.last_asked.isoformat() if known.last_asked else ""
        facts = {"since": since, "first_day": course.first_day.isoformat()}
        yield Wanted(NoticeKind.QUESTION, 0, day, facts=facts, until=course.last_day)


def _around(known: CaseFacts) -> Iterator[Wanted]:
    """What waits beside the course: measurements, feedback, follow-up, complaints, a second person (R161, R163, R164)."""
    if known.state in (State.RUNNING, State.ENDED) and not known.consent_withdrawn:
        for point in known.unanswered:
            facts = {"point": str(point.kind), "months": point.months, "day": point.day.isoformat()}
            about = uuid.uuid5(_POINTS, f"{point.kind}:{point.months}")
            yield Wanted(NoticeKind.MEASUREMENT, 0, point.day, about, facts, until=point.window.last_day)
    for trouble in known.troubles:
        facts = {"day": trouble.answer_by.isoformat()}
        if trouble.recorded_on < trouble.answer_by:
            yield Wanted(NoticeKind.NOT_WORKING, 1, trouble.recorded_on, trouble.id, facts)
        yield Wanted(NoticeKind.NOT_WORKING, 0, trouble.answer_by, trouble.id, facts)
    if known.state == State.ENDED:
        for each in known.follow_ups:
            yield Wanted(NoticeKind.FOLLOW_UP, 0, each.due_on, each.id, {"point": each.point, "day": each.due_on.isoformat()})
    for key, complaint in known.appeals:
        if (due := due_on(complaint)) is not None:
            facts = {"day": due.isoformat()}
            if due - REMIND_DAYS * DAY >= complaint.received_on:
                yield Wanted(NoticeKind.APPEAL, 1, due - REMIND_DAYS * DAY, key, facts)
            yield Wanted(NoticeKind.APPEAL, 0, due, key, facts)
    for waits in known.approvals:
        day = add_working_days(waits.prepared_on, SECOND_AFTER)
        yield Wanted(NoticeKind.SECOND_PERSON, 0, day, waits.id, {"day": waits.prepared_on.isoformat()}, not_to=waits.prepared_by)
