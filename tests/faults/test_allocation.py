"""An allocation of more than a hundred clients, with a real worker: it shows how far it is, and survives a broker that is away and a worker that is killed."""

import os
import signal
import time

import psycopg
import pytest

from tests.faults.installation import Installation
from tests.faults.test_broker import stopped

pytestmark = pytest.mark.drill
CLIENTS = 120

SCENE = f"""
import datetime as dt
from accounts.models import Jobcentre, User
from cases.enums import State
from core import clock
from tests.factories import *
office = Jobcentre.objects.get(municipality_code="901")
first = clock.today() + dt.timedelta(days=5)
if not Case.objects.filter(jobcentre=office, state=State.MATCH).exists():
    ida = User.objects.get(email="ida@faults.example")
    for n in range({CLIENTS}):
        client = ClientFactory(jobcentre=office, cpr=replacement_cpr(5000 + n))
        case = CaseFactory(jobcentre=office, client=client, caseworker=ida, workplace=None, number=5000 + n, state=State.MATCH)
        DecisionFactory(case=case, first_day=first, last_day=first + dt.timedelta(days=90))
        NeedFactory(case=case)
    for n in range(60):
        MentorFactory(jobcentre=office, name=f"Mentor til fordeling {{n}}", confidentiality_valid_until=None)
"""


@pytest.fixture
def cookies(installation: Installation) -> str:
    installation.shell(SCENE)
    database(installation, "DELETE FROM cases_allocationline", "DELETE FROM cases_allocation")
    installation.start_web()
    return installation.sign_in("ida@faults.example", "en")


def database(installation: Installation, *statements: str) -> None:
    with psycopg.connect(installation.var.stored("DATABASE_OWNER_URL") or "") as connection:
        for statement in statements:
            connection.execute(statement)


def ask(installation: Installation, cookies: str) -> str:
    answer = installation.post("/allocation/", {}, cookies)
    assert answer.status == 302
    return str(answer.headers["Location"])


def sweep(installation: Installation) -> None:
    """Beat's line, once by hand, when a minute of silence has passed."""
    database(
        installation,
        "UPDATE cases_allocation SET asked_at = asked_at - interval '2 minutes', beat_at = beat_at - interval '2 minutes' WHERE state <> 'done'",
    )
    installation.shell("from celery import current_app; current_app.send_task('cases.sweep_allocations')")


def wait_until_done(installation: Installation, cookies: str, address: str) -> None:
    deadline = time.monotonic() + 60
    while f"of {CLIENTS} waiting clients get a mentor" not in installation.get(address, cookies).body:
        assert time.monotonic() < deadline, installation.log("worker")
        time.sleep(0.3)


def test_a_worker_calculates_it_and_the_desk_says_so(installation: Installation, cookies: str) -> None:
    address = ask(installation, cookies)
    before = installation.get(address, cookies).body
    assert "Being calculated" in before
    assert ask(installation, cookies) == address
    installation.start_worker()
    wait_until_done(installation, cookies, address)
    assert "Is done: look at the lines" in installation.get("/desk/", cookies).body
    assert 'name="lines"' in installation.get(address, cookies).body


def test_without_a_broker_the_page_says_that_it_waits_and_a_sweep_begins_it_later(installation: Installation, cookies: str) -> None:
    with stopped(installation):
        address = ask(installation, cookies)
        database(installation, "UPDATE cases_allocation SET asked_at = asked_at - interval '1 minute'")
        assert "It begins by itself as soon as that answers." in installation.get(address, cookies).body
    installation.start_worker()
    sweep(installation)
    wait_until_done(installation, cookies, address)


def test_what_a_killed_worker_had_in_hand_is_begun_again_once_and_then_given_up(installation: Installation, cookies: str) -> None:
    worker = installation.start_worker()
    url = installation.var.stored("DATABASE_OWNER_URL") or ""
    with psycopg.connect(url, autocommit=True) as owner, owner.transaction():
        owner.execute("LOCK TABLE cases_allocationline IN EXCLUSIVE MODE")  # the job stands before its last step
        address = ask(installation, cookies)
        deadline = time.monotonic() + 60
        while f"{CLIENTS} of {CLIENTS}" not in (page := installation.get(address, cookies).body) and "All clients have been" not in page:
            assert time.monotonic() < deadline, installation.log("worker")
            time.sleep(0.2)
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
    assert "Being calculated" in installation.get(address, cookies).body
    installation.start_worker()
    sweep(installation)
    wait_until_done(installation, cookies, address)
    database(installation, "UPDATE cases_allocation SET state = 'running', attempts = 2, beat_at = now()")
    sweep(installation)
    deadline = time.monotonic() + 30
    while "Begin again" not in installation.get(address, cookies).body:
        assert time.monotonic() < deadline, installation.log("worker")
        time.sleep(0.3)
    assert ask(installation, cookies) != address
