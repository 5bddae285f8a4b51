"""The web's process is killed with -9 in the middle of saving a case: all of it is stored or nothing, and sending it again makes one case."""

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException

import psycopg
import pytest

from tests.faults.installation import Installation, application

pytestmark = pytest.mark.drill

COUNTS = "SELECT " + ", ".join(
    f"(SELECT count(*) FROM {table})"
    for table in ("cases_case", "cases_client", "accounts_auditevent", "accounts_accessevent", "accounts_onetimekey", "mentors_workplace")
)
WAITING = "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
# The save is held up before its first row, at the case number in its midst, and at its last rows.
PLACES = ["accounts_onetimekey", "cases_casenumber", "cases_case", "accounts_auditevent"]


@pytest.mark.parametrize("table", PLACES)
def test_killed_in_the_middle_of_a_save(installation: Installation, table: str) -> None:
    cookies = installation.sign_in("ida@faults.example")
    data = application(500 + PLACES.index(table))
    installation.start_web()
    for _each in range(4):  # both workers have loaded the application
        installation.get("/cases/new/", cookies)
    url = installation.var.stored("DATABASE_OWNER_URL") or ""
    with psycopg.connect(url, autocommit=True) as owner, ThreadPoolExecutor(1) as person:
        before = owner.execute(COUNTS).fetchone()
        with owner.transaction():
            owner.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")
            sending = person.submit(installation.post, "/cases/new/", data, cookies)
            deadline = time.monotonic() + 30
            while not owner.execute(WAITING).fetchall():
                assert time.monotonic() < deadline, "the save does not pass here"
                time.sleep(0.02)
            killed = installation.web_workers()
            for pid in killed:
                os.kill(pid, signal.SIGKILL)
            assert isinstance(sending.exception(timeout=10), OSError | HTTPException)
        deadline = time.monotonic() + 10
        while owner.execute(WAITING).fetchall() and time.monotonic() < deadline:
            time.sleep(0.05)
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
