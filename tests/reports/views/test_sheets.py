"""Practice sheet and leaflet: in the headings of the source, with figures that may leave the system, as PDFs that can be read aloud."""

import datetime as dt
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from django.core.management import call_command
from django.test import Client as Browser

from accounts.enums import AccessKind, Role
from accounts.models import AccessEvent, Jobcentre, Membership
from cases.models import Case
from core import clock
from reports.actions.preparing import prepare_figures
from tests.conftest import as_owner
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory
from tests.pdf_rules import findings, roles_of, words_of
from tests.reports.sheet_scene import course

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 17, 8, 0, tzinfo=dt.UTC)
PRACTICE, RESULTS = "/reports/practice.pdf", "/reports/results.pdf"
HEADINGS = {
    "en": ["Authority", "Since when", "Partners", "Target groups", "Objectives", "Activities", "Resources", "Funding", "People reached", "Outcomes", "What we have learned", "Contact"],
}  # fmt: skip
HOSTILE = "<script>alert(1)</script><img src=file:///etc/passwd> =1+1 {{7*7}}"


@pytest.fixture(autouse=True)
def morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: NOW.date())


def signed_in(user: Any) -> Browser:
    browser = Browser()
    browser.force_login(user)
    return browser


@pytest.fixture
def manager() -> Membership:
    return MembershipFactory(role=Role.MANAGER, user__language="en")


@pytest.fixture
def pilot(db: None) -> None:
    with as_owner():
        call_command("seed_demo", size="pilot", today=NOW.date())


def pages(made: bytes) -> int:
    with pikepdf.open(BytesIO(made)) as pdf:
        return len(pdf.pages)


def test_the_pilots_numbers_stand_on_both_sheets(pilot: None) -> None:
    """R248, R249."""
    prepare_figures(now=lambda: NOW)
    browser = signed_in(UserFactory(is_superuser=True, is_staff=True, language="en"))
    practice = words_of(browser.get(f"{PRACTICE}?months=36&language=en").content)
    for said in (
        "Courses that began: 208.",
        "Completed: 142 of 208 (68 %)",
        "Under way: 66 of 208 (32 %)",
        "Ordinary job: 23 of 142 (16 %)",
        "Flexible job: 4 of 142 (3 %)",
        "Ordinary education: 24 of 142 (17 %)",
        "Kept the job: 20 of 142 (14 %)",
        "together: 71 of 142 (50 %)",
        "Half of those who completed were in work or education",
    ):
        assert said in practice.replace("\u00a0", " "), said
    results = browser.get(f"{RESULTS}?months=36&language=da").content
    assert findings(results) == []
    assert "Figure" in roles_of(results)
    for number in ("208", "142", "71", "23 af 142", "24 af 142"):
        assert number in words_of(results)
    # Of one jobcentre the four flexible jobs are ones and twos, and are hidden.
    member = MembershipFactory(jobcentre=Jobcentre.objects.get(name="Jobcenter Herlev"), role=Role.MANAGER, user__language="en")
    mine = words_of(signed_in(member.user).get(f"{PRACTICE}?first_month=12-2023&last_month=11-2026&language=en").content)
    assert "Flexible job:" not in mine
    assert "hidden, because the numbers are small" in mine
    mine = words_of(signed_in(member.user).get(f"{RESULTS}?first_month=12-2023&last_month=11-2026&language=en").content)
    assert "Flexible job" not in mine
    assert "Ordinary job" in mine
    assert mine.index("What is missing here is hidden") < mine.index("What we have learned")


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("address", [PRACTICE, RESULTS])
def test_a_sheet_can_be_read_aloud_and_is_logged(manager: Membership, address: str, language: str) -> None:
    for _n in range(12):
        course(manager)
    response = signed_in(manager.user).get(f"{address}?first_month=01-2026&last_month=11-2026&language={language}")
    assert response.status_code == 200
    assert findings(response.content) == []
    assert pages(response.content) <= 2
    assert response["Content-Disposition"].endswith(f'-2026-01-2026-11-{language}.pdf"')
    event = AccessEvent.objects.get()
    assert (event.kind, event.subject_id) == (AccessKind.EXPORT, manager.jobcentre_id)


def test_the_practice_sheet_has_the_headings_of_the_source(manager: Membership) -> None:
    manager.jobcentre.phone = "20 00 30 29"
    manager.jobcentre.save()
    for _n in range(12):
        course(manager, partner=None)
    Case.objects.update(partner=OrganisationFactory(jobcentre=manager.jobcentre, name="LAP Egebæk"))
    words = words_of(signed_in(manager.user).get(f"{PRACTICE}?first_month=01-2026&last_month=11-2026&language=en").content)
    places = [words.find(f" {each} ") for each in HEADINGS["en"]]
    assert -1 not in places
    assert places == sorted(places)
    for told in ("Since 1 June 2026", "LAP Egebæk", "Courses that began: 12.", "The municipality (taxes)", "20 00 30 29"):
        assert told in words, told


def test_the_leaflet_has_two_pages(manager: Membership) -> None:
    made = signed_in(manager.user).get(f"{RESULTS}?first_month=01-2026&last_month=11-2026&language=en").content
    assert pages(made) == 2
    assert "No course began in these months." in words_of(made)
    for told in ("What is the mentor scheme?", "at most six months at a time", "Who can be a mentor?"):
        assert told in words_of(made)


def test_a_few_courses_are_told_as_too_few(manager: Membership) -> None:
    course(manager)
    words = words_of(signed_in(manager.user).get(f"{PRACTICE}?first_month=01-2026&last_month=11-2026&language=en").content)
    assert "So few courses began that no number may be shown." in words
    assert "Courses that began: 1" not in words


def test_hostile_names_are_text(manager: Membership) -> None:
    manager.jobcentre.name, manager.jobcentre.address = HOSTILE, HOSTILE
    manager.jobcentre.save()
    course(manager)
    Case.objects.update(partner=OrganisationFactory(jobcentre=manager.jobcentre, name=HOSTILE))
    for address in (PRACTICE, RESULTS):
        words = words_of(signed_in(manager.user).get(address).content)
        assert "<script>alert(1)</script>" in words
        assert "{{7*7}}" in words
        assert "root:" not in words


def test_another_jobcentres_partners_and_courses_are_not_on_the_sheet(manager: Membership) -> None:
    other = MembershipFactory()
    for _n in range(12):
        course(other)
    Case.objects.update(partner=OrganisationFactory(jobcentre=other.jobcentre, name="Naboens partner"))
    words = words_of(signed_in(manager.user).get(f"{PRACTICE}?first_month=01-2026&last_month=11-2026&language=en").content)
    assert "No course began in these months." in words
    assert "Naboens" not in words
    assert "Not begun yet" in words


def test_figures_of_all_that_are_not_counted_yet_are_said_so() -> None:
    browser = signed_in(UserFactory(is_superuser=True, is_staff=True, language="en"))
    assert browser.get("/reports/sheets/").status_code == 200
    response = browser.get(f"{PRACTICE}?months=12&language=en")
    assert response.status_code == 422
    assert "not counted yet" in response.content.decode()


def test_wrong_choices_are_said_beside_their_fields(manager: Membership) -> None:
    response = signed_in(manager.user).get(f"{PRACTICE}?first_month=never&last_month=11-2026&language=sv")
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["first_month", "language"]


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR])
def test_who_reads_no_reports_reads_no_sheets(role: Role) -> None:
    browser = signed_in(MembershipFactory(role=role).user)
    assert {browser.get(address).status_code for address in ("/reports/sheets/", PRACTICE, RESULTS)} == {403}


def test_the_page_sends_its_choices_to_either_sheet(manager: Membership) -> None:
    page = signed_in(manager.user).get("/reports/sheets/").content.decode()
    assert f'formaction="{PRACTICE}"' in page
    assert f'formaction="{RESULTS}"' in page
    assert 'value="12-2023"' in page
