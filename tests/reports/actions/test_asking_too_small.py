"""Choices that leave too few courses are refused where they are made, so that no report is begun which can only break off (R224)."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.test import Client as Browser

from accounts.enums import Role
from accounts.models import AuditEvent, Membership
from cases.models import Case
from core import clock
from core.verdicts import Refused
from mentors.models import SituationKind
from reports.actions.asking import ask_for_report
from reports.models import ReportJob, ReportSettings
from reports.scope import Scope
from tests.factories import MembershipFactory
from tests.pages import signed_in
from tests.reports.actions.scene import choices, courses

pytestmark = pytest.mark.django_db
WORDS = "so few courses are left that no number may be shown"


@pytest.fixture
def manager(db: None) -> Membership:
    return MembershipFactory(role=Role.MANAGER, user__language="en")


def of_education(member: Membership, number: int) -> None:
    """Twelve courses, of which so many begin with education."""
    courses(member)
    some = Case.objects.filter(jobcentre=member.jobcentre).order_by("pk")[:number]
    Case.objects.filter(pk__in=[each.pk for each in some]).update(situation=SituationKind.objects.filter(group="education")[0])


def ask(member: Membership, by: Any, **filters: Any) -> ReportJob:
    today = clock.today()
    scope = Scope.months(today - dt.timedelta(days=60), today, jobcentres=(member.jobcentre_id,), **filters)
    return ask_for_report(jobcentre_id=member.jobcentre_id, choices=choices(member, scope=scope), by=by, at=clock.now())


def typed(**changes: Any) -> dict[str, Any]:
    today = clock.today()
    return {
        "key": str(uuid.uuid4()),
        "first_month": f"{today - dt.timedelta(days=60):%m-%Y}",
        "last_month": f"{today:%m-%Y}",
        "basis": "start",
        "on": f"{today:%d-%m-%Y}",
        "sections": ["reached"],
        "language": "da",
        "formats": ["csv"],
        **changes,
    }


@pytest.mark.parametrize(("number", "made"), [(0, True), (1, False), (9, False), (10, True)])
def test_a_filter_that_leaves_fewer_than_ten_courses_is_refused_and_none_is_zero_r224(manager: Membership, number: int, made: bool) -> None:
    of_education(manager, number)
    if made:
        assert ask(manager, manager.user, situation="education").pk
    else:
        with pytest.raises(Refused, match="report_too_small"):
            ask(manager, manager.user, situation="education")
    assert ReportJob.objects.exists() == AuditEvent.objects.filter(kind="report.asked").exists() == made


def test_a_jobcentre_that_asks_for_more_courses_is_heeded_r190(manager: Membership) -> None:
    of_education(manager, 12)
    ReportSettings.objects.create(jobcentre=manager.jobcentre, least_base=20)
    with pytest.raises(Refused, match="report_too_small"):
        ask(manager, manager.user, situation="education")


def test_months_with_two_courses_are_refused_without_a_filter_and_the_schedule_asks_all_the_same(manager: Membership) -> None:
    courses(manager, 2)
    with pytest.raises(Refused, match="report_too_small"):
        ask(manager, manager.user)
    assert ask(manager, None).pk


def test_the_form_of_a_report_says_so_and_keeps_what_was_typed_r224(manager: Membership) -> None:
    of_education(manager, 4)
    browser: Browser = signed_in(manager)
    answer = browser.post("/reports/new/", typed(situation="education", language="da"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert WORDS in page
    assert '<option value="education" selected>' in page
    assert not ReportJob.objects.exists()


def test_the_overview_says_so_instead_of_beginning_a_workbook_r224(manager: Membership) -> None:
    year = clock.today().year - 2
    courses(manager, 1, first_day=dt.date(year, 3, 15))
    answer = signed_in(manager).post(f"/overview/?period=y{year}", {"what": "workbook"})
    assert answer.status_code == 422
    assert WORDS in answer.content.decode()
    assert f'<option value="y{year}" selected>' in answer.content.decode()
    assert not ReportJob.objects.exists()
