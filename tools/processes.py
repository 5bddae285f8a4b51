"""The processes of a running server: started together, watched together, stopped in reverse order."""

import contextlib
import ctypes
import os
import signal
import subprocess
import time
from pathlib import Path

from tools.environment import last_words
from tools.trouble import Trouble
from tools.var import ROOT, Var

PATIENCE = 25  # seconds to finish a request or a job before it is killed; a killed job is done again by the next worker
PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)


def _end_with_parent() -> None:
    """Ask the kernel for TERM when the launcher is gone, even if it was killed: no web is left behind without its launcher."""
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Process:
    def __init__(self, var: Var, name: str, command: list[str | Path], env: dict[str, str]) -> None:
        self.name = name
        self.log = var.log_file(name)
        with open(self.log, "a", encoding="utf-8") as log:
            self._begin = log.tell()
            # A group of its own: Ctrl-C reaches the launcher alone, which then stops all in order.
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=ROOT,
                env=env,
                start_new_session=True,
                preexec_fn=_end_with_parent,  # noqa: PLW1509 - the launcher has one thread
            )
        self.pid = self._process.pid

    def check_alive(self) -> None:
        if (code := self._process.poll()) is not None:
            how = f"was ended by signal {-code}" if code < 0 else f"ended with code {code}"
            if "No space left on device" in self._said():
                raise Trouble("The disk is full: no space left for MentorCase; make room and start again.")
            raise Trouble(f"The {self.name} {how}; its last words ({self.log}):\n{last_words(self.log)}")

    def stop(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self._process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=PATIENCE)
        # Whatever is left of its group: its own children, if it could not stop them.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        self._process.wait()

    def _said(self) -> str:
        with open(self.log, encoding="utf-8", errors="replace") as file:
            file.seek(self._begin)
            return file.read()


class Group:
    """Processes in the order of their start."""

    def __init__(self) -> None:
        self._all: list[Process] = []

    def start(self, var: Var, name: str, command: list[str | Path], env: dict[str, str]) -> None:
        self._all.append(Process(var, name, command, env))

    def check_alive(self) -> None:
        for process in self._all:
            process.check_alive()

    def stop(self) -> None:
        while self._all:
            self._all.pop().stop()

    def wait_for(self, signs: dict[str, "Sign"], seconds: float) -> None:
        """Wait until every sign is seen, and give up when a process ends or the time is over."""
        deadline = time.monotonic() + seconds
        waiting = dict(signs)
        while waiting:
            self.check_alive()
            waiting = {name: sign for name, sign in waiting.items() if not sign.seen()}
            if waiting and time.monotonic() > deadline:
                raise Trouble(f"Waited {seconds:.0f} seconds in vain for: {', '.join(waiting)}. The logs may say why.")
            time.sleep(0.1)


class Sign:
    """What shows that a process is ready."""

    def seen(self) -> bool:
        raise NotImplementedError


class FileSign(Sign):
    """A file that the process writes when it is ready."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.unlink(missing_ok=True)

    def seen(self) -> bool:
        return self.path.exists()
