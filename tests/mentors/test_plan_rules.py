"""What is planned of a mentor (R80): hours of a month, and the parts of a week."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.days import DAY, DaySpan
from mentors.rules.plan import Booked, Planned, Room, minutes_in, monday_of, month_of, months_until, room, written_week

NOVEMBER = month_of(dt.date(2026, 11, 16))
days = st.dates(min_value=dt.date(2024, 1, 1), max_value=dt.date(2028, 12, 31))
spans = st.tuples(days, st.integers(0, 500)).map(lambda each: DaySpan(each[0], each[0] + each[1] * DAY))


def test_a_month_has_the_minutes_of_its_days_within_each_span():
    """R80"""
    whole = Planned(DaySpan(dt.date(2026, 1, 1)), 180)
    assert minutes_in(NOVEMBER, planned=[whole]) == round(180 * 30 / 7)
    week = Planned(DaySpan(dt.date(2026, 11, 24), dt.date(2026, 12, 31)), 420)
    assert minutes_in(NOVEMBER, planned=[week]) == 420
    assert minutes_in(NOVEMBER, planned=[Planned(DaySpan(dt.date(2026, 12, 1)), 420)]) == 0
    assert minutes_in(NOVEMBER, planned=[week, whole]) == round((420 * 7 + 180 * 30) / 7)


@given(spans, st.integers(1, 2220))
def test_the_months_of_a_span_add_up_to_the_whole_of_it(span, minutes):
    months = [month_of(span.first_day)]
    while months[-1].last_day < span.last_day:
        months.append(month_of(months[-1].last_day + DAY))
    total = sum(minutes_in(each, planned=[Planned(span, minutes)]) for each in months)
    assert abs(total - minutes * span.days() / 7) <= len(months)


@given(spans, st.integers(1, 2220), days)
def test_a_course_inside_the_most_stays_inside_it_in_every_month(span, minutes, day):
    most = minutes_in(month_of(day), planned=[Planned(month_of(day), minutes)])
    assert 0 <= minutes_in(month_of(day), planned=[Planned(span, minutes)]) <= most


def test_the_last_six_months_end_with_this_one():
    months = months_until(dt.date(2027, 2, 28), number=6)
    assert [each.first_day for each in months] == [dt.date(2026, m, 1) for m in (9, 10, 11, 12)] + [dt.date(2027, m, 1) for m in (1, 2)]
    assert months[-1].last_day == dt.date(2027, 2, 28)


@given(days)
def test_a_week_is_read_as_it_is_written(day):
    monday = monday_of(written_week(day))
    assert monday <= day <= monday + 6 * DAY
    assert monday.isoweekday() == 1


@pytest.mark.parametrize(
    "text", ["", "48", "2026-48", "2026-W00", "2026-W54", "2025-W53", "0000-W01", "9999-W52", "2026-W48x", "2026-W4", "²026-W48"]
)
def test_what_is_no_week_is_none(text):
    assert monday_of(text) is None


MONDAY = dt.date(2026, 11, 23)
FACTS = {"day": MONDAY, "part": "morning", "times": frozenset({"1_morning"}), "booked": [], "away": []}
TAKEN = [Booked(DaySpan(MONDAY, MONDAY + 30 * DAY), frozenset({"1_morning", "1_evening"}))]


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({}, Room.FREE),
        ({"part": "evening"}, Room.NO),
        ({"booked": TAKEN}, Room.TAKEN),
        ({"booked": TAKEN, "part": "evening"}, Room.TAKEN),
        ({"booked": TAKEN, "day": MONDAY + 35 * DAY}, Room.FREE),
        ({"booked": TAKEN, "day": MONDAY + DAY}, Room.NO),
        ({"booked": TAKEN, "away": [DaySpan(MONDAY)]}, Room.AWAY),
        ({"away": [DaySpan(MONDAY, MONDAY)]}, Room.AWAY),
        ({"away": [DaySpan(MONDAY + DAY)]}, Room.FREE),
        ({"available_from": MONDAY + DAY}, Room.NO),
        ({"available_until": MONDAY - DAY, "away": [DaySpan(MONDAY)]}, Room.NO),
        ({"available_from": MONDAY, "available_until": MONDAY}, Room.FREE),
    ],
)
def test_a_part_of_a_day_is_away_before_taken_before_free(more, found):
    """R80"""
    assert room(**FACTS | more) is found
