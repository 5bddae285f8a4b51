"""What `manage.py check` says about an installation."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import DEFAULT_DB_ALIAS, connection

LIMITS = {"lock_timeout": "4s", "statement_timeout": "10s"}


@register(Tags.security)
def plain_role(**kwargs: Any) -> list[CheckMessage]:
    """Web and worker should use a database role that owns nothing: then a fault in the program cannot change the logs."""
    owner = unquote(urlsplit(settings.DATABASE_OWNER_URL).username or "")
    if owner != settings.DATABASE_PLAIN_ROLE:
        return []
    return [
        Warning(
            "DATABASE_URL names the role that owns the tables: the second layer is missing.",
            hint="Make a plain role, name it in DATABASE_URL and the owner in DATABASE_OWNER_URL, and run `manage.py migrate`, which gives it its rights.",
            id="accounts.W001",
        )
    ]


@register(Tags.database)
def limits_of_time(*, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """What a connection asks for at its start does not arrive behind a pooler: there the role must have the limits of its own."""
    if settings.AS_OWNER or DEFAULT_DB_ALIAS not in (databases or ()):
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_settings WHERE name IN ('statement_timeout', 'lock_timeout') AND setting = '0' ORDER BY name")
        missing = [name for (name,) in cursor.fetchall()]
    return [
        Warning(
            f"{name} is off: a page can wait for the database without end.",
            hint=f"Give it to the role: ALTER ROLE {settings.DATABASE_PLAIN_ROLE} SET {name} = '{LIMITS[name]}'.",
            id="accounts.W002",
        )
        for name in missing
    ]
