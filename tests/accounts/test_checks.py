"""What `manage.py check` says."""

from typing import Any

import pytest
from django.db import connection

from accounts.checks import limits_of_time, plain_role


def test_one_role_for_everything_is_a_warning(settings: Any) -> None:
    settings.DATABASE_OWNER_URL, settings.DATABASE_PLAIN_ROLE = "postgresql://owner@/db", "owner"
    (warning,) = plain_role()
    assert warning.id == "accounts.W001"
    assert "the second layer is missing" in warning.msg


def test_an_owner_and_a_plain_role_are_well(settings: Any) -> None:
    settings.DATABASE_OWNER_URL, settings.DATABASE_PLAIN_ROLE = "postgresql://owner@/db", "plain"
    assert plain_role() == []


def test_the_tests_themselves_run_with_two_roles() -> None:
    assert plain_role() == []


@pytest.mark.django_db
def test_a_role_without_limits_of_time_is_a_warning() -> None:
    """As behind a pooler, which does not pass on what a connection asks for at its start."""
    assert limits_of_time(databases=["default"]) == []
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = 0")
    (warning,) = limits_of_time(databases=["default"])
    assert warning.id == "accounts.W002"
    assert warning.msg.startswith("lock_timeout is off")
    assert "SET lock_timeout = '4s'" in str(warning.hint)
    assert limits_of_time(databases=None) == []
