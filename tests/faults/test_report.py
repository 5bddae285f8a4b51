"""A report whose worker is killed in the middle: begun again once and made whole, or given up with a reason and a button that works.

A report is held up at one of its sections, so that the fault meets it there; the minute of silence is turned forward in its row.
"""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.faults.installation import LIMIT, Installation

pytestmark = pytest.mark.drill

SCENE = """
import datetime as dt
from accounts.models import Jobcentre, User
from core import clock
from reports.actions.asking import ask_for_report, ordered
from reports.scope import Scope
from core.db import jobcentre_transaction
office = Jobcentre.objects.get(municipality_code="901")
today = clock.today()
wanted = ordered(scope=Scope.months(today - dt.timedelta(days=365), today, jobcentres=(office.pk,)), on=today,
                 sections=["reached", "waiting", "hours"], language="da", formats=["pdf", "xlsx", "csv"])
with jobcentre_transaction(office.pk):
    print(ask_for_report(jobcentre_id=office.pk, choices=wanted, by=User.objects.get(email="ida@faults.example"), at=clock.now()).pk)
"""
HELD_UP = """
CREATE OR REPLACE FUNCTION hold_up() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(6); RETURN NEW; END';
CREATE OR REPLACE TRIGGER hold_up BEFORE UPDATE ON reports_reportjob FOR EACH ROW
WHEN (NEW.step = 'hours' AND OLD.step <> 'hours') EXECUTE FUNCTION hold_up();
"""
FREE = "DROP TRIGGER IF EXISTS hold_up ON reports_reportjob"
SILENT = "UPDATE reports_reportjob SET beat_at = beat_at - interval '2 minutes', asked_at = asked_at - interval '2 minutes'"
STATE = "SELECT state, attempts, code, step, (SELECT count(*) FROM reports_reportfile) FROM reports_reportjob"
SWEEP = "from reports.tasks import sweep; sweep()"


@pytest.fixture
def owner(installation: Installation) -> Iterator[psycopg.Connection]:
    installation.services.valkey.stop()  # what an earlier drill left in the queue
    installation.services.valkey.start()
    with psycopg.connect(installation.var.stored("DATABASE_OWNER_URL") or "", autocommit=True) as connection:
        connection.execute(FREE)
        connection.execute("DELETE FROM reports_reportfile")
        connection.execute("DELETE FROM reports_reportjob")
        yield connection
        connection.execute(FREE)


def job(owner: psycopg.Connection) -> Any:
    return owner.execute(STATE).fetchone()


def wait(installation: Installation, owner: psycopg.Connection, what: str, seconds: float = 60) -> float:
    begun = time.monotonic()
    while not (owner.execute(f"SELECT EXISTS (SELECT FROM reports_reportjob WHERE {what})").fetchone() or (False,))[0]:
        assert time.monotonic() - begun < seconds, f"{what}: {job(owner)}\n{installation.log('worker')[-3000:]}"
        time.sleep(0.1)
    return time.monotonic() - begun


def kill(worker: subprocess.Popen[bytes], who: str) -> None:
    if who == "child":
        (child,) = map(int, Path(f"/proc/{worker.pid}/task/{worker.pid}/children").read_text().split())
        os.kill(child, signal.SIGKILL)
    else:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()


@pytest.mark.parametrize("who", ["child", "main"])
def test_killed_in_the_middle_it_is_begun_again_and_made_whole(installation: Installation, owner: psycopg.Connection, who: str) -> None:
    owner.execute(HELD_UP)
    worker = installation.start_worker()
    key = installation.shell(SCENE).splitlines()[-1]
    wait(installation, owner, "step = 'waiting'")
    kill(worker, who)
    time.sleep(1)
    state, attempts, _code, _step, files = job(owner)
    assert (state, attempts, files) == ("running", 1, 0)
    owner.execute(FREE)
    if who == "main":
        installation.start_worker()
    installation.shell(SWEEP)
    time.sleep(1)
    assert job(owner)[:2] == ("running", 1), "taken over before it was silent for a minute"
    owner.execute(SILENT)
    installation.shell(SWEEP)
    took = wait(installation, owner, "state = 'done'")
    assert job(owner)[:3] == ("done", 2, "")
    assert job(owner)[4] == 3
    installation.start_web()
    cookies = installation.sign_in("ida@faults.example")
    answer = installation.get(f"/reports/{key}/pdf/", cookies)
    assert answer.status == 200
    assert answer.body.startswith("%PDF")
    assert answer.seconds < LIMIT
    print(f"{who} killed in the middle of a report: made whole by the second attempt in {took:.1f} s")


def test_killed_twice_it_has_failed_with_a_reason_and_a_button_makes_it(installation: Installation, owner: psycopg.Connection) -> None:
    owner.execute(HELD_UP)
    key = installation.shell(SCENE).splitlines()[-1]
    for attempt in (1, 2):
        worker = installation.start_worker()
        if attempt == 2:
            owner.execute(SILENT)
            installation.shell(SWEEP)
        wait(installation, owner, f"attempts = {attempt} AND step = 'waiting'")
        kill(worker, "main")
        time.sleep(1)
    owner.execute(SILENT)
    installation.shell(SWEEP)
    assert job(owner)[:3] == ("failed", 2, "report_fell_silent")
    owner.execute(FREE)
    installation.start_web()
    cookies = installation.sign_in("ida@faults.example", "en")
    page = installation.get(f"/reports/{key}/", cookies)
    assert "broke off twice" in page.body
    assert "Try again" in page.body
    installation.start_worker()
    assert installation.post(f"/reports/{key}/", {"what": "again"}, cookies).status == 302
    took = wait(installation, owner, "state = 'done'")
    assert job(owner)[4] == 3
    print(f"killed twice: failed with a reason; the button made it in {took:.1f} s")
