"""Chance that gives the same every time: one stream of numbers a jobcentre, keys, CPR numbers, and days of the Danish calendar remembered."""

import datetime as dt
import itertools
import random
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TypeVar

from core import days

T = TypeVar("T")

previous_working_day = cache(days.previous_working_day)
next_working_day = cache(days.next_working_day)
add_months = cache(days.add_months)
last_day_of_months = cache(days.last_day_of_months)
add_working_days = cache(days.add_working_days)


class Chance(random.Random):
    """`Chance("small", 1, "Egebæk")` draws the same row of numbers on every machine."""

    def __new__(cls, *_key: object) -> "Chance":
        return super().__new__(cls)

    def __init__(self, *key: object) -> None:
        super().__init__("/".join(str(part) for part in key))

    def uuid(self) -> str:
        """A key of the random kind (version 4)."""
        text = f"{self.getrandbits(128):032x}"
        return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-{'89ab'[int(text[16], 16) % 4]}{text[17:20]}-{text[20:]}"

    def one(self, choices: Sequence[T]) -> T:
        return choices[int(self.random() * len(choices))]

    def some(self, choices: Sequence[T], fewest: int, most: int) -> list[T]:
        """Between `fewest` and `most` of the choices, in their own order."""
        picked = set(self.sample(range(len(choices)), min(len(choices), self.between(fewest, most))))
        return [choice for place, choice in enumerate(choices) if place in picked]

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int(self.random() * (high - low + 1))

    def happens(self, probability: float) -> bool:
        return self.random() < probability

    def weighted(self, weights: Mapping[T, float]) -> T:
        left = self.random() * sum(weights.values())
        for choice, weight in weights.items():
            left -= weight
            if left < 0:
                return choice
        return next(reversed(list(weights)))  # rounding ate the last bit


_SERIALS = 1999
_PRIME = 15_485_863  # shares no factor with the number of pairs below, so that every step gives a new pair


def cpr_numbers(today: dt.date) -> Iterator[tuple[str, str]]:
    """Pairs of CPR numbers, a woman's and a man's, of people between 18 and 64 years; all of the replacement kind, no two alike."""
    oldest = add_months(today, -12 * 64)
    births = (add_months(today, -12 * 18) - oldest).days
    everyone = births * _SERIALS
    for step in itertools.count(1):
        birth, serial = divmod(step * _PRIME % everyone, _SERIALS)
        day = oldest + dt.timedelta(days=birth)
        # Digits 7 to 10 tell the century (0-3: 1900s, 4-9: 2000s) and, by the last one, the sex.
        first = (serial + 1) * 2 if day.year < 2000 else 4000 + serial * 2
        start = f"{day.day + 60:02d}{day.month:02d}{day.year % 100:02d}"
        yield f"{start}{first:04d}", f"{start}{first + 1:04d}"


def stamp(day: dt.date, minute: int) -> str:
    """An instant within office hours of a day, `minute` minutes after 7 o'clock UTC, as PostgreSQL reads it."""
    return f"{day.isoformat()} {7 + minute // 60:02d}:{minute % 60:02d}:00+00"


def clock(day: dt.date, hour: int, minute: int = 0) -> str:
    """An instant by the clock in Copenhagen."""
    return f"{day.isoformat()} {hour:02d}:{minute:02d}:00 Europe/Copenhagen"
