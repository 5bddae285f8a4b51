"""Filters in an address: known values are used, others are named and left out, so that an old link still shows something."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _


class Filters:
    """The filters of a list page. `unknown` holds the sentences about values that do not exist."""

    def __init__(self, query: QueryDict, path: str) -> None:
        self.query, self.path = query, path
        self.unknown: list[str] = []
        self.chosen: dict[str, str] = {}

    def pick(self, name: str, known: Iterable[str], *, default: str = "") -> str:
        value = self.query.get(name, "")
        if value and value not in known:
            self.unknown.append(_("There is no choice “%(value)s” here. It is left out.") % {"value": value[:40]})
            value = ""
        if value and value != default:
            self.chosen[name] = value
        return value or default

    def address(self, **changed: str) -> str:
        """The page's address with other choices; an empty one is removed."""
        kept = {name: value for name, value in {**self.chosen, **changed}.items() if value}
        return f"{self.path}?{urlencode(kept)}" if kept else self.path

    def pill(self, name: str, value: str, label: Any, *, current: str, count: int | None = None) -> dict[str, Any]:
        return {"label": label, "url": self.address(**{name: value}), "current": value == current, "count": count}
