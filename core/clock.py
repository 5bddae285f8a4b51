"""The only readers of the clock, for the web layer, tasks and commands. Below them the day is an argument: `on=` or `at=`."""

import datetime as dt
from zoneinfo import ZoneInfo

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


def now() -> dt.datetime:
    """This instant, in UTC."""
    return dt.datetime.now(tz=dt.UTC)


def today() -> dt.date:
    """The day it is in Copenhagen, whatever the machine's own time zone."""
    return now().astimezone(COPENHAGEN).date()
