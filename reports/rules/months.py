"""The last so many months: the month that a day lies in is the last of them (R230). Pure."""

import datetime as dt


def last_months(number: int, *, on: dt.date) -> tuple[dt.date, dt.date]:
    """The first day of the first of them, and the day itself."""
    months = on.year * 12 + on.month - number
    return dt.date(months // 12, months % 12 + 1, 1), on
