"""The only readers of the clock, for the web layer, tasks and commands. Below them the day is an argument: `on=` or `at=`."""

import datetime as dt

from core.days import day_of


def now() -> dt.datetime:
    """This instant, in UTC."""
    return dt.datetime.now(tz=dt.UTC)


def today() -> dt.date:
    """The day it is in Copenhagen, whatever the machine's own time zone."""
    return day_of(now())


def parse_instant(text: str) -> dt.datetime:
    """An instant as it stands in an address (ISO, with its offset). Raises ValueError.

    So do years in which nothing of ours happened: in UTC the first instants of the year 1 lie before it, and PostgreSQL refuses them.
    """
    found = dt.datetime.fromisoformat(text.replace(" ", "+"))
    if found.tzinfo is None or not 1900 <= found.year < 2200:
        raise ValueError(text)
    return found
