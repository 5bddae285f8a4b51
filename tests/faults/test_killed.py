"""The web's process is killed with -9 in the middle of a save: all of it is stored or nothing, and sending it again saves it once."""

import json
import os
import re
import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from typing import Any

import psycopg
import pytest

from tests.faults.installation import Answer, Installation, application

pytestmark = pytest.mark.drill

COUNTS = "SELECT " + ", ".join(
    f"(SELECT count(*) FROM {table})"
    for table in ("cases_case", "cases_client", "accounts_auditevent", "accounts_accessevent", "accounts_onetimekey", "mentors_workplace")
)
WAITING = "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
# The save is held up before its first row, at the case number in its midst, and at its last rows.
PLACES = ["accounts_onetimekey", "cases_casenumber", "cases_case", "accounts_auditevent"]
HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
NAME, VALUE = re.compile(r'name="([^"]*)"'), re.compile(r'value="([^"]*)"')
# Each save of a running course, and the table in its midst at which it is held up.
HELD_UP = {
    "log_a_contact": "cases_contact",
    "approve_a_week": "accounts_auditevent",
    "approve_an_extension": "cases_period",
    "close_a_course": "cases_followup",
    "open_a_course_again": "cases_agreement",
    "change_the_hours": "cases_decision",
    "annul_a_decision": "cases_meeting",
    "merge_two_records": "cases_clientmerge",
    "hand_over": "cases_handover",
    "take": "cases_need",
}


def shown(answer: Answer) -> str:
    """What the page says, for whoever reads the failure."""
    return f"{answer.status} " + re.sub(r"\s*<[^>]*>\s*", " ", answer.body.partition("<h1")[2])[:600]


def killed_at(installation: Installation, owner: psycopg.Connection, table: str, send: Callable[[], Answer]) -> list[int]:
    """Send it, hold it up at the table, kill the web's workers there; returns their ids when the database has let go of them."""
    with ThreadPoolExecutor(1) as person, owner.transaction():
        owner.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")
        sending = person.submit(send)
        deadline = time.monotonic() + 30
        while not owner.execute(WAITING).fetchall():
            owner.execute("SELECT pg_stat_clear_snapshot()")  # else no connection is seen that began after the first look
            assert not sending.done(), shown(sending.result())
            assert time.monotonic() < deadline, "the save does not pass here"
            time.sleep(0.02)
        killed = installation.web_workers()
        for pid in killed:
            os.kill(pid, signal.SIGKILL)
        assert isinstance(sending.exception(timeout=10), OSError | HTTPException)
    deadline = time.monotonic() + 10
    while owner.execute(WAITING).fetchall() and time.monotonic() < deadline:
        time.sleep(0.05)
    return killed


@pytest.mark.parametrize("table", PLACES)
def test_killed_in_the_middle_of_a_save(installation: Installation, table: str) -> None:
    cookies = installation.sign_in("ida@faults.example")
    data = application(500 + PLACES.index(table))
    installation.start_web()
    for _each in range(4):  # both workers have loaded the application
        installation.get("/cases/new/", cookies)
    url = installation.var.stored("DATABASE_OWNER_URL") or ""
    with psycopg.connect(url, autocommit=True) as owner:
        before = owner.execute(COUNTS).fetchone()
        killed = killed_at(installation, owner, table, lambda: installation.post("/cases/new/", data, cookies))
        assert owner.execute(COUNTS).fetchone() == before, "half a case is stored"

        # gunicorn has started new workers by itself; the person presses the button again, twice.
        again = [installation.post("/cases/new/", data, cookies) for _twice in range(2)]
        assert [each.status for each in again] == [302, 302], again[0].body[:2000]
        assert again[0].headers["Location"] == again[1].headers["Location"]
        after = owner.execute(COUNTS).fetchone()
        assert after[0] == before[0] + 1
        assert installation.get(again[0].headers["Location"], cookies).status == 200
    assert not set(installation.web_workers()) & set(killed)
    print(f"killed at {table}: nothing stored, then one case from two sendings")


def all_rows(owner: psycopg.Connection) -> dict[str, tuple[int, int]]:
    """Of each table how many rows it has, and a sum over what stands in them. Sessions, the cache and the read log live a life of their own."""
    tables = owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename").fetchall()
    found = {}
    for (table,) in tables:
        if not table.endswith(("session", "cache")) and "accessevent" not in table:
            found[table] = owner.execute(
                f'SELECT count(*), coalesce(sum(hashtext(t::text)::bigint), 0)::bigint FROM "{table}" t'
            ).fetchone()
    return found


@pytest.fixture(scope="module")
def saves(made: Installation) -> dict[str, Any]:
    code = "import json; from tests.faults.saves import make; print(json.dumps(make()))"
    found: dict[str, Any] = json.loads(made.shell(code).splitlines()[-1])
    return found


@pytest.mark.parametrize(("save", "table"), HELD_UP.items())
def test_killed_in_the_middle_of_a_running_course(installation: Installation, saves: dict[str, Any], save: str, table: str) -> None:
    """All that the action writes, in a dozen tables, or none of it."""
    told = saves[save]
    cookies = installation.sign_in(told["email"])
    installation.start_web()
    if told["before"]:
        first = installation.post(told["address"], told["before"], cookies)
        assert first.status == 302, shown(first)
    address = told["address"] + told["then"]
    pages = [installation.get(address, cookies) for _each in range(4)]  # both workers have loaded the application
    assert pages[-1].status == 200
    hidden = {name[1]: value[1] for tag in HIDDEN.findall(pages[-1].body) if (name := NAME.search(tag)) and (value := VALUE.search(tag))}
    data = {**hidden, **told["typed"]}
    url = installation.var.stored("DATABASE_OWNER_URL") or ""
    with psycopg.connect(url, autocommit=True) as owner:
        before = all_rows(owner)
        killed_at(installation, owner, table, lambda: installation.post(address, data, cookies))
        assert all_rows(owner) == before, "half of it is stored"

        answer = installation.post(address, data, cookies)
        assert answer.status == 302, shown(answer)
        after = all_rows(owner)
        changed = [each for each in after if after[each] != before[each]]
        assert {table, "accounts_auditevent"} <= set(changed)
        assert installation.post(address, data, cookies).status in (302, 404, 409, 422)
        assert all_rows(owner) == after, "the second press saved something, too"
    print(f"{save}, killed at {table}: nothing stored, then all of it, in {len(changed)} tables, from two sendings")
