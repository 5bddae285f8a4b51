"""The two charts of the overview: numbers and finished words in, places out, as texts that no language changes. No Django here."""

from collections.abc import Sequence
from dataclasses import dataclass


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
    width: str
    words_x: str
    goal_x: str = ""
    goal_top: str = ""
    goal_floor: str = ""
    goal_words_y: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """`title` is the finding with all numbers, which a screen reader says instead of the chart."""

    title: str
    view_box: str
    left: str
    rows: tuple[Placed, ...]


def chart(bars: Sequence[Bar], *, title: str, width: int, left: int, right: int) -> Chart:
    """Bars under one another over one scale that begins at 0; `right` is the room for their words. A goal is a line through its bar."""
    with_goals = any(each.goal is not None for each in bars)
    row, y = (58, 10) if with_goals else (38, 7)
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
                _n(max(length, 1.5) if each.value is not None else 0),
                _n(left + beside + 9),
                _n(left + at(each.goal)) if each.goal is not None else "",
                _n(y - 7),
                _n(y + 31),
                _n(y + 44),
            )
        )
        y += row
    return Chart(title, f"0 0 {width} {y if with_goals else y - 3}", str(left), tuple(placed))
