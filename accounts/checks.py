"""What `manage.py check` says about an installation."""

from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register


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
