"""Days as officials speak: months by the calendar (R31), inclusive spans, Danish working days."""

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.days import (
    COPENHAGEN,
    DAY,
    DaySpan,
    add_months,
    add_working_days,
    closed_days,
    day_of,
    holiday_name,
    instant_of,
    is_working_day,
    iso_week,
    last_day_of_months,
    next_working_day,
    previous_working_day,
    whole_months,
    working_days_before,
)

days = st.dates(dt.date(2024, 1, 1), dt.date(2035, 12, 31))
months = st.integers(1, 24)


def each_day(span: DaySpan) -> Iterator[dt.date]:
    for number in range(span.days()):
        yield span.first_day + dt.timedelta(days=number)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2026-01-01", "2026-06-30"),
        ("2026-08-31", "2027-02-28"),
        ("2026-08-30", "2027-02-28"),
        ("2026-08-29", "2027-02-28"),
        ("2026-08-28", "2027-02-27"),
        ("2026-03-31", "2026-09-30"),
        ("2027-08-29", "2028-02-28"),
        ("2027-08-30", "2028-02-29"),
        ("2027-08-31", "2028-02-29"),
    ],
)
def test_six_months_from_a_day(first: str, last: str) -> None:
    """R31"""
    assert last_day_of_months(dt.date.fromisoformat(first), 6) == dt.date.fromisoformat(last)


@given(days.filter(lambda day: day.day <= 28), months)
def test_where_the_day_number_exists_the_last_day_is_the_day_before_it(first: dt.date, number: int) -> None:
    """R31"""
    assert add_months(last_day_of_months(first, number) + DAY, -number) == first


@given(st.sampled_from([day for day in each_day(DaySpan(dt.date(2024, 1, 1), dt.date(2032, 12, 31))) if day.day == 31]), months)
def test_where_the_day_number_does_not_exist_the_last_day_is_the_months_last(first: dt.date, number: int) -> None:
    """R31"""
    after = add_months(first, number)
    assume(after.day != first.day)
    last = last_day_of_months(first, number)
    assert last == after and (last + DAY).day == 1


@given(days, months)
def test_more_months_and_a_later_first_day_never_end_earlier(first: dt.date, number: int) -> None:
    """R31"""
    last = last_day_of_months(first, number)
    assert last < last_day_of_months(first, number + 1)
    assert last <= last_day_of_months(first + DAY, number)


@given(days, months)
def test_whole_months_count_back_what_the_month_rule_counts_forward(first: dt.date, number: int) -> None:
    """R31"""
    last = last_day_of_months(first, number)
    assert whole_months(DaySpan(first, last)) == number
    assert whole_months(DaySpan(first, last - DAY)) == number - 1


@given(days, st.integers(0, 500), days, st.integers(0, 500))
def test_two_spans_overlap_when_a_day_lies_in_both(one: dt.date, n: int, other: dt.date, m: int) -> None:
    a, b = DaySpan(one, one + n * DAY), DaySpan(other, other + m * DAY)
    assert a.overlaps(b) == b.overlaps(a) == bool(set(each_day(a)) & set(each_day(b)))


@given(days, st.integers(0, 500))
def test_both_ends_are_counted(first: dt.date, number: int) -> None:
    span = DaySpan(first, first + number * DAY)
    assert span.days() == number + 1 == len(list(each_day(span)))
    assert span.first_day in span and span.last_day in span
    assert first - DAY not in span and span.last_day + DAY not in span


def test_a_span_without_an_end_holds_every_later_day_and_has_no_length() -> None:
    span = DaySpan(dt.date(2026, 1, 1))
    assert dt.date(2199, 1, 1) in span and dt.date(2025, 12, 31) not in span
    with pytest.raises(ValueError, match="no length"):
        span.days()
    with pytest.raises(ValueError, match="no length"):
        whole_months(span)


def test_a_span_cannot_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="on or after"):
        DaySpan(dt.date(2026, 1, 2), dt.date(2026, 1, 1))


def test_the_holidays_of_2027() -> None:
    """New Year's Day, Maundy Thursday, Good Friday, Easter Monday, Ascension, Whit Monday; the others lie on weekends"""
    weekdays = [day for day in each_day(DaySpan(dt.date(2027, 1, 1), dt.date(2027, 12, 31))) if day.weekday() < 5]
    assert [f"{day:%d-%m}" for day in weekdays if not is_working_day(day)] == [
        "01-01",
        "25-03",
        "26-03",
        "29-03",
        "06-05",
        "17-05",
        "24-12",
        "31-12",
    ]


def test_great_prayer_day_was_a_holiday_until_2023() -> None:
    assert not is_working_day(dt.date(2023, 5, 5)) and is_working_day(dt.date(2024, 4, 26))


def test_the_offices_are_closed_on_constitution_day() -> None:
    assert dt.date(2026, 6, 5).weekday() == 4 and not is_working_day(dt.date(2026, 6, 5))


def test_seven_working_days_over_christmas() -> None:
    assert add_working_days(dt.date(2026, 12, 22), 7) == dt.date(2027, 1, 6)


@given(days, st.integers(0, 40))
def test_working_days_are_counted_one_by_one(day: dt.date, number: int) -> None:
    end = add_working_days(day, number)
    assert sum(is_working_day(day + n * DAY) for n in range(1, (end - day).days + 1)) == number


@given(days)
def test_the_next_and_the_previous_working_day_are_the_nearest(day: dt.date) -> None:
    after, before = next_working_day(day), previous_working_day(day)
    assert before <= day <= after and is_working_day(before) and is_working_day(after)
    assert not any(is_working_day(each) for each in each_day(DaySpan(before, after)) if before < each < after)


@pytest.mark.parametrize(("day", "week"), [("2027-01-01", (2026, 53)), ("2028-01-01", (2027, 52)), ("2026-11-16", (2026, 47))])
def test_weeks_are_numbered_as_danes_do(day: str, week: tuple[int, int]) -> None:
    assert iso_week(dt.date.fromisoformat(day)) == week


@pytest.mark.parametrize(
    ("at", "day"),
    [
        ("2026-12-31T23:30:00+00:00", "2027-01-01"),
        ("2026-06-30T21:59:59+00:00", "2026-06-30"),
        ("2026-06-30T22:00:00+00:00", "2026-07-01"),
        ("2026-03-29T00:30:00+00:00", "2026-03-29"),
    ],
)
def test_the_day_is_copenhagens_in_winter_and_summer(at: str, day: str) -> None:
    assert day_of(dt.datetime.fromisoformat(at)) == dt.date.fromisoformat(day)


@pytest.mark.parametrize(
    ("day", "danish", "english"),
    [
        (dt.date(2026, 12, 24), "Juleaftensdag", "Christmas Eve"),
        (dt.date(2026, 12, 25), "Juledag", "Christmas Day"),
        (dt.date(2026, 6, 5), "Grundlovsdag", "Constitution Day"),
        (dt.date(2026, 5, 1), "", ""),
        (dt.date(2024, 4, 26), "", ""),
        (dt.date(2023, 5, 5), "Store bededag", "Great Prayer Day"),
    ],
)
def test_days_off_have_names(day, danish, english):
    assert (holiday_name(day, language="da"), holiday_name(day, language="en")) == (danish, english)


@pytest.mark.parametrize(
    ("day", "time", "utc"),
    [
        ((2027, 3, 28), (1, 59), dt.datetime(2027, 3, 28, 0, 59, tzinfo=dt.UTC)),
        ((2027, 3, 28), (2, 0), None),
        ((2027, 3, 28), (2, 30), None),
        ((2027, 3, 28), (3, 0), dt.datetime(2027, 3, 28, 1, 0, tzinfo=dt.UTC)),
        ((2027, 10, 31), (2, 30), dt.datetime(2027, 10, 31, 0, 30, tzinfo=dt.UTC)),  # the first of the two, in summer time
        ((2027, 10, 31), (3, 0), dt.datetime(2027, 10, 31, 2, 0, tzinfo=dt.UTC)),
        ((2026, 11, 16), (13, 0), dt.datetime(2026, 11, 16, 12, 0, tzinfo=dt.UTC)),
    ],
)
def test_a_time_that_a_spring_night_leaves_out_is_no_instant_and_one_that_autumn_has_twice_is_the_first(day, time, utc) -> None:
    assert instant_of(dt.date(*day), dt.time(*time)) == utc
    assert instant_of(dt.date(*day), dt.time(*time, fold=1)) == utc


@given(days, st.times())
def test_every_other_time_comes_back_as_it_was_written(day: dt.date, time: dt.time) -> None:
    found = instant_of(day, time)
    if found is not None:
        local = found.astimezone(COPENHAGEN)
        assert (local.date(), local.time()) == (day, time)
    else:
        assert (day.month, day.isoweekday(), time.hour) == (3, 7, 2)


@given(day=st.dates(dt.date(2020, 1, 10), dt.date(2040, 1, 1)), number=st.integers(0, 10))
def test_working_days_before_a_day_are_counted_back(day, number):
    found = working_days_before(day, number)
    between = [day - n * DAY for n in range(1, (day - found).days + 1)]
    assert sum(is_working_day(each) for each in between) == number
    assert number == 0 or is_working_day(found)


def test_an_installation_names_the_days_on_which_its_offices_are_closed() -> None:
    closed = closed_days("12-24 05-01")
    assert not is_working_day(dt.date(2026, 5, 1), closed=closed)
    assert is_working_day(dt.date(2026, 6, 5), closed=closed)
    said = subprocess.run(
        [sys.executable, "-c", "import datetime as dt; from core.days import is_working_day; print(is_working_day(dt.date(2026, 6, 5)))"],
        env={**os.environ, "CLOSED_DAYS": "12-24"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert said.strip() == "True"


@pytest.mark.parametrize("text", ["13-01", "24.12", "12-24,12-31", "jul"])
def test_what_is_no_day_of_a_year_is_told_with_the_way_to_write_it(text: str) -> None:
    with pytest.raises(ValueError, match="write month and day of each, such as 06-05 12-24 12-31"):
        closed_days(text)
