"""All figures of the overview's months, each with its cases: as many as it says."""

import datetime as dt
import re
from html import unescape
from typing import Any

import pytest
from django.core.management import call_command

from accounts.enums import Role
from accounts.models import Jobcentre, Membership
from core import clock
from reports.views.overview_figures import COLUMNS
from tests.conftest import as_owner
from tests.factories import MembershipFactory
from tests.pages import signed_in
from tests.statements import statements

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 17, 8, 0, tzinfo=dt.UTC)
PAGE = "/overview/figures/?from=2025-01&to=2026-10&on=2026-11-17"


@pytest.fixture(autouse=True)
def morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: NOW.date())


@pytest.fixture
def manager(db: None) -> Membership:
    """Of the pilot's largest jobcentre."""
    with as_owner():
        call_command("seed_demo", size="pilot", today=NOW.date())
    return MembershipFactory(jobcentre=Jobcentre.objects.get(name__contains="Odense"), role=Role.MANAGER, user__language="en")


def links(page: Any) -> list[tuple[str, int]]:
    """Address and number of every link to the cases behind a figure."""
    found = re.findall(r'<td class="r"><a href="([^"]*/overview/cases/[^"]*)">(\d+)<', page.content.decode())
    return [(unescape(address), int(count)) for address, count in found]


def test_each_number_leads_to_as_many_cases(manager: Membership) -> None:
    browser = signed_in(manager.user)
    page = browser.get(PAGE)
    tables = {table["caption"]: table for table in page.context["tables"] if table["rows"]}
    assert {"Courses by situation", "Courses by funding", "Courses by year", "Wishes that were met", "Each figure"} < set(tables)
    assert len(tables["Courses by situation"]["heads"]) == len(COLUMNS)
    found = links(page)
    assert len(found) > 150
    for address, count in found[::3]:  # one of three columns, so that each row and each column comes
        cases = browser.get(address)
        assert cases.context["count_words"].split()[0] == str(count), address


def test_a_filter_of_the_overview_holds_and_its_split_falls_away(manager: Membership) -> None:
    browser = signed_in(manager.user)
    page = browser.get(f"{PAGE}&mentor_type=external")
    assert "With the filters of the overview." in page.content.decode()
    assert "Courses by type of mentor" not in {table["caption"] for table in page.context["tables"]}
    (address, count) = links(page)[0]
    assert "mentor_type=external" in address
    assert browser.get(address).context["count_words"].split()[0] == str(count)


def test_the_row_that_says_nothing_leads_to_its_cases_too(manager: Membership) -> None:
    browser = signed_in(manager.user)
    found = [(address, count) for address, count in links(browser.get(PAGE)) if "without=partner" in address]
    assert found, "the pilot has courses without a partner"
    for address, count in found:
        assert browser.get(address).context["count_words"].split()[0] == str(count), address
    assert browser.get(found[0][0].replace("without=partner", "without=x")).status_code == 404


def test_the_overview_leads_to_it(manager: Membership) -> None:
    browser = signed_in(manager.user)
    address = browser.get("/overview/?fresh=1&period=12").context["figures_url"]
    assert address == "/overview/figures/?from=2025-12&to=2026-11&on=2026-11-17"
    assert browser.get(address).status_code == 200


@pytest.mark.parametrize(
    "address",
    ["/overview/figures/", PAGE.replace("2026-11-17", "2026-11-18"), f"{PAGE}&year=x", f"{PAGE}&partner=1", PAGE.replace("2025-01", "x")],
)
def test_an_address_that_says_nothing_is_no_page(address: str) -> None:
    assert signed_in(MembershipFactory(role=Role.MANAGER).user).get(address).status_code == 404


def test_somebody_elsewhere_sees_none_of_it_and_caseworkers_have_no_such_page(manager: Membership) -> None:
    elsewhere = signed_in(MembershipFactory(role=Role.MANAGER, user__language="en").user).get(PAGE)
    assert links(elsewhere) == []
    assert signed_in(MembershipFactory(jobcentre=manager.jobcentre).user).get(PAGE).status_code == 403


def test_it_takes_the_same_statements_however_many_courses(manager: Membership) -> None:
    browser = signed_in(manager.user)
    empty = signed_in(MembershipFactory(role=Role.MANAGER).user)
    with statements() as few:
        empty.get(PAGE)
    with statements() as many:
        browser.get(PAGE)
    assert len(many) <= len(few) + 1  # the names of partners are asked for where there are some
    assert len(many) <= 14
