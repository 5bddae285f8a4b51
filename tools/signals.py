"""TERM, INT and HUP as an exception, so that one `finally` stops everything, and a way to put them off for a moment."""

import contextlib
import signal
from collections.abc import Iterator
from types import FrameType


class Stopped(BaseException):
    """Somebody asked us to end."""


class Signals:
    def __init__(self) -> None:
        self._held = False
        self._asked = False
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            if signal.getsignal(number) is not signal.SIG_IGN or number != signal.SIGHUP:  # nohup means it
                signal.signal(number, self._on_signal)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if self._held:
            self._asked = True
        else:
            raise Stopped

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Finish what is inside first: a server that is half started, or the stopping itself."""
        self._held = True
        try:
            yield
        finally:
            self._held = False
        if self._asked:
            self._asked = False
            raise Stopped
