"""Passwords and the second factor: changed with the old one, forgotten and set by a link, asked for with a code."""

import re

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.core.management import call_command
from django.urls import reverse

from accounts.models import AuditEvent, Membership, Message, User
from tests.accounts.sign_in_scene import PASSWORD, in_english, member, no_old_attempts, sign_in

__all__ = ["member", "no_old_attempts"]
pytestmark = pytest.mark.django_db


def test_a_password_is_changed_with_the_old_one(member: Membership) -> None:
    browser = in_english()
    sign_in(browser)
    wrong = browser.post(
        "/password/change/", {"oldpassword": "forkert", "password1": "en-ny-adgangskode", "password2": "en-ny-adgangskode"}
    )
    assert wrong.status_code == 200
    browser.post("/password/change/", {"oldpassword": PASSWORD, "password1": "en-ny-adgangskode", "password2": "en-ny-adgangskode"})
    member.user.refresh_from_db()
    assert member.user.check_password("en-ny-adgangskode")


@pytest.mark.parametrize("weak", ["kort", "password1234", "mette@example.org"])
def test_a_weak_password_is_refused(member: Membership, weak: str) -> None:
    browser = in_english()
    sign_in(browser)
    assert browser.post("/password/change/", {"oldpassword": PASSWORD, "password1": weak, "password2": weak}).status_code == 200
    member.user.refresh_from_db()
    assert member.user.check_password(PASSWORD)


def test_a_forgotten_password_is_set_by_a_link_that_works_once(member: Membership) -> None:
    browser = in_english()
    assert browser.post("/password/reset/", {"email": "mette@example.org"}).url == "/password/reset/done/"
    mail = Message.objects.get()
    assert member.user.name not in mail.subject + mail.body
    assert "mette" not in mail.subject + mail.body
    address = re.search(r"https?://[^/]+(/password/reset/key/\S+)", mail.body)[1]
    assert choose_password(address, "en-ny-adgangskode")
    member.user.refresh_from_db()
    assert member.user.check_password("en-ny-adgangskode")
    assert not choose_password(address, "en-tredje-adgangskode")
    member.user.refresh_from_db()
    assert member.user.check_password("en-ny-adgangskode")


def choose_password(address: str, password: str) -> bool:
    """Open the link in a fresh browser and choose a password; whether the link still worked."""
    browser = in_english()
    response = browser.get(address)
    if response.status_code != 302:
        assert response.status_code == 200
        return False
    browser.post(response.url, {"password1": password, "password2": password})
    return True


def test_an_unknown_address_gets_the_same_answer_and_no_mail(member: Membership) -> None:
    known, unknown = (
        in_english().post("/password/reset/", {"email": "mette@example.org"}),
        in_english().post("/password/reset/", {"email": "x@example.org"}),
    )
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert Message.objects.count() == 1


def test_create_admin_prints_a_link_that_works_once(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("create_admin", "--email", "Chef@Example.org", "--name", "Chef")
    user = User.objects.get(email="chef@example.org")
    assert (user.is_superuser, user.is_staff, user.has_usable_password()) == (True, True, False)
    address = re.fullmatch(r"https?://[^/]+(/password/reset/key/\S+)\n", capsys.readouterr().out)[1]
    assert choose_password(address, PASSWORD)
    assert not choose_password(address, "en-anden-adgangskode")
    browser = in_english()
    sign_in(browser, email="chef@example.org")
    assert browser.get("/", follow=True).redirect_chain[-1][0] == "/admin/"
    call_command("create_admin", "--email", "chef@example.org")
    user.refresh_from_db()
    assert user.check_password(PASSWORD)  # found, and not locked out
    assert list(AuditEvent.objects.values_list("kind", flat=True)) == ["user.made_superuser"]


# Two factors


def code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_a_second_factor_is_turned_on_and_asked_for(member: Membership) -> None:
    browser = in_english()
    sign_in(browser)
    assert browser.get("/2fa/").status_code == 200
    assert browser.get("/2fa/totp/activate/").url.startswith("/reauthenticate/")  # the password once more
    browser.post("/reauthenticate/", {"password": PASSWORD})
    page = browser.get("/2fa/totp/activate/")
    secret = page.context["form"].secret
    assert browser.post("/2fa/totp/activate/", {"code": "000000"}).status_code == 200
    assert browser.post("/2fa/totp/activate/", {"code": code(secret)}).status_code == 302
    assert browser.get("/2fa/recovery-codes/").status_code == 200
    again = in_english()
    assert sign_in(again).url == reverse("mfa_authenticate")
    assert again.get("/desk/").status_code == 302  # the password alone is not enough
    cache.clear()  # a code is taken once; the test is quicker than the clock
    assert again.post(reverse("mfa_authenticate"), {"code": code(secret)}).url == "/"
    assert again.get("/desk/").status_code == 200
