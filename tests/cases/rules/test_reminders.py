"""On which day each reminder is told (R159-R165), by the Danish calendar."""

import datetime as dt
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.enums import ProposalState, State
from cases.enums_course import MeasuredAt
from cases.enums_notice import NoticeKind
from cases.rules.appeals import Complaint, reassess_by
from cases.rules.course import PeriodDays
from cases.rules.health import quiet_for
from cases.rules.measurements import Point
from cases.rules.reminders import (
    Asked,
    Awaited,
    Prepared,
    Trouble,
    Unsigned,
    points_of,
    wanted_of_client,
    wanted_of_mentor,
)
from core.days import DAY, DaySpan
from tests.cases.rules.reminder_scene import FIRST, LAST, TODAY, A, days, period, wanted


class TestBeforeTheCourse:
    @pytest.mark.parametrize(
        ("due", "early"),
        [
            ("2026-12-07", "2026-12-02"),
            ("2026-12-28", "2026-12-21"),  # Christmas Eve, both holidays and a weekend lie between
            ("2027-03-30", "2027-03-22"),  # the day after Easter
            ("2027-01-05", "2026-12-29"),  # New Year
        ],
    )
    def test_the_deadline_is_told_three_working_days_before_and_on_its_day(self, due, early):
        day = dt.date.fromisoformat(due)
        for state in (State.CONTACT, State.CHALLENGES, State.ASSESSMENT):
            assert days(NoticeKind.ANSWER, state=state, received_on=day - 21 * DAY, answer_due_on=day) == [(3, early), (0, due)]

    def test_not_once_it_is_decided_nor_before_it_was_received(self):
        for state in (State.MATCH, State.STARTUP, State.RUNNING, State.REFUSED):
            assert days(NoticeKind.ANSWER, state=state) == []
        assert days(NoticeKind.ANSWER, state=State.CONTACT, received_on=TODAY, answer_due_on=TODAY + DAY) == [(0, "2026-11-17")]

    def test_a_proposal_is_told_the_day_after_it_should_have_been_answered(self):
        asked = Awaited(A, ProposalState.CLIENT_ASKED, dt.date(2026, 11, 20))
        mentor = Awaited(uuid.UUID(int=2), ProposalState.MENTOR_ASKED, dt.date(2026, 11, 18))
        found = wanted(NoticeKind.PROPOSAL, state=State.MATCH, proposals=[asked, mentor])
        assert [(each.due_on.isoformat(), each.facts["who"]) for each in found] == [("2026-11-19", "mentor"), ("2026-11-21", "client")]
        accepted = Awaited(A, ProposalState.ACCEPTED, dt.date(2026, 11, 20))
        assert days(NoticeKind.PROPOSAL, state=State.MATCH, proposals=[accepted]) == []

    def test_an_agreement_that_is_not_signed_is_told_after_seven_days(self):
        unsigned = Unsigned(A, dt.date(2026, 11, 13))
        assert days(NoticeKind.AGREEMENT, state=State.STARTUP, unsigned=unsigned) == [(0, "2026-11-20")]
        assert days(NoticeKind.AGREEMENT, state=State.RUNNING, unsigned=unsigned) == [(0, "2026-11-20")]
        assert days(NoticeKind.AGREEMENT, state=State.ENDED, unsigned=unsigned) == []


class TestNoContact:
    def test_it_is_told_two_weeks_after_the_last_contact_and_again_each_two_weeks(self):
        found = days(NoticeKind.QUIET, periods=[period()], last_contact=dt.date(2026, 10, 12))
        assert found == [(1, "2026-10-26"), (2, "2026-11-09"), (3, "2026-11-23")]

    def test_without_any_contact_it_counts_from_the_first_day(self):
        found = wanted(NoticeKind.QUIET, on=FIRST, periods=[period()])
        assert [(each.level, each.due_on.isoformat(), each.facts["since"]) for each in found] == [(1, "2026-07-14", "")]
        before = wanted(NoticeKind.QUIET, on=FIRST, periods=[period()], last_contact=dt.date(2026, 6, 1))
        assert [each.due_on for each in before] == [dt.date(2026, 7, 14)]

    def test_a_pause_moves_it_behind(self):
        pause = DaySpan(dt.date(2026, 11, 20), dt.date(2026, 11, 27))
        found = days(NoticeKind.QUIET, periods=[period()], last_contact=TODAY - 5 * DAY, pauses=[pause])
        assert found == [(1, "2026-12-03")]
        assert days(NoticeKind.QUIET, periods=[period()], last_contact=TODAY, pauses=[DaySpan(TODAY + DAY)]) == []

    def test_not_after_the_period_and_in_the_new_one_from_its_own_first_day(self):
        new = period(dt.date(2027, 1, 10), dt.date(2027, 3, 31), key=10, number=2)
        assert days(NoticeKind.QUIET, on=dt.date(2027, 1, 1), periods=[period()], last_contact=dt.date(2026, 12, 30)) == []
        assert days(NoticeKind.QUIET, on=dt.date(2027, 1, 1), periods=[period(), new], last_contact=dt.date(2026, 12, 30)) == [
            (1, "2027-01-23")
        ]

    def test_periods_that_ended_since_somebody_was_to_look_are_there(self):
        new = period(dt.date(2027, 1, 1), dt.date(2027, 3, 31), key=10, number=2)
        known = {"on": dt.date(2027, 6, 1), "periods": [period(), new], "last_contact": dt.date(2026, 12, 10)}
        assert next(day for _level, day in days(NoticeKind.QUIET, **known)) == "2027-01-14"
        assert [day for _level, day in days(NoticeKind.QUIET, **known, looked_on=dt.date(2026, 12, 20))][:2] == ["2026-12-24", "2027-01-14"]

    @given(
        since=st.integers(0, 150),
        quiet=st.integers(1, 30),
        pauses=st.lists(st.tuples(st.integers(0, 180), st.integers(0, 30)), max_size=3),
        on=st.integers(0, 183),
    )
    def test_it_is_told_on_the_days_on_which_the_page_begins_to_say_so(self, since, quiet, pauses, on):
        """Each reminder stands on a day of the course without a pause on which R143 counts a multiple of the days."""
        spans = [DaySpan(FIRST + first * DAY, FIRST + (first + length) * DAY) for first, length in pauses]
        contact = FIRST + since * DAY
        found = wanted(NoticeKind.QUIET, on=FIRST + on * DAY, periods=[period()], last_contact=contact, pauses=spans, quiet_days=quiet)
        for each in found:
            assert quiet_for(since=contact, today=each.due_on, pauses=spans) == quiet * each.level
            assert each.due_on <= LAST and not any(each.due_on in span for span in spans)
        assert [each.level for each in found] == list(range(1, len(found) + 1))
        assert sum(each.due_on > FIRST + on * DAY for each in found) <= 1


class TestHowItGoes:
    """R163, on the days of R142."""

    def test_it_is_asked_four_weeks_after_the_first_day_and_a_month_after_the_last_answer(self):
        (first,) = wanted(NoticeKind.QUESTION, periods=[period()])
        assert (first.due_on.isoformat(), first.until, first.facts["since"]) == ("2026-07-29", LAST, "")
        (next_one,) = wanted(NoticeKind.QUESTION, periods=[period()], last_asked=dt.date(2026, 10, 31))
        assert (next_one.due_on.isoformat(), next_one.facts["since"]) == ("2026-11-30", "2026-10-31")

    def test_the_settings_are_the_jobcentres_own(self):
        known = {"periods": [period()], "first_question_weeks": 2, "question_months": 3}
        assert days(NoticeKind.QUESTION, **known) == [(0, "2026-07-15")]
        assert days(NoticeKind.QUESTION, **known, last_asked=dt.date(2026, 8, 1)) == [(0, "2026-11-01")]

    def test_a_day_in_a_pause_moves_behind_it_and_in_one_without_an_end_nobody_is_asked(self):
        assert days(NoticeKind.QUESTION, periods=[period()], pauses=[DaySpan(dt.date(2026, 7, 20), dt.date(2026, 8, 2))]) == [
            (0, "2026-08-03")
        ]
        assert days(NoticeKind.QUESTION, periods=[period()], pauses=[DaySpan(dt.date(2026, 7, 20))]) == []

    def test_not_after_the_last_day_nor_when_it_is_over_nor_without_consent(self):
        assert days(NoticeKind.QUESTION, periods=[period()], last_asked=dt.date(2026, 12, 1)) == []
        assert days(NoticeKind.QUESTION, periods=[period()], state=State.ENDED) == []
        assert days(NoticeKind.QUESTION, periods=[period()], consent_withdrawn=True) == []


class TestAroundTheCourse:
    def test_waiting_hours_are_told_seven_days_after_the_oldest_was_written(self):
        assert days(NoticeKind.ENTRIES, oldest_waiting=dt.date(2026, 11, 12)) == [(0, "2026-11-19")]
        assert days(NoticeKind.ENTRIES) == []

    def test_what_does_not_work_is_told_at_once_and_on_its_day(self):
        trouble = Trouble(A, TODAY, dt.date(2026, 11, 20))
        for state in (State.RUNNING, State.ENDED):
            assert days(NoticeKind.NOT_WORKING, state=state, troubles=[trouble]) == [(1, "2026-11-16"), (0, "2026-11-20")]

    def test_a_measurement_is_told_on_the_day_of_its_point_while_it_can_be_answered(self):
        point = Point(MeasuredAt.DURING, 3, dt.date(2026, 10, 1))
        (found,) = wanted(NoticeKind.MEASUREMENT, unanswered=[point])
        assert (found.due_on, found.until) == (dt.date(2026, 10, 1), dt.date(2026, 10, 29))
        assert found.facts == {"point": "during", "months": 3, "day": "2026-10-01"}

    def test_points_of_the_course_while_it_runs_and_those_after_it_when_it_has_ended(self):
        course = [PeriodDays(1, FIRST, LAST)]
        assert [(each.kind, each.day.isoformat()) for each in points_of(periods=course, state=State.RUNNING)] == [
            (MeasuredAt.START, "2026-07-01"),
            (MeasuredAt.DURING, "2026-10-01"),
            (MeasuredAt.END, "2026-12-31"),
        ]
        assert [each.day.isoformat() for each in points_of(periods=course, state=State.ENDED)] == ["2027-03-31", "2027-06-30", "2027-12-31"]
        assert points_of(periods=[], state=State.RUNNING) == ()

    def test_a_follow_up_is_told_on_its_day(self):
        asked = Asked(A, "m3", dt.date(2027, 5, 18))
        assert days(NoticeKind.FOLLOW_UP, state=State.ENDED, follow_ups=[asked]) == [(0, "2027-05-18")]
        assert days(NoticeKind.FOLLOW_UP, state=State.RUNNING, follow_ups=[asked]) == []

    def test_a_complaint_is_told_a_week_before_its_day_and_on_it(self):
        received = dt.date(2026, 11, 27)
        due = reassess_by(received_on=received, weeks=4)
        complaint = Complaint(received, due)
        assert due == dt.date(2026, 12, 28)
        assert days(NoticeKind.APPEAL, state=State.REFUSED, appeals=[(A, complaint)]) == [(1, "2026-12-21"), (0, "2026-12-28")]
        passed_on = Complaint(received, due, due, "upheld", due)
        assert days(NoticeKind.APPEAL, appeals=[(A, passed_on)]) == []

    @pytest.mark.parametrize(
        ("prepared", "told"), [("2026-11-16", "2026-11-19"), ("2026-12-23", "2026-12-30"), ("2027-03-24", "2027-04-01")]
    )
    def test_a_second_person_is_told_after_three_working_days_and_never_the_first(self, prepared, told):
        waits = Prepared(A, dt.date.fromisoformat(prepared), uuid.UUID(int=7))
        (found,) = wanted(NoticeKind.SECOND_PERSON, state=State.ASSESSMENT, approvals=[waits])
        assert (found.due_on.isoformat(), found.not_to) == (told, uuid.UUID(int=7))


class TestOfClientsAndMentors:
    def test_address_protection_is_told_four_weeks_and_one_week_before(self):
        found = wanted_of_client(protected_until=dt.date(2026, 12, 31), ref="2026-0100")
        assert [(each.level, each.due_on.isoformat()) for each in found] == [(4, "2026-12-03"), (1, "2026-12-24")]
        assert wanted_of_client(protected_until=None, ref="2026-0100") == ()
        assert wanted_of_client(protected_until=dt.date(2026, 12, 31), ref="") == ()

    def test_a_declaration_is_told_thirty_days_before_and_on_the_day_after(self):
        found = wanted_of_mentor(valid_until=dt.date(2026, 12, 31), has_course=True)
        assert [(each.level, each.due_on.isoformat()) for each in found] == [(30, "2026-12-01"), (0, "2027-01-01")]
        assert wanted_of_mentor(valid_until=dt.date(2026, 12, 31), has_course=False) == ()
        assert wanted_of_mentor(valid_until=None, has_course=True) == ()
