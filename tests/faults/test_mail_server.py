"""The mail server is away, refuses, or breaks off after it has the text: pages answer the same, and each mail ends once or is named uncertain."""

import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from tests.faults.installation import LIMIT, Installation, free_port
from tests.faults.test_broker import mails

pytestmark = pytest.mark.drill

SWEEP = "from accounts import messages; from core import clock; print(messages.send_messages(at=clock.now() + __import__('datetime').timedelta(minutes=%d)))"


class Inbox:
    """A mail server that keeps what it gets and answers as it is told."""

    def __init__(self) -> None:
        self.mails: list[str] = []
        self.answer = "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 (the name is aiosmtpd's)
        if self.answer.startswith("250"):
            self.mails.append(envelope.content.decode())
        return self.answer


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def smtp(port: int) -> dict[str, str]:
    return {"MENTORCASE_DEMO": "0", "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(port), "EMAIL_FROM": "mentorcase@faults.example"}


@pytest.fixture
def fresh(installation: Installation) -> Iterator[Installation]:
    installation.shell("from accounts.models import Message; Message.objects.all().delete()")
    yield installation


def test_away_for_a_while(fresh: Installation, smtp: dict[str, str], port: int) -> None:
    boss = fresh.sign_in("pia@faults.example", "en")
    fresh.start_web(**smtp)
    known = fresh.post("/password/reset/", {"email": "ove@faults.example"})
    unknown = fresh.post("/password/reset/", {"email": "nobody@faults.example"})
    assert (known.status, known.headers["Location"]) == (unknown.status, unknown.headers["Location"]) == (302, "/password/reset/done/")
    assert max(known.seconds, unknown.seconds) < LIMIT
    print(f"mail server away: {known.seconds:.2f} s for a known address, {unknown.seconds:.2f} s for an unknown one")
    assert fresh.shell(SWEEP % 0, **smtp).endswith("'sent': 0, 'later': 0, 'failed': 0, 'away': 1, 'uncertain': 0}")
    assert "1 mail waits" in fresh.get("/status/", boss).body
    inbox = Inbox()
    server = Controller(inbox, hostname="127.0.0.1", port=port)
    server.start()
    try:
        assert "'sent': 0" in fresh.shell(SWEEP % 0, **smtp)  # not yet due again
        assert "'sent': 1" in fresh.shell(SWEEP % 2, **smtp)
        assert "'sent': 0" in fresh.shell(SWEEP % 90, **smtp)  # once
    finally:
        server.stop()
    (mail,) = inbox.mails
    assert "/password/reset/key/" in mail
    assert "Message-ID: <" in mail
    assert "@faults.example>" in mail
    assert "None waits." in fresh.get("/status/", boss).body


def test_refused_for_two_days(fresh: Installation, smtp: dict[str, str], port: int) -> None:
    fresh.start_web(**smtp)
    fresh.post("/password/reset/", {"email": "ove@faults.example"})
    inbox = Inbox()
    inbox.answer = "451 Try again later"
    server = Controller(inbox, hostname="127.0.0.1", port=port)
    server.start()
    try:
        assert "'later': 1" in fresh.shell(SWEEP % 0, **smtp)
        assert "'later': 1" in fresh.shell(SWEEP % 61, **smtp)
        assert "'failed': 1" in fresh.shell(SWEEP % (49 * 60), **smtp)
    finally:
        server.stop()
    assert mails(fresh, "failed") == 1
    assert fresh.shell("from accounts.models import Message; print(repr(Message.objects.get().body))") == "''"


def breaks_after_the_text(port: int) -> threading.Thread:
    """A server that takes the whole text and hangs up before it says that it has."""
    server = socket.create_server(("127.0.0.1", port))

    def talk() -> None:
        with server, server.accept()[0] as connection:
            connection.sendall(b"220 here\r\n")
            file = connection.makefile("rb")
            while line := file.readline():
                if line.upper().startswith(b"DATA"):
                    connection.sendall(b"354 go on\r\n")
                    while file.readline() not in (b".\r\n", b""):
                        pass
                    return
                connection.sendall(b"250 OK\r\n")

    thread = threading.Thread(target=talk, daemon=True)
    thread.start()
    return thread


def test_broken_off_after_the_text(fresh: Installation, smtp: dict[str, str], port: int) -> None:
    boss = fresh.sign_in("pia@faults.example", "en")
    fresh.start_web(**smtp)
    fresh.post("/password/reset/", {"email": "ove@faults.example"})
    thread = breaks_after_the_text(port)
    assert "'uncertain': 1" in fresh.shell(SWEEP % 0, **smtp)
    thread.join(5)
    inbox = Inbox()
    server = Controller(inbox, hostname="127.0.0.1", port=port)
    server.start()
    try:
        assert "'sent': 0" in fresh.shell(SWEEP % 600, **smtp)
    finally:
        server.stop()
    assert inbox.mails == []
    assert "1 broke off" in fresh.get("/status/", boss).body


def test_worker_killed_while_it_hands_over(fresh: Installation, smtp: dict[str, str], port: int) -> None:
    """The mail is named uncertain after ten minutes and never sent again by itself."""
    with socket.create_server(("127.0.0.1", port)):  # accepts and says nothing, so that the worker waits inside
        fresh.start_web(**smtp)
        worker = fresh.start_worker(**smtp)
        fresh.post("/password/reset/", {"email": "ove@faults.example"})
        deadline = time.monotonic() + 15
        while not mails(fresh, "sending"):
            assert time.monotonic() < deadline, fresh.log("worker")
            time.sleep(0.2)
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
    assert "'uncertain': 0" in fresh.shell(SWEEP % 5, **smtp)
    assert "'uncertain': 1" in fresh.shell(SWEEP % 11, **smtp)
    assert (mails(fresh, "uncertain"), mails(fresh, "waiting")) == (1, 0)
