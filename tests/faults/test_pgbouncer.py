"""Everything behind pgbouncer with one connection a transaction: the lease, the sweep, pages, reports and letters keep nothing in a session.

The pool is a quarter of what the web alone would open. Migrations go past it, as the README says.
"""

import json
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psycopg
import pytest
from aiosmtpd.controller import Controller

from tests.faults.installation import LIMIT, Installation, application, free_port
from tests.faults.people import person
from tests.faults.pooler import LIMITS, SIZE, Pooler, pooler
from tests.faults.test_database import frozen, is_our_503, processes_of_postgres, wait_until_back
from tests.faults.test_night import (  # noqa: F401
    CASES,
    FREE,
    HELD_UP,
    ONCE,
    TOLD,
    again,
    hold_up,
    nightly,
    owner,
    runs,
    until_done,
    until_its_middle,
    wait_for,
)
from tests.faults.test_reminder_mails import MAILS, SENT, Inbox
from tests.faults.test_report import SCENE as REPORT
from tools.environment import PYTHON
from tools.services.postgres import PLAIN
from tools.var import ROOT

pytestmark = pytest.mark.drill
LETTER = """
from core.db import jobcentre_transaction
from tests.cases import letter_scene
from tests.factories import *
for factory in (CaseFactory, JobcentreFactory, UserFactory):
    factory.reset_sequence(900, force=True)
scene = letter_scene.partly()
with jobcentre_transaction(scene[0].jobcentre_id):
    letter = letter_scene.made(scene, letter_scene.K.PARTIAL)
print(scene[1].email, f"/cases/{scene[0].ref}/letters/{letter.pk}/")
"""
LEFT = "SELECT current_setting('statement_timeout'), current_setting('lock_timeout'), current_setting('mentorcase.jobcentre', true)"
ELSEWHERE = "UPDATE accounts_jobrun SET holder = 'elsewhere 1 1' WHERE state = 'running'"
SILENT = "UPDATE accounts_jobrun SET beat_at = beat_at - interval '5 minutes' WHERE state = 'running'"


@pytest.fixture(scope="module")
def made_pool(made: Installation) -> Iterator[Pooler]:
    """All that the installation starts, and what is typed in it, goes through the pool."""
    direct = made.var.stored("DATABASE_URL") or ""
    found = pooler(made)
    found.start()
    made.env["DATABASE_URL"] = found.url
    said = check(made)
    assert "accounts.W002" in said, said
    with psycopg.connect(direct, autocommit=True) as plain:
        for limit in LIMITS:
            plain.execute(f"ALTER ROLE {PLAIN} SET {limit}")
    found.stop()
    found.start()
    assert "accounts.W002" not in check(made)
    yield found
    del made.env["DATABASE_URL"]
    found.stop()
    with psycopg.connect(direct, autocommit=True) as plain:
        plain.execute(f"ALTER ROLE {PLAIN} RESET ALL")


@pytest.fixture(autouse=True)
def pool(installation: Installation, made_pool: Pooler) -> Iterator[Pooler]:
    """At the end it gave out no more connections than it has."""
    yield made_pool
    statement = f"SELECT count(*) FROM pg_stat_activity WHERE usename = '{PLAIN}'"
    assert 0 < again(installation, statement)[0] <= SIZE


def check(installation: Installation) -> str:
    command: list[str | Path] = [PYTHON, "manage.py", "check", "--database", "default"]
    return subprocess.run(command, cwd=ROOT, env=installation.env, capture_output=True, text=True, check=True).stderr


def typed(installation: Installation, *more: str) -> subprocess.Popen[str]:
    command: list[str | Path] = [PYTHON, "manage.py", "nightly", *more]
    return subprocess.Popen(command, cwd=ROOT, env=installation.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def settings_left(pool: Pooler) -> set[tuple[str, ...]]:
    """What stands in every connection of the pool, each held in a transaction while the next is asked for."""
    with ExitStack() as held:
        connections = [held.enter_context(psycopg.connect(pool.url)) for _each in range(SIZE)]
        return {tuple(each.execute(LEFT).fetchone() or ()) for each in connections}


def test_two_nights_at_once(installation: Installation, owner: psycopg.Connection) -> None:  # noqa: F811
    each_batch = [str(key) for (key,) in owner.execute("SELECT id FROM cases_case WHERE number IN (70050, 70250, 70450)")]
    long = HELD_UP.replace("pg_sleep(4)", "pg_sleep(8)").replace("= '{case}'", "IN ('" + "', '".join(each_batch) + "')")
    owner.execute(long)
    with person(installation) as seconds:
        first = typed(installation, "--format", "json")
        wait_for(installation, "the first", "SELECT EXISTS (SELECT FROM accounts_jobrun)")
        second = typed(installation, "--wait", "0")
        _said, refused = second.communicate(timeout=30)
        assert (second.returncode, first.poll()) == (1, None)
        assert "Another nightly run is working." in refused
        owner.execute(FREE)
        told, _errors = first.communicate(timeout=90)
    assert json.loads(told)["delivered"] == CASES
    assert owner.execute(TOLD).fetchone() == ONCE
    assert runs(installation) == {"done": 1}
    print(f"pgbouncer, two nights at once: one tells {CASES}, the other says so; slowest of {len(seconds)} pages {max(seconds):.2f} s")


def test_killed_and_taken_over_when_it_was_silent(installation: Installation, owner: psycopg.Connection) -> None:  # noqa: F811
    """The one that was killed ran on another machine, so nobody here can know that it has ended."""
    hold_up(owner)
    with person(installation) as seconds:
        first = typed(installation)
        until_its_middle(installation)
        owner.execute(ELSEWHERE)
        first.kill()
        first.wait()
        owner.execute(FREE)
        time.sleep(1)
        second = typed(installation, "--wait", "0")
        assert "Another nightly run is working." in second.communicate(timeout=30)[1]
        cases, rows, _recipients = owner.execute(TOLD).fetchone() or (0, 0, 0)
        assert (cases, rows) == (400, 400), "a part of a batch is stored"
        owner.execute(SILENT)
        begun = time.monotonic()
        assert nightly(installation)["delivered"] == CASES - 400
        took = time.monotonic() - begun
    assert owner.execute(TOLD).fetchone() == ONCE
    assert runs(installation) == {"silent": 1, "done": 1}
    print(f"pgbouncer, killed after 400 and silent: the other 100 by the next one in {took:.1f} s; slowest page {max(seconds):.2f} s")


def test_the_worker_is_asked_by_two_beats(installation: Installation, owner: psycopg.Connection) -> None:  # noqa: F811
    with person(installation) as seconds:
        for _twice in range(2):
            installation.start_worker()
        for name in ("beat", "second-beat"):
            installation.start_beat(name)
        took = until_done(installation)
        time.sleep(3)
    assert owner.execute(TOLD).fetchone() == ONCE
    assert runs(installation) == {"done": 1}
    print(f"pgbouncer, two workers and two beats: one run, told once each, {took:.1f} s; slowest page {max(seconds):.2f} s")


def test_a_mail_is_sent_once_by_two_workers(installation: Installation, owner: psycopg.Connection) -> None:  # noqa: F811
    inbox, port = Inbox(), free_port()
    inbox.silent = 0.02
    smtp = {"MENTORCASE_DEMO": "0", "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(port), "EMAIL_FROM": "mentorcase@faults.example"}
    server = Controller(inbox, hostname="127.0.0.1", port=port)
    server.start()
    try:
        with person(installation) as seconds:
            installation.start_worker(**smtp)
            installation.start_worker(**smtp)
            installation.shell(MAILS, **smtp)
            deadline = time.monotonic() + 120
            while int(installation.shell(SENT)) < 60:
                assert time.monotonic() < deadline, installation.log("worker")
            time.sleep(2)
    finally:
        server.stop()
    assert Counter(str(each["Subject"]) for each in inbox.mails) == {f"Emne {number}": 1 for number in range(60)}
    print(f"pgbouncer, two workers, 60 mails: each sent once; slowest of {len(seconds)} pages meanwhile {max(seconds):.2f} s")


def test_every_page_and_a_save_by_many_at_once(installation: Installation, pages: list[str], pool: Pooler) -> None:
    cookies = installation.sign_in("ida@faults.example")
    installation.start_web()
    for _twice in range(2):
        with ThreadPoolExecutor(20) as people:
            answers = dict(zip(pages * 3, people.map(lambda page: installation.get(page, cookies), pages * 3), strict=True))
        assert {each.status for each in answers.values()} <= {200, 302}, {page: each.status for page, each in answers.items()}
        slowest = max(each.seconds for each in answers.values())
    with ThreadPoolExecutor(10) as people:
        saved = list(people.map(lambda number: installation.post("/cases/new/", application(700 + number // 2), cookies), range(10)))
    assert {each.status for each in saved} <= {302, 422, 409}, [each.status for each in saved]
    kept = again(installation, "SELECT count(*) FROM cases_client WHERE given_name = 'Ida' AND family_name = 'Skovgaard'")
    assert settings_left(pool) == {("10s", "4s", "")}
    assert slowest < LIMIT
    print(f"pgbouncer, {len(pages)} pages by twenty people over {SIZE} connections: slowest {slowest:.2f} s, {kept[0]} saved")


def test_a_report_and_a_letter(installation: Installation, pool: Pooler) -> None:
    """A report sets how its statement is planned and a time of its own: for its transaction, and nobody has it afterwards."""
    installation.start_worker()
    installation.start_web()
    key = installation.shell(REPORT).splitlines()[-1]
    deadline = time.monotonic() + 90
    while (again(installation, f"SELECT state FROM reports_reportjob WHERE id = '{key}'") or ("",))[0] != "done":
        assert time.monotonic() < deadline, installation.log("worker")[-3000:]
        time.sleep(0.2)
    cookies = installation.sign_in("ida@faults.example")
    starts = {"pdf": "%PDF", "xlsx": "PK", "csv": ""}
    answers = {each: installation.get(f"/reports/{key}/{each}/", cookies) for each in starts}
    for each, start in starts.items():
        assert answers[each].status == 200, each
        assert answers[each].body.startswith(start)
        assert len(answers[each].body) > 100
    manager = installation.sign_in("ove@faults.example")
    rows = installation.get("/reports/statistics.csv?first_month=2026-01&last_month=2026-11", manager)
    assert rows.status == 200, rows.body[:500]
    email, address = installation.shell(LETTER).splitlines()[-1].split()
    writer = installation.sign_in(email)
    assert installation.get(address, writer).status == 200
    letter = installation.get(f"{address}pdf/", writer)
    assert letter.body.startswith("%PDF")
    assert settings_left(pool) == {("10s", "4s", "")}
    print(f"pgbouncer: a report in three files, rows as CSV and a letter; slowest {max(each.seconds for each in answers.values()):.2f} s")


def test_a_page_that_waits_for_a_lock_gives_up(installation: Installation, owner: psycopg.Connection) -> None:  # noqa: F811
    """The limit of the role holds where the one that the connection asked for is lost."""
    cookies = installation.sign_in("ida@faults.example")
    installation.start_web()
    for _each in range(4):  # both workers have loaded the application
        installation.get("/cases/new/", cookies)
    with owner.transaction():
        owner.execute("LOCK TABLE cases_client IN EXCLUSIVE MODE")
        answer = installation.post("/cases/new/", application(720), cookies)
    assert is_our_503(answer, "da")
    print(f"pgbouncer, a table that is locked: 503 after {answer.seconds:.2f} s")


@pytest.mark.parametrize("what", ["stopped", "silent", "pooler"])
def test_the_database_goes_away_behind_it(installation: Installation, pages: list[str], pool: Pooler, what: str) -> None:
    cookies = installation.sign_in("ida@faults.example")
    installation.start_web()
    for page in pages * 2:
        installation.get(page, cookies)
    server = installation.services.postgres
    assert server

    def answers() -> list[Any]:
        with ThreadPoolExecutor(4) as people:
            return list(people.map(lambda page: installation.get(page, cookies), pages))

    if what == "silent":
        with frozen(processes_of_postgres(server.pid() or 0)):
            found = answers()
    else:
        (server if what == "stopped" else pool).stop()
        found = answers()
        (server if what == "stopped" else pool).start()
    slowest = max(each.seconds for each in found)
    assert {each.status for each in found} == {503}, [each.status for each in found]
    assert slowest < LIMIT, [each.seconds for each in found]
    back = wait_until_back(installation, cookies, seconds=30)
    print(f"pgbouncer, {what}: slowest 503 after {slowest:.2f} s, back after {back:.1f} s")
