"""Deadlines by the Danish calendar (R11-R15). The days are worked out by hand from the calendars of 2026 and 2027."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.enums import Channel
from cases.rules.deadlines import answer_due, appeal_until, counts_as_received, days_late, decide_by
from core.days import is_working_day

days = st.dates(dt.date(2024, 1, 1), dt.date(2032, 12, 31))


def test_the_day_of_receipt_is_not_counted() -> None:
    """R11: 21 days from Monday 26 October 2026"""
    assert answer_due(received_on=dt.date(2026, 10, 26), within_days=21) == dt.date(2026, 11, 16)


def test_digital_post_counts_the_same_day_also_on_a_holiday() -> None:
    """R12"""
    christmas = dt.date(2026, 12, 25)
    assert counts_as_received(sent_on=christmas, channel=Channel.DIGITAL_POST, letter_working_days=6) == christmas


@pytest.mark.parametrize(
    ("sent", "working_days", "received"),
    [
        (dt.date(2026, 11, 16), 6, dt.date(2026, 11, 24)),  # Monday: Tue Wed Thu Fri Mon Tue
        (dt.date(2026, 12, 22), 7, dt.date(2027, 1, 6)),  # over Christmas Eve, both holidays, New Year's Eve and Day
        (dt.date(2027, 3, 24), 1, dt.date(2027, 3, 30)),  # over Maundy Thursday to Easter Monday
        (dt.date(2026, 11, 16), 0, dt.date(2026, 11, 16)),
    ],
)
def test_a_paper_letter_counts_after_so_many_working_days(sent: dt.date, working_days: int, received: dt.date) -> None:
    """R12"""
    assert counts_as_received(sent_on=sent, channel=Channel.PAPER, letter_working_days=working_days) == received


@pytest.mark.parametrize(
    ("received", "until"),
    [
        (dt.date(2026, 11, 17), dt.date(2026, 12, 15)),
        (dt.date(2026, 11, 27), dt.date(2026, 12, 28)),  # Friday: 25 and 26 December are holidays, the 27th a Sunday
        (dt.date(2026, 12, 3), dt.date(2027, 1, 4)),  # New Year's Eve, a Thursday: New Year's Day, then a weekend
        (dt.date(2027, 5, 8), dt.date(2027, 6, 7)),  # a Saturday, which is 5 June: Monday
    ],
)
def test_a_complaint_is_in_time_until_the_same_weekday_four_weeks_later_or_the_next_working_day(received: dt.date, until: dt.date) -> None:
    """R13"""
    assert appeal_until(received_on=received, weeks=4) == until


@given(days, st.integers(1, 52))
def test_the_last_day_to_complain_is_a_working_day_never_too_early_and_at_most_a_week_on(received: dt.date, weeks: int) -> None:
    """R13"""
    until, same_weekday = appeal_until(received_on=received, weeks=weeks), received + dt.timedelta(weeks=weeks)
    assert is_working_day(until) and same_weekday <= until <= same_weekday + dt.timedelta(days=6)


@given(days, st.integers(0, 30))
def test_paper_is_never_received_before_it_is_sent_and_more_days_are_never_earlier(sent: dt.date, working_days: int) -> None:
    """R12"""
    received = counts_as_received(sent_on=sent, channel=Channel.PAPER, letter_working_days=working_days)
    later = counts_as_received(sent_on=sent, channel=Channel.PAPER, letter_working_days=working_days + 1)
    assert sent <= received < later
    assert working_days == 0 or is_working_day(received)


def test_an_extension_is_decided_two_weeks_before_the_end_moved_back_to_a_working_day() -> None:
    """R14: 22 November 2026 is a Sunday"""
    assert decide_by(last_day=dt.date(2026, 12, 6)) == dt.date(2026, 11, 20)


@pytest.mark.parametrize(("starts", "late"), [(dt.date(2026, 11, 23), 7), (dt.date(2026, 11, 30), 0), (dt.date(2027, 1, 1), 0)])
def test_a_situation_that_begins_before_a_usual_match_is_late_by_the_days_between(starts: dt.date, late: int) -> None:
    """R15: on 16 November with 14 days to a match"""
    assert days_late(starts_on=starts, today=dt.date(2026, 11, 16), usual_days=14) == late
