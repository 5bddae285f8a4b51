"""A complaint from receipt to passed on, two records merged, a case handed over, a discharge: axe finds nothing, wide or narrow."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cases.enums import State
from cases.models import Appeal, Case, ClientMerge, Decision, Handover
from core import clock
from core.days import DAY, add_months
from tests.browser.steps import choose, looks_right, press, sign_in
from tests.cases.repair_scene import neighbour, refused_case, told, twin
from tests.factories import CaseFactory, DecisionFactory, MembershipFactory

pytestmark = pytest.mark.django_db(transaction=True)
TWIN = "6107826666"


def typed(day: Any) -> str:
    return str(day.strftime("%d-%m-%Y"))


def send(page: Page) -> None:
    press(page.locator("main .button-primary[type=submit]"))


def test_a_complaint_goes_from_receipt_to_passed_on(page: Page, live_server: Any, axe: Any) -> None:
    member = MembershipFactory(user__name="Mette Lindegaard", user__language="en")
    case, _decision = refused_case(jobcentre=member.jobcentre, caseworker=member.user)
    today = clock.today()
    Decision.objects.update(decided_on=today - 40 * DAY, sent_on=today - 40 * DAY, received_on=today - 40 * DAY, appeal_until=today - DAY)
    sign_in(page, live_server, member.user)
    page.goto(f"{live_server.url}/cases/{case.ref}/appeals/")
    looks_right(page, axe, "complaints-1-none")
    press(page.get_by_role("link", name="Write down a complaint"))
    choose(page, "#id_how_0")
    page.locator("#id_words").fill("I need a mentor to keep the job")
    send(page)
    expect(page.locator(".mc-errsum")).to_be_focused()
    looks_right(page, axe, "complaints-2-late")
    choose(page, "#id_late_0")
    page.locator("#id_late_why").fill("In hospital until last week")
    send(page)
    looks_right(page, axe, "complaints-3-look")
    choose(page, "#id_reassessment_2")
    page.locator("#id_words").fill("Looked at the new letter; the need is met otherwise")
    send(page)
    send(page)
    looks_right(page, axe, "complaints-4-passed-on")
    expect(page.locator("aside")).to_contain_text("With the appeals board")
    row = Appeal.objects.get()
    assert (row.reassessment, row.forwarded_on) == ("upheld", today)
    press(page.get_by_role("link", name="All complaints"))
    looks_right(page, axe, "complaints-5-list")


def test_two_records_are_found_compared_and_merged(page: Page, live_server: Any, axe: Any) -> None:
    member = MembershipFactory(user__name="Mette Lindegaard", user__language="en")
    case = CaseFactory(jobcentre=member.jobcentre, caseworker=member.user, state=State.MATCH)
    DecisionFactory(case=case)
    other = twin(case, cpr=TWIN)
    sign_in(page, live_server, member.user)
    page.goto(f"{live_server.url}/cases/{case.ref}/repair/")
    looks_right(page, axe, "repair-1")
    press(page.get_by_role("link", name="Merge two records"))
    page.locator("#id_find").fill(TWIN)
    press(page.get_by_role("button", name="Search"))
    looks_right(page, axe, "repair-2-compare")
    choose(page, "#id_keep_0")
    page.locator("#id_reason").fill("The same person, with the number of the residence permit")
    send(page)
    other.refresh_from_db()
    assert other.client_id == case.client_id and ClientMerge.objects.count() == 1
    looks_right(page, axe, "repair-3-merged")
    press(page.get_by_role("link", name=re.compile("Merged on")))
    looks_right(page, axe, "repair-4-record")
    page.goto(f"{live_server.url}/cases/{case.ref}/annul/{Decision.objects.get().pk}/")
    looks_right(page, axe, "repair-5-annul")


def test_a_case_is_handed_over_and_taken_in_the_other_jobcentre(page: Page, live_server: Any, axe: Any) -> None:
    member, there = MembershipFactory(user__language="en"), neighbour()
    there.user.language = "en"
    there.user.save()
    case = CaseFactory(jobcentre=member.jobcentre, caseworker=member.user, state=State.ASSESSMENT)
    today = clock.today()
    told(case, member.user, expected_on=add_months(today, 2), at=clock.now())
    sign_in(page, live_server, member.user)
    page.goto(f"{live_server.url}/cases/{case.ref}/discharge/")
    looks_right(page, axe, "discharge-1")
    page.goto(f"{live_server.url}/cases/{case.ref}/handover/")
    page.locator("#id_to").select_option(str(there.jobcentre_id))
    page.locator("#id_reason").fill("Moved to the other municipality")
    page.locator("#id_ground").fill("Agreed at the meeting")
    looks_right(page, axe, "handover-1")
    send(page)
    looks_right(page, axe, "handover-2-done")
    sign_in(page, live_server, there.user)
    page.goto(f"{live_server.url}/handovers/")
    looks_right(page, axe, "handover-3-list")
    press(page.get_by_role("link", name=case.client.name))
    looks_right(page, axe, "handover-4-take")
    press(page.get_by_role("button", name="Take the case"))
    assert Handover.objects.get().new_case == Case.objects.get(jobcentre=there.jobcentre)
