"""What stands around a course: days in order, and when a consent holds (R152-R156)."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.around import (
    ConsentState,
    Line,
    can_be_rewritten,
    choice_verdict,
    consent_state,
    given_verdict,
    order_verdict,
    talk_verdict,
    window,
    withdraw_verdict,
)
from core.days import DAY

TODAY = dt.date(2026, 11, 16)
days = st.dates(dt.date(2020, 1, 1), dt.date(2032, 12, 31))


def test_a_last_day_is_not_before_the_first_r152():
    assert order_verdict(first_day=TODAY, last_day=None)
    assert order_verdict(first_day=TODAY, last_day=TODAY)
    assert order_verdict(first_day=TODAY, last_day=TODAY - DAY).code == "ends_before_start"


@given(st.lists(st.tuples(days, st.none() | st.integers(0, 900)), max_size=6), days)
def test_the_drawing_holds_every_line_and_today_in_whole_months_r152(spans, today):
    lines = [Line(first, None if length is None else first + length * DAY) for first, length in spans]
    first, last = window(lines, today=today)
    assert first.day == 1
    assert (last + DAY).day == 1
    assert first <= today <= last
    assert all(first <= each.first_day and (each.last_day or each.first_day) <= last for each in lines)


def test_what_was_agreed_has_been_agreed_r154():
    assert talk_verdict(day=TODAY, today=TODAY)
    assert talk_verdict(day=TODAY + DAY, today=TODAY).code == "talk_in_future"


@pytest.mark.parametrize(
    ("given_on", "valid_until", "withdrawn_on", "state"),
    [
        (TODAY, TODAY, None, "valid"),
        (TODAY - DAY, TODAY - DAY, None, "expired"),
        (TODAY + DAY, TODAY + 9 * DAY, None, "not_yet"),
        (TODAY - DAY, TODAY + DAY, TODAY, "withdrawn"),
        (TODAY - DAY, TODAY + DAY, TODAY + DAY, "valid"),
        (TODAY - 9 * DAY, TODAY - DAY, TODAY - 2 * DAY, "withdrawn"),
    ],
)
def test_a_consent_holds_until_its_last_day_and_not_on_the_day_it_is_withdrawn_r156(given_on, valid_until, withdrawn_on, state):
    assert consent_state(given_on=given_on, valid_until=valid_until, withdrawn_on=withdrawn_on, on=TODAY) == ConsentState(state)


def test_a_consent_was_given_today_or_before_and_ends_r156():
    assert given_verdict(given_on=TODAY, valid_until=TODAY, today=TODAY)
    assert given_verdict(given_on=TODAY + DAY, valid_until=TODAY + DAY, today=TODAY).code == "consent_in_future"
    assert given_verdict(given_on=TODAY, valid_until=TODAY - DAY, today=TODAY).code == "consent_ends_before_start"


def test_it_is_withdrawn_once_on_any_day_since_it_was_given_r156():
    known = {"given_on": TODAY - 9 * DAY, "withdrawn_before": None, "today": TODAY}
    assert withdraw_verdict(day=TODAY - 9 * DAY, **known)
    assert withdraw_verdict(day=TODAY, **known)
    assert withdraw_verdict(day=TODAY + DAY, **known).code == "withdrawn_in_future"
    assert withdraw_verdict(day=TODAY - 10 * DAY, **known).code == "withdrawn_before_given"
    assert withdraw_verdict(day=TODAY, **{**known, "withdrawn_before": TODAY}).code == "consent_withdrawn_already"


def test_what_the_client_said_yes_to_stands_after_its_day_r156():
    assert can_be_rewritten(recorded_on=TODAY, is_withdrawn=False, today=TODAY)
    assert can_be_rewritten(recorded_on=TODAY - DAY, is_withdrawn=False, today=TODAY).code == "consent_stands"
    assert can_be_rewritten(recorded_on=TODAY, is_withdrawn=True, today=TODAY).code == "consent_stands"


@pytest.mark.parametrize("state", [None, *ConsentState])
def test_a_resource_is_worked_with_on_a_consent_that_holds_or_none_r153(state):
    assert bool(choice_verdict(state=state)) is (state in (None, ConsentState.VALID))
