"""A course is extended with a second person: asked for, decided on one screen while the page calculates, sent for approval, and approved."""

import datetime as dt
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.enums import Role
from accounts.models import User
from cases.enums_course import ApprovalState
from cases.models import Approval, Case, Extension, Period
from core import clock
from core.days import DAY
from tests.browser.steps import choose, looks_right, press, sign_in
from tests.cases.course_scene import running
from tests.cases.extension_scene import limited
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def course() -> tuple[Case, User]:
    """A course near its end, in a jobcentre that asks for a second person above 70 hours."""
    case, _assignment, by = running(at=clock.now() - dt.timedelta(days=150))
    limited(case.jobcentre, second_minutes=70 * 60)
    User.objects.filter(pk=by.pk).update(language="en", name="Mette Lindegaard")
    return case, by


def last_of(case: Case) -> dt.date:
    return Period.objects.filter(case=case).order_by("-number")[0].last_day


def test_a_course_is_extended_with_a_second_person(page: Page, live_server: Any, course: tuple[Case, User], axe: Any) -> None:
    """R112-R119"""
    case, by = course
    sign_in(page, live_server, by)
    page.goto(f"{live_server.url}/cases/{case.ref}/extension/")
    press(page.get_by_role("button", name="Write down the request"))
    expect(page.locator(".mc-errsum")).to_be_focused()
    looks_right(page, axe, "extension-1-gaps")
    choose(page, "input[name=asked_by][value=client]")
    choose(page, "input[name=asked_how][value=meeting]")
    page.locator("#id_words").fill("Jeg vil gerne fortsætte et halvt år")
    page.locator("#id_reached").fill("Møder til tiden")
    page.locator("#id_why_still").fill("Kundemøderne er stadig svære")
    page.locator("#id_minutes_a_week").fill("2")
    choose(page, "input[name=months][value='6']")
    press(page.get_by_role("button", name="Write down the request"))
    assert Extension.objects.get(case=case).minutes_a_week == 120
    looks_right(page, axe, "extension-2-waits")

    press(page.get_by_role("link", name="Decide the extension"))
    first = last_of(case) + DAY
    choose(page, "#id_choice_1")
    page.locator("#id_last_day").fill((first + 118 * DAY).strftime("%d-%m-%Y"))
    page.locator("#id_step_minutes_1").fill("1:30")
    page.locator("#id_step_day_2").fill((first + 56 * DAY).strftime("%d-%m-%Y"))
    page.locator("#id_step_minutes_2").fill("1")
    page.locator("#id_reasons").fill("Behovet er blevet mindre")
    expect(page.locator(".mx-live")).to_contain_text("weeks before the limit")  # without a press: the page has calculated
    expect(page.locator("[data-live=hours]")).to_have_text("21 hours")
    expect(page.locator("rect.mx-proposal")).to_have_count(1)
    looks_right(page, axe, "extension-3-decide")

    press(page.locator(".mx-if-less").get_by_role("button", name="Send the grant for approval"))
    expect(page).to_have_url(re.compile("/extension/confirm/$"))
    looks_right(page, axe, "extension-4-confirm")
    press(page.get_by_role("button", name="Send the grant for approval"))
    approval = Approval.objects.get(case=case)
    assert not Period.objects.filter(case=case, number=2).exists()
    expect(page.locator("main")).to_contain_text("Waits for a second person")
    looks_right(page, axe, "extension-5-second")

    anne = MembershipFactory(jobcentre=case.jobcentre, role=Role.MANAGER, user__language="en", user__name="Anne Bruun").user
    page.context.clear_cookies()
    sign_in(page, live_server, anne)
    page.goto(f"{live_server.url}/approvals/")
    looks_right(page, axe, "extension-6-approvals")
    press(page.get_by_role("link", name=case.client.name))
    looks_right(page, axe, "extension-7-approval")
    press(page.get_by_role("button", name="Send it back"))
    expect(page.locator(".mc-errsum")).to_be_focused()
    press(page.get_by_role("button", name="Approve and issue the decision"))
    expect(page.locator(".mc-messages")).to_contain_text(case.ref)
    approval.refresh_from_db()
    assert approval.state == ApprovalState.APPROVED and approval.closed_by == anne
    new = Period.objects.get(case=case, number=2)
    assert (new.first_day, new.last_day) == (first, first + 118 * DAY)
    page.goto(f"{live_server.url}/cases/{case.ref}/extension/")
    expect(page.locator("main")).to_contain_text("Approved by Anne Bruun")
    looks_right(page, axe, "extension-8-decided")
