"""What the page of a report says of its choices and its state."""

from typing import Any

import pytest
from django.test import Client as Browser

from accounts.enums import Role
from accounts.models import Membership
from cases.models import TargetGroup
from core import clock
from reports.actions.asking import ask_for_report
from reports.enums import ReportState
from reports.models import ReportJob
from reports.scope import Scope
from tests.factories import MembershipFactory
from tests.reports.actions.scene import choices

pytestmark = pytest.mark.django_db


@pytest.fixture
def member() -> Any:
    return MembershipFactory(user__language="en")


@pytest.fixture
def http(member: Any) -> Browser:
    browser = Browser()
    browser.force_login(member.user)
    return browser


def ask(member: Any, **changes: Any) -> ReportJob:
    return ask_for_report(jobcentre_id=member.jobcentre_id, choices=choices(member, **changes), by=member.user, at=clock.now())


def test_the_language_of_a_report_is_named_in_the_readers(member: Any, http: Browser) -> None:
    page = http.get(f"/reports/{ask(member, language='da').pk}/").content.decode()
    assert "Danish" in page
    assert "Dansk" not in page.partition('id="main"')[2].partition("<footer")[0]


def test_a_filter_is_named_before_the_report_is_made(member: Any, http: Browser) -> None:
    group = TargetGroup.objects.order_by("code").first()
    assert group is not None
    today = clock.today()
    scope = Scope.months(today, today, jobcentres=(member.jobcentre_id,), target_group=str(group.pk))
    job = ask(member, scope=scope)
    assert group.name_en in http.get(f"/reports/{job.pk}/").content.decode()


def test_what_is_still_being_made_is_told_to_stop_and_not_that_it_has(member: Any, http: Browser) -> None:
    job = ask(member)
    ReportJob.objects.update(state=ReportState.RUNNING, step="figures", checksum="ab12" * 16)
    page = http.post(f"/reports/{job.pk}/", {"what": "stop"}, follow=True).content.decode()
    assert "It is stopped before its next section." in page
    assert "The report is stopped." not in page
    assert "Checksum" not in page, "a report that is not made has no sum to compare"


def test_months_from_an_address_are_shown_as_people_type_them(http: Browser) -> None:
    Membership.objects.update(role=Role.MANAGER)
    page = http.get("/reports/inspection/?first_month=2025-12&last_month=2026-11&size=20&seed=7").content.decode()
    assert 'value="12-2025"' in page
    assert 'value="11-2026"' in page
