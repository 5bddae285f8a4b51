"""What every answer carries: a policy of own files only, no storing, no sniffing, no other site."""

from typing import Any

import pytest
from django.test import Client as Browser

from accounts.enums import Role
from tests.factories import CaseFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db

SAFE = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


def check(response: Any) -> None:
    for name, value in SAFE.items():
        assert response.headers.get(name) == value, name
    policy = dict(part.strip().split(" ", 1) for part in response.headers["Content-Security-Policy"].split(";") if part.strip())
    assert policy["default-src"] == policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == policy["object-src"] == "'none'"
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert response.headers["Permissions-Policy"]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/login/", 200),
        ("/desk/", 302),
        ("/password/reset/", 200),
        ("/no-such-page/", 302),
        ("/healthz", 200),
        ("/admin/", 302),
        ("/language/", 405),
    ],
)
def test_answers_to_a_visitor(address: str, status: int) -> None:
    response = Browser().get(address)
    if address != "/no-such-page/":
        assert response.status_code == status
    check(response)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/", 302),
        ("/desk/", 200),
        ("/cases/", 200),
        ("/cases/2026-99999/", 404),
        ("/audit/", 403),
        ("/nowhere/", 404),
        ("/help/", 200),
        ("/desk/?a=%00", 400),
    ],
)
def test_answers_to_a_caseworker(address: str, status: int) -> None:
    browser = Browser()
    browser.force_login(MembershipFactory().user)
    response = browser.get(address)
    assert response.status_code == status
    check(response)


def test_a_page_of_a_case_carries_them() -> None:
    member = MembershipFactory()
    browser = Browser()
    browser.force_login(member.user)
    check(browser.get(f"/cases/{CaseFactory(jobcentre=member.jobcentre).ref}/timeline/"))


def test_the_administration_carries_them() -> None:
    browser = Browser()
    browser.force_login(UserFactory(is_staff=True, is_superuser=True))
    check(browser.get("/admin/"))


def test_a_form_from_another_site_is_refused_with_them() -> None:
    browser = Browser(enforce_csrf_checks=True)
    browser.force_login(MembershipFactory(role=Role.MANAGER).user)
    response = browser.post("/jobcentre/", {"jobcentre": "x"})
    assert response.status_code == 403
    check(response)


def test_cookies_are_closed_to_scripts_and_other_sites() -> None:
    MembershipFactory(user__email="mette@example.org", user__password="en-lang-adgangskode")
    browser = Browser()
    browser.get("/login/")
    browser.post("/login/", {"login": "mette@example.org", "password": "en-lang-adgangskode"})
    assert {"session", "csrf"} <= set(browser.cookies)
    for cookie in browser.cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
    assert browser.cookies["session"]["expires"] == ""  # ends with the browser


def test_a_nul_byte_in_a_cookie_is_a_bad_request() -> None:
    for name in ("session", "csrf", "language"):
        browser = Browser()
        browser.cookies[name] = "a\x00b"
        assert browser.get("/login/").status_code == 400
