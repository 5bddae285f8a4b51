"""What is next in a case, and how soon (rules R06-R07): what the desk shows. The day itself is kept by the actions in `Case.due_on`."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from cases.enums import ProposalState, State
from cases.enums_course import ExtensionState
from cases.rules.proposals import is_expired

SOON_DAYS = 7


class Bucket(StrEnum):
    """How soon: the groups of the desk, in their order."""

    OVER = "over"
    TODAY = "today"
    WEEK = "week"
    LATER = "later"


class Next(StrEnum):
    """The one thing to do now."""

    FINISH_APPLICATION = "finish_application"
    DESCRIBE_CHALLENGES = "describe_challenges"
    ASSESS = "assess"
    FIND_MENTOR = "find_mentor"
    FIND_NEW_MENTOR = "find_new_mentor"
    RECORD_CLIENT_ANSWER = "record_client_answer"
    RECORD_MENTOR_ANSWER = "record_mentor_answer"
    RENEW_PROPOSAL = "renew_proposal"
    ASSIGN_MENTOR = "assign_mentor"
    PLAN_STARTUP = "plan_startup"
    WRITE_AGREEMENT = "write_agreement"
    SIGN_AGREEMENT = "sign_agreement"
    START_PERIOD = "start_period"
    DEAL_WITH_FEEDBACK = "deal_with_feedback"
    DECIDE_EXTENSION = "decide_extension"
    COMPLETE_EXTENSION = "complete_extension"
    AWAIT_SECOND = "await_second"
    ASK_EXTENSION = "ask_extension"
    END_COURSE = "end_course"
    FOLLOW_COURSE = "follow_course"


class Waiting(StrEnum):
    """What waits beside the one next thing of each open case (R146)."""

    APPROVAL = "approval"
    HANDOVER = "handover"
    APPEAL = "appeal"
    FEEDBACK = "feedback"
    FOLLOW_UP = "follow_up"
    ENTRIES = "entries"
    REMINDER = "reminder"


@dataclass(frozen=True, slots=True)
class Task:
    code: Next
    due_on: dt.date | None
    bucket: Bucket


_BY_STATE: dict[State, Next] = {
    State.CONTACT: Next.FINISH_APPLICATION,
    State.CHALLENGES: Next.DESCRIBE_CHALLENGES,
    State.ASSESSMENT: Next.ASSESS,
    State.MATCH: Next.FIND_MENTOR,
    State.STARTUP: Next.PLAN_STARTUP,
    State.RUNNING: Next.FOLLOW_COURSE,
}
_BY_PROPOSAL: dict[ProposalState, Next] = {
    ProposalState.CLIENT_ASKED: Next.RECORD_CLIENT_ANSWER,
    ProposalState.CLIENT_THINKING: Next.RECORD_CLIENT_ANSWER,
    ProposalState.MENTOR_ASKED: Next.RECORD_MENTOR_ANSWER,
    ProposalState.ACCEPTED: Next.ASSIGN_MENTOR,
}


def bucket(*, due_on: dt.date | None, today: dt.date) -> Bucket:
    """How soon a day is (R07). The deadline itself is still in time; without a deadline there is no hurry."""
    if due_on is None:
        return Bucket.LATER
    days = (due_on - today).days
    if days < 0:
        return Bucket.OVER
    if days == 0:
        return Bucket.TODAY
    return Bucket.WEEK if days <= SOON_DAYS else Bucket.LATER


def next_code(
    *,
    state: State,
    proposal: ProposalState | None = None,
    expired: bool = False,
    has_meeting: bool = False,
    has_agreement: bool = False,
    is_signed: bool = False,
    meeting_held: bool = False,
) -> Next | None:
    """What is next in a case (R06); None when it is closed. Of a running course `in_course` says more.

    `proposal` is the open proposal that presses most, `expired` that its answer should have been there (R69); `is_signed` says that client and mentor have signed the newest version of the agreement.
    """
    if state == State.MATCH and proposal is not None:
        return Next.RENEW_PROPOSAL if expired else _BY_PROPOSAL.get(proposal, Next.FIND_MENTOR)
    if state == State.STARTUP:
        if is_signed and meeting_held:
            return Next.START_PERIOD
        if has_agreement and not is_signed:
            return Next.SIGN_AGREEMENT
        if has_meeting and not has_agreement:
            return Next.WRITE_AGREEMENT
    return _BY_STATE.get(state)


@dataclass(frozen=True, slots=True)
class CourseFacts:
    """What waits in a running course, each with the day by which it is done; None where nothing waits.

    `last_day` is that of the course, `ask_from` the first day on which an extension can be asked for, `decide_by` the day of the pending
    request or else that of the course. `proposal` presses most and is answered by `answer_by`; `match_by` is the day of the whole search for a
    new mentor. `sign_by`: a version of the agreement waits for signatures. `feedback_by`: somebody has said that something does not work.
    """

    last_day: dt.date | None = None
    ask_from: dt.date | None = None
    decide_by: dt.date | None = None
    extension: ExtensionState | None = None
    proposal: ProposalState | None = None
    answer_by: dt.date | None = None
    match_by: dt.date | None = None
    sign_by: dt.date | None = None
    feedback_by: dt.date | None = None


_BY_EXTENSION: dict[ExtensionState, Next] = {
    ExtensionState.ASKED: Next.DECIDE_EXTENSION,
    ExtensionState.SENT_BACK: Next.COMPLETE_EXTENSION,
    ExtensionState.SECOND: Next.AWAIT_SECOND,
}


def in_course(*, facts: CourseFacts, today: dt.date) -> Task:
    """What is next in a running course (R146): of all that waits, what is due first; on the same day in the order of this function.

    Something that does not work, a new mentor, signatures, then what comes after the course: the request that waits; else to ask about an
    extension from the first day on which one can; and when the last day has passed, to end the course or extend it.
    """
    waiting: list[tuple[Next, dt.date]] = []
    if facts.feedback_by is not None:
        waiting.append((Next.DEAL_WITH_FEEDBACK, facts.feedback_by))
    if facts.match_by is not None or facts.proposal is not None:
        day = facts.match_by or facts.answer_by
        if day is not None:
            waiting.append((_of_match(facts, today), day))
    if facts.sign_by is not None:
        waiting.append((Next.SIGN_AGREEMENT, facts.sign_by))
    if facts.decide_by is not None:
        waiting.append((_of_course(facts, today), facts.decide_by))
    code, due_on = min(waiting, key=lambda each: each[1], default=(Next.FOLLOW_COURSE, None))
    return task(code=code, due_on=due_on, today=today)


def _of_match(facts: CourseFacts, today: dt.date) -> Next:
    if facts.proposal is None:
        return Next.FIND_NEW_MENTOR
    if facts.answer_by is not None and is_expired(state=facts.proposal, answer_by=facts.answer_by, on=today):
        return Next.RENEW_PROPOSAL
    return _BY_PROPOSAL.get(facts.proposal, Next.FIND_NEW_MENTOR)


def _of_course(facts: CourseFacts, today: dt.date) -> Next:
    if facts.extension is not None:
        return _BY_EXTENSION.get(facts.extension, Next.DECIDE_EXTENSION)
    if facts.last_day is not None and today > facts.last_day:
        return Next.END_COURSE
    return Next.ASK_EXTENSION if facts.ask_from is not None and today >= facts.ask_from else Next.FOLLOW_COURSE


def task(*, code: Next, due_on: dt.date | None, today: dt.date) -> Task:
    """One row of the desk (R06, R07)."""
    return Task(code, due_on, bucket(due_on=due_on, today=today))
