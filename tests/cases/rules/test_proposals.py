"""How long a proposal waits for an answer (R69)."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.enums import ProposalState
from cases.rules.proposals import AWAITED, answer_in_time, is_expired, new_day_verdict
from tests.factories import DAY

ONE = dt.timedelta(days=1)
days = st.dates(dt.date(2024, 1, 1), dt.date(2032, 12, 31))


@pytest.mark.parametrize("state", ProposalState)
def test_only_a_proposal_that_waits_for_somebody_runs_out(state):
    """R69"""
    assert is_expired(state=state, answer_by=DAY, on=DAY + ONE) == (state in AWAITED)


def test_the_day_itself_is_still_in_time():
    """R69"""
    assert not is_expired(state=ProposalState.CLIENT_ASKED, answer_by=DAY, on=DAY)
    assert answer_in_time(answered_on=DAY, answer_by=DAY)
    assert new_day_verdict(answer_by=DAY, today=DAY)


def test_a_late_answer_is_told_with_the_last_day():
    """R69"""
    verdict = answer_in_time(answered_on=DAY + ONE, answer_by=DAY)
    assert (verdict.code, verdict.facts) == ("answer_after_expiry", {"day": "2026-11-16"})


@given(answer_by=days, on=days)
def test_a_proposal_has_run_out_when_an_answer_of_today_would_be_too_late(answer_by, on):
    """R69: the two say the same of every day."""
    assert is_expired(state=ProposalState.MENTOR_ASKED, answer_by=answer_by, on=on) != bool(
        answer_in_time(answered_on=on, answer_by=answer_by)
    )
