"""Where the lines of a small chart stand: days and values in, places in a drawing out, as texts that no language changes. No Django here."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 840, 196
_LEFT, _RIGHT, _TOP, _FLOOR = 44, 720, 18.0, 150.0
_APART = 14.0
"""Two labels at the ends of lines stand at least so far apart."""


@dataclass(frozen=True, slots=True)
class Dot:
    x: str
    y: str
    number_y: str
    value: float


@dataclass(frozen=True, slots=True)
class Line:
    """One series: its path, its dots, and the place of its name behind the last dot."""

    path: str
    dots: tuple[Dot, ...]
    name_x: str
    name_y: str


@dataclass(frozen=True, slots=True)
class Lines:
    """`ticks` are the heights of the asked values, `days` the places of all days that have a dot, each once."""

    lines: tuple[Line, ...]
    ticks: tuple[tuple[str, int], ...]
    days: tuple[tuple[str, dt.date], ...]
    left: str = f"{_LEFT}"
    right: str = f"{_RIGHT}"


def lines(*, series: Sequence[Sequence[tuple[dt.date, float]]], lowest: int, highest: int, ticks: Sequence[int]) -> Lines:
    """Lines through (day, value), each series in the order of its days; values lie between `lowest` and `highest`."""
    days = sorted({day for each in series for day, _value in each})
    first, span = (days[0], max(1, (days[-1] - days[0]).days)) if days else (dt.date.min, 1)

    def x(day: dt.date) -> float:
        return (_LEFT + 16 + _RIGHT) / 2 if len(days) == 1 else _LEFT + 16 + (_RIGHT - _LEFT - 16) * (day - first).days / span

    def y(value: float) -> float:
        return _FLOOR - (_FLOOR - _TOP) * (value - lowest) / max(1, highest - lowest)

    ends = [y(each[-1][1]) if each else 0.0 for each in series]
    name_ys = _kept_apart(ends)
    found = []
    for n, each in enumerate(series):
        above = all(ends[n] <= end for end in ends)  # numbers of the upper line stand above it, of the other below
        others = [dict(other) for k, other in enumerate(series) if k != n]
        aside = [-9 if _is_above(value, day, others, above) else 19 for day, value in each]
        dots = tuple(
            Dot(x=f"{x(day):.1f}", y=f"{y(value):.1f}", number_y=f"{y(value) + apart:.1f}", value=value)
            for (day, value), apart in zip(each, aside, strict=True)
        )
        path = " ".join(f"{'M' if k == 0 else 'L'}{dot.x} {dot.y}" for k, dot in enumerate(dots))
        name_x = f"{x(each[-1][0]) + 12:.1f}" if each else f"{_LEFT}"
        found.append(Line(path=path, dots=dots, name_x=name_x, name_y=f"{name_ys[n] + 4:.1f}"))
    return Lines(
        lines=tuple(found),
        ticks=tuple((f"{y(value):.1f}", value) for value in ticks),
        days=tuple((f"{x(day):.1f}", day) for day in _not_crowded(days, x)),
    )


def _is_above(value: float, day: dt.date, others: Sequence[dict[dt.date, float]], line_is_above: bool) -> bool:
    """Whether a number stands above its dot: of two on one day that of the higher dot does, so that no number lies over the other."""
    same_day = [other[day] for other in others if day in other and other[day] != value]
    return all(value > other for other in same_day) if same_day else line_is_above


def _kept_apart(ends: Sequence[float]) -> list[float]:
    """The heights of the names: where two are too close, the lower one moves down."""
    places = list(ends)
    last: float | None = None
    for n in sorted(range(len(places)), key=lambda n: places[n]):
        if last is not None and places[n] - last < _APART:
            places[n] = last + _APART
        last = places[n]
    return places


def _not_crowded(days: Sequence[dt.date], x: Callable[[dt.date], float]) -> list[dt.date]:
    """Days whose names do not lie over each other; the table has them all."""
    kept: list[dt.date] = []
    for day in days:
        if not kept or x(day) - x(kept[-1]) >= 62:
            kept.append(day)
    return kept
