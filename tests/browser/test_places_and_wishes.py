"""A place mentor is granted, read with its clients and ended, and a client wishes where and when to meet; axe finds nothing, wide or narrow."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Membership
from cases.enums import State
from cases.models import Wishes
from core import clock
from core.days import DAY
from mentors.models import PlaceGrant
from tests.browser.steps import choose, looks_right, press, sign_in
from tests.factories import (
    AssignmentFactory,
    CaseFactory,
    DecisionFactory,
    MembershipFactory,
    MentorFactory,
    OrganisationFactory,
    WorkplaceFactory,
    ZoneFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def member(page: Page, live_server: Any) -> Membership:
    member = MembershipFactory(user__name="Mette Lindegaard", user__language="en")
    sign_in(page, live_server, member.user)
    return member


def test_a_place_mentor_from_grant_to_end(page: Page, live_server: Any, member: Membership, axe: Any) -> None:
    today = clock.today()
    mentor = MentorFactory(jobcentre=member.jobcentre, name="Karin Toft", confidentiality_valid_until=None)
    place = WorkplaceFactory(jobcentre=member.jobcentre, name="Egebæk Genbrug", contact="Bo Lind")
    page.goto(f"{live_server.url}/mentors/{mentor.pk}/")
    page.locator("details.mc-drop--page summary").click()
    press(page.get_by_role("link", name="place mentor"))
    press(page.locator("aside .button-primary"))
    expect(page.locator(".mc-errsum")).to_be_focused()
    looks_right(page, axe, "place-1-gaps")

    page.locator("#id_workplace_name").fill("Egebæk Genbrug")
    page.locator("#id_minutes_a_week").fill("8")
    page.locator("#id_most_clients").fill("4")
    page.locator("#id_reasons").fill("Four clients begin in the same kitchen")
    press(page.locator("aside .button-primary"))
    grant = PlaceGrant.objects.get()
    expect(page).to_have_url(re.compile(f"/places/{grant.pk}/$"))

    for minutes in (150, 90):
        case = CaseFactory(jobcentre=member.jobcentre, workplace=place, state=State.STARTUP, caseworker=member.user)
        DecisionFactory(case=case, first_day=today, last_day=today + 100 * DAY)
        AssignmentFactory(case=case, mentor=mentor, place=grant, minutes_a_week=minutes, first_day=today)
    page.reload()
    expect(page.locator("aside.mc-side")).to_contain_text("2 of 4 clients")
    expect(page.locator("aside.mc-side")).to_contain_text("4 of 8 hours a week shared")
    looks_right(page, axe, "place-2-clients")
    page.locator("#id_most_clients").fill("1")
    press(page.get_by_role("button", name="Save the place"))
    expect(page.locator(".mc-errsum")).to_contain_text("2 places are taken now")

    press(page.get_by_role("link", name="End the place"))
    page.locator("#id_last_day").fill((today + 10 * DAY).strftime("%d-%m-%Y"))
    press(page.get_by_role("button", name="Save the last day"))
    expect(page.locator(".mc-errsum")).to_contain_text("Clients are there after that day")
    looks_right(page, axe, "place-3-end")
    page.locator("#id_last_day").fill((today + 100 * DAY).strftime("%d-%m-%Y"))
    press(page.get_by_role("button", name="Save the last day"))
    page.goto(f"{live_server.url}/mentors/{mentor.pk}/")
    expect(page.locator("section[aria-labelledby=h-places]")).to_contain_text("4 of 8 hours a week shared")
    looks_right(page, axe, "place-4-mentor")


def test_where_and_when_the_client_wishes_to_meet(page: Page, live_server: Any, member: Membership, axe: Any) -> None:
    zone = ZoneFactory(jobcentre=member.jobcentre, name="Egebæk Nord")
    OrganisationFactory(jobcentre=member.jobcentre, name="LAP Egebæk")
    case = CaseFactory(jobcentre=member.jobcentre, workplace__contact="Bo Lind")
    page.goto(f"{live_server.url}/cases/{case.ref}/challenges/")
    page.locator("#id_zone").select_option(str(zone.pk))
    page.locator("#div_id_times summary").press("Enter")
    choose(page, "input[name=times][value='1_morning']")
    choose(page, "input[name=times][value='4_evening']")
    looks_right(page, axe, "wishes-1-grid")
    press(page.locator("aside button[name=save]"))
    expect(page.locator("#id_times_note")).to_contain_text("Monday: morning; Thursday: evening")
    assert Wishes.objects.values_list("zone", "times").get() == (zone.pk, ["1_morning", "4_evening"])
    looks_right(page, axe, "wishes-2-saved")

    page.goto(f"{live_server.url}/cases/{case.ref}/contact/")
    page.locator("#id_partner").select_option(label="LAP Egebæk")
    press(page.locator("aside .button-primary"))
    looks_right(page, axe, "wishes-3-contact")
    page.goto(f"{live_server.url}/cases/{case.ref}/")
    expect(page.locator(".mc-facts")).to_contain_text("LAP Egebæk")
    expect(page.locator(".mc-facts")).to_contain_text("Bo Lind")
    looks_right(page, axe, "wishes-4-case")
