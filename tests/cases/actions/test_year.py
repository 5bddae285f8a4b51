"""A simulated year over the demo data: from day to day, and with nights missing, which makes the same ledger (R168)."""

import datetime as dt
import random
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from accounts.models import JobRun, Message
from cases.actions.nightly import Ended, run_nightly
from cases.enums_notice import NoticeState
from cases.models import Case, Notice, NoticeRecipient
from core.days import DAY
from tests.conftest import as_owner

FIRST = dt.date(2026, 11, 16)
AT_FIVE = dt.time(4, tzinfo=dt.UTC)
"""Five in the winter, six in the summer."""


@pytest.fixture
def small(db: None) -> None:
    """The demo data of two jobcentres, as if nobody had looked at their reminders yet."""
    with as_owner():
        call_command("seed_demo", size="small", seed=7, today=FIRST, stdout=StringIO())
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def as_on_the_first_day() -> None:
    for model in (NoticeRecipient, Notice, Message, JobRun):
        model.objects.all().delete()
    Case.objects.update(notices_on=FIRST)


def ledger() -> list[tuple[Any, ...]]:
    names = ("case", "client", "mentor", "kind", "level", "due_on", "about", "state")
    return sorted(Notice.objects.values_list(*names), key=str)


def nights(days: list[dt.date]) -> int:
    """A run on each of these days; how many reminders were told."""
    told = 0
    for day in days:
        at = dt.datetime.combine(day, AT_FIVE)
        night = run_nightly(on=day, now=lambda at=at: at)  # type: ignore[misc]
        assert (night.failed, night.ended) == (0, Ended.DONE), (day, night)
        told += night.delivered
    return told


def same_with_nights_missing(number: int, shares: tuple[float, ...]) -> None:
    days = [FIRST + n * DAY for n in range(number)]
    as_on_the_first_day()
    told = nights(days)
    expected = ledger()
    told_rows = {row[:-1] for row in expected if row[-1] == NoticeState.TOLD}
    assert told_rows
    assert nights([days[-1]]) == 0
    assert ledger() == expected
    for share in shares:
        chance = random.Random(number)
        as_on_the_first_day()
        kept = [day for day in days[:-1] if chance.random() < share]
        fewer = nights([*kept, days[-1]])
        assert ledger() == expected, (share, len(kept))
        print(f"{number} days: {told} told in all; with {len(kept) + 1} nights {fewer}, and the ledger is the same ({len(expected)} rows)")


def test_some_weeks_with_nights_missing_make_the_same_ledger_r168(small: None) -> None:
    same_with_nights_missing(24, (0.5,))


@pytest.mark.drill
def test_a_year_with_nights_missing_makes_the_same_ledger(small: None) -> None:
    """Over New Year and both nights in which the clock is moved."""
    same_with_nights_missing(366, (0.9, 0.3, 0.0))
