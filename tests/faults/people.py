"""Somebody who works with the pages while a drill goes on."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.faults.installation import LIMIT, Installation

PAGES = ("/desk/", "/cases/", "/help/")


@contextmanager
def person(
    installation: Installation,
    allowed: tuple[int, ...] = (200,),
    *,
    pages: tuple[str, ...] = PAGES,
    pause: float = 0,
    signed_in: Callable[[str], None] = lambda cookies: None,
    **settings: str,
) -> Iterator[list[float]]:
    """Somebody who opens pages all the time: the seconds that each took. At the end none was wrong, and each answered within five seconds.

    `pause` in seconds after each round; `signed_in` is called with the cookies.
    """
    cookies = installation.sign_in("ida@faults.example")
    signed_in(cookies)
    installation.start_web(**settings)
    for page in pages * 2:
        installation.get(page, cookies)
    seconds: list[float] = []
    wrong: list[tuple[str, int]] = []
    leaves = threading.Event()

    def opens() -> None:
        while not leaves.is_set():
            for page in pages:
                answer = installation.get(page, cookies)
                seconds.append(answer.seconds)
                if answer.status not in allowed:
                    wrong.append((page, answer.status))
            leaves.wait(pause)

    thread = threading.Thread(target=opens)
    thread.start()
    try:
        yield seconds
    finally:
        leaves.set()
        thread.join()
    assert wrong == [], (wrong, installation.log("web")[-3000:])
    assert max(seconds) < LIMIT
