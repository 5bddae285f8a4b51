"""The page of a running course on a wide and a narrow screen, and feedback that does not work until it is dealt with."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import choose, looks_right, press, sign_in
from tests.cases.course_page_scene import met, reviewed, told, under_way

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def course(page: Page, live_server: Any) -> Any:
    case, _assignment, by = under_way(weeks=22)
    by.language = "en"
    by.save()
    met(case, by, number=12)
    reviewed(case, by, (0, 1), (-1, None), (None, None))
    told(case, by, going=1)
    sign_in(page, live_server, by)
    return case


def test_the_page_of_a_course_is_read_on_a_wide_and_a_narrow_screen(page: Page, live_server: Any, axe: Any, course: Any) -> None:
    page.goto(f"{live_server.url}/cases/{course.ref}/")
    expect(page.get_by_role("link", name="Close on time")).to_be_visible()
    expect(page.locator(".mc-kpi")).to_have_count(4)
    expect(page.locator("svg.mx-weeks")).to_be_visible()
    expect(page.get_by_text("How it goes: badly.", exact=False).first).to_be_visible()
    looks_right(page, axe, "course-page")
    press(page.get_by_role("link", name="Register a contact"))


def test_what_does_not_work_stands_on_the_desk_and_is_dealt_with(page: Page, live_server: Any, axe: Any, course: Any) -> None:
    """R141"""
    page.goto(f"{live_server.url}/cases/{course.ref}/feedback/")
    looks_right(page, axe, "feedback")
    press(page.get_by_role("link", name="Write down feedback"))
    choose(page, "input[name=said_by][value=client]")
    choose(page, "input[name=how][value=phone]")
    choose(page, "input[name=not_working]")
    press(page.get_by_role("button", name="Save the feedback"))
    looks_right(page, axe, "feedback-with-an-error")
    page.get_by_label("In their own words").fill("Vi mødes aldrig")
    press(page.get_by_role("button", name="Save the feedback"))
    page.goto(f"{live_server.url}/desk/")
    press(page.get_by_role("link", name="See the feedback"))
    press(page.get_by_role("link", name="Write what was done"))
    looks_right(page, axe, "feedback-to-deal-with")
    page.get_by_label("What was done about it?").fill("Aftalt fast tid om mandagen")
    press(page.get_by_role("button", name="Save what was done"))
    expect(page.get_by_text("Aftalt fast tid om mandagen")).to_be_visible()
    page.goto(f"{live_server.url}/desk/")
    expect(page.get_by_text("Something does not work")).to_have_count(0)
