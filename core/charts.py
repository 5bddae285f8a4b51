"""Where the bars of a chart stand: numbers in, places in a drawing out, as texts that no language changes. No Django here."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 840, 166
_ROOM_INSIDE = 24
"""A bar at least so high has its number inside, a lower one above."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of the drawing in which bars stand, and how wide a bar is: at most `bar`, and at most `share` of its column."""

    left: float = 36
    right: float = 832
    top: float = 24.8
    floor: float = 140.0
    bar: float = 64
    share: float = 0.8

    def column(self, number: int) -> float:
        """How wide each of so many columns is."""
        return (self.right - self.left) / max(1, number)

    def height(self, value: float, *, top: int) -> float:
        """The height of a value where `top` reaches the top."""
        return (self.floor - self.top) * value / top


MONTHS = Frame()


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


def bars(*, values: Sequence[int], most: Sequence[int], frame: Frame = MONTHS, top: int = 0) -> Bars:
    """Bars for `values`, with a line at `most` over each of them. Both in the same unit; the highest of all, or `top`, reaches the top."""
    top = max([*values, *most, top, 1])
    column = frame.column(len(values))
    wide = min(frame.bar, column * frame.share)
    left, floor = frame.left, frame.floor

    found = []
    for n, value in enumerate(values):
        x, high = left + column * n + (column - wide) / 2, frame.height(value, top=top)
        inside = high >= _ROOM_INSIDE
        found.append(
            Bar(
                x=f"{x:.1f}",
                y=f"{floor - high:.1f}",
                width=f"{wide:.1f}",
                height=f"{high:.1f}",
                middle=f"{x + wide / 2:.1f}",
                number_y=f"{floor - high + (18 if inside else -6):.1f}",
                inside=inside,
            )
        )
    line = f"M{left}" if most else ""
    for n, value in enumerate(most):
        height = floor - frame.height(value, top=top)
        line += f" {height:.1f}" if n == 0 else f" V{height:.1f}"
        line += f" H{left + column * (n + 1):.1f}"
    line_y = f"{floor - frame.height(max(most[-2:]), top=top):.1f}" if most else ""
    return Bars(bars=tuple(found), line=line, line_y=line_y, top=top)
