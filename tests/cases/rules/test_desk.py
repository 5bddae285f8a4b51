"""What is next in a case, and how soon (R06, R07)."""

import datetime as dt

import pytest

from cases.enums import CLOSED_STATES, OPEN_PROPOSALS, OPEN_STATES, ProposalState, State
from cases.rules.desk import Bucket, Next, bucket, next_code, task

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
