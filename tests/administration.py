"""Who administers, and what a page of the administration is sent: for all tests, whatever app the page is of."""

from typing import Any

import pytest
from django.test import Client as Browser

from accounts.enums import Role
from accounts.models import Jobcentre, User
from tests.factories import JobcentreFactory, MembershipFactory, UserFactory


@pytest.fixture
def here() -> Jobcentre:
    return JobcentreFactory()


@pytest.fixture
def boss(here: Jobcentre) -> User:
    """A role administrator of `here`."""
    return MembershipFactory(jobcentre=here, role=Role.ADMINISTRATOR, user__is_staff=True, user__language="en").user


@pytest.fixture
def platform() -> User:
    return UserFactory(is_staff=True, is_superuser=True, language="en")


def form(browser: Browser, address: str, **changed: Any) -> dict[str, Any]:
    """What the page's form would send, with changes."""
    fields = browser.get(address).context["adminform"].form
    found = {name: fields[name].value() for name in fields.fields}
    found |= {"_save": "1"} | changed
    flat = {}
    for name, value in found.items():
        if value is True:
            flat[name] = "on"
        elif value not in (None, False):
            flat[name] = value
    return flat


def errors(response: Any) -> dict[str, list[str]]:
    """What the page says at each field."""
    assert response.status_code == 200
    return {name: list(found) for name, found in response.context["adminform"].form.errors.items()}
