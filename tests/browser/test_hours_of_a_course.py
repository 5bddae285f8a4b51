"""The hours of a running course in the browser: stairs with chart and table, a line added without a script's help, a pause."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cases.models import HourPlan, Pause
from core import clock
from core.days import DAY
from tests.browser.steps import choose, looks_right, press, sign_in
from tests.cases.course_scene import running

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def course(page: Page, live_server: Any) -> Any:
    case, _assignment, by = running(at=clock.now() - DAY)
    by.language = "en"
    by.save()
    sign_in(page, live_server, by)
    return case


def test_stairs_are_planned_and_drawn_with_a_table(page: Page, live_server: Any, axe: Any, course: Any) -> None:
    """R104, R105"""
    page.goto(f"{live_server.url}/cases/{course.ref}/plan/")
    expect(page.locator("svg.mx-weeks title")).to_contain_text("No week is over yet")
    expect(page.get_by_label("Step 4: hours a week")).to_have_value("1:00")
    press(page.get_by_role("button", name="Add a step"))
    page.get_by_label("Step 4: hours a week").fill("4")
    press(page.get_by_role("button", name="Show the sum and the chart"))
    expect(page.get_by_role("alert")).to_contain_text("At most 3 hours a week are granted")
    page.get_by_label("Step 4: hours a week").fill("0,5")
    looks_right(page, axe, "plan-with-an-error")
    press(page.get_by_role("button", name="Save the plan"))
    expect(page.get_by_role("status").first).to_contain_text("The plan is saved.")
    expect(page.locator("svg.mx-weeks text", has_text="0.5 h/week")).to_have_count(1)
    page.locator("summary", has_text="Show as a table").click()
    expect(page.get_by_role("row", name="In all")).to_be_visible()
    looks_right(page, axe, "plan-saved")
    assert HourPlan.objects.get().steps.count() == 4


def test_the_course_pauses_until_further_notice_and_goes_on(page: Page, live_server: Any, axe: Any, course: Any) -> None:
    """R107, R108"""
    page.goto(f"{live_server.url}/cases/{course.ref}/plan/")
    press(page.get_by_role("link", name="Pause the course"))
    page.get_by_label("First day of the pause").fill(clock.today().strftime("%d-%m-%Y"))
    choose(page, "input[name=reason][value=holiday]")
    looks_right(page, axe, "pause")
    press(page.get_by_role("button", name="Pause the course"))
    expect(page.get_by_role("status").first).to_contain_text("A pause does not move the last day")
    press(page.get_by_role("link", name="until further notice"))
    looks_right(page, axe, "pause-end")
    press(page.get_by_role("button", name="End the pause"))
    expect(page.get_by_role("status").first).to_contain_text("The pause ends on")
    assert Pause.objects.get().last_day == clock.today()
