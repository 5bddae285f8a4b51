"""What the words of all apps share: a day out of an event's or a refusal's facts, words in a row, and the size of a file."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from core.templatetags.ui import date_long, number


def day_in(facts: dict[str, Any], name: str) -> str:
    """The ISO day under `name` as one reads it; "" when there is none."""
    value = facts.get(name)
    return str(date_long(dt.date.fromisoformat(value))) if value else ""


def listed(words: list[str]) -> str:
    """Practical support, emotional support and daily routines."""
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def size_words(size: int) -> str:
    """120 kB, 2.4 MB"""
    if size < 1024 * 1024:
        return _("%(n)s kB") % {"n": number(max(1, round(size / 1024)))}
    return _("%(n)s MB") % {"n": number(round(size / 1024**2, 1))}
