"""Goals seen by client and mentor apart, and WHO-5 answered, with the keyboard's and the eye's checks; axe finds nothing at both widths."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cases.enums_course import MeasuredAt, View
from cases.models import GoalReview, Measurement
from core import clock
from core.days import DAY
from tests.browser.steps import choose, looks_right, press, sign_in
from tests.cases.goals_scene import measured, reviewed, with_goals

pytestmark = pytest.mark.django_db(transaction=True)


def test_client_and_mentor_see_a_goal_differently(page: Page, live_server: Any, axe: Any) -> None:
    case, goals, by = with_goals(at=clock.now() - 40 * DAY, name="Henrik Bjerregaard")
    by.language = "en"
    by.save()
    reviewed(case, by, View.CLIENT, -2, -1, at=clock.now(), day=clock.today() - 30 * DAY)
    sign_in(page, live_server, by)
    page.goto(f"{live_server.url}/cases/{case.ref}/goals/")
    looks_right(page, axe, "goals-1-one-view")

    press(page.locator("aside .button-primary"))
    press(page.locator("aside .button-primary"))  # nothing is chosen yet: the summary says it
    expect(page.locator(".mc-errsum")).to_be_focused()
    looks_right(page, axe, "goals-2-review-error")
    choose(page, "input[name=goal1][value='0']")
    choose(page, "input[name=goal2][value='1']")
    page.locator("#id_words").fill("Jeg kommer til tiden nu")
    press(page.locator("aside .button-primary"))
    expect(page.locator(".mx-lead")).to_contain_text("0 of 2 goals are reached.")

    press(page.locator("aside .button-secondary"))
    expect(page.locator("input[name=view][value=mentor]")).to_be_checked()
    choose(page, "input[name=goal1][value='0']")
    choose(page, "input[name=goal2][value='-1']")
    press(page.locator("aside .button-primary"))
    expect(page.locator(".mx-lead")).to_contain_text("1 of 2 goals are reached. Client and mentor see 1 goal differently.")
    expect(page.locator(".mx-goal .mc-tag--warn")).to_have_count(1)
    expect(page.locator("svg.mc-chart")).to_be_visible()
    page.locator(".mx-tbl summary").click()
    looks_right(page, axe, "goals-3-both")
    assert GoalReview.objects.count() == 3

    press(page.locator(f'a[href$="/goals/{goals[0].pk}/"]'))
    page.locator("#id_level2").fill("Fire ud af fem dage")
    looks_right(page, axe, "goals-4-levels")
    press(page.locator("aside .button-primary"))
    expect(page.locator(".mx-gas").first).to_contain_text("Fire ud af fem dage")
    press(page.locator(f'a[href$="/goals/{goals[1].pk}/end/"]'))
    page.locator("#id_why").fill("Nået på anden måde")
    looks_right(page, axe, "goals-5-end")
    press(page.locator("main .button-primary"))
    expect(page.locator("main")).to_contain_text("Take it up again")


def test_who_5_is_answered_and_a_low_score_is_told_softly(page: Page, live_server: Any, axe: Any) -> None:
    case, _goals, by = with_goals(at=clock.now() - 93 * DAY)
    by.language = "en"
    by.save()
    measured(case, by, 3, 3, 3, 2, 2, at=clock.now() - 93 * DAY)
    sign_in(page, live_server, by)
    page.goto(f"{live_server.url}/cases/{case.ref}/measurements/")
    looks_right(page, axe, "measurements-1-schedule")
    press(page.locator(f'a[href$="/who5/client/{MeasuredAt.DURING}/3/"]'))
    looks_right(page, axe, "measurements-2-questions")
    for number in range(1, 6):
        choose(page, f"input[name=answer{number}][value='1']")
    press(page.locator("aside .button-primary"))
    expect(page.locator(".mc-card .alert-info")).to_contain_text("a thermometer, not a diagnosis")
    expect(page.locator("main")).to_contain_text("32 points fewer than the first time")
    expect(page.locator("svg.mc-chart")).to_be_visible()
    looks_right(page, axe, "measurements-3-low")
    assert Measurement.objects.get(point=MeasuredAt.DURING).score == 20

    press(page.locator('a[href$="/motivation/client/start/0/"]'))
    choose(page, "input[name=missing][value=not_reached]")
    press(page.locator("aside .button-primary"))
    expect(page.locator("main")).to_contain_text("Missing: not reached")
