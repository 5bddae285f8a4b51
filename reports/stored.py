"""Figures out of the JSON in which they were stored: a report is made again from its row, and not from the cases of today."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from cases.enums import Outcome
from reports.enums import Dimension, OutcomeGroup, Step
from reports.figures import Figures
from reports.scope import Scope

# jsonb keeps no order of keys: each mapping of the figures has those of one of these, in their order.
ORDER: dict[str, int] = {
    code: n
    for codes in ((*Outcome.values, "not_recorded"), OutcomeGroup.values, ("m3", "m6", "m12"), Dimension.values, Step.values, ("client", "mentor"), ("who5", "motivation"))
    for n, code in enumerate(codes)
}  # fmt: skip


def _place(key: str) -> tuple[int, str]:
    return (ORDER.get(key, len(ORDER)), key)


def figures_from_json(found: dict[str, Any]) -> Figures:
    """What `Figures.as_json` wrote."""
    rest = {key: value for key, value in found.items() if key not in ("scope", "on")}
    hints = get_type_hints(Figures)
    made = {name: _made(hints[name], value) for name, value in rest.items()}
    return Figures(scope=Scope.from_json(found["scope"]), on=dt.date.fromisoformat(found["on"]), **made)


def _made(hint: Any, value: Any) -> Any:
    origin = get_origin(hint)
    if origin is UnionType:
        return None if value is None else _made(next(each for each in get_args(hint) if each is not type(None)), value)
    if origin is tuple:
        return tuple(_made(get_args(hint)[0], each) for each in value)
    if origin is not None and issubclass(origin, Mapping):
        return {key: _made(get_args(hint)[1], value[key]) for key in sorted(value, key=_place)}
    if is_dataclass(hint) and isinstance(hint, type):
        hints = get_type_hints(hint)
        return hint(**{each.name: _made(hints[each.name], value[each.name]) for each in fields(hint)})
    return value
