"""What `manage.py check` says."""

from typing import Any

from accounts.checks import plain_role


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
