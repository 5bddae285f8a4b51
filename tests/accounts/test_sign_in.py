"""Signing in and out at our own addresses."""

from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import NoReverseMatch, reverse

from accounts.enums import Role
from accounts.models import Membership
from tests.accounts.sign_in_scene import PASSWORD, WRONG, in_english, member, no_old_attempts, sign_in
from tests.factories import MembershipFactory

__all__ = ["member", "no_old_attempts"]
pytestmark = pytest.mark.django_db


def test_the_right_password_leads_to_the_desk(member: Membership) -> None:
    browser = in_english()
    assert sign_in(browser, email="METTE@example.org").url == "/"
    assert browser.get("/").url == "/desk/"


def test_where_one_wanted_to_go_is_where_one_lands_and_never_elsewhere(member: Membership) -> None:
    assert sign_in(in_english(), next="/cases/").url == "/cases/"
    assert sign_in(in_english(), next="https://evil.example/").url == "/"
    assert sign_in(in_english(), next="//evil.example/").url == "/"


@pytest.mark.parametrize(
    ("role", "address"),
    [(Role.CASEWORKER, "/desk/"), (Role.MANAGER, "/overview/"), (Role.AUDITOR, "/audit/"), (Role.ADMINISTRATOR, "/admin/")],
)
def test_each_role_has_a_first_page(role: Role, address: str) -> None:
    browser = Browser()
    browser.force_login(MembershipFactory(role=role, user__is_staff=role == Role.ADMINISTRATOR).user)
    assert browser.get("/").url == address
    assert browser.get(address).status_code == 200


@pytest.mark.parametrize(("email", "password"), [("mette@example.org", "forkert"), ("ukendt@example.org", PASSWORD)])
def test_a_wrong_sign_in_never_says_which_half_was_wrong(member: Membership, email: str, password: str) -> None:
    response = sign_in(in_english(), email=email, password=password)
    page = response.content.decode()
    assert response.status_code == 200
    assert page.count(WRONG) == 2  # once in the summary, once at the fields
    assert f'value="{email}"' in page
    assert password not in page


@pytest.mark.parametrize("text", ["", "\x00", "x" * 1_000_000, "Ærøskøbing'\"><script>"])
def test_impossible_input_is_no_fault(member: Membership, text: str) -> None:
    response = in_english().post("/login/", {"login": text, "password": text})
    assert response.status_code in (200, 400, 413)
    assert "<script>" not in response.content.decode()


def test_a_closed_account_does_not_sign_in(member: Membership) -> None:
    member.user.is_active = False
    member.user.save()
    browser = in_english()
    response = sign_in(browser)
    if response.status_code == 302:
        assert response.url == reverse("account_inactive")
    assert browser.get("/desk/").status_code == 302


def test_after_five_failures_even_the_right_password_waits(member: Membership) -> None:
    """The count lives in the database's cache, so that it holds without a broker and for all processes."""
    browser = in_english()
    for _ in range(5):
        sign_in(browser, password="forkert")
    response = sign_in(browser)
    assert response.status_code == 200
    assert "Too many attempts." in response.content.decode()
    assert browser.get("/desk/").status_code == 302


def test_the_lock_of_one_account_is_no_lock_of_another(member: Membership) -> None:
    other = MembershipFactory(user__email="anne@example.org", user__password=PASSWORD).user
    for _ in range(5):
        sign_in(in_english(), password="forkert")
    assert sign_in(in_english(), email=other.email).status_code == 302


def test_demo_accounts_live_in_demo_mode_only(settings: Any) -> None:
    MembershipFactory(user__email="mette@demo.example", user__password=PASSWORD)
    settings.DEMO = True
    browser = in_english()
    assert sign_in(browser, email="mette@demo.example").status_code == 302
    settings.DEMO = False
    assert browser.get("/desk/").status_code == 302  # and who was signed in is out
    response = sign_in(in_english(), email="mette@demo.example")
    assert WRONG in response.content.decode()


def test_signing_out_ends_the_session(member: Membership) -> None:
    browser = in_english()
    sign_in(browser)
    assert browser.post("/logout/").url == "/login/"
    assert browser.get("/desk/").url.startswith("/login/")


def test_nobody_signs_up() -> None:
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")
    for address in ("/signup/", "/accounts/signup/", "/register/", "/email/"):
        assert Browser().get(address).status_code == 404


@pytest.mark.parametrize(("proxies", "known_by"), [(1, "the visitor"), (0, "the proxy")])
def test_behind_a_proxy_the_limit_counts_the_visitor(settings: Any, proxies: int, known_by: str) -> None:
    """Else ten wrong passwords of one stranger would keep everybody out."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies

    def is_stopped(number: int, visitor: str) -> bool:
        browser = in_english()
        browser.defaults["HTTP_X_FORWARDED_FOR"] = f"192.0.2.77, {visitor}"
        answer = sign_in(browser, email=f"ukendt{number}@example.org")
        return WRONG not in answer.text

    assert not any(is_stopped(number, "192.0.2.1") for number in range(10))
    assert is_stopped(10, "192.0.2.1")
    assert is_stopped(11, "192.0.2.2") == (known_by == "the proxy")
