"""Median and quartiles of a histogram (R185). Pure arithmetic."""

import math
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quartiles:
    lower: float
    median: float
    upper: float


def number_of(histogram: Mapping[float, int]) -> int:
    return sum(histogram.values())


def quartiles(histogram: Mapping[float, int]) -> Quartiles | None:
    """Lower quartile, median and upper quartile, to one decimal; None of nothing.

    Between two values the place is shared in proportion, as `percentile_cont` of SQL does: the median of 1, 2, 3 and 10 is 2.5.
    """
    if not number_of(histogram):
        return None
    return Quartiles(*(round(_at(histogram, part), 1) for part in (0.25, 0.5, 0.75)))


def _at(histogram: Mapping[float, int], part: float) -> float:
    place = part * (number_of(histogram) - 1)
    low, high = _value(histogram, math.floor(place)), _value(histogram, math.ceil(place))
    return low + (high - low) * (place - math.floor(place))


def _value(histogram: Mapping[float, int], place: int) -> float:
    """The value at a place, counted from 0, in the order of the values."""
    passed = 0
    for value in sorted(histogram):
        passed += histogram[value]
        if place < passed:
            return value
    raise IndexError(place)
