"""The broker stops, or accepts and never answers: pages and saves work within five seconds, and the page of the jobs says what is wrong."""

import itertools
import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from tests.faults.installation import LIMIT, Installation, application

pytestmark = pytest.mark.drill
CLIENTS = itertools.count(1)


@contextmanager
def stopped(installation: Installation) -> Iterator[dict[str, str]]:
    installation.services.valkey.stop()
    try:
        yield {}
    finally:
        installation.services.valkey.start()


def forget_mails(installation: Installation) -> None:
    """Those of the drill before, and how many were asked for: five a minute are the limit of one address."""
    installation.shell(
        "from accounts.models import Message; from django.core.cache import cache; Message.objects.all().delete(); cache.clear()"
    )


@contextmanager
def frozen(installation: Installation) -> Iterator[dict[str, str]]:
    pid = installation.services.valkey.pid()
    os.kill(pid, signal.SIGSTOP)
    try:
        yield {}
    finally:
        os.kill(pid, signal.SIGCONT)


@contextmanager
def black_hole(_installation: Installation) -> Iterator[dict[str, str]]:
    """TCP that accepts, reads and says nothing: what a broker behind a broken proxy looks like."""
    kept = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def swallow() -> None:
            while True:
                try:
                    kept.append(server.accept())
                except OSError:
                    return

        threading.Thread(target=swallow, daemon=True).start()
        try:
            yield {"REDIS_URL": f"redis://127.0.0.1:{server.getsockname()[1]}/0"}
        finally:
            server.shutdown(socket.SHUT_RDWR)
            for connection, _address in kept:
                connection.close()


def mails(installation: Installation, state: str) -> int:
    with psycopg.connect(installation.var.stored("DATABASE_URL") or "") as connection:
        row = connection.execute("SELECT count(*) FROM accounts_message WHERE state = %s", [state]).fetchone()
    return int(row[0]) if row else 0


@pytest.mark.parametrize("fault", [stopped, frozen, black_hole], ids=lambda f: f.__name__)
def test_broker_away(installation: Installation, pages: list[str], fault) -> None:
    forget_mails(installation)
    cookies = installation.sign_in("ida@faults.example", "en")
    boss = installation.sign_in("pia@faults.example", "en")
    installation.start_web()
    assert "It answers." in installation.get("/status/", boss).body
    installation.stop(installation.web)
    with fault(installation) as settings:
        installation.start_web(**settings)
        slowest = 0.0
        for page in pages:
            answer = installation.get(page, cookies)
            assert answer.status in (200, 302), page
            slowest = max(slowest, answer.seconds)
        saved = installation.post("/cases/new/", application(next(CLIENTS)), cookies)
        assert saved.status == 302, saved.status
        # The save that nudges the broker: a mail with a link.
        asked = [installation.post("/password/reset/", {"email": "ove@faults.example"}) for _twice in range(2)]
        assert [each.status for each in asked] == [302, 302]
        assert max(each.seconds for each in asked) < LIMIT
        assert mails(installation, "waiting") == 2
        says = installation.get("/status/", boss)
        assert "It does not answer." in says.body
        times = [slowest, saved.seconds, *(each.seconds for each in asked), says.seconds]
        assert max(times) < LIMIT
        installation.stop(installation.web)
    installation.start_web()
    assert "It answers." in installation.get("/status/", boss).body
    print(
        f"broker {fault.__name__}: pages {times[0]:.2f} s, asking for a password {times[2]:.2f} s, again {times[3]:.2f} s, /status/ {times[-1]:.2f} s"
    )


def test_what_waited_is_sent_when_broker_and_worker_are_back(installation: Installation) -> None:
    forget_mails(installation)
    installation.start_web()
    with stopped(installation):
        assert installation.post("/password/reset/", {"email": "ove@faults.example"}).status == 302
    installation.start_worker()
    # Beat's line, once by hand: a minute is long for a drill.
    installation.shell("from celery import current_app; current_app.send_task('accounts.send_messages')")
    deadline = time.monotonic() + 20
    while not mails(installation, "sent"):
        assert time.monotonic() < deadline, installation.log("worker")
        time.sleep(0.5)
    files = list((installation.var.path / "mail").glob("*"))
    assert any("/password/reset/key/" in file.read_text() for file in files)
