"""Charts keep to their frame, whatever the numbers are, and say nothing in the language of the moment."""

import re

from hypothesis import given
from hypothesis import strategies as st

from reports.charts import LONGEST, WIDTH, Bar, Box, Drawing, Node, bars, boxes, flow, short

numbers = st.integers(0, 400_000)
words = st.text(max_size=120)


def keeps_to_its_frame(drawing: Drawing) -> None:
    height = float(drawing.height)
    assert drawing.shapes
    for shape in drawing.shapes:
        for value in (shape.x, shape.y, shape.width, shape.height, shape.size):
            assert re.fullmatch(r"-?\d*(\.\d)?", value), value
        if shape.what == "rect":
            assert float(shape.x) >= -0.5
            assert float(shape.x) + float(shape.width) <= WIDTH + 0.1
            assert float(shape.y) >= 0
            assert float(shape.y) + float(shape.height) <= height + 0.1
        elif shape.what == "path":
            ends = [float(y) for y in re.findall(r",(-?[\d.]+)", shape.d)]
            assert max(ends) <= height + 0.1


@given(st.lists(st.tuples(words, numbers, numbers), min_size=1, max_size=14))
def test_bars_stay_within(rows: list[tuple[str, int, int]]) -> None:
    keeps_to_its_frame(bars([Bar(label, value, str(value), whole=value + more) for label, value, more in rows], title="x"))


@given(st.lists(st.lists(st.floats(0, 3000), min_size=3, max_size=3), min_size=1, max_size=4), st.none() | st.integers(0, 365))
def test_boxes_stay_within(rows: list[list[float]], goal: int | None) -> None:
    found = [Box("a", *sorted(each), "b", goal=goal) for each in rows]
    keeps_to_its_frame(boxes(found, title="x", half="h", median="m", goal="g", unit="u"))


@given(numbers, numbers, numbers, st.lists(st.integers(0, 1000), min_size=4, max_size=4), st.integers(0, 1000))
def test_a_flow_stays_within(_a: int, ongoing: int, dropped: int, ends: list[int], other: int) -> None:
    completed = sum(ends) + other
    whole = completed + ongoing + dropped
    drawing = flow(
        title="x",
        heads=("a", "b", "c"),
        reached=Node(whole, "reached"),
        middle=[Node(completed, "c"), Node(ongoing, "o", dark=False), Node(dropped, "d", dark=False)],
        ends=[Node(each, "e", "1 %") for each in ends],
        sum_of_ends=Node(sum(ends), "s"),
        rest=Node(other, "r", dark=False),
    )
    keeps_to_its_frame(drawing)


def test_heights_of_a_flow_are_its_numbers() -> None:
    drawing = flow(
        title="x",
        heads=("", "", ""),
        reached=Node(208, ""),
        middle=[Node(142, ""), Node(66, "", dark=False), Node(0, "", dark=False)],
        ends=[Node(each, "") for each in (23, 4, 24, 20)],
        sum_of_ends=Node(71, ""),
        rest=Node(71, "", dark=False),
    )
    heights = [float(s.height) for s in drawing.shapes if s.what == "rect" and s.width == "14"]
    unit = max(heights) / 208
    assert sorted(round(each / unit) for each in heights) == sorted([208, 142, 66, 23, 4, 24, 20, 71])


def test_a_long_label_is_cut_with_a_sign_that_it_is() -> None:
    assert short("Æ" * LONGEST) == "Æ" * LONGEST
    assert len(short("Æ" * 200)) == LONGEST
    assert short("Æ" * 200).endswith("…")
