"""Median and quartiles (R185)."""

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from reports.rules.spreads import Quartiles, quartiles


def test_of_nothing_there_is_no_median_r185() -> None:
    assert quartiles({}) is None


def test_between_two_values_the_median_lies_in_the_middle_r185() -> None:
    assert quartiles({1: 1, 2: 1, 3: 1, 10: 1}) == Quartiles(1.8, 2.5, 4.8)


@given(st.lists(st.integers(-50, 400), min_size=1, max_size=60))
def test_they_are_those_of_numpy_r185(values: list[int]) -> None:
    found = quartiles(Counter(values))
    assert found is not None
    expected = np.percentile(values, [25, 50, 75])
    assert np.allclose([found.lower, found.median, found.upper], expected, atol=0.051)
