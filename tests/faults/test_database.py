"""The database stops, or stops answering, while the web runs: a 503 page within five seconds, and all is well by itself when it is back."""

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.utils import translation

from tests.faults.installation import LIMIT, Answer, Installation

pytestmark = pytest.mark.drill


def sentence(language: str) -> str:
    """The heading of our 503 page, as the catalogue has it."""
    with translation.override(language):
        return translation.gettext("MentorCase is not ready just now")


def is_our_503(answer: Answer, language: str) -> bool:
    assert answer.status == 503, (answer.status, answer.body[:300])
    assert answer.seconds < LIMIT, answer.seconds
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.headers["Content-Language"] == language
    assert f'lang="{language}"' in answer.body
    assert sentence(language) in answer.body
    return True


def assert_all_open(installation: Installation, pages: list[str], cookies: str) -> None:
    statuses = {page: installation.get(page, cookies).status for page in pages}
    assert set(statuses.values()) <= {200, 302}, statuses


def wait_until_back(installation: Installation, cookies: str, seconds: float = 15) -> float:
    begin = time.monotonic()
    while installation.get("/desk/", cookies).status != 200:
        assert time.monotonic() - begin < seconds, "it does not come back by itself"
        time.sleep(0.2)
    return time.monotonic() - begin


@pytest.mark.parametrize("language", ["da", "en"])
def test_stopped_database(installation: Installation, pages: list[str], language: str) -> None:
    cookies = installation.sign_in("ida@faults.example", language)
    installation.start_web()
    assert_all_open(installation, pages, cookies)
    installation.services.postgres.stop()
    slowest = 0.0
    for page in [*pages, "/", "/login/", "/password/reset/", "/audit/", "/status/", "/admin/"]:
        answer = installation.get(page, cookies)
        assert is_our_503(answer, language), page
        slowest = max(slowest, answer.seconds)
    for page in pages:
        if page not in ("/desk/", "/help/"):
            assert is_our_503(installation.post(page, {"draft": "1"}, cookies), language), page
    assert installation.get("/healthz").status == 200
    installation.services.postgres.start()
    back = wait_until_back(installation, cookies)
    assert_all_open(installation, pages, cookies)
    print(f"stopped database, {language}: slowest 503 after {slowest:.2f} s, back {back:.1f} s after its start")


def processes_of_postgres(postmaster: int) -> list[int]:
    children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
    return [postmaster, *map(int, children)]


@contextmanager
def frozen(pids: list[int]) -> Iterator[None]:
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in reversed(pids):
            os.kill(pid, signal.SIGCONT)


def test_database_that_accepts_and_never_answers(installation: Installation, pages: list[str]) -> None:
    cookies = installation.sign_in("ida@faults.example")
    installation.start_web()
    for page in pages * 2:  # so that both workers have a connection, which is the harder case
        installation.get(page, cookies)
    times = []
    with frozen(processes_of_postgres(installation.services.postgres.pid())):
        for page in pages:
            answer = installation.get(page, cookies)
            assert is_our_503(answer, "da"), page
            times.append(answer.seconds)
        assert installation.get("/healthz").status == 200
    back = wait_until_back(installation, cookies)
    print(f"silent database: {len(times)} pages, first {times[0]:.1f} s, slowest {max(times):.1f} s, back after {back:.1f} s")


def test_twenty_people_at_once_before_a_silent_database(installation: Installation) -> None:
    """Two workers and twenty people: nobody waits in a line of people who each wait their full time."""
    cookies = installation.sign_in("ida@faults.example")
    installation.start_web()
    for _each in range(6):
        installation.get("/desk/", cookies)
    with frozen(processes_of_postgres(installation.services.postgres.pid())), ThreadPoolExecutor(20) as people:
        answers = list(people.map(lambda _n: installation.get("/desk/", cookies), range(20)))
    assert all(is_our_503(answer, "da") for answer in answers)
    print(f"silent database, 20 at once: slowest {max(answer.seconds for answer in answers):.1f} s")
