"""The nightly run with 500 due reminders, and processes that are killed, doubled or away: afterwards each reminder was told exactly once.

Each night is held up at one case of its last batch, so that the fault meets it in its middle. The web answers within five seconds throughout.
"""

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.faults.installation import Installation
from tests.faults.people import person
from tests.faults.test_broker import black_hole, frozen, stopped
from tools.environment import PYTHON
from tools.var import ROOT

pytestmark = pytest.mark.drill
CASES = 500

SCENE = f"""
import datetime as dt
from accounts.models import Jobcentre, User
from core import clock
from tests.factories import *
office = Jobcentre.objects.get(municipality_code="901")
ida = User.objects.get(email="ida@faults.example")
today = clock.today()
long_ago = today - dt.timedelta(days=30)
if not Case.objects.filter(number__gte=70_000).exists():
    for n in range({CASES}):
        client = ClientFactory(jobcentre=office, cpr=replacement_cpr(3000 + n))
        CaseFactory(jobcentre=office, client=client, caseworker=ida, workplace=None, number=70_000 + n, received_on=long_ago,
                    consent_on=long_ago, answer_due_on=today - dt.timedelta(days=2))
"""
FRESH = (
    "DELETE FROM cases_noticerecipient",
    "DELETE FROM cases_notice",
    "DELETE FROM accounts_message",
    "DELETE FROM accounts_jobrun",
    "DELETE FROM accounts_heartbeat",
    "UPDATE cases_case SET notices_on = NULL",
    # The last hundred come in the third batch.
    "UPDATE cases_case SET notices_on = current_date - CASE WHEN number < 70400 THEN 3 ELSE 2 END WHERE number >= 70000",
)
HELD_UP = """
CREATE OR REPLACE FUNCTION hold_up() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(4); RETURN NEW; END';
CREATE OR REPLACE TRIGGER hold_up BEFORE INSERT ON cases_notice FOR EACH ROW
WHEN (NEW.case_id = '{case}' AND NEW.level = 0) EXECUTE FUNCTION hold_up();
"""
SPOILED = """
CREATE OR REPLACE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''Ida Skovgaard 010190-1234''; END';
CREATE OR REPLACE TRIGGER spoil BEFORE INSERT ON cases_notice FOR EACH ROW WHEN (NEW.case_id = '{case}') EXECUTE FUNCTION spoil();
"""
FREE = "DROP TRIGGER IF EXISTS hold_up ON cases_notice; DROP TRIGGER IF EXISTS spoil ON cases_notice"
TOLD = """SELECT count(DISTINCT n.case_id), count(*), (SELECT count(*) FROM cases_noticerecipient)
FROM cases_notice AS n WHERE n.state = 'told'"""
ONCE = (CASES, CASES, CASES)
ASK = "from celery import current_app; current_app.send_task('cases.nightly')"


@pytest.fixture
def owner(installation: Installation) -> Iterator[psycopg.Connection]:
    installation.shell(SCENE)
    with psycopg.connect(installation.var.stored("DATABASE_OWNER_URL") or "", autocommit=True) as connection:
        connection.execute(FREE)
        for statement in FRESH:
            connection.execute(statement)
        installation.services.valkey.stop()  # what an earlier drill left in the queue
        installation.services.valkey.start()
        yield connection
    again(installation, FREE)


def again(installation: Installation, statement: str) -> Any:
    """On a connection of its own, as the drill may have ended the others."""
    with psycopg.connect(installation.var.stored("DATABASE_OWNER_URL") or "", autocommit=True) as connection:
        found = connection.execute(statement)
        return found.fetchone() if found.description else None


def hold_up(owner: psycopg.Connection, trigger: str = HELD_UP) -> str:
    """At the case with the number that is returned."""
    row = owner.execute("SELECT id, year || '-' || number FROM cases_case WHERE number = 70450").fetchone()
    assert row
    owner.execute(trigger.format(case=row[0]))
    return str(row[1])


def wait_for(installation: Installation, what: str, statement: str, seconds: float = 90) -> float:
    """Until the statement says true; how long it took."""
    begun = time.monotonic()
    while not (again(installation, statement) or (False,))[0]:
        assert time.monotonic() - begun < seconds, f"{what}\n{installation.log('worker')[-4000:]}"
        time.sleep(0.1)
    return time.monotonic() - begun


def until_its_middle(installation: Installation) -> None:
    wait_for(installation, "two batches", "SELECT EXISTS (SELECT FROM accounts_jobrun WHERE (counts->>'delivered')::int >= 400)")


def until_done(installation: Installation) -> float:
    return wait_for(installation, "the night", "SELECT EXISTS (SELECT FROM accounts_jobrun WHERE state IN ('done', 'failed'))")


def runs(installation: Installation) -> dict[str, int]:
    found = again(
        installation, "SELECT json_object_agg(state, number) FROM (SELECT state, count(*) AS number FROM accounts_jobrun GROUP BY 1) AS s"
    )
    return dict(found[0] or {})


def nightly(installation: Installation, *arguments: str, **settings: str) -> dict[str, Any]:
    """The command, as one types it."""
    command = [PYTHON, "manage.py", "nightly", "--format", "json", *arguments]
    done = subprocess.run(command, cwd=ROOT, env={**installation.env, **settings}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_five_hundred_at_once(installation: Installation, owner: psycopg.Connection) -> None:
    with person(installation) as seconds:
        installation.start_worker()
        installation.shell(ASK)
        took = until_done(installation)
    assert owner.execute(TOLD).fetchone() == ONCE
    assert runs(installation) == {"done": 1}
    installation.shell(ASK)
    assert (nightly(installation)["created"], nightly(installation)["delivered"]) == (0, 0)
    assert owner.execute(TOLD).fetchone() == ONCE
    print(f"500 due at once: told once each, {took:.1f} s; slowest of {len(seconds)} pages meanwhile {max(seconds):.2f} s")


@pytest.mark.parametrize("who", ["child", "main"])
def test_killed_in_the_middle(installation: Installation, owner: psycopg.Connection, who: str) -> None:
    hold_up(owner)
    worker = installation.start_worker()
    with person(installation) as seconds:
        installation.shell(ASK)
        until_its_middle(installation)
        if who == "main":
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()
        else:
            (child,) = map(int, Path(f"/proc/{worker.pid}/task/{worker.pid}/children").read_text().split())
            os.kill(child, signal.SIGKILL)
        time.sleep(1)
        cases, rows, _recipients = owner.execute(TOLD).fetchone() or (0, 0, 0)
        assert (cases, rows) in ((400, 400), ONCE[:2]), "a part of a batch is stored"
        owner.execute(FREE)
        if who == "main":  # what a killed worker had in hand comes back after ten minutes, so here beat's next line is what goes on
            installation.start_worker()
            installation.shell(ASK)
        took = until_done(installation)
    assert owner.execute(TOLD).fetchone() == ONCE
    assert runs(installation) == {"silent": 1, "done": 1}
    print(f"{who} killed after {cases}: the rest once each, {took:.1f} s later; slowest page {max(seconds):.2f} s")


def test_killed_by_hand_and_typed_again(installation: Installation, owner: psycopg.Connection) -> None:
    """`manage.py nightly`: who types it again does not wait for five minutes of silence."""
    hold_up(owner)
    with person(installation) as seconds:
        command = subprocess.Popen([PYTHON, "manage.py", "nightly"], cwd=ROOT, env=installation.env, stdout=subprocess.DEVNULL)
        until_its_middle(installation)
        command.kill()
        command.wait()
        owner.execute(FREE)
        begun = time.monotonic()
        assert nightly(installation)["delivered"] == 100
        took = time.monotonic() - begun
    assert owner.execute(TOLD).fetchone() == ONCE
    print(f"command killed after 400 and typed again: the other 100 after {took:.1f} s; slowest page {max(seconds):.2f} s")


def test_beat_off_for_three_days(installation: Installation, owner: psycopg.Connection) -> None:
    """Both levels of the deadline fell due meanwhile: the newest is told, the earlier one is not told beside it."""
    assert nightly(installation, "--on", str((again(installation, "SELECT current_date - 9") or [""])[0]))["delivered"] == 0
    owner.execute("UPDATE accounts_jobrun SET begun_at = begun_at - interval '9 days', finished_at = finished_at - interval '9 days'")
    owner.execute("UPDATE cases_case SET notices_on = current_date - 4 WHERE number >= 70000")
    with person(installation) as seconds:
        installation.start_worker()
        installation.start_beat()
        took = wait_for(installation, "the night", "SELECT count(*) = 2 FROM accounts_jobrun WHERE state = 'done'")
    assert owner.execute(TOLD).fetchone() == ONCE
    print(f"beat off for days: caught up {took:.1f} s after its start, newest level told once; slowest page {max(seconds):.2f} s")


def test_two_beats_and_two_workers(installation: Installation, owner: psycopg.Connection) -> None:
    hold_up(owner)
    with person(installation) as seconds:
        for _twice in range(2):
            installation.start_worker()
        for name in ("beat", "second-beat"):
            installation.start_beat(name)
        for _each in range(3):
            installation.shell(ASK)
        until_done(installation)
        time.sleep(3)
    assert owner.execute(TOLD).fetchone() == ONCE
    assert runs(installation) == {"done": 1}
    print(f"two beats, two workers, five requests: one run, told once each; slowest page {max(seconds):.2f} s")


@pytest.mark.parametrize("fault", [stopped, frozen, black_hole], ids=lambda each: each.__name__)
def test_without_a_broker(installation: Installation, owner: psycopg.Connection, fault: Any) -> None:
    """The run needs none; what it wrote is sent by the sweep when the broker is back."""
    with fault(installation) as settings, person(installation, **settings) as seconds:
        begun = time.monotonic()
        assert nightly(installation, **settings)["delivered"] == CASES
        took = time.monotonic() - begun
    assert owner.execute(TOLD).fetchone() == ONCE
    installation.start_worker()
    installation.shell("from celery import current_app; current_app.send_task('accounts.send_messages')")
    assert runs(installation) == {"done": 1}
    print(f"broker {fault.__name__}: 500 told once each in {took:.1f} s; slowest page {max(seconds):.2f} s")


def test_database_restarted_in_the_middle(installation: Installation, owner: psycopg.Connection) -> None:
    hold_up(owner)
    installation.start_worker()
    with person(installation, allowed=(200, 503)) as seconds:
        installation.shell(ASK)
        until_its_middle(installation)
        installation.services.postgres.stop()
        installation.services.postgres.start()
        cases, rows, _recipients = again(installation, TOLD)
        assert (cases, rows) == (400, 400)
        again(installation, FREE)
        installation.shell(ASK)
        took = until_done(installation)
    assert again(installation, TOLD) == ONCE
    assert runs(installation) == {"silent": 1, "done": 1}
    print(f"database restarted after 400: the rest {took:.1f} s after the next request; slowest page {max(seconds):.2f} s")


def test_one_bad_case(installation: Installation, owner: psycopg.Connection) -> None:
    ref = hold_up(owner, SPOILED)
    boss = installation.sign_in("ove@faults.example", "en")
    before = len(installation.log("worker")) if (installation.var.path / "log" / "worker.log").exists() else 0
    with person(installation) as seconds:
        installation.start_worker()
        installation.shell(ASK)
        until_done(installation)
    assert owner.execute(TOLD).fetchone() == (CASES - 1,) * 3
    assert runs(installation) == {"failed": 1}
    page = installation.get("/status/", boss).body
    assert f'href="/cases/{ref}/"' in page
    said = installation.log("worker")[before:]
    assert f"case {ref} failed" in said
    assert "Skovgaard" not in said
    assert "010190" not in said
    owner.execute(FREE)
    assert nightly(installation)["delivered"] == 1
    assert owner.execute(TOLD).fetchone() == ONCE
    print(f"one bad case: 499 told, one named on the page and in the log, told by the next run; slowest page {max(seconds):.2f} s")
