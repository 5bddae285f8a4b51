"""Where the bars of a chart stand."""

from hypothesis import given
from hypothesis import strategies as st

from core.charts import HEIGHT, WIDTH, bars

numbers = st.integers(0, 100_000)


@given(st.lists(st.tuples(numbers, numbers), min_size=1, max_size=12))
def test_every_bar_and_its_number_stand_inside_the_drawing(pairs):
    drawn = bars(values=[value for value, _most in pairs], most=[most for _value, most in pairs])
    assert drawn.top >= max(max(pair) for pair in pairs)
    right = 0.0
    for bar in drawn.bars:
        assert float(bar.x) >= right - 0.1
        right = float(bar.x) + float(bar.width)
        assert 0 <= float(bar.y) <= float(bar.y) + float(bar.height) <= HEIGHT
        assert 0 < float(bar.number_y) < HEIGHT
        assert 0 < float(bar.middle) < WIDTH


def test_a_higher_number_has_a_higher_bar_and_the_line_steps_over_each():
    drawn = bars(values=[10, 20, 0], most=[40, 40, 30])
    low, high, none = drawn.bars
    assert float(high.height) == 2 * float(low.height)
    assert float(none.height) == 0
    assert not none.inside
    assert drawn.line.startswith("M36 24.8 H")
    assert drawn.line.count("V") == 2


def test_nothing_at_all_is_a_chart_without_heights():
    drawn = bars(values=[0, 0], most=[])
    assert (drawn.line, drawn.line_y) == ("", "")
    assert {bar.height for bar in drawn.bars} == {"0.0"}
