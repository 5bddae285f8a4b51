"""Teams, jobcentres and reference data in the administration: each within the own jobcentre, and a used rule is kept."""

import datetime as dt
from typing import Any

import pytest

from accounts.models import AuditEvent, Jobcentre, Team, User
from cases.actions.reference import save_rules
from cases.models import SchemeRules, TargetGroup
from core import clock
from core.verdicts import Refused
from mentors.models import SituationKind
from tests.administration import form
from tests.factories import DecisionFactory, JobcentreFactory, TeamFactory
from tests.pages import signed_in

pytestmark = pytest.mark.django_db


def test_teams_are_made_in_the_own_jobcentre_only(boss: User, here: Jobcentre) -> None:
    elsewhere = JobcentreFactory()
    browser = signed_in(boss)
    browser.post("/admin/accounts/team/add/", {"jobcentre": str(here.pk), "name": "Team Nord", "_save": "1"})
    browser.post("/admin/accounts/team/add/", {"jobcentre": str(elsewhere.pk), "name": "Team Syd", "_save": "1"})
    assert list(Team.objects.values_list("name", "jobcentre")) == [("Team Nord", here.pk)]
    theirs = TeamFactory(jobcentre=elsewhere, name="Team Øst")
    browser.post(f"/admin/accounts/team/{theirs.pk}/change/", {"name": "Kapret", "_save": "1"})
    theirs.refresh_from_db()
    assert theirs.name == "Team Øst"


def test_deadlines_of_the_own_jobcentre_change_and_its_name_does_not(boss: User, here: Jobcentre) -> None:
    browser = signed_in(boss)
    address = f"/admin/accounts/jobcentre/{here.pk}/change/"
    name = here.name
    browser.post(address, form(browser, address, answer_within_days="28", name="Kapret", municipality_code="999"))
    here.refresh_from_db()
    assert (here.answer_within_days, here.name) == (28, name)
    assert AuditEvent.objects.get(kind="jobcentre.saved").facts == {"fields": ["answer_within_days"]}
    other = JobcentreFactory()
    browser.post(f"/admin/accounts/jobcentre/{other.pk}/change/", {"answer_within_days": "1", "_save": "1"})
    other.refresh_from_db()
    assert other.answer_within_days == 21


@pytest.mark.parametrize("days", ["0", "366", "-1", "en uge", "99999999999999999999"])
def test_an_impossible_deadline_is_said_at_the_field(boss: User, here: Jobcentre, days: str) -> None:
    browser = signed_in(boss)
    address = f"/admin/accounts/jobcentre/{here.pk}/change/"
    response = browser.post(address, form(browser, address, answer_within_days=days))
    assert "answer_within_days" in response.context["adminform"].form.errors


def test_national_reference_data_are_read_only_for_a_role_administrator(boss: User) -> None:
    group, kind, rules = TargetGroup.objects.first(), SituationKind.objects.first(), SchemeRules.objects.get()
    browser = signed_in(boss)
    for address in (
        f"/admin/cases/targetgroup/{group.pk}/",
        f"/admin/mentors/situationkind/{kind.pk}/",
        f"/admin/cases/schemerules/{rules.pk}/",
    ):
        assert browser.get(f"{address}change/").status_code == 200
        assert browser.post(f"{address}change/", {"name_da": "Kapret", "longest_months": "1", "_save": "1"}).status_code == 403
    assert browser.post("/admin/cases/targetgroup/add/", {"code": "x", "name_da": "x", "name_en": "x"}).status_code == 403


def test_the_platform_administrator_changes_national_data(platform: User) -> None:
    group = TargetGroup.objects.first()
    browser = signed_in(platform)
    address = f"/admin/cases/targetgroup/{group.pk}/change/"
    assert browser.post(address, form(browser, address, name_en="Another name")).status_code == 302
    group.refresh_from_db()
    assert group.name_en == "Another name"
    assert AuditEvent.objects.get(kind="targetgroup.saved").facts == {"key": group.pk, "fields": ["name_en"]}


@pytest.mark.parametrize("model", [TargetGroup, SituationKind])
def test_what_ends_before_it_begins_is_said_at_the_last_day(platform: User, model: Any) -> None:
    row, browser = model.objects.first(), signed_in(platform)
    address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/{row.pk}/change/"
    early = browser.post(address, form(browser, address, first_day="01-07-2026", last_day="30-06-2026"))
    assert early.context["adminform"].form.errors == {"last_day": ["The last day lies before the first day."]}
    assert "ends_after_start" not in early.text
    assert browser.post(address, form(browser, address, first_day="01-07-2026", last_day="01-07-2026")).status_code == 302


RULES = {
    "first_day": "2026-01-01",
    "longest_months": "4",
    "appeal_weeks": "4",
    "letter_working_days": "6",
    "request_weeks": "8",
    "late_request_days": "28",
    "notice_weeks": "2",
    "reassess_weeks": "4",
    "legal_basis_da": "lov",
    "legal_basis_en": "law",
    "complaint_da": "klag",
    "complaint_en": "complain",
    "_save": "1",
}


def test_rules_of_the_own_jobcentre_are_added_and_national_ones_are_not(boss: User, here: Jobcentre) -> None:
    browser = signed_in(boss)
    address = "/admin/cases/schemerules/add/"
    assert browser.post(address, RULES).status_code == 200  # without a jobcentre they would be national
    assert browser.post(address, RULES | {"jobcentre": str(JobcentreFactory().pk)}).status_code == 200
    assert SchemeRules.objects.count() == 1
    assert browser.post(address, RULES | {"jobcentre": str(here.pk)}).status_code == 302
    assert SchemeRules.objects.get(jobcentre__isnull=False).jobcentre == here
    response = browser.post(address, RULES | {"jobcentre": str(here.pk), "first_day": "2026-05-01"})
    assert response.status_code == 200
    assert "End those first." in response.content.decode()


@pytest.mark.parametrize("field", ["appeal_weeks", "letter_working_days"])
def test_a_jobcentres_own_rules_give_clients_no_less_than_the_national_ones(boss: User, here: Jobcentre, field: str) -> None:
    """R65"""
    browser, least = signed_in(boss), getattr(SchemeRules.objects.get(), field)
    address = "/admin/cases/schemerules/add/"
    response = browser.post(address, RULES | {"jobcentre": str(here.pk), field: str(least - 1)})
    assert response.status_code == 200
    assert "A jobcentre can give more, not fewer." in str(response.context["adminform"].form.errors[field])
    rules = SchemeRules(jobcentre=here, first_day=dt.date(2026, 1, 1), **{field: least - 1})
    with pytest.raises(Refused) as refused:
        save_rules(rules=rules, changed=[], by=boss, at=clock.now())
    assert (refused.value.code, refused.value.field) == ("rules_less_favourable", field)
    assert browser.post(address, RULES | {"jobcentre": str(here.pk), field: str(least + 1)}).status_code == 302


@pytest.mark.parametrize("months", ["7", "0", "x"])
def test_more_than_six_months_is_said_at_the_field(boss: User, here: Jobcentre, months: str) -> None:
    response = signed_in(boss).post("/admin/cases/schemerules/add/", RULES | {"jobcentre": str(here.pk), "longest_months": months})
    assert "longest_months" in response.context["adminform"].form.errors


def test_rules_that_end_before_they_begin_are_told_beside_all_else_that_is_wrong(boss: User, here: Jobcentre) -> None:
    wrong = RULES | {"jobcentre": str(here.pk), "last_day": "2025-12-31", "longest_months": "x"}
    found = signed_in(boss).post("/admin/cases/schemerules/add/", wrong).context["adminform"].form.errors
    assert (found["last_day"], set(found)) == (["The last day lies before the first day."], {"last_day", "longest_months"})


def test_used_rules_can_be_ended_and_nothing_else(platform: User) -> None:
    decision = DecisionFactory()
    browser = signed_in(platform)
    address = f"/admin/cases/schemerules/{decision.rules_id}/change/"
    assert "only the last day can be changed" in browser.get(address).content.decode()
    assert browser.post(address, RULES | {"longest_months": "2", "last_day": "2027-12-31"}).status_code == 302
    rules = SchemeRules.objects.get(pk=decision.rules_id)
    assert (rules.last_day, rules.longest_months) == (dt.date(2027, 12, 31), 6)


def test_rules_that_are_used_while_the_form_is_open_are_refused_kindly(platform: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """The form believed them unused; the database does not."""
    from cases.admin import SchemeRulesAdmin

    decision = DecisionFactory()
    monkeypatch.setattr(SchemeRulesAdmin, "is_used", lambda self, obj: False)
    browser = signed_in(platform)
    address = f"/admin/cases/schemerules/{decision.rules_id}/change/"
    response = browser.post(address, form(browser, address, longest_months="2"), follow=True)
    assert response.status_code == 200
    assert "only the last day can be changed" in response.content.decode()
    assert SchemeRules.objects.get(pk=decision.rules_id).longest_months == 6
