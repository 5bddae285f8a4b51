"""A plan of hours is made and replaced; a course pauses and goes on; what the client wishes changed (R104-R108, R110)."""

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from accounts.models import AuditEvent
from cases.actions.annulling import annul_decision
from cases.actions.changed_wishes import answer_wish, take_back_wish
from cases.actions.closing import close_course
from cases.actions.exits import close_case
from cases.actions.pauses import end_pause, take_back_pause
from cases.actions.reopening import reopen_course
from cases.course_rows import due_of_course
from cases.enums import State
from cases.enums_course import PauseReason
from cases.enums_notice import NoticeKind
from cases.hour_rows import open_wish
from cases.hours import account_of
from cases.models import Case, HourPlan, HourStep, Pause, Period
from cases.notice_rows import cases_known
from cases.phrases import event
from cases.rules.deadlines import decide_by
from cases.rules.lifecycle import Event
from core.days import DAY, WEEK, day_of
from core.verdicts import Stale
from tests.cases.closing_scene import closing, reopening
from tests.cases.course_scene import running
from tests.cases.hours_scene import TODAY, changed, monday, paused, planned, wished
from tests.cases.log_scene import entry
from tests.factories import AT
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def kinds(case):
    return list(AuditEvent.objects.filter(subject_id=case.pk).order_by("id").values_list("kind", flat=True))


def reminders_of_the_end(case):
    (known,) = cases_known([case.pk], on=TODAY)
    return [each.due_on for each in known.wanted if each.kind == NoticeKind.EXTENSION]


class TestThePlan:
    def test_is_kept_in_steps_and_counts_in_the_account(self):
        """R104, R105"""
        case, _assignment, by = running()
        plan = planned(case, by, (0, 180), (8, 120), (16, 60), words="Camilla kan mere selv")
        assert [(step.first_day, step.minutes_a_week) for step in plan.steps.order_by("first_day")] == [
            (TODAY, 180),
            (monday(8), 120),
            (monday(16), 60),
        ]
        found = account_of(case, on=TODAY)
        assert found.planned < found.granted
        assert kinds(case)[-1] == "case.plan_made"

    def test_a_new_plan_replaces_the_old_one_which_stays_readable(self):
        """R104"""
        case, _assignment, by = running()
        first = planned(case, by, (0, 180), (8, 60))
        second = planned(case, by, (0, 180), (8, 30), based_on=1)
        first.refresh_from_db()
        assert first.replaced_at == AT
        assert (second.number, second.replaced_at) == (2, None)
        assert HourStep.objects.filter(plan=first).count() == 2

    def test_the_same_plan_again_changes_nothing(self):
        """A double click."""
        case, _assignment, by = running()
        first = planned(case, by, (0, 180), (8, 60))
        assert planned(case, by, (0, 180), (8, 60)) == first
        assert HourPlan.objects.count() == 1

    def test_a_plan_that_somebody_replaced_is_stale(self):
        case, _assignment, by = running()
        planned(case, by, (0, 180), (8, 60))
        with pytest.raises(Stale):
            planned(case, by, (0, 120))

    @pytest.mark.parametrize(
        ("steps", "code", "field"),
        [
            ([], "plan_no_steps", ""),
            ([(0, 60 * 60)], "plan_more_than_granted", "minutes_1"),
            ([(8, 120), (0, 180), (16, 150)], "plan_rises", "minutes_3"),
            ([(0, 180), (60, 60)], "plan_outside_period", "day_2"),
            ([(0, 180), (8, 60), (8, 30)], "plan_same_day", "day_3"),
            ([(0, 0)], "plan_no_hours", "minutes_1"),
            ([(n, 180) for n in range(31)], "plan_too_many_steps", ""),
        ],
    )
    def test_a_refusal_belongs_to_the_line_as_it_was_typed(self, steps, code, field):
        """R104, R106"""
        case, _assignment, by = running()
        with refused(code, field):
            planned(case, by, *steps)
        assert not HourPlan.objects.exists()

    def test_hours_down_to_none_are_a_plan(self):
        """R106"""
        case, _assignment, by = running()
        assert planned(case, by, (0, 180), (20, 0)).steps.count() == 2

    def test_only_a_running_course_with_consent_is_planned(self):
        case, _assignment, by = running()
        Case.objects.filter(pk=case.pk).update(consent_withdrawn_on=TODAY)
        with refused("consent_withdrawn"):
            planned(case, by, (0, 60))
        Case.objects.filter(pk=case.pk).update(consent_withdrawn_on=None, state=State.STARTUP)
        with refused("plan_not_running"):
            planned(case, by, (0, 60))

    def test_a_period_that_is_not_there_has_no_plan(self):
        case, _assignment, by = running()
        with refused("plan_no_period"):
            planned(case, by, (0, 60), period=2)

    def test_a_plan_goes_on_in_the_period_of_a_course_that_is_opened_again(self):
        """R104, R124: what was still planned, from the first day that is left."""
        case, _assignment, by = running()
        planned(case, by, (0, 180), (8, 120), (16, 60), words="Camilla kan mere selv")
        close_course(case_id=case.pk, by=by, **closing(AT + 30 * DAY))
        reopen_course(case_id=case.pk, by=by, **reopening(AT + 80 * DAY))
        period = Period.objects.get(case=case, number=2)
        plan = HourPlan.objects.get(period=period)
        steps = [(step.first_day, step.minutes_a_week) for step in plan.steps.order_by("first_day")]
        assert steps == [(period.first_day, 120), (monday(16), 60)] and plan.words == "Camilla kan mere selv"
        assert [each.planned for each in account_of(case, on=day_of(AT + 80 * DAY)).periods][1] < 180 * 26
        told = AuditEvent.objects.get(subject_id=case.pk, kind="case.plan_carried")
        with override("en"):
            assert "goes on in period 2" in event(told.kind, told.facts)

    def test_a_course_without_a_plan_is_opened_again_without_one(self):
        """R104"""
        case, _assignment, by = running()
        close_course(case_id=case.pk, by=by, **closing(AT + 30 * DAY))
        reopen_course(case_id=case.pk, by=by, **reopening(AT + 40 * DAY))
        assert not HourPlan.objects.exists()


class TestThePause:
    def test_stops_the_hours_and_moves_no_last_day(self):
        """R107, R108"""
        case, _assignment, by = running()
        before, period = account_of(case, on=TODAY), Period.objects.get(case=case)
        paused(case, by, 7, 20)
        after = account_of(case, on=TODAY)
        assert before.planned - after.planned == 2 * 180
        assert after.granted == before.granted
        assert Period.objects.get(case=case).last_day == period.last_day
        assert kinds(case)[-1] == "case.pause_recorded"

    def test_stops_no_deadline_of_the_extension(self):
        """R108: the last day stands, so what comes after it is decided in time, and its reminders come."""
        case, _assignment, by = running()
        last_day = Period.objects.get(case=case).last_day
        before = due_of_course(case), reminders_of_the_end(case)
        paused(case, by, (last_day - TODAY).days - 60, None)
        assert (due_of_course(case), reminders_of_the_end(case)) == before
        assert before == (decide_by(last_day=last_day), [last_day - weeks * WEEK for weeks in (8, 4, 2, 1)])

    def test_ends_on_a_day_and_the_course_goes_on(self):
        """R107"""
        case, _assignment, by = running()
        pause = paused(case, by, 0, None)
        end_pause(case_id=case.pk, pause_id=pause.pk, version=1, last_day=TODAY + 6 * DAY, by=by, at=AT)
        pause.refresh_from_db()
        assert (pause.last_day, pause.version) == (TODAY + 6 * DAY, 2)
        with pytest.raises(Stale):
            end_pause(case_id=case.pk, pause_id=pause.pk, version=1, last_day=TODAY, by=by, at=AT)
        with refused("pause_ends_before_start", "last_day"):
            end_pause(case_id=case.pk, pause_id=pause.pk, version=2, last_day=TODAY - DAY, by=by, at=AT)
        with refused("pause_after_course", "last_day"):
            end_pause(case_id=case.pk, pause_id=pause.pk, version=2, last_day=TODAY + 400 * DAY, by=by, at=AT)

    def test_two_pauses_share_no_day(self):
        """R107"""
        case, _assignment, by = running()
        paused(case, by, 7, 13)
        with refused("pause_overlaps", "first_day"):
            paused(case, by, 13, 20)
        paused(case, by, 14, 20)

    def test_the_database_holds_it_too(self):
        """R107"""
        case, _assignment, by = running()
        paused(case, by, 7, None)
        with pytest.raises(IntegrityError), transaction.atomic():
            Pause.objects.create(case=case, first_day=TODAY + 40 * DAY, reason=PauseReason.OTHER, recorded_by=by, recorded_at=AT)

    def test_no_pause_over_hours_that_were_given(self):
        """R107"""
        case, _assignment, by = running()
        entry(case, by, day=TODAY)
        with refused("pause_has_hours", "first_day"):
            paused(case, by, 0, None)
        paused(case, by, 1, None)

    def test_is_taken_back_before_it_begins_and_not_after(self):
        """R107"""
        case, _assignment, by = running()
        now, later = paused(case, by, 0, 1), paused(case, by, 7, 8)
        with refused("pause_has_begun"):
            take_back_pause(case_id=case.pk, pause_id=now.pk, version=1, by=by, at=AT)
        take_back_pause(case_id=case.pk, pause_id=later.pk, version=1, by=by, at=AT)
        assert list(Pause.objects.all()) == [now]
        assert kinds(case)[-1] == "case.pause_taken_back"
        with refused("pause_gone"):
            take_back_pause(case_id=case.pk, pause_id=later.pk, version=1, by=by, at=AT)

    def test_ends_with_its_course_and_one_to_come_does_not_come_to_be(self):
        """R107: after the end there is no course that could go on."""
        case, _assignment, by = running()
        open_one = paused(case, by, first=20, last=None)
        close_course(case_id=case.pk, by=by, **closing(AT + 30 * DAY))
        open_one.refresh_from_db()
        assert open_one.last_day == TODAY + 30 * DAY
        other, _assignment, by = running()
        paused(other, by, first=40, last=50)
        close_course(case_id=other.pk, by=by, **closing(AT + 30 * DAY))
        assert not Pause.objects.filter(case=other).exists()
        assert AuditEvent.objects.get(subject_id=other.pk, kind="case.ended").facts["pauses_ended"] == 1

    def test_ends_with_a_course_from_which_the_client_withdraws(self):
        """R107"""
        case, _assignment, by = running()
        paused(case, by, first=0, last=None)
        close_case(case_id=case.pk, version=None, event=Event.WITHDRAWN, words="Nyt job", by=by, at=AT + 5 * DAY)
        assert Pause.objects.get().last_day == TODAY + 5 * DAY
        told = AuditEvent.objects.get(subject_id=case.pk, kind="case.withdrawn")
        with override("en"):
            assert "the pause ended" in event(told.kind, told.facts)


class TestTheChangedWish:
    def test_stands_beside_the_grant_on_its_day(self):
        """R110"""
        case, _assignment, by = running()
        before = account_of(case, on=TODAY)
        wish = wished(case, by, minutes=120)
        assert (wish.day, wish.minutes_a_week, wish.decision) == (TODAY, 120, None)
        assert account_of(case, on=TODAY) == before

    def test_one_waits_at_a_time_and_can_be_taken_back(self):
        """R110"""
        case, _assignment, by = running()
        wish = wished(case, by, minutes=120)
        with refused("wish_open_already"):
            wished(case, by, minutes=60)
        take_back_wish(case_id=case.pk, wish_id=wish.pk, by=by, at=AT)
        with refused("wish_not_open"):
            take_back_wish(case_id=case.pk, wish_id=wish.pk, by=by, at=AT)
        wished(case, by, minutes=60)
        assert kinds(case)[-2:] == ["case.wish_taken_back", "case.wish_changed"]

    def test_what_is_granted_already_is_no_wish(self):
        """R110"""
        case, _assignment, by = running()
        with refused("wish_as_granted", "minutes_a_week"):
            wished(case, by, minutes=180)

    def test_for_an_earlier_last_day_is_closed_with_the_course_and_stays_readable(self):
        """R110"""
        case, _assignment, by = running()
        wish = wished(case, by, last_day=TODAY + 4 * WEEK)
        end = AT + 4 * WEEK
        close_course(case_id=case.pk, by=by, **closing(end))
        wish.refresh_from_db()
        assert (wish.ended_on, wish.decision, wish.withdrawn_on) == (day_of(end), None, None)
        assert open_wish(case) is None
        reopen_course(case_id=case.pk, by=by, **reopening(end + DAY))
        assert open_wish(case) is None, "a course that is opened again does not bring the wish back"
        wished(case, by, minutes=60, at=end + DAY)
        assert AuditEvent.objects.get(subject_id=case.pk, kind="case.ended").facts["wishes_ended"] == 1

    def test_is_closed_when_the_client_withdraws(self):
        """R110, R03"""
        case, _assignment, by = running()
        wish = wished(case, by, minutes=60)
        close_case(case_id=case.pk, version=None, event=Event.WITHDRAWN, words="", by=by, at=AT)
        wish.refresh_from_db()
        assert wish.ended_on == TODAY

    def test_a_no_that_is_annulled_after_the_end_leaves_none_open(self):
        """R110, R131"""
        case, _assignment, by = running()
        wish = wished(case, by, minutes=240)
        decision = changed(case, by, None, keeps=True, first_day=None, reasons="Målene er nået", offered_instead="En samtale")
        close_course(case_id=case.pk, by=by, **closing(AT + DAY))
        annul_decision(case_id=case.pk, version=None, decision_id=decision.pk, why="Forkert borger", by=by, at=AT + DAY)
        wish.refresh_from_db()
        assert (wish.decision, wish.ended_on) == (None, TODAY + DAY)

    def test_a_decision_about_something_else_does_not_answer_it(self):
        """R110"""
        case, _assignment, by = running()
        wished(case, by, minutes=120)
        first = Period.objects.get(case=case).decision
        assert answer_wish(case=case, decision=first) is None
        assert open_wish(case) is not None
