"""The export for the statistics: for managers, of their own jobcentre, and written down with the number of its rows."""

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.test import Client as Browser

from accounts.enums import AccessKind, Role
from accounts.models import AccessEvent, Jobcentre, Membership
from core import clock
from reports import statistics_rows
from tests.factories import MembershipFactory, UserFactory
from tests.reports.sheet_scene import course

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 22, 10, 0, tzinfo=dt.UTC)
FILE = "/reports/statistics.csv"


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


def rows(response: Any) -> list[dict[str, str]]:
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


def test_the_rows_are_fetched_as_a_file_and_the_read_log_says_how_many(manager: Membership) -> None:
    course(manager)
    course(manager)
    course(MembershipFactory())
    response = signed_in(manager.user).get(f"{FILE}?first_month=06-2026&last_month=november 2026")
    assert len(rows(response)) == 2
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="mentor-2026-06-2026-11.csv"'
    event = AccessEvent.objects.get()
    assert (event.kind, event.subject_id, event.purpose) == (
        AccessKind.EXPORT,
        manager.jobcentre_id,
        "statistics 2026-06 2026-11, 2 rows",
    )


def test_who_administers_the_platform_fetches_all_and_each_jobcentre_is_logged(manager: Membership) -> None:
    course(manager)
    course(MembershipFactory())
    assert len(rows(signed_in(UserFactory(is_superuser=True, is_staff=True)).get(FILE))) == 2
    assert AccessEvent.objects.count() == Jobcentre.objects.count()


def test_months_without_a_course_are_a_file_with_its_head_alone(manager: Membership) -> None:
    response = signed_in(manager.user).get(FILE)
    assert rows(response) == []
    assert response.content.decode("utf-8-sig").strip() == ";".join(statistics_rows.HEADS)


def test_too_many_rows_are_said_on_the_page(manager: Membership, monkeypatch: pytest.MonkeyPatch) -> None:
    course(manager)
    course(manager)
    monkeypatch.setattr(statistics_rows.course_rows, "__kwdefaults__", {"most": 1})
    response = signed_in(manager.user).get(FILE)
    assert response.status_code == 422
    assert "These months have more than 1 rows." in response.content.decode()
    assert not AccessEvent.objects.exists()


def test_wrong_months_are_said_beside_their_fields(manager: Membership) -> None:
    response = signed_in(manager.user).get(f"{FILE}?first_month=soon&last_month=11-2026")
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["first_month"]
    assert 'value="soon"' in response.content.decode()


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.ADMINISTRATOR, Role.AUDITOR])
def test_other_roles_are_told_why_not(manager: Membership, role: Role) -> None:
    browser = signed_in(MembershipFactory(jobcentre=manager.jobcentre, role=role, user__language="en").user)
    for address in ("/reports/statistics/", FILE):
        response = browser.get(address)
        assert response.status_code == 403
        assert "for managers" in response.content.decode()
