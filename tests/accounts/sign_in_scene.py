"""Who signs in, and how."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client as Browser

from accounts.models import Membership
from tests.factories import MembershipFactory

PASSWORD = "en-lang-adgangskode"
WRONG = "The e-mail or the password is wrong."


@pytest.fixture(autouse=True)
def no_old_attempts(db: None) -> None:
    cache.clear()


@pytest.fixture
def member() -> Membership:
    return MembershipFactory(user__email="mette@example.org", user__password=PASSWORD, user__language="en")


def in_english() -> Browser:
    browser = Browser()
    browser.cookies["language"] = "en"
    return browser


def sign_in(browser: Browser, email: str = "mette@example.org", password: str = PASSWORD, **more: Any) -> Any:
    return browser.post("/login/", {"login": email, "password": password, **more})
