"""Where the bars of a chart stand: numbers in, places in a drawing out, as texts that no language changes. No Django here."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 840, 166
_LEFT, _RIGHT, _TOP, _FLOOR = 36, 832, 24.8, 140.0
_BAR = 64
_ROOM_INSIDE = 24
"""A bar at least so high has its number inside, a lower one above."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar with the place of its number. `inside`: the number stands in the bar."""

    x: str
    y: str
    width: str
    height: str
    middle: str
    number_y: str
    inside: bool


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars over a floor, and the line of the most as the path of an SVG; `line_y` is its height over the last two bars."""

    bars: tuple[Bar, ...]
    line: str
    line_y: str
    top: int


def bars(*, values: Sequence[int], most: Sequence[int]) -> Bars:
    """Bars for `values`, with a line at `most` over each of them. Both in the same unit; the highest of all reaches the top."""
    top = max([*values, *most, 1])
    column = (_RIGHT - _LEFT) / max(1, len(values))
    wide = min(_BAR, column * 0.8)

    def height(value: int) -> float:
        return (_FLOOR - _TOP) * value / top

    found = []
    for n, value in enumerate(values):
        x, high = _LEFT + column * n + (column - wide) / 2, height(value)
        inside = high >= _ROOM_INSIDE
        found.append(
            Bar(
                x=f"{x:.1f}",
                y=f"{_FLOOR - high:.1f}",
                width=f"{wide:.1f}",
                height=f"{high:.1f}",
                middle=f"{x + wide / 2:.1f}",
                number_y=f"{_FLOOR - high + (18 if inside else -6):.1f}",
                inside=inside,
            )
        )
    line = f"M{_LEFT}" if most else ""
    for n, value in enumerate(most):
        line += f" {_FLOOR - height(value):.1f}" if n == 0 else f" V{_FLOOR - height(value):.1f}"
        line += f" H{_LEFT + column * (n + 1):.1f}"
    return Bars(bars=tuple(found), line=line, line_y=f"{_FLOOR - height(max(most[-2:])):.1f}" if most else "", top=top)
