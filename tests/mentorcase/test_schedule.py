"""Beat's table: what it asks for on nights on which the clocks are moved, and over New Year, by Celery's own arithmetic."""

import copy
import datetime as dt

import pytest
from celery.schedules import crontab

from core.days import COPENHAGEN, DAY
from mentorcase.celery import app
from mentorcase.schedule import BEAT

TABLES = {name: entry["schedule"] for name, entry in BEAT.items() if isinstance(entry["schedule"], crontab)}
FIVE_MINUTES = dt.timedelta(minutes=5)
"""No minute of the table lies between."""


@pytest.mark.parametrize("name", TABLES)
def test_no_job_lies_in_the_hour_that_one_night_lacks_and_one_has_twice(name: str) -> None:
    assert 2 not in TABLES[name].hour
    assert all(minute % 5 == 0 for minute in TABLES[name].minute)


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize(
    "day",
    [
        pytest.param(dt.date(2027, 3, 28), id="spring"),
        pytest.param(dt.date(2026, 10, 25), id="autumn"),
        pytest.param(dt.date(2026, 12, 31), id="old-year"),
        pytest.param(dt.date(2027, 1, 1), id="new-year"),
    ],
)
def test_each_job_is_asked_for_at_its_times_and_once(name: str, day: dt.date) -> None:
    """From noon of the day before; beat looks every five minutes here."""
    table = copy.copy(TABLES[name])
    now = dt.datetime.combine(day - DAY, dt.time(11), tzinfo=dt.UTC)
    table.app, table.nowfun = app, lambda: now.astimezone(COPENHAGEN)
    last, asked = now, []
    while now.astimezone(COPENHAGEN).date() <= day:
        now += FIVE_MINUTES
        if table.is_due(last.astimezone(COPENHAGEN)).is_due:
            last = now
            asked.append(now.astimezone(COPENHAGEN))
    of_the_day = [at.time() for at in asked if at.date() == day]
    assert of_the_day == [dt.time(hour, minute) for hour in sorted(table.hour) for minute in sorted(table.minute)]
