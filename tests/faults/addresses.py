"""Every address of the application with something real in its place-holders."""

import re
import uuid
from collections.abc import Iterator
from typing import Any

from django.urls import get_resolver
from django.urls.resolvers import RoutePattern, URLPattern

PLACE = re.compile(r"<(?:\w+:)?(\w+)>")


def routes(patterns: Any = None, before: str = "") -> Iterator[str]:
    """Routes as they stand in the address tables, `cases/<ref:ref>/` for one; the admin's own catch-alls, which are expressions, left out."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        if not isinstance(each.pattern, RoutePattern):
            continue
        route = before + str(each.pattern)
        if isinstance(each, URLPattern):
            yield route
        else:
            yield from routes(each.url_patterns, route)


def addresses(**places: str) -> list[str]:
    """`addresses(ref=case.ref)`: what is not named gets a value that nothing has."""
    known = {"number": "1", "uidb36": "1", "key": "abc", "object_id": "1", "content_type_id": "1", "app_label": "accounts"}
    known |= {"code": "who5", "respondent": "client", "point": "start", "months": "0", "after": "m3"} | places

    def fill(route: str) -> str:
        return "/" + PLACE.sub(lambda place: str(known.get(place[1], uuid.UUID(int=1))), route)

    return sorted({fill(route) for route in routes()})
