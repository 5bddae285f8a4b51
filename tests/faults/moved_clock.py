"""A clock that every process of an installation goes by: libfaketime reads from a file by how much it is ahead, and a thread here writes it.

Only the time of day is moved, at any pace and in leaps, as on a machine whose clock is set or that slept. Time-outs are counted in real seconds.
"""

import datetime as dt
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from core.days import COPENHAGEN

FOLDERS = ("/usr/lib/*/faketime", "/usr/lib*/faketime", "/usr/local/lib/faketime")
SHIM = '''"""Sleeps by the moved clock: libfaketime 0.9.10 breaks the call that Python sleeps with, and beat sleeps until a time of the day."""
import select, time
def sleep(seconds):
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    until = time.time() + seconds
    while (left := until - time.time()) > 0:
        select.select([], [], [], min(left, 0.004))
time.sleep = sleep
'''
TICK, LOOK = 0.005, 0.04
"""Seconds between two writes of the clock, and between two looks at whether somebody is busy."""


def library(name: str) -> str:
    """Where libfaketime is; without it the drill fails."""
    for folder in FOLDERS:
        for found in sorted(Path("/").glob(f"{folder[1:]}/{name}")):
            return str(found)
    pytest.fail(
        "libfaketime, which moves the clock of real processes, is missing: install it with `apt-get install faketime`.", pytrace=False
    )


def local(day: str, time_of_day: str, *, again: bool = False) -> dt.datetime:
    """A time in Copenhagen; `again` is the second one in the hour that comes twice."""
    return dt.datetime.fromisoformat(f"{day}T{time_of_day}").replace(tzinfo=COPENHAGEN, fold=again)


class MovedClock:
    """Runs at the real pace until it is told otherwise. `env` is for Python's processes, `service_env` for database and broker.

    `busy` says whether the installation has so much to do that a quick clock would run away from it.
    """

    def __init__(self, folder: Path, start: dt.datetime) -> None:
        self.busy: Callable[[], bool] = lambda: False
        # With more than one thread only the second of the two libraries is right; with one that gets signals, the first.
        self._file, shim = folder / "clock", folder / "shim"
        self.service_env = {
            "LD_PRELOAD": library("libfaketime.so.1"),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_FORCE_MONOTONIC_FIX": "0",
            "NO_FAKE_STAT": "1",
            "PYTHONPATH": str(shim),
        }
        self.env = {**self.service_env, "LD_PRELOAD": library("libfaketimeMT.so.1")}
        shim.mkdir()
        (shim / "sitecustomize.py").write_text(SHIM, encoding="utf-8")
        self._held, self._ends = threading.Lock(), threading.Event()
        self._from, self._since, self._pace = start, time.monotonic(), 1.0
        self._write()
        self._thread = threading.Thread(target=self._tick)
        self._thread.start()

    def now(self) -> dt.datetime:
        with self._held:
            return self._now()

    def leap(self, to: dt.datetime) -> None:
        """The machine slept until then, or was off."""
        assert to > self.now(), "this clock goes forward only: the parts of this drill are run in their order"
        self._go_on(at=to, pace=1)

    def run(self, *, until: dt.datetime, pace: float) -> None:
        """Wait until it is that late, with so many seconds in one, and at the real pace while they are `busy`; then it goes on at the real pace."""
        while (left := (until - self.now()).total_seconds()) > 0:
            now_pace = 1 if self.busy() else pace
            self._go_on(at=self.now(), pace=now_pace)
            time.sleep(min(left / now_pace, LOOK))
        self._go_on(at=self.now(), pace=1)

    def end(self) -> None:
        self._ends.set()
        self._thread.join()

    def _now(self) -> dt.datetime:
        return self._from.astimezone(dt.UTC) + dt.timedelta(seconds=(time.monotonic() - self._since) * self._pace)

    def _go_on(self, *, at: dt.datetime, pace: float) -> None:
        with self._held:
            self._from, self._since, self._pace = at, time.monotonic(), pace
            self._write()

    def _tick(self) -> None:
        while not self._ends.wait(TICK):
            with self._held:
                self._write()

    def _write(self) -> None:
        """In one step, so that nobody reads half of it."""
        new = self._file.with_suffix(".new")
        new.write_text(f"{self._now().timestamp() - time.time():+.3f}\n", encoding="utf-8")
        os.replace(new, self._file)
