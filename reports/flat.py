"""Figures as lines of a plain table: what a number is about, the number, and what it is a part of. For CSV and for tests."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reports.figures import Figures

LEAF = {"value", "base", "hidden"}
SPREAD = {"lower", "median", "upper", "base", "of", "hidden"}
NAMES = ("key", "wish", "mentor_type", "funding")
"""What tells the rows of a list apart."""


@dataclass(frozen=True, slots=True)
class Line:
    """`path` names the number by codes, such as tables/jobcentre/<key>/completed; `name` is the row's own name, where it has one."""

    path: str
    name: str
    value: float | None
    base: int | None
    hidden: bool


def lines_of(found: Figures) -> list[Line]:
    """Every number of the figures, in their order."""
    plain = found.as_json()
    return [line for key, value in plain.items() if key not in ("scope", "on", "outward", "is_small") for line in _lines(key, "", value)]


def _lines(path: str, name: str, value: Any) -> Iterator[Line]:
    if isinstance(value, Mapping):
        if set(value) == LEAF:
            yield Line(path, name, value["value"], value["base"], value["hidden"])
        elif set(value) == SPREAD:
            for part in ("lower", "median", "upper"):
                yield Line(f"{path}/{part}", name, value[part], value["base"], value["hidden"])
        else:
            for key, each in value.items():
                if isinstance(each, Mapping | Sequence) and not isinstance(each, str):
                    yield from _lines(path if key == "rows" else f"{path}/{key}", name, each)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for each in value:
            key = "/".join(str(each[part]) or "-" for part in NAMES if part in each)
            yield from _lines(f"{path}/{key}", each.get("name", ""), each)
