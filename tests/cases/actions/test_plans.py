"""A plan of hours is made and replaced, and goes on in a course that is opened again."""

import pytest
from django.utils.translation import override

from accounts.models import AuditEvent
from cases.actions.closing import close_course
from cases.actions.reopening import reopen_course
from cases.enums import State
from cases.hours import account_of
from cases.models import Case, HourPlan, HourStep, Period
from cases.phrases import event
from core.days import DAY, day_of
from core.verdicts import Stale
from tests.cases.closing_scene import closing, reopening
from tests.cases.course_scene import running
from tests.cases.hours_scene import TODAY, kinds, monday, planned
from tests.factories import AT
from tests.refusals import refused

pytestmark = pytest.mark.django_db


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
