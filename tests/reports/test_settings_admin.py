"""A jobcentre's administrator decides from which number on is shown, how long files are kept, and whether a report comes each quarter."""

import pytest
from django.test import Client as Browser

from accounts.enums import Role
from accounts.models import AuditEvent
from reports.models import ReportSettings
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db
ADD = "/admin/reports/reportsettings/add/"


def test_an_administrator_adds_and_changes_the_own_ones_and_sees_no_others() -> None:
    boss = MembershipFactory(role=Role.ADMINISTRATOR, user__is_staff=True, user__language="en")
    theirs = ReportSettings.objects.create(jobcentre=MembershipFactory().jobcentre)
    browser = Browser()
    browser.force_login(boss.user)
    typed = {"jobcentre": str(boss.jobcentre_id), "smallest_shown": "5", "least_base": "10", "kept_days": "90", "each_quarter": "on"}
    assert browser.post(ADD, typed).status_code == 302
    own = ReportSettings.objects.get(jobcentre=boss.jobcentre)
    assert (own.smallest_shown, own.kept_days, own.each_quarter) == (5, 90, True)
    assert AuditEvent.objects.get(kind="reportsettings.saved").jobcentre_id == boss.jobcentre_id
    again = browser.post(ADD, typed)
    assert again.status_code == 200
    address = f"/admin/reports/reportsettings/{own.pk}/change/"
    assert browser.post(address, {**typed, "smallest_shown": "2"}).status_code == 200
    assert browser.post(address, {**typed, "kept_days": "30"}).status_code == 302
    own.refresh_from_db()
    assert (own.smallest_shown, own.kept_days, own.version) == (5, 30, 2)
    assert browser.get(f"/admin/reports/reportsettings/{theirs.pk}/change/").status_code == 302
