"""What is next in a case, and how soon (rules R06-R07): what the desk shows. The day itself is kept by the actions in `Case.due_on`."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from cases.enums import ProposalState, State

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
    FOLLOW_COURSE = "follow_course"


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
    has_rematch: bool = False,
    has_meeting: bool = False,
    has_agreement: bool = False,
    is_signed: bool = False,
    meeting_held: bool = False,
) -> Next | None:
    """What is next in a case (R06); None when it is closed.

    `proposal` is the open proposal that presses most, `expired` that its answer should have been there (R69); `is_signed` says that client and mentor have signed the newest version of the agreement.
    In a running course an open rematch comes first, then a version that waits for signatures (R71, R75).
    """
    if state in (State.MATCH, State.RUNNING) and proposal is not None:
        return Next.RENEW_PROPOSAL if expired else _BY_PROPOSAL.get(proposal, Next.FIND_MENTOR)
    if state == State.RUNNING and has_rematch:
        return Next.FIND_NEW_MENTOR
    if state == State.RUNNING and has_agreement and not is_signed:
        return Next.SIGN_AGREEMENT
    if state == State.STARTUP:
        if is_signed and meeting_held:
            return Next.START_PERIOD
        if has_agreement and not is_signed:
            return Next.SIGN_AGREEMENT
        if has_meeting and not has_agreement:
            return Next.WRITE_AGREEMENT
    return _BY_STATE.get(state)


def task(*, code: Next, due_on: dt.date | None, today: dt.date) -> Task:
    """One row of the desk (R06, R07)."""
    return Task(code, due_on, bucket(due_on=due_on, today=today))
