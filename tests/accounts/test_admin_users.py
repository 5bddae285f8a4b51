"""Users in the administration: invited by a link, changed with an event, closed, away; nobody of another jobcentre."""

import datetime as dt

import pytest
from django.contrib.admin.models import LogEntry

from accounts.actions_profile import add_absence
from accounts.audit import record
from accounts.enums import SubjectKind
from accounts.models import AuditEvent, Jobcentre, MemberAbsence, User
from core import clock
from tests.administration import form
from tests.factories import JobcentreFactory, MembershipFactory, TeamFactory, UserFactory
from tests.pages import signed_in

pytestmark = pytest.mark.django_db


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
