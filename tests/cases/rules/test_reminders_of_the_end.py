"""On which days the end of a period is told, by the Danish calendar (R158)."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.enums import State
from cases.enums_notice import NoticeKind
from cases.rules.reminders import (
    Request,
)
from core.days import DAY, WEEK, is_working_day
from tests.cases.rules.reminder_scene import LAST, A, days, period, wanted


class TestTheEndOfAPeriod:
    def test_it_is_told_8_4_2_and_1_weeks_before_the_last_day(self):
        found = wanted(NoticeKind.EXTENSION, periods=[period()])
        assert [(each.level, each.due_on.isoformat()) for each in found] == [
            (8, "2026-11-05"),
            (4, "2026-12-03"),
            (2, "2026-12-17"),
            (1, "2026-12-24"),
        ]

    @pytest.mark.parametrize(
        ("last_day", "decide_by"),
        [
            ("2026-12-31", "2026-12-17"),
            ("2027-01-07", "2026-12-23"),  # two weeks before is Christmas Eve
            ("2027-04-12", "2027-03-24"),  # Easter Monday moves back over Good Friday and Maundy Thursday
            ("2027-06-19", "2027-06-04"),  # Constitution Day is a Saturday
            ("2027-05-20", "2027-05-05"),  # Ascension Day
            ("2024-05-10", "2024-04-26"),  # the fourth Friday after Easter, no holiday since 2024
            ("2023-05-19", "2023-05-04"),  # and a holiday before
        ],
    )
    def test_it_says_by_when_it_is_decided_on_a_working_day(self, last_day, decide_by):
        last = dt.date.fromisoformat(last_day)
        found = wanted(NoticeKind.EXTENSION, on=last - 60 * DAY, periods=[period(last - 180 * DAY, last)])
        assert {each.facts["day"] for each in found} == {decide_by}
        assert {each.facts["last_day"] for each in found} == {last_day}

    def test_the_weeks_are_the_jobcentres_own(self):
        assert days(NoticeKind.EXTENSION, periods=[period()], reminder_weeks=[3, 6, 3]) == [(6, "2026-11-19"), (3, "2026-12-10")]
        assert days(NoticeKind.EXTENSION, periods=[period()], reminder_weeks=[]) == []

    def test_a_short_period_begins_with_the_level_that_lies_in_it(self):
        assert days(NoticeKind.EXTENSION, periods=[period(dt.date(2026, 11, 27), LAST)]) == [
            (4, "2026-12-03"),
            (2, "2026-12-17"),
            (1, "2026-12-24"),
        ]

    def test_the_newest_period_counts_and_one_that_ended_early_ends_early(self):
        later = period(dt.date(2027, 1, 1), dt.date(2027, 3, 31), key=10, number=2)
        assert {each.about for each in wanted(NoticeKind.EXTENSION, periods=[later, period()])} == {later.id}
        ended = period(ended=dt.date(2026, 12, 10))
        assert days(NoticeKind.EXTENSION, periods=[ended])[-1] == (1, "2026-12-03")
        never = period(dt.date(2027, 1, 1), dt.date(2027, 3, 31), dt.date(2026, 12, 31), key=10, number=2)
        assert {each.about for each in wanted(NoticeKind.EXTENSION, periods=[never, period()])} == {period().id}

    def test_a_pending_request_takes_over(self):
        request = Request(A, dt.date(2026, 11, 9), dt.date(2026, 12, 17))
        assert days(NoticeKind.EXTENSION, periods=[period()], request=request) == []
        assert days(NoticeKind.EXTENSION_DECISION, periods=[period()], request=request) == [(1, "2026-12-10"), (0, "2026-12-17")]

    def test_a_request_that_came_late_is_told_on_its_day_alone(self):
        request = Request(A, dt.date(2026, 12, 14), dt.date(2026, 12, 17))
        assert days(NoticeKind.EXTENSION_DECISION, periods=[period()], request=request) == [(0, "2026-12-17")]

    def test_nothing_of_it_after_the_end_or_without_consent(self):
        assert days(NoticeKind.EXTENSION, periods=[period()], state=State.ENDED) == []
        assert days(NoticeKind.COURSE_OVER, periods=[period()], state=State.ENDED) == []
        assert days(NoticeKind.EXTENSION, periods=[period()], consent_withdrawn=True) == []

    def test_the_day_after_the_last_day_it_is_over(self):
        assert days(NoticeKind.COURSE_OVER, periods=[period()]) == [(0, "2027-01-01")]

    @given(
        last=st.dates(dt.date(2020, 1, 1), dt.date(2040, 1, 1)),
        weeks=st.lists(st.integers(1, 26), max_size=6),
        length=st.integers(1, 183),
    )
    def test_each_level_lies_in_the_period_so_many_weeks_before_its_end_and_stands_once(self, last, weeks, length):
        first = last - length * DAY
        found = wanted(NoticeKind.EXTENSION, on=first, periods=[period(first, last)], reminder_weeks=weeks)
        assert [each.level for each in found] == sorted({each for each in weeks if last - each * WEEK >= first}, reverse=True)
        assert all(each.due_on == last - each.level * WEEK for each in found)
        assert all(is_working_day(dt.date.fromisoformat(each.facts["day"])) for each in found)
