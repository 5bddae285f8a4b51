"""The figures of all jobcentres, with which whoever has a jobcentre's report can compare it (R295)."""

from typing import cast

from django.core.cache import cache

from reports.figures.build import build
from reports.figures.links import KEPT_SECONDS, kept_as
from reports.figures.shapes import Figures
from reports.figures.statement import read


def all_jobcentres(exact: Figures) -> Figures:
    """Exact, of the same months and day. Counted once an hour, as it is a country; four statements when it is."""
    scope = exact.scope.without("jobcentres")
    name = f"{kept_as(scope, on=exact.on)}-whole"
    found = cast(Figures | None, cache.get(name))
    if found is None:
        found = build(scope, on=exact.on, sections=read(scope, on=exact.on))
        cache.set(name, found, KEPT_SECONDS)
    return found
