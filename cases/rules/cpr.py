"""What is a CPR number (rule R10): ten digits with a real date, never modulus 11. Replacement numbers have 60 added to the day."""

import datetime as dt
import re

from core.verdicts import YES, Answer, no

_INSIDE = re.compile(r"(?<![0-9])([0-9]{6})[ -]?([0-9]{4})(?![0-9])")
_SHAPE = re.compile(r"\s*([0-9]{6})[- ]?([0-9]{4})\s*")  # not \d: other scripts' digits would be another number to the index


def digits(text: str) -> str | None:
    """The ten digits of what was typed, with or without hyphen; None when it has another shape."""
    found = _SHAPE.fullmatch(text)
    return found[1] + found[2] if found else None


def century(*, year: int, seventh: int) -> int:
    """1800, 1900 or 2000 by digits 5 to 7, as the CPR office gives them out."""
    if seventh <= 3:
        return 1900
    if seventh in (4, 9):
        return 2000 if year <= 36 else 1900
    return 2000 if year <= 57 else 1800


def birth_day(number: str) -> dt.date | None:
    """The day of birth in ten digits, or None when there is no such day. A replacement number tells it with 60 added to the day."""
    day, month, year, seventh = int(number[:2]), int(number[2:4]), int(number[4:6]), int(number[6])
    if day > 60:
        day -= 60
    try:
        return dt.date(century(year=year, seventh=seventh) + year, month, day)
    except ValueError:
        return None


def is_replacement(number: str) -> bool:
    return int(number[:2]) > 60


def verdict(text: str, *, on: dt.date) -> Answer:
    """Whether `text` is a CPR number on this day (R10). Refuses with `cpr_shape`, `cpr_no_such_day` or `cpr_not_born_yet`."""
    number = digits(text)
    if number is None:
        return no("cpr_shape")
    born = birth_day(number)
    if born is None:
        return no("cpr_no_such_day", day=number[:2], month=number[2:4], year=number[4:6])
    return YES if born <= on else no("cpr_not_born_yet")


def masked(number: str) -> str:
    """The number as it stands on a screen: the date, never the last four digits."""
    return f"{number[:6]}-••••"


def stands_in(text: str) -> bool:
    """Whether a CPR number stands in the text: ten digits with a real date, with or without hyphen (R148). Words are not encrypted, numbers are."""
    return any(birth_day(found[1] + found[2]) is not None for found in _INSIDE.finditer(text))
