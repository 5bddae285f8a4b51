"""The administration by role: what opens, what can be changed, and what a tampered form cannot."""

import datetime as dt

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.test import Client as Browser
from django.urls import reverse

from accounts.actions_profile import add_absence
from accounts.audit import record
from accounts.enums import Role, SubjectKind
from accounts.models import AuditEvent, Jobcentre, MemberAbsence, Membership, PageOpinion, User
from cases.models import CourseSettings, LetterTemplate, MatchWeights, SchemeRules
from core import clock
from reports.models import ReportSettings
from tests.administration import form
from tests.factories import CaseFactory, JobcentreFactory, MembershipFactory, TeamFactory, UserFactory, ZoneFactory
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


# Inviting


def test_an_invited_user_has_a_role_a_link_and_no_password(boss: User, here: Jobcentre) -> None:
    browser = signed_in(boss)
    address = "/admin/accounts/user/add/"
    response = browser.post(address, form(browser, address, email="Ny@Example.org", name="Ny Medarbejder", role="caseworker"), follow=True)
    user = User.objects.get(email="ny@example.org")
    assert not user.has_usable_password()
    assert not user.is_staff
    assert list(user.memberships.values_list("jobcentre", "role")) == [(here.pk, "caseworker")]
    assert "/password/reset/key/" in response.text
    assert "/password/reset/key/" not in str(dict(browser.session))  # it is as good as a password, and a session is kept
    assert "/password/reset/key/" not in browser.get("/admin/").text
    assert set(AuditEvent.objects.filter(subject_id=user.pk).values_list("kind", flat=True)) == {"user.invited", "membership.added"}
    assert "Medarbejder" not in str(LogEntry.objects.values_list("object_repr", "change_message"))


def test_an_invited_administrator_may_open_the_administration(boss: User) -> None:
    browser = signed_in(boss)
    address = "/admin/accounts/user/add/"
    browser.post(address, form(browser, address, email="chef@example.org", name="Chef", role="administrator"))
    assert User.objects.get(email="chef@example.org").is_staff


def test_a_tampered_invitation_makes_no_superuser(boss: User) -> None:
    browser = signed_in(boss)
    address = "/admin/accounts/user/add/"
    extra = {"is_superuser": "on", "is_staff": "on", "groups": "1", "user_permissions": "1", "password": "secret-password"}
    browser.post(address, form(browser, address, email="ny@example.org", name="Ny", role="caseworker", **extra))
    user = User.objects.get(email="ny@example.org")
    assert (user.is_superuser, user.is_staff, user.groups.count(), user.has_usable_password()) == (False, False, 0, False)


def test_nobody_is_invited_into_another_jobcentre(boss: User) -> None:
    elsewhere = JobcentreFactory()
    browser = signed_in(boss)
    address = "/admin/accounts/user/add/"
    response = browser.post(
        address, form(browser, address, email="ny@example.org", name="Ny", role="caseworker", jobcentre=str(elsewhere.pk))
    )
    assert response.status_code == 200
    assert "jobcentre" in response.context["adminform"].form.errors
    assert not User.objects.filter(email="ny@example.org").exists()


def test_a_team_of_another_jobcentre_is_no_choice(boss: User) -> None:
    team = TeamFactory()
    browser = signed_in(boss)
    address = "/admin/accounts/user/add/"
    browser.post(address, form(browser, address, email="ny@example.org", name="Ny", role="caseworker", team=str(team.pk)))
    assert not User.objects.filter(email="ny@example.org").exists()


@pytest.mark.parametrize("email", ["KENDT@example.org", "nul\x00@example.org", "x" * 300 + "@example.org", "ingen"])
def test_an_impossible_or_known_email_is_said_at_the_field(boss: User, email: str) -> None:
    UserFactory(email="kendt@example.org")
    browser = signed_in(boss)
    address = "/admin/accounts/user/add/"
    response = browser.post(address, form(browser, address, email=email, name="Ny", role="caseworker"))
    assert response.status_code == 200
    assert "email" in response.context["adminform"].form.errors


# Changing users


def test_a_users_name_and_language_change_with_an_event(boss: User, here: Jobcentre) -> None:
    user = MembershipFactory(jobcentre=here).user
    browser = signed_in(boss)
    address = f"/admin/accounts/user/{user.pk}/change/"
    extra = {"email": "stolen@example.org", "is_superuser": "on", "is_staff": "on", "groups": "1"}
    assert browser.post(address, form(browser, address, name="Nyt Navn", language="en", **extra)).status_code == 302
    old_email = user.email
    user.refresh_from_db()
    assert (user.name, user.language, user.email, user.is_superuser, user.is_staff) == ("Nyt Navn", "en", old_email, False, False)
    event = AuditEvent.objects.get(subject_id=user.pk, kind="user.changed")
    assert event.facts == {"fields": ["language", "name"]}
    assert "Nyt Navn" not in str(LogEntry.objects.values_list("object_repr", "change_message"))


def test_a_user_of_another_jobcentre_does_not_exist(boss: User) -> None:
    user = MembershipFactory().user
    browser = signed_in(boss)
    address = f"/admin/accounts/user/{user.pk}/change/"
    assert browser.get(address).status_code == 302  # to the index, as for a user who does not exist
    browser.post(address, {"name": "Kapret", "language": "da", "is_active": "on", "_save": "1"})
    user.refresh_from_db()
    assert user.name != "Kapret"
    assert user.email not in browser.get("/admin/accounts/user/").content.decode()


def test_an_account_that_works_elsewhere_too_is_read_only(boss: User, here: Jobcentre) -> None:
    user = MembershipFactory(jobcentre=here).user
    MembershipFactory(user=user)
    browser = signed_in(boss)
    address = f"/admin/accounts/user/{user.pk}/change/"
    assert browser.get(address).status_code == 200
    assert browser.post(address, {"name": "Kapret", "language": "da", "_save": "1"}).status_code == 403
    user.refresh_from_db()
    assert (user.name == "Kapret", user.is_active) == (False, True)


def test_a_platform_administrator_cannot_be_closed_by_a_role_administrator(boss: User, here: Jobcentre, platform: User) -> None:
    MembershipFactory(jobcentre=here, user=platform)
    assert (
        signed_in(boss).post(f"/admin/accounts/user/{platform.pk}/change/", {"name": "x", "language": "da", "_save": "1"}).status_code
        == 403
    )
    platform.refresh_from_db()
    assert platform.is_active


def test_nobody_closes_the_own_account(boss: User) -> None:
    browser = signed_in(boss)
    address = f"/admin/accounts/user/{boss.pk}/change/"
    response = browser.post(address, {"name": boss.name, "language": "en", "_save": "1"})
    assert "You cannot close your own account." in response.content.decode()
    boss.refresh_from_db()
    assert boss.is_active


def test_a_closed_account_is_signed_out(boss: User, here: Jobcentre) -> None:
    user = MembershipFactory(jobcentre=here).user
    theirs, browser = signed_in(user), signed_in(boss)
    assert theirs.get("/desk/").status_code == 200
    browser.post(f"/admin/accounts/user/{user.pk}/change/", {"name": user.name, "language": "da", "_save": "1"})
    assert theirs.get("/desk/").status_code == 302


def test_a_new_email_forgets_the_old_one(platform: User) -> None:
    from allauth.account.models import EmailAddress

    user = MembershipFactory().user
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    browser = signed_in(platform)
    address = f"/admin/accounts/user/{user.pk}/change/"
    browser.post(address, form(browser, address, email="Nyt@Example.org"))
    user.refresh_from_db()
    assert user.email == "nyt@example.org"
    assert not EmailAddress.objects.filter(user=user).exists()


def test_a_password_hash_cannot_be_guessed_by_filters(boss: User) -> None:
    assert signed_in(boss).get("/admin/accounts/user/?password__startswith=a").status_code in (302, 400)
    assert signed_in(boss).get("/admin/accounts/user/?email__startswith=a").status_code in (302, 400)


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


def test_an_administrator_enters_days_away_of_a_colleague_with_a_substitute(boss: User, here: Jobcentre) -> None:
    ill, stands_in = MembershipFactory(jobcentre=here), MembershipFactory(jobcentre=here)
    browser, address = signed_in(boss), "/admin/accounts/memberabsence/add/"
    typed = form(browser, address, member=ill.pk, first_day="23-11-2026", last_day="1-12-2199", substitute=stands_in.pk)
    assert browser.post(address, typed).status_code == 302
    row = MemberAbsence.objects.get(member=ill)
    assert row.substitute == stands_in
    change = f"/admin/accounts/memberabsence/{row.pk}/change/"
    assert browser.post(change, form(browser, change, last_day="27-11-2026")).status_code == 302
    assert MemberAbsence.objects.get(member=ill).last_day == dt.date(2026, 11, 27)
    assert set(AuditEvent.objects.filter(subject_id=ill.user_id).values_list("kind", flat=True)) == {
        "user.absence_added",
        "user.absence_changed",
    }


def test_nobody_stands_in_for_himself_or_from_another_jobcentre(boss: User, here: Jobcentre) -> None:
    ill, elsewhere = MembershipFactory(jobcentre=here), MembershipFactory()
    browser, address = signed_in(boss), "/admin/accounts/memberabsence/add/"
    for substitute in (ill, elsewhere):
        typed = form(browser, address, member=ill.pk, first_day="1-12-2198", last_day="1-12-2199", substitute=substitute.pk)
        response = browser.post(address, typed)
        assert response.status_code == 200
        assert "substitute" in response.context["adminform"].form.errors
    typed = form(browser, address, member=elsewhere.pk, first_day="1-12-2198", last_day="1-12-2199")
    assert "member" in browser.post(address, typed).context["adminform"].form.errors
    assert not MemberAbsence.objects.exists()


def test_what_was_done_with_an_account_stands_on_its_page(boss: User, here: Jobcentre) -> None:
    """What was done in the own jobcentre, in words and with who did it."""
    User.objects.update(language="en")
    mette = MembershipFactory(jobcentre=here)
    day = clock.today()
    add_absence(member_id=mette.pk, first_day=day, last_day=day, substitute_id=None, by=boss, at=clock.now())
    other = JobcentreFactory().pk
    record(kind="user.calendar_made", subject=(SubjectKind.USER, mette.user_id), jobcentre_id=other, by=None, at=clock.now())
    page = signed_in(boss).get(f"/admin/accounts/user/{mette.user_id}/change/").content.decode()
    assert "Absence entered" in page
    assert boss.name in page
    assert "New address of the calendar" not in page
