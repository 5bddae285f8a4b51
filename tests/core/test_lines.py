"""Where the lines of a small chart stand."""

import datetime as dt
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from core.lines import HEIGHT, WIDTH, lines

DAY = dt.date(2026, 11, 16)
points = st.dictionaries(st.dates(dt.date(2024, 1, 1), dt.date(2032, 12, 31)), st.integers(0, 100), min_size=1, max_size=12)
series = st.lists(points.map(lambda each: sorted(each.items())), min_size=1, max_size=2)


def test_higher_values_stand_higher_and_later_days_further_right() -> None:
    drawn = lines(series=[[(DAY, 30), (DAY + dt.timedelta(90), 70)]], lowest=30, highest=70, ticks=(30, 50, 70))
    (line,) = drawn.lines
    first, last = line.dots
    assert float(first.y) > float(last.y) and float(first.x) < float(last.x)
    assert line.path == f"M{first.x} {first.y} L{last.x} {last.y}"
    assert [value for _y, value in drawn.ticks] == [30, 50, 70]
    assert drawn.ticks[0][0] == first.y and drawn.ticks[2][0] == last.y


def test_two_names_do_not_lie_over_each_other() -> None:
    drawn = lines(series=[[(DAY, 50)], [(DAY, 50)]], lowest=0, highest=100, ticks=())
    one, other = (float(line.name_y) for line in drawn.lines)
    assert abs(one - other) >= 14


def test_without_values_there_is_nothing_to_draw() -> None:
    drawn = lines(series=[[]], lowest=0, highest=100, ticks=())
    assert (drawn.lines[0].path, drawn.days) == ("", ())


@given(series)
def test_everything_lies_inside_the_drawing(asked: list[list[tuple[dt.date, int]]]) -> None:
    drawn = lines(series=asked, lowest=0, highest=100, ticks=(0, 100))
    for line, values in zip(drawn.lines, asked, strict=True):
        assert [dot.value for dot in line.dots] == [value for _day, value in values]
        for dot in line.dots:
            assert 0 <= float(dot.x) <= WIDTH and 0 <= float(dot.y) <= HEIGHT
    places = [float(x) for x, _day in drawn.days]
    assert all(right - left >= 62 for left, right in pairwise(places))


def test_numbers_of_crossing_lines_stand_on_either_side() -> None:
    later = DAY + dt.timedelta(53)
    drawn = lines(series=[[(DAY, 40), (later, 60)], [(DAY, 50), (later, 50)]], lowest=30, highest=70, ticks=())
    one, other = ([float(dot.number_y) - float(dot.y) for dot in line.dots] for line in drawn.lines)
    assert (one[0] > 0 > one[1]) and (other[0] < 0 < other[1])
