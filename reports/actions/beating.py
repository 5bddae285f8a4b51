"""A sign of life while one step takes long: the figures of a country are half a minute, and silence of a minute is taken for death."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import Error, connection

EVERY_SECONDS = 15.0


@contextmanager
def beating(beat: Callable[[], object], *, every: float = EVERY_SECONDS) -> Iterator[None]:
    """Call `beat` now and then, in a thread with a connection of its own, until the block ends. It ends by itself with its process."""
    over = threading.Event()

    def run() -> None:
        try:
            while not over.wait(every):
                beat()
        except Error:
            return  # the step itself meets the database that is away
        finally:
            connection.close()

    thread = threading.Thread(target=run, daemon=True, name="sign of life")
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(timeout=5)
