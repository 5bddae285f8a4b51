"""What a job tells of its last run, and the lease by which one run of a long job works at a time."""

import datetime as dt
import os
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest
from celery.schedules import crontab
from django.db import OperationalError, transaction

from accounts import jobs
from accounts.enums import RunState
from accounts.jobs import Lease, TakenOver, is_done, next_run, recorded, take
from accounts.models import Heartbeat, JobRun
from core.days import COPENHAGEN
from core.db import jobcentre_transaction
from tests.races import race

AT = dt.datetime(2026, 11, 16, 4, 0, tzinfo=dt.UTC)
ON = dt.date(2026, 11, 16)
MINUTE = dt.timedelta(minutes=1)


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.at = AT

    def __call__(self) -> dt.datetime:
        return self.at


@pytest.fixture
def now() -> Clock:
    return Clock()


def taken(now: Clock, on: dt.date = ON) -> Lease:
    found = take(name="nightly", on=on, now=now)
    assert found is not None
    return found


@pytest.fixture
def ended() -> Iterator[str]:
    """The holder of a process that has ended and was not fetched by its parent yet."""
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    began = jobs._began(process.pid)
    process.kill()
    while jobs._began(process.pid):
        pass
    yield f"{socket.gethostname()} {process.pid} {began}"
    process.wait()


class TestRecorded:
    pytestmark = pytest.mark.django_db

    def test_a_run_tells_when_how_long_and_what(self, now: Clock) -> None:
        for number in (3, 5):
            with recorded("mails", now=now) as counts:
                counts["sent"] = number
            now.at += MINUTE
        row = Heartbeat.objects.get()
        assert (row.name, row.at, row.counts, row.error) == ("mails", AT + MINUTE, {"sent": 5}, "")

    def test_an_error_is_told_by_its_kind_and_goes_on(self, now: Clock) -> None:
        with pytest.raises(ValueError, match="Ida"), recorded("mails", now=now) as counts:
            counts["sent"] = 1
            raise ValueError("Ida Skovgaard")
        row = Heartbeat.objects.get()
        assert (row.counts, row.error) == ({"sent": 1}, "ValueError")
        with recorded("mails", now=now):
            pass
        row.refresh_from_db()
        assert row.error == ""


class TestLease:
    pytestmark = pytest.mark.django_db

    def test_one_run_works_at_a_time(self, now: Clock) -> None:
        first = taken(now)
        assert take(name="nightly", on=ON, now=now) is None
        assert take(name="other", on=ON, now=now) is not None
        first.finish(counts={"created": 2})
        assert taken(now).run.pk != first.run.pk

    def test_a_run_that_beats_is_never_taken_over(self, now: Clock) -> None:
        lease = taken(now)
        for _each in range(5):
            now.at += 4 * MINUTE
            lease.beat(counts={"created": 1})
            assert take(name="nightly", on=ON, now=now) is None

    def test_a_run_that_was_silent_for_five_minutes_is_taken_over_and_stops(self, now: Clock) -> None:
        old = taken(now)
        old.beat(counts={"created": 7})
        now.at += 5 * MINUTE
        new = taken(now)
        with pytest.raises(TakenOver):
            old.beat(counts={"created": 8})
        old.finish(counts={"created": 9})
        row = JobRun.objects.get(pk=old.run.pk)
        assert (row.state, row.finished_at, row.counts) == (RunState.SILENT, now.at, {"created": 7})
        new.beat(counts={})

    def test_a_run_whose_process_has_ended_is_taken_over_at_once(self, now: Clock, ended: str) -> None:
        old = taken(now)
        JobRun.objects.update(holder=ended)
        taken(now)
        assert JobRun.objects.get(pk=old.run.pk).state == RunState.SILENT

    def test_of_another_machine_nobody_knows(self, now: Clock) -> None:
        taken(now)
        JobRun.objects.update(holder="elsewhere 1 1")
        assert take(name="nightly", on=ON, now=now) is None

    def test_who_lets_go_is_followed_at_once(self, now: Clock) -> None:
        taken(now).let_go(error="time limit")
        taken(now)
        assert JobRun.objects.get(state=RunState.SILENT).error == "time limit"

    def test_a_run_that_broke_off_while_the_database_was_away_is_followed_by_the_same_process_at_once(
        self, now: Clock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def away(_jobcentre: object) -> None:
            raise OperationalError

        lease = taken(now)
        with monkeypatch.context() as patch:
            patch.setattr(jobs, "jobcentre_transaction", away)
            lease.let_go(error="OperationalError")
        assert JobRun.objects.get().state == RunState.RUNNING
        taken(now)

    def test_a_run_with_failures_ends_red_and_names_at_most_a_hundred(self, now: Clock) -> None:
        taken(now).finish(counts={"failed": 300}, failed_cases=[f"2026-{n:04d}" for n in range(300)])
        row = JobRun.objects.get()
        assert (row.state, len(row.failed_cases)) == (RunState.FAILED, 100)

    def test_a_finished_run_is_a_sign_of_life_for_its_day(self, now: Clock) -> None:
        taken(now, ON - dt.timedelta(days=1)).finish(counts={})
        assert not Heartbeat.objects.exists()
        taken(now).finish(counts={"created": 4})
        row = Heartbeat.objects.get()
        assert (row.name, row.at, row.counts) == ("nightly", AT, {"created": 4})


class TestDone:
    pytestmark = pytest.mark.django_db

    def test_a_day_is_done_when_a_run_for_it_has_ended_on_that_day(self, now: Clock) -> None:
        assert not is_done(name="nightly", on=ON)
        lease = taken(now)
        assert not is_done(name="nightly", on=ON)
        lease.finish(counts={"failed": 1})
        assert is_done(name="nightly", on=ON)
        assert not is_done(name="nightly", on=ON + dt.timedelta(days=1))

    def test_a_run_that_was_tried_out_beforehand_does_not_count(self, now: Clock) -> None:
        later = ON + dt.timedelta(days=1)
        taken(now, later).finish(counts={})
        assert not is_done(name="nightly", on=later)

    def test_midnight_is_copenhagens(self, now: Clock) -> None:
        now.at = dt.datetime(2026, 11, 15, 23, 30, tzinfo=dt.UTC)
        taken(now).finish(counts={})
        assert is_done(name="nightly", on=ON)


@pytest.mark.django_db(transaction=True)
class TestReal:
    def test_of_eight_who_begin_at_once_one_works(self, now: Clock) -> None:
        begun: list[Lease] = []

        def begin() -> None:
            if lease := take(name="nightly", on=ON, now=now):
                begun.append(lease)

        assert race([begin] * 8) == {"won": 8}
        assert len(begun) == JobRun.objects.count() == 1

    def test_what_was_done_after_a_take_over_is_not_kept(self, now: Clock) -> None:
        old = taken(now)
        now.at += 6 * MINUTE
        taken(now)
        with pytest.raises(TakenOver), jobcentre_transaction(None):
            Heartbeat.objects.create(name="of the old one", at=AT)
            old.beat(counts={})
        assert not Heartbeat.objects.exists()

    def test_a_sign_of_life_and_its_step_are_there_together(self, now: Clock) -> None:
        lease = taken(now)
        with jobcentre_transaction(None):
            lease.beat(counts={"created": 3})
            transaction.set_rollback(True)
        assert JobRun.objects.get().counts == {}


def test_this_process_has_not_ended() -> None:
    assert not jobs.has_ended(jobs.this_process())
    assert jobs.has_ended(f"{socket.gethostname()} {os.getpid()} 1")


FIVE = crontab(hour=5, minute=0)


@pytest.mark.parametrize(
    ("schedule", "now", "then"),
    [
        (FIVE, (2026, 11, 16, 4, 59), (2026, 11, 16, 5, 0)),
        (FIVE, (2026, 11, 16, 5, 0), (2026, 11, 17, 5, 0)),
        (FIVE, (2026, 12, 31, 23, 59), (2027, 1, 1, 5, 0)),
        (FIVE, (2027, 3, 27, 23, 0), (2027, 3, 28, 5, 0)),
        (FIVE, (2026, 10, 24, 23, 0), (2026, 10, 25, 5, 0)),
        (crontab(minute="*/10", hour="5-23"), (2026, 11, 16, 7, 41), (2026, 11, 16, 7, 50)),
        (crontab(minute="*/10", hour="5-23"), (2026, 11, 16, 23, 55), (2026, 11, 17, 5, 0)),
    ],
)
def test_the_next_run_of_a_table(schedule: crontab, now: tuple[int, ...], then: tuple[int, ...]) -> None:
    at = dt.datetime(*now, tzinfo=COPENHAGEN)  # type: ignore[arg-type,misc]
    assert next_run(schedule=schedule, last=None, now=at) == dt.datetime(*then, tzinfo=COPENHAGEN)  # type: ignore[arg-type,misc]


def test_the_next_run_of_an_interval() -> None:
    assert next_run(schedule=60.0, last=AT, now=AT + MINUTE / 2) == AT + MINUTE
    assert next_run(schedule=60.0, last=AT, now=AT + 9 * MINUTE) == AT + 9 * MINUTE
    assert next_run(schedule=60.0, last=None, now=AT) == AT
