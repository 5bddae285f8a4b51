"""The two charts of the overview: numbers and finished words in, places out, as texts that no language changes. No Django here."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

NARROW = 290


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its label, number and words; `more` stands in grey behind them. `value` None has words and no bar."""

    label: str
    value: float | None
    words: str
    more: str = ""
    look: str = ""
    goal: float | None = None
    goal_words: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    bar: Bar
    y: str
    text_y: str
    label_y: str
    width: str
    words_x: str
    goal_x: str = ""
    goal_top: str = ""
    goal_floor: str = ""
    goal_words_y: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """`title` is the finding with all numbers, which a screen reader says instead of the chart. `narrow`: the same for a phone, labels over the bars."""

    title: str
    view_box: str
    left: str
    rows: tuple[Placed, ...]
    narrow: "Chart | None" = None


def chart(bars: Sequence[Bar], *, title: str, width: int, left: int, right: int) -> Chart:
    """Bars under one another over one scale that begins at 0; `right` is the room for their words. A goal is a line through its bar."""
    narrow = _chart(bars, title=title, width=NARROW, left=0, right=right, over=20)
    return replace(_chart(bars, title=title, width=width, left=left, right=right), narrow=narrow)


def _chart(bars: Sequence[Bar], *, title: str, width: int, left: int, right: int, over: int = 0) -> Chart:
    """`over`: the room for a label that stands over its bar; 0 where it stands before it."""
    with_goals = any(each.goal is not None for each in bars)
    row, y = (58 + over, 10 + over) if with_goals else (38 + over, 7 + over)
    top = max([1.0, *(each.value or 0 for each in bars), *(each.goal or 0 for each in bars)])

    def at(value: float) -> float:
        return (width - left - right) * value / top

    placed = []
    for each in bars:
        length = at(each.value or 0)
        beside = max(length, at(each.goal)) if each.goal is not None else length
        placed.append(
            Placed(
                each,
                _n(y),
                _n(y + 17),
                _n(y - 11 if over else y + 17),
                _n(max(length, 1.5) if each.value is not None else 0),
                _n(left + beside + 9),
                _n(left + at(each.goal)) if each.goal is not None else "",
                _n(y - 7),
                _n(y + 31),
                _n(y + 44),
            )
        )
        y += row
    return Chart(title, f"0 0 {width} {y - over if with_goals else y - over - 3}", str(left), tuple(placed))
