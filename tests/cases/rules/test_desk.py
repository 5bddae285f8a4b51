"""What is next in a case, and how soon (R06, R07)."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.enums import CLOSED_STATES, OPEN_PROPOSALS, OPEN_STATES, ProposalState, State
from cases.enums_course import ExtensionState
from cases.rules.desk import Bucket, CourseFacts, Next, bucket, in_course, next_code, task

TODAY = dt.date(2026, 11, 17)


@pytest.mark.parametrize(
    ("days", "expected"),
    [(-400, Bucket.OVER), (-1, Bucket.OVER), (0, Bucket.TODAY), (1, Bucket.WEEK), (7, Bucket.WEEK), (8, Bucket.LATER), (400, Bucket.LATER)],
)
def test_the_deadline_itself_is_still_in_time(days: int, expected: Bucket) -> None:
    """R07"""
    assert bucket(due_on=TODAY + dt.timedelta(days=days), today=TODAY) == expected


def test_without_a_deadline_there_is_no_hurry() -> None:
    """R07"""
    assert bucket(due_on=None, today=TODAY) == Bucket.LATER


@pytest.mark.parametrize("state", OPEN_STATES)
def test_an_open_case_always_has_something_next(state: State) -> None:
    """R06"""
    assert next_code(state=state) in Next


@pytest.mark.parametrize("state", CLOSED_STATES)
def test_a_closed_case_has_nothing_next(state: State) -> None:
    """R06"""
    assert next_code(state=state) is None


@pytest.mark.parametrize(
    ("proposal", "expected"),
    [
        (None, Next.FIND_MENTOR),
        (ProposalState.CLIENT_ASKED, Next.RECORD_CLIENT_ANSWER),
        (ProposalState.CLIENT_THINKING, Next.RECORD_CLIENT_ANSWER),
        (ProposalState.MENTOR_ASKED, Next.RECORD_MENTOR_ANSWER),
        (ProposalState.ACCEPTED, Next.ASSIGN_MENTOR),
    ],
)
def test_in_the_match_the_proposal_says_whose_answer_is_awaited(proposal: ProposalState | None, expected: Next) -> None:
    """R06"""
    assert next_code(state=State.MATCH, proposal=proposal) == expected


def test_every_open_proposal_has_words_of_its_own() -> None:
    """R06"""
    assert all(next_code(state=State.MATCH, proposal=each) != Next.FIND_MENTOR for each in OPEN_PROPOSALS)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, Next.PLAN_STARTUP),
        ({"has_meeting": True}, Next.WRITE_AGREEMENT),
        ({"has_agreement": True}, Next.SIGN_AGREEMENT),
        ({"has_meeting": True, "has_agreement": True}, Next.SIGN_AGREEMENT),
        ({"has_meeting": True, "has_agreement": True, "is_signed": True}, Next.PLAN_STARTUP),
        ({"has_meeting": True, "has_agreement": True, "is_signed": True, "meeting_held": True}, Next.START_PERIOD),
    ],
)
def test_the_period_starts_after_meeting_and_signatures(facts: dict[str, bool], expected: Next) -> None:
    """R06"""
    assert next_code(state=State.STARTUP, **facts) == expected


def test_a_task_keeps_its_day() -> None:
    found = task(code=Next.ASSESS, due_on=TODAY, today=TODAY)
    assert (found.code, found.due_on, found.bucket) == (Next.ASSESS, TODAY, Bucket.TODAY)


LATER = TODAY + dt.timedelta(days=30)
SOON = TODAY + dt.timedelta(days=2)
RUNS = {"last_day": TODAY + dt.timedelta(days=44), "ask_from": TODAY - dt.timedelta(days=12), "decide_by": LATER}


@pytest.mark.parametrize(
    ("facts", "code", "day"),
    [
        ({}, Next.FOLLOW_COURSE, None),
        ({**RUNS, "ask_from": TODAY + dt.timedelta(days=1)}, Next.FOLLOW_COURSE, LATER),
        ({**RUNS, "ask_from": TODAY}, Next.ASK_EXTENSION, LATER),
        ({**RUNS, "last_day": TODAY}, Next.ASK_EXTENSION, LATER),
        ({**RUNS, "last_day": TODAY - dt.timedelta(days=1), "decide_by": TODAY}, Next.END_COURSE, TODAY),
        ({**RUNS, "extension": ExtensionState.ASKED}, Next.DECIDE_EXTENSION, LATER),
        ({**RUNS, "extension": ExtensionState.SENT_BACK}, Next.COMPLETE_EXTENSION, LATER),
        ({**RUNS, "extension": ExtensionState.SECOND}, Next.AWAIT_SECOND, LATER),
        ({**RUNS, "feedback_by": SOON}, Next.DEAL_WITH_FEEDBACK, SOON),
        ({**RUNS, "feedback_by": SOON, "sign_by": TODAY}, Next.SIGN_AGREEMENT, TODAY),
        ({**RUNS, "feedback_by": SOON, "sign_by": SOON}, Next.DEAL_WITH_FEEDBACK, SOON),
        ({**RUNS, "match_by": SOON}, Next.FIND_NEW_MENTOR, SOON),
        ({**RUNS, "match_by": LATER + dt.timedelta(days=1)}, Next.ASK_EXTENSION, LATER),
        ({**RUNS, "match_by": SOON, "proposal": ProposalState.CLIENT_ASKED, "answer_by": SOON}, Next.RECORD_CLIENT_ANSWER, SOON),
        (
            {"match_by": SOON, "proposal": ProposalState.CLIENT_ASKED, "answer_by": TODAY - dt.timedelta(days=1)},
            Next.RENEW_PROPOSAL,
            SOON,
        ),
        ({"match_by": SOON, "proposal": ProposalState.ACCEPTED, "answer_by": TODAY}, Next.ASSIGN_MENTOR, SOON),
    ],
)
def test_in_a_course_what_is_due_first_is_next(facts, code, day) -> None:
    """R146"""
    found = in_course(facts=CourseFacts(**facts), today=TODAY)
    assert (found.code, found.due_on) == (code, day)


some_day = st.none() | st.dates(dt.date(2026, 1, 1), dt.date(2028, 1, 1))


@given(some_day, some_day, some_day, some_day, st.none() | st.sampled_from(ExtensionState))
def test_the_day_is_always_the_first_of_all(feedback_by, match_by, sign_by, decide_by, extension) -> None:
    """R146"""
    facts = CourseFacts(feedback_by=feedback_by, match_by=match_by, sign_by=sign_by, decide_by=decide_by, extension=extension)
    days = [day for day in (feedback_by, match_by, sign_by, decide_by) if day is not None]
    assert in_course(facts=facts, today=TODAY).due_on == min(days, default=None)
