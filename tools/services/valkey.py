"""The embedded Valkey, which carries the jobs from the web to the worker: a unix socket, a password, and a file of what is queued.

It takes part in no secret: messages hold task names and ids. They survive a restart (append-only file, written every second).
"""

import contextlib
import secrets
import socket
import subprocess
import time
from pathlib import Path
from urllib.parse import urlsplit

from tools.services import home as homes
from tools.services.binaries import valkey_server
from tools.trouble import Trouble
from tools.var import Var, write_private

SETTINGS = """\
port 0
unixsocket {socket}
unixsocketperm 700
requirepass {password}
dir {folder}
appendonly {durable}
appendfsync everysec
save ""
maxmemory-policy noeviction
daemonize no
"""


class Valkey:
    def __init__(self, var: Var, home: Path, *, throw_away: bool = False) -> None:
        self.var, self.home, self.throw_away = var, home, throw_away
        self.folder = home / "valkey"
        self.socket = homes.socket_folder(home) / "valkey.sock"
        self._process: subprocess.Popen[bytes] | None = None

    def _password(self) -> str:
        return urlsplit(self.var.stored("REDIS_URL") or "").password or ""

    def _ask(self, *commands: str) -> str:
        """Send commands after the password and return what came back; empty when nobody answers."""
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(3)
            connection.connect(str(self.socket))
            connection.sendall("".join(f"{line}\r\n" for line in (f"AUTH {self._password()}", *commands, "QUIT")).encode())
            answer = b""
            while part := connection.recv(65536):
                answer += part
            return answer.decode(errors="replace")
        return ""

    def running(self) -> bool:
        if self._process and self._process.poll() is not None:
            return False
        return "+PONG" in self._ask("PING")

    def pid(self) -> int | None:
        line = next((line for line in self._ask("INFO server").splitlines() if line.startswith("process_id:")), "")
        return int(line.partition(":")[2]) if line else None

    def start(self) -> None:
        """Start it and leave its address in the env files."""
        password = self._password() or secrets.token_hex(24)
        self.var.store("REDIS_URL", f"redis+socket://:{password}@{self.socket}")
        homes.private_folder(self.folder)
        settings = self.folder / "valkey.conf"
        durable = "no" if self.throw_away else "yes"
        write_private(settings, SETTINGS.format(socket=self.socket, password=password, folder=self.folder, durable=durable))
        homes.give(settings)
        program = homes.reachable_copy(valkey_server(), self.home, "valkey-server")
        with open(self.var.log_file("valkey"), "a", encoding="utf-8") as log:
            self._process = subprocess.Popen(
                [program, settings],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd="/",
                start_new_session=True,
                **homes.unprivileged(),
            )
        deadline = time.monotonic() + 30
        while not self.running():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise Trouble(f"Valkey did not start; its last words are in {self.var.log / 'valkey.log'}.")
            time.sleep(0.05)

    def stop(self) -> None:
        pid = self.pid()
        self._ask("SHUTDOWN")
        deadline = time.monotonic() + 20
        while pid and homes.alive(pid, "server") and time.monotonic() < deadline:
            time.sleep(0.05)
        if self._process:
            self._process.poll()  # so that it does not stay behind as a zombie of ours
