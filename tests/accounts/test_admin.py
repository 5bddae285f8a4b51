"""The administration by role: what opens, what can be changed, and what a tampered form cannot."""

import datetime as dt

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.test import Client as Browser
from django.urls import reverse

from accounts.enums import Role
from accounts.models import AuditEvent, Jobcentre, MemberAbsence, Membership, PageOpinion, User
from cases.models import CourseSettings, LetterTemplate, MatchWeights, SchemeRules
from core import clock
from reports.models import ReportSettings
from tests.factories import CaseFactory, JobcentreFactory, MembershipFactory, TeamFactory, ZoneFactory
from tests.pages import signed_in

pytestmark = pytest.mark.django_db


def pages(jobcentre: Jobcentre) -> list[str]:
    """Every page of the administration: the list, the adding page and one row of each model."""
    CaseFactory(jobcentre=jobcentre)
    TeamFactory(jobcentre=jobcentre)
    MemberAbsence.objects.create(
        member=MembershipFactory(jobcentre=jobcentre), first_day=dt.date(2026, 11, 2), last_day=dt.date(2026, 11, 6)
    )
    SchemeRules.objects.create(
        jobcentre=jobcentre, first_day=dt.date(2026, 1, 1), legal_basis_da="a", legal_basis_en="a", complaint_da="a", complaint_en="a"
    )
    MatchWeights.objects.create(jobcentre=jobcentre, first_day=dt.date(2026, 1, 1))
    CourseSettings.objects.create(jobcentre=jobcentre)
    ZoneFactory(jobcentre=jobcentre)
    ReportSettings.objects.create(jobcentre=jobcentre)
    PageOpinion.objects.create(page="help", language="da", helpful=True, at=clock.now())
    found = [reverse("admin:index")]
    for model in admin.site._registry:
        base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        found += [reverse(f"{base}_changelist"), reverse(f"{base}_add")]
        rows = model.objects.filter(jobcentre=jobcentre) if hasattr(model, "jobcentre") else model.objects.all()
        if model is User:
            rows = User.objects.filter(memberships__jobcentre=jobcentre)
        if model is LetterTemplate:
            rows = LetterTemplate.objects.filter(jobcentre=None)  # the built-in texts, which every jobcentre begins with
        row = rows.first()
        assert row is not None, model
        found += [
            reverse(f"{base}_change", args=[row.pk]),
            reverse(f"{base}_history", args=[row.pk]),
            reverse(f"{base}_delete", args=[row.pk]),
        ]
    found += [reverse("admin:app_list", args=[label]) for label in ("accounts", "cases", "mentors")]
    return [*found, reverse("admin:jsi18n")]


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_page_opens_for_the_platform_administrator(platform: User, boss: User, here: Jobcentre, language: str) -> None:
    User.objects.update(language=language)
    browser = signed_in(platform)
    for address in pages(here):
        closed = "/delete/" in address or address.endswith(("/cases/case/add/", "/accounts/pageopinion/add/", "/cases/lettertemplate/add/"))
        response = browser.get(address)
        assert response.status_code == (403 if closed else 200), address


def test_every_page_of_the_own_jobcentre_opens_for_its_administrator(boss: User, here: Jobcentre) -> None:
    browser = signed_in(boss)
    addable = {
        "/admin/accounts/user/add/",
        "/admin/accounts/team/add/",
        "/admin/accounts/memberabsence/add/",
        "/admin/cases/schemerules/add/",
    }
    addable |= {
        "/admin/cases/coursesettings/add/",
        "/admin/cases/matchweights/add/",
        "/admin/mentors/zone/add/",
        "/admin/reports/reportsettings/add/",
    }
    for address in pages(here):
        closed = "/delete/" in address or (address.endswith("/add/") and address not in addable)
        response = browser.get(address)
        assert response.status_code == (403 if closed else 200), address


def test_django_s_own_permission_tables_open_nothing(here: Jobcentre) -> None:
    clerk = MembershipFactory(jobcentre=here, user__is_staff=True).user
    clerk.groups.add(Group.objects.create(name="all"))
    assert signed_in(clerk).get("/admin/", follow=True).status_code == 403


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.MANAGER, Role.AUDITOR])
def test_other_roles_are_told_that_the_administration_is_not_theirs(role: Role) -> None:
    browser = signed_in(MembershipFactory(role=role, user__language="en").user)
    assert browser.get("/admin/").status_code == 302
    response = browser.get("/admin/", follow=True)
    assert response.status_code == 403
    assert "Only an administrator does this." in response.content.decode()


def test_sign_in_is_at_one_place() -> None:
    assert Browser().get("/admin/login/").url.startswith("/login/")
    assert Browser().post("/admin/login/", {"username": "a", "password": "b"}).url.startswith("/login/")
    assert Browser().get("/admin/", follow=True).redirect_chain[-1][0].startswith("/login/")


def test_passwords_are_changed_at_one_place(platform: User) -> None:
    assert signed_in(platform).get("/admin/password_change/").url == reverse("account_change_password")
    assert signed_in(platform).post("/admin/password_change/", {"new_password1": "x"}).url == reverse("account_change_password")


# Memberships


def test_a_role_changes_and_opens_the_administration(boss: User, here: Jobcentre) -> None:
    membership = MembershipFactory(jobcentre=here)
    browser = signed_in(boss)
    address = f"/admin/accounts/membership/{membership.pk}/change/"
    assert browser.post(address, {"role": "administrator", "team": "", "_save": "1"}).status_code == 302
    membership.refresh_from_db()
    assert membership.role == Role.ADMINISTRATOR
    assert membership.user.is_staff
    browser.post(address, {"role": "caseworker", "team": "", "_save": "1"})
    membership.user.refresh_from_db()
    assert not membership.user.is_staff
    assert [e.facts for e in AuditEvent.objects.filter(subject_id=membership.user_id).order_by("at")] == [
        {"before": "caseworker", "role": "administrator"},
        {"before": "administrator", "role": "caseworker"},
    ]


def test_nobody_changes_the_own_role(boss: User, here: Jobcentre) -> None:
    own = boss.memberships.get()
    response = signed_in(boss).post(f"/admin/accounts/membership/{own.pk}/change/", {"role": "caseworker", "team": "", "_save": "1"})
    assert response.status_code == 403
    own.refresh_from_db()
    assert own.role == Role.ADMINISTRATOR


def test_a_role_in_another_jobcentre_is_out_of_reach(boss: User, here: Jobcentre) -> None:
    elsewhere = MembershipFactory()
    signed_in(boss).post(f"/admin/accounts/membership/{elsewhere.pk}/change/", {"role": "administrator", "team": "", "_save": "1"})
    elsewhere.refresh_from_db()
    assert elsewhere.role == Role.CASEWORKER
    response = signed_in(boss).post(
        "/admin/accounts/membership/add/",
        {"user": str(boss.pk), "jobcentre": str(elsewhere.jobcentre_id), "role": "administrator", "_save": "1"},
    )
    assert response.status_code == 403
    assert boss.memberships.count() == 1


def test_a_membership_does_not_move_to_another_jobcentre_or_user(boss: User, here: Jobcentre) -> None:
    membership, elsewhere = MembershipFactory(jobcentre=here), JobcentreFactory()
    signed_in(boss).post(
        f"/admin/accounts/membership/{membership.pk}/change/",
        {"role": "manager", "team": "", "jobcentre": str(elsewhere.pk), "user": str(boss.pk), "_save": "1"},
    )
    user_id = membership.user_id
    membership.refresh_from_db()
    assert (membership.role, membership.jobcentre_id, membership.user_id) == (Role.MANAGER, here.pk, user_id)


def test_the_platform_administrator_gives_a_second_jobcentre(platform: User) -> None:
    user, second = MembershipFactory().user, JobcentreFactory()
    data = {"user": str(user.pk), "jobcentre": str(second.pk), "role": "manager", "team": "", "_save": "1"}
    assert signed_in(platform).post("/admin/accounts/membership/add/", data).status_code == 302
    assert user.memberships.count() == 2
    assert signed_in(platform).post("/admin/accounts/membership/add/", data).status_code == 200  # the second time it is said at the form
    assert user.memberships.count() == 2


def test_cases_show_numbers_and_days_and_never_a_name(platform: User, boss: User, here: Jobcentre) -> None:
    mine, other = CaseFactory(jobcentre=here), CaseFactory()
    for user, seen in ((platform, {mine, other}), (boss, {mine})):
        page = signed_in(user).get("/admin/cases/case/").content.decode()
        assert {case for case in (mine, other) if case.ref in page} == seen
        detail = signed_in(user).get(f"/admin/cases/case/{mine.pk}/change/").content.decode()
        assert mine.ref in detail
        for text in (page, detail):
            assert mine.client.given_name not in text
            assert mine.client.family_name not in text
            assert mine.caseworker.name not in text
    assert signed_in(platform).post(f"/admin/cases/case/{mine.pk}/change/", {"state": "ended"}).status_code == 403
    assert signed_in(boss).get(f"/admin/cases/case/{other.pk}/change/").status_code == 302


def test_nothing_is_deleted(platform: User, here: Jobcentre, boss: User) -> None:
    browser = signed_in(platform)
    for address in (address for address in pages(here) if "/delete/" in address):
        assert browser.post(address, {"post": "yes"}).status_code == 403
    response = browser.post("/admin/accounts/user/", {"action": "delete_selected", "_selected_action": str(boss.pk), "post": "yes"})
    assert response.status_code in (200, 302)
    assert User.objects.filter(pk=boss.pk).exists()


def test_no_inline_script_or_style(platform: User, boss: User, here: Jobcentre) -> None:
    browser = signed_in(platform)
    for address in (address for address in pages(here) if "jsi18n" not in address):
        page = browser.get(address).content.decode()
        assert "<style" not in page
        assert " style=" not in page
        assert not [
            tag for tag in page.split("<script")[1:] if "src=" not in tag.split(">")[0] and "application/json" not in tag.split(">")[0]
        ], address


def test_membership_without_the_role_closes_the_administration_at_once(boss: User) -> None:
    browser = signed_in(boss)
    assert browser.get("/admin/").status_code == 200
    Membership.objects.filter(user=boss).update(role=Role.MANAGER)
    assert browser.get("/admin/", follow=True).status_code == 403
