"""What a jobcentre decides for its own courses, in the administration: one row each, limits that may be empty, nothing of others."""

import pytest

from accounts.models import AuditEvent, Jobcentre, User
from cases.actions.reference import save_course_settings
from cases.models import CourseSettings, SchemeRules
from core import clock
from core.verdicts import Refused
from tests.administration import form
from tests.factories import JobcentreFactory
from tests.pages import signed_in

pytestmark = pytest.mark.django_db

ADD = "/admin/cases/coursesettings/add/"
TYPED = {
    "second_minutes": "4200",
    "second_cost": "",
    "second_extensions": "1",
    "second_entry_minutes": "",
    "feedback_first_weeks": "4",
    "feedback_every_months": "1",
    "quiet_days": "14",
    "under_use_percent": "50",
    "under_use_weeks": "6",
    "reminder_weeks": "8,4,2,1",
    "escalate_days": "3",
    "_save": "1",
}


def test_an_administrator_adds_the_settings_of_the_own_jobcentre_once(boss: User, here: Jobcentre) -> None:
    """R118"""
    browser = signed_in(boss)
    assert browser.post(ADD, TYPED | {"jobcentre": str(JobcentreFactory().pk)}).status_code == 200
    assert browser.post(ADD, TYPED | {"jobcentre": str(here.pk)}).status_code == 302
    row = CourseSettings.objects.get()
    assert (row.jobcentre, row.second_minutes, row.second_cost, row.second_extensions) == (here, 4200, None, 1)
    assert (row.reminder_weeks, row.escalate_days) == ([8, 4, 2, 1], 3)
    assert AuditEvent.objects.get(kind="coursesettings.saved").jobcentre_id == here.pk
    assert browser.post(ADD, TYPED | {"jobcentre": str(here.pk)}).status_code == 200
    assert CourseSettings.objects.count() == 1


def test_they_are_changed_with_a_new_version_and_nobody_elses_are(boss: User, here: Jobcentre) -> None:
    """R118"""
    CourseSettings.objects.create(jobcentre=here)
    theirs = CourseSettings.objects.create(jobcentre=JobcentreFactory())
    browser, address = signed_in(boss), f"/admin/cases/coursesettings/{here.pk}/change/"
    assert browser.post(address, form(browser, address, second_cost="2000000")).status_code == 302
    row = CourseSettings.objects.get(pk=here.pk)
    assert (row.second_cost, row.version) == (2000000, 2)
    assert browser.get(f"/admin/cases/coursesettings/{theirs.pk}/change/").status_code == 302


@pytest.mark.parametrize(
    ("field", "value"), [("quiet_days", "0"), ("under_use_percent", "101"), ("second_minutes", "-1"), ("quiet_days", "")]
)
def test_an_impossible_number_is_said_at_its_field(boss: User, here: Jobcentre, field: str, value: str) -> None:
    response = signed_in(boss).post(ADD, TYPED | {"jobcentre": str(here.pk), field: value})
    assert response.status_code == 200 and field in response.context["adminform"].form.errors


def test_the_action_refuses_what_the_form_did_not_see(boss: User, here: Jobcentre) -> None:
    CourseSettings.objects.create(jobcentre=here)
    with pytest.raises(Refused) as twice:
        save_course_settings(settings=CourseSettings(jobcentre=here), changed=[], by=boss, at=clock.now())
    assert twice.value.code == "course_settings_there"
    row = CourseSettings.objects.get(pk=here.pk)
    row.quiet_days = 0
    with pytest.raises(Refused) as small:
        save_course_settings(settings=row, changed=["quiet_days"], by=boss, at=clock.now())
    assert small.value.code == "course_settings_range"
    with pytest.raises(Refused) as other:
        save_course_settings(settings=CourseSettings(jobcentre=JobcentreFactory()), changed=[], by=boss, at=clock.now())
    assert other.value.code == "other_jobcentre"


def test_the_days_of_an_extension_are_rules_of_the_jobcentre(boss: User, here: Jobcentre) -> None:
    """R112"""
    known = dict.fromkeys(("legal_basis_da", "legal_basis_en", "complaint_da", "complaint_en"), "a")
    numbers = {"longest_months": "6", "appeal_weeks": "4", "letter_working_days": "6", "request_weeks": "10"}
    numbers |= {"late_request_days": "14", "notice_weeks": "3", "reassess_weeks": "4"}
    typed = {"jobcentre": str(here.pk), "first_day": "01-01-2027", "_save": "1", **known, **numbers}
    browser = signed_in(boss)
    wrong = browser.post("/admin/cases/schemerules/add/", typed | {"notice_weeks": "13"})
    assert "notice_weeks" in wrong.context["adminform"].form.errors
    assert browser.post("/admin/cases/schemerules/add/", typed).status_code == 302
    row = SchemeRules.objects.get(jobcentre=here)
    assert (row.request_weeks, row.late_request_days, row.notice_weeks) == (10, 14, 3)
