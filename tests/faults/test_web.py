"""Browsers that open connections and say nothing."""

import socket
import time

import pytest

from tests.faults.installation import Installation

pytestmark = pytest.mark.drill
SILENT = 12


def test_silent_connections_do_not_keep_a_page_waiting(installation: Installation) -> None:
    """Browsers open spare connections by themselves; a web without threads waited for two of them until its workers were killed."""
    installation.start_web()
    silent = [socket.create_connection(("127.0.0.1", installation.port), timeout=5) for _ in range(SILENT)]
    try:
        begun = time.monotonic()
        assert installation.get("/login/").status == 200
        first = time.monotonic() - begun
        begun = time.monotonic()
        assert installation.get("/login/").status == 200
        again = time.monotonic() - begun
    finally:
        for each in silent:
            each.close()
    print(f"{SILENT} silent connections: a page in {first:.1f} s, the next in {again:.1f} s")
    assert first < 30, "it would be a minute and a killed worker"
    assert again < 5
