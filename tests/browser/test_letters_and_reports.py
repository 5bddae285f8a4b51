"""Letters, reports, sheets and the open pages in Chromium: written, made, fetched and answered, wide and on a phone, with axe."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from accounts.enums import Role
from accounts.models import Membership, PageOpinion
from cases.models import Letter
from core import clock
from reports.actions.making import make_report
from reports.models import ReportJob
from tests.browser.steps import looks_right, press, sign_in
from tests.cases import letter_scene as scene
from tests.factories import MembershipFactory
from tests.reports.actions.scene import courses

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def manager() -> Membership:
    member = MembershipFactory(role=Role.MANAGER, user__language="en")
    courses(member, 12)
    return member


def test_a_letter_is_written_made_fetched_and_marked_as_sent(page: Any, live_server: Any, axe: Any, tmp_path: Path) -> None:
    case, by, _at = scene.partly()
    by.language = "en"
    by.save()
    sign_in(page, live_server, by)
    page.goto(f"{live_server.url}/cases/{case.ref}/letters/")
    looks_right(page, axe, "letters-1-none")
    press(page.get_by_role("link", name="All letters, and why some cannot be written now"))
    looks_right(page, axe, "letters-2-kinds")
    press(page.get_by_role("link", name="Partial grant"))
    looks_right(page, axe, "letters-3-new")
    page.fill("#id_why", "")
    press(page.get_by_role("button", name="Make the letter"))
    expect(page.locator("#id_why_error")).to_be_visible()
    looks_right(page, axe, "letters-4-error")
    page.fill("#id_why", "Du møder til tiden.")
    press(page.get_by_role("button", name="Make the letter"))
    expect(page).to_have_url(re.compile(rf"/letters/{Letter.objects.get().pk}/$"))
    looks_right(page, axe, "letters-5-made")
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Save the PDF").click()
    fetched.value.save_as(tmp_path / "letter.pdf")
    assert (tmp_path / "letter.pdf").read_bytes().startswith(b"%PDF-")
    press(page.get_by_role("button", name="Mark as sent"))
    expect(page.locator("main")).to_contain_text("Counts as received")
    looks_right(page, axe, "letters-6-sent")


def test_a_report_is_asked_for_made_and_fetched(page: Any, live_server: Any, axe: Any, manager: Membership, tmp_path: Path) -> None:
    sign_in(page, live_server, manager.user)
    page.goto(live_server.url + "/reports/")
    looks_right(page, axe, "reports-1-none")
    press(page.get_by_role("main").get_by_role("link", name="New report").first)
    looks_right(page, axe, "reports-2-new")
    press(page.get_by_role("button", name="Make the report"))
    expect(page.locator("main")).to_contain_text("Being made")
    looks_right(page, axe, "reports-3-under-way")
    make_report(report_id=ReportJob.objects.get().pk, now=clock.now)
    expect(page.get_by_role("link", name=re.compile("PDF")).first).to_be_visible()  # the page comes anew by itself
    looks_right(page, axe, "reports-4-made")
    with page.expect_download() as fetched:
        page.get_by_role("link", name=re.compile("PDF")).first.click()
    fetched.value.save_as(tmp_path / "report.pdf")
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF-")
    page.goto(live_server.url + "/reports/")
    looks_right(page, axe, "reports-5-list")


def test_sheets_statistics_and_inspection_fit_and_are_accessible(page: Any, live_server: Any, axe: Any, manager: Membership) -> None:
    sign_in(page, live_server, manager.user)
    for name in ("sheets", "statistics", "inspection"):
        page.goto(f"{live_server.url}/reports/{name}/")
        looks_right(page, axe, f"reports-6-{name}")
    press(page.get_by_role("button", name="Show the sample"))
    expect(page.locator("main")).to_contain_text("The cases of the sample")
    for each in page.locator("main details").all():
        each.evaluate("each => each.open = true")
    looks_right(page, axe, "reports-7-inspection-drawn")


def test_who_is_not_signed_in_reads_the_leaflet_and_answers(page: Any, live_server: Any, axe: Any, manager: Membership) -> None:
    for path in ("/help/", "/leaflet/"):
        page.goto(live_server.url + path)
        looks_right(page, axe, f"open{path.replace('/', '-')}")
    page.locator("#helpful textarea").fill("Jeg mangler et telefonnummer")
    press(page.locator("#helpful button[value=no]"))
    expect(page.locator("#helpful [role=status]")).to_be_visible()
    looks_right(page, axe, "open-thanks")
    assert PageOpinion.objects.get().helpful is False
