"""Charts of a report as shapes: numbers and finished words in, places out, as texts that no language changes. No Django here.

Each works in greyscale, has its numbers beside its bars, and a table with the same numbers under it. `core/charts.py` has the bars over time.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

WIDTH = 640
INK, BRAND, LIGHT, PALE, GREY, MUTED, RULE = "#1a1a1a", "#0f4a57", "#c4d8dc", "#e1e5e6", "#7d888c", "#3a4143", "#dfe3e4"
LONGEST = 78
"""Letters of a label that fit over a bar."""


@dataclass(frozen=True, slots=True)
class Shape:
    """`what` is rect, path, line or text; the other fields are the attributes that it has."""

    what: str
    x: str = ""
    y: str = ""
    width: str = ""
    height: str = ""
    d: str = ""
    fill: str = ""
    size: str = ""
    weight: str = "400"
    anchor: str = "start"
    words: str = ""


@dataclass(slots=True)
class Drawing:
    """The shapes, and the title: the finding with all numbers, which is what a screen reader says instead of the chart."""

    title: str
    height: str = "0"
    shapes: list[Shape] = field(default_factory=list)

    def rect(self, x: float, y: float, width: float, height: float, fill: str) -> None:
        if width > 0 and height > 0:
            self.shapes.append(Shape("rect", _n(x), _n(y), _n(width), _n(height), fill=fill))

    def path(self, d: str, fill: str) -> None:
        self.shapes.append(Shape("path", d=d, fill=fill))

    def rule(self, x: float, top: float, bottom: float) -> None:
        self.shapes.append(Shape("rect", _n(x - 0.5), _n(top), "1", _n(bottom - top), fill=RULE))

    def text(self, x: float, y: float, words: str, *, size: float = 13, bold: bool = False, fill: str = INK, anchor: str = "start") -> None:
        self.shapes.append(
            Shape("text", _n(x), _n(y), fill=fill, size=_n(size), weight="600" if bold else "400", anchor=anchor, words=words)
        )


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def short(words: str) -> str:
    return words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar with its words over it and its number behind it. `whole` draws what it is a part of, in the same unit. `strong`: a sum."""

    label: str
    value: float
    words: str
    whole: float = 0
    strong: bool = False
    pale: bool = False


def bars(found: Sequence[Bar], *, title: str, top: float = 0) -> Drawing:
    """Bars one under the other, each under its label. The longest of all, or `top`, reaches to the numbers."""
    drawing, y = Drawing(title), 4.0
    room = max(200, WIDTH - max([150, *(12 + 7.6 * len(each.words) for each in found)]))
    top = max([top, *(each.value for each in found), *(each.whole for each in found)]) or 1
    for each in found:
        drawing.text(0, y + 11, short(each.label), bold=each.strong)
        drawing.rect(0, y + 17, room * each.whole / top, 14, LIGHT)
        drawing.rect(0, y + 17, room * each.value / top, 14, GREY if each.pale else BRAND)
        if not each.value and not each.whole:
            drawing.rect(0, y + 17, 1.5, 14, GREY)
        drawing.text(room * max(each.value, each.whole) / top + 8, y + 28.5, each.words, bold=True)
        y += 42
    drawing.height = _n(y + 2)
    return drawing


@dataclass(frozen=True, slots=True)
class Box:
    """The middle half of some values, their median, and a goal if there is one."""

    label: str
    lower: float
    median: float
    upper: float
    words: str
    goal: float | None = None
    strong: bool = False


def boxes(found: Sequence[Box], *, title: str, half: str, median: str, goal: str, unit: str) -> Drawing:
    """A row each over one scale that begins at 0. `half`, `median`, `goal` and `unit` are the words of the legend."""
    drawing, left = Drawing(title), 178.0
    right = WIDTH - max([62.0, *(10 + 7.6 * len(each.words) for each in found)])
    top = max([1, *(each.upper for each in found), *(each.goal or 0 for each in found)])
    step = next((each for each in (1, 2, 5, 10, 20, 25, 50, 100, 200) if top / each <= 9), max(1, round(top / 8)))
    floor = 34 + 46 * len(found)

    def at(value: float) -> float:
        return left + (right - left) * value / top

    mark = 0
    while mark <= top:
        drawing.rule(at(mark), 26, floor - 6)
        drawing.text(at(mark), floor + 10, str(mark), size=12, fill=MUTED, anchor="middle")
        mark += step
    drawing.text(left, floor + 28, unit, size=12, fill=MUTED)
    x = left
    for shape, words in (("half", half), ("median", median), *((("goal", goal),) if any(each.goal is not None for each in found) else ())):
        if shape == "half":
            drawing.rect(x, 1, 26, 12, LIGHT)
            x += 33
        elif shape == "median":
            drawing.rect(x, 0, 5, 14, BRAND)
            x += 12
        else:
            drawing.path(_triangle(x + 5, 2.5), INK)
            x += 16
        drawing.text(x, 12, words, size=12)
        x += 7 * len(words) + 16
    for n, each in enumerate(found):
        y = 39 + 46 * n
        drawing.text(0, y + 15, each.label, bold=each.strong)
        drawing.rect(at(each.lower), y, max(1.5, at(each.upper) - at(each.lower)), 20, LIGHT)
        drawing.rect(at(each.median) - 2.5, y - 4, 5, 28, BRAND)
        if each.goal is not None:
            drawing.path(_triangle(at(each.goal), y + 27), INK)
        drawing.text(at(each.upper) + 8, y + 15, each.words, bold=True)
    drawing.height = _n(floor + 32)
    return drawing


def _triangle(x: float, y: float) -> str:
    return f"M{_n(x)},{_n(y)} l-5,8 h10 Z"


@dataclass(frozen=True, slots=True)
class Node:
    """A part of the flow: how many, their words, the words of the share, and how the number is written."""

    value: int
    label: str
    share: str = ""
    dark: bool = True
    words: str = ""

    @property
    def written(self) -> str:
        return self.words or str(self.value)


def flow(
    *, title: str, heads: tuple[str, str, str], reached: Node, middle: Sequence[Node], ends: Sequence[Node], sum_of_ends: Node, rest: Node
) -> Drawing:
    """From all on the left by what stands in the middle to what became of the first of those: the heights are the numbers.

    `middle[0]` is what `ends` and `rest` are parts of; `sum_of_ends` is written over the ends. Nodes of nobody are left out.
    """
    drawing, high = Drawing(title), 250.0
    whole = max(1, reached.value)

    def tall(value: int) -> float:
        return high * value / whole

    for x, words in zip((0.0, 196.0, 392.0), heads, strict=True):
        drawing.text(x, 14, words, size=12, fill=MUTED)
    marks: list[tuple[float, float, float, Node]] = []
    source, y, lowest = 30.0, 30.0, 30.0
    tops: list[float] = []
    for node in middle:
        height = tall(node.value)
        if node.value:
            drawing.path(_band(14, source, 196, y, height), LIGHT if node.dark else PALE)
            marks.append((196, y, height, node))
        tops.append(y)
        source += height
        lowest = max(lowest, y + height)
        y += max(height, 52 if node.value else 0) + (34 if node.value else 0)
    source, y = tops[0], 84.0
    ends_at = max([440.0, *(412 + 7.9 * len(node.written) for node in ends)])
    for node in ends:
        height = tall(node.value)
        if node.value:
            drawing.path(_band(210, source, 392, y, height), LIGHT)
        drawing.rect(392, y, 14, max(height, 1.5), BRAND)
        middle_y = y + max(height, 1.5) / 2 + 4.5
        drawing.text(ends_at, middle_y, node.written, size=14, bold=True, anchor="end")
        drawing.text(ends_at + 9, middle_y, node.label)
        drawing.text(638, middle_y, node.share, size=12.5, fill=MUTED, anchor="end")
        source += height
        y += max(height, 17) + 9
    height = tall(rest.value)
    y += 14
    if rest.value:
        drawing.path(_band(210, source, 392, y, height), PALE)
    drawing.rect(392, y, 14, max(height, 1.5), GREY)
    _said(drawing, 416, max(y + 20, y + height / 2 - 6), rest)
    lowest = max(lowest, y + max(height, 52), *(top + 60 for _x, top, _h, _node in marks), 30 + high)
    drawing.rect(0, 30, 14, tall(reached.value) or 1.5, INK)
    _said(drawing, 24, 30 + tall(reached.value) / 2, reached)
    for x, top, tall_one, node in marks:
        drawing.rect(x, top, 14, max(tall_one, 1.5), BRAND if node.dark else GREY)
        _said(drawing, x + 24, max(top + 20, top + tall_one / 2 - 4), node)
    is_long = len(sum_of_ends.written) > 4
    drawing.text(392, 50, sum_of_ends.written, size=18 if is_long else 26, bold=True)
    beside, anchor = (638.0, "end") if is_long else (392.0 + 16 * len(sum_of_ends.written) + 8, "start")
    drawing.text(beside, 41, sum_of_ends.label, bold=True, anchor=anchor)
    drawing.text(beside, 57, sum_of_ends.share, size=12, fill=MUTED, anchor=anchor)
    drawing.height = _n(lowest + 4)
    return drawing


def _said(drawing: Drawing, x: float, y: float, node: Node) -> None:
    drawing.text(x, y, node.written, size=26, bold=True)
    drawing.text(x, y + 17, node.label)
    drawing.text(x, y + 33, node.share, size=12, fill=MUTED)


def _band(x: float, y: float, to_x: float, to_y: float, height: float) -> str:
    half = (x + to_x) / 2
    a, b, c, d = _n(y), _n(to_y), _n(to_y + height), _n(y + height)
    return f"M{_n(x)},{a} C{_n(half)},{a} {_n(half)},{b} {_n(to_x)},{b} L{_n(to_x)},{c} C{_n(half)},{c} {_n(half)},{d} {_n(x)},{d} Z"
