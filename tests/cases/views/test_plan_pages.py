"""The plan of hours of a running course: steps, templates, the sum beside the grant, older plans."""

import datetime as dt
import re
from typing import Any

import pytest

from accounts.models import Draft
from cases.models import HourPlan, Period
from core import clock
from core.days import DAY
from tests.cases.hours_scene import monday, planned
from tests.pages import page, text, typed

pytestmark = pytest.mark.django_db


def plan_data(*steps: tuple[dt.date | str, str], **other: Any) -> dict[str, Any]:
    known: dict[str, Any] = {"version": 0, "period": 1, "rows": len(steps), "shape": "own", "words": ""}
    for n, (day, hours) in enumerate(steps, start=1):
        known |= {f"day_{n}": typed(day) if isinstance(day, dt.date) else day, f"minutes_{n}": hours}
    return {**known, **other}


class TestThePlan:
    def first(self, case) -> dt.date:
        return Period.objects.get(case=case).first_day

    def test_suggests_stairs_and_saves_them(self, client, course):
        """R104"""
        case, _assignment, _by = course
        shown = text(client.get(page("case_plan", case)))
        days = re.findall(r'name="day_\d+" value="([^"]+)"', shown)
        hours = re.findall(r'name="minutes_\d+" value="([^"]+)"', shown)
        assert len(days) == 4
        assert hours == ["3:00", "2:00", "1:30", "1:00"]
        assert "which is not saved yet" in shown
        answer = client.post(page("case_plan", case), plan_data(*zip(days, hours, strict=True), shape="stairs"), follow=True)
        assert "The plan is saved." in text(answer)
        assert HourPlan.objects.get().shape == "stairs"

    def test_a_double_click_makes_one_plan(self, client, course):
        case, _assignment, _by = course
        data = plan_data((self.first(case), "3"), (monday(8, at=clock.now()), "1,5"))
        for _click in range(2):
            assert client.post(page("case_plan", case), data).status_code == 302
        assert HourPlan.objects.count() == 1

    def test_a_wrong_line_keeps_what_was_typed_and_says_what_is_wrong_there(self, client, course):
        """R106"""
        case, _assignment, _by = course
        data = plan_data(("", ""), (monday(8, at=clock.now()), "2"), (self.first(case), "3"), (monday(12, at=clock.now()), "2,5"))
        answer = client.post(page("case_plan", case), data)
        assert answer.status_code == 422
        assert "In a phase-out the hours only go down: the step before has 2 hours." in text(answer)
        assert answer.context["form"].errors.keys() == {"minutes_4"}
        assert 'value="2,5"' in text(answer)
        assert not HourPlan.objects.exists()

    @pytest.mark.parametrize(("day", "hours", "field"), [("", "2", "day_2"), ("x", "2", "day_2"), ("08-06-2026", "", "minutes_2")])
    def test_half_a_line_is_told(self, client, course, day, hours, field):
        case, _assignment, _by = course
        answer = client.post(page("case_plan", case), plan_data((self.first(case), "3"), (day, hours)))
        assert answer.status_code == 422
        assert field in answer.context["form"].errors

    def test_a_line_is_added_and_what_was_typed_stays(self, client, course):
        case, _assignment, _by = course
        data = plan_data((self.first(case), "2:45"), ("", ""), ("", ""), words="Kan mere selv", add="1")
        answer = client.post(page("case_plan", case), data)
        shown = text(answer)
        assert answer.status_code == 200
        assert 'name="minutes_4"' in shown
        assert 'value="2:45"' in shown
        assert "Kan mere selv" in shown
        assert not answer.context["form"].errors
        assert not HourPlan.objects.exists()

    def test_the_sum_is_shown_before_anything_is_saved(self, client, course):
        """R105"""
        case, _assignment, _by = course
        answer = client.post(page("case_plan", case), plan_data((self.first(case), "1"), show="1"))
        assert "The line shows the plan as you have typed it" in text(answer)
        assert answer.context["fit"]["planned"].startswith(("25", "26"))
        assert not HourPlan.objects.exists()

    def test_a_plan_above_a_smaller_grant_offers_to_be_scaled(self, client, course):
        """R105"""
        case, _assignment, _by = course
        period = Period.objects.get(case=case)
        decision = period.decision
        decision.steps.create(first_day=period.first_day, minutes_a_week=180)
        decision.steps.create(first_day=period.first_day + 91 * DAY, minutes_a_week=60)
        data = plan_data((period.first_day, "3"))
        answer = client.post(page("case_plan", case), data)
        assert "more than the" in text(answer)
        assert "Scale down to what is granted" in text(answer)
        scaled = client.post(page("case_plan", case), {**data, "scale": "1"})
        assert scaled.context["fit"]["over"] == ""
        hours = re.search(r'name="minutes_1" value="([^"]+)"', text(scaled))
        assert hours
        assert client.post(page("case_plan", case), plan_data((period.first_day, hours[1]))).status_code == 302

    def test_a_template_is_filled_in_and_keeps_what_has_been(self, client, course):
        """R104"""
        case, _assignment, by = course
        planned(case, by, (0, 180), (10, 120), at=clock.now())
        data = plan_data((self.first(case), "3"), version=1, shape="straight", fill="1")
        shown = text(client.post(page("case_plan", case), data))
        days = re.findall(r'name="day_\d+" value="([^"]+)"', shown)
        assert days[0] == typed(self.first(case))
        assert len(days) > 5

    def test_who_is_second_sees_the_plan_of_the_first_beside_the_own(self, client, course):
        case, _assignment, by = course
        data = plan_data((self.first(case), "3"), (monday(8, at=clock.now()), "1"))
        planned(case, by, (0, 180), (8, 120), at=clock.now())
        answer = client.post(page("case_plan", case), data)
        assert answer.status_code == 409
        assert HourPlan.objects.count() == 1

    def test_older_plans_can_be_read(self, client, course):
        """R104"""
        case, _assignment, by = course
        planned(case, by, (0, 180), (8, 60), at=clock.now())
        planned(case, by, (0, 180), (8, 30), based_on=1, at=clock.now())
        shown = text(client.get(page("case_plan", case)))
        assert "Plan 2: 3 – 0.5 hours a week" in shown
        assert "Plan 1: 3 – 1 hours a week" in shown

    def test_a_draft_is_kept_and_opened_again(self, client, course):
        case, _assignment, _by = course
        client.post(page("case_plan", case), plan_data((self.first(case), "2:45"), ("", ""), ("", ""), ("", ""), ("", ""), draft="1"))
        assert Draft.objects.get().form == "plan"
        shown = text(client.get(page("case_plan", case)))
        assert 'value="2:45"' in shown
        assert 'name="minutes_5"' in shown
        assert 'name="period" value="1"' in shown

    @pytest.mark.parametrize("period", ["7", "x", "99999999999"])
    def test_a_period_that_is_not_there(self, client, course, period):
        case, _assignment, _by = course
        assert client.get(f"{page('case_plan', case)}?period={period}").status_code == (404 if period == "7" else 200)
