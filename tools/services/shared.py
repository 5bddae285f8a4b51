"""Database and broker of one var folder, shared by every command that needs them.

The first command that needs them starts them and the last one that leaves stops them, so `script/manage` is quick beside a running
server and cleans up after itself without one. A command that was killed has left, too: the kernel drops its lock.
"""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from typing import IO

from tools.services import home as homes
from tools.services.postgres import Postgres
from tools.services.valkey import Valkey
from tools.trouble import Trouble
from tools.var import Var


class Services:
    def __init__(self, var: Var, *, throw_away: bool = False) -> None:
        self.var = var
        self._kept = var.run / "services-stay"
        self._users: IO[str] | None = None
        self.home = homes.home(var)
        # A server that is named in the environment is somebody else's to run; so is a file that names another one.
        self.postgres = None if _named_elsewhere(var, "DATABASE_URL", throw_away) else Postgres(var, self.home, throw_away=throw_away)
        self.valkey = None if _named_elsewhere(var, "REDIS_URL", throw_away) else Valkey(var, self.home, throw_away=throw_away)
        self.all = [service for service in (self.postgres, self.valkey) if service]

    def join(self) -> None:
        """Start what does not run, and count as a user until `leave`."""
        with self.var.locked("services"):
            started: list[Postgres | Valkey] = []
            self._users = open(self.var.run / "services.users", "a", encoding="utf-8")  # noqa: SIM115 - held until leave()
            fcntl.flock(self._users, fcntl.LOCK_SH)
            try:
                for service in self.all:
                    if not service.running():
                        started.append(service)
                        service.start()
            except BaseException:
                self._users.close()
                for service in reversed(started):
                    with contextlib.suppress(Trouble):
                        service.stop()
                raise

    def leave(self) -> None:
        """Stop the services if nobody else uses them and nobody asked them to stay."""
        if not self._users:
            return
        with self.var.locked("services"):
            try:
                # Turning the shared lock into an exclusive one fails while another command holds the shared one.
                fcntl.flock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            else:
                if not self._kept.exists():
                    self._stop()
            finally:
                self._users.close()
                self._users = None

    def last_one(self) -> bool:
        """Stop what a killed command left running; False, and nothing done, while somebody uses it."""
        with self.var.locked("services"), open(self.var.run / "services.users", "a", encoding="utf-8") as users:
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            self._stop()
            return True

    def stay(self) -> None:
        """Leave them running after the last command: for those who call `.venv/bin/python manage.py` directly all day."""
        self._kept.touch()

    def end_stay(self) -> None:
        self._kept.unlink(missing_ok=True)

    def dead(self) -> str:
        """The name of a service that has died, or an empty text."""
        return next((type(service).__name__ for service in self.all if service.pid() is None), "")

    def _stop(self) -> None:
        for service in reversed(self.all):
            service.stop()

    @contextlib.contextmanager
    def used(self) -> Iterator["Services"]:
        self.join()
        try:
            yield self
        finally:
            self.leave()


def _named_elsewhere(var: Var, name: str, throw_away: bool) -> bool:
    if throw_away:
        return False
    ours = "@/mentorcase?host=/" if name == "DATABASE_URL" else "redis+socket://:"
    return name in os.environ or bool((stored := var.stored(name)) and ours not in stored)
