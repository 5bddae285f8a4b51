"""pgbouncer, as it is put in front of the database for real: one connection of the database a transaction, and few of them."""

import os
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.faults.installation import Installation, free_port
from tools.services import home as homes
from tools.services.postgres import DATABASE, PLAIN
from tools.services.postgres import PORT as POSTGRES_PORT
from tools.var import write_private

SIZE = 4
"""Connections of the database, for sixteen threads of the web, the workers, beat and whoever types a command."""
SETTINGS = """\
[databases]
{database} = host={sockets} port={postgres} dbname={database}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = {accounts}
default_pool_size = {size}
max_client_conn = 200
; As the README says:
pool_mode = transaction
ignore_startup_parameters = options
query_wait_timeout = 4
"""
LIMITS = ("statement_timeout = '10s'", "lock_timeout = '4s'")


@dataclass
class Pooler:
    installation: Installation
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"postgresql://{PLAIN}:{self._password()}@127.0.0.1:{self.port}/{DATABASE}"

    def start(self) -> None:
        """As the account of the database, because pgbouncer refuses to run as root. What it says is in `pgbouncer.log`."""
        program = shutil.which("pgbouncer", path=os.environ.get("PATH", "") + ":/usr/sbin")
        if not program:
            pytest.fail("pgbouncer is missing: install it with `apt-get install pgbouncer`.", pytrace=False)
        server = self.installation.services.postgres
        assert server
        folder = homes.private_folder(server.home / "pgbouncer")
        accounts, settings = folder / "accounts", folder / "settings"
        write_private(accounts, f'"{PLAIN}" "{self._password()}"\n')
        text = SETTINGS.format(
            database=DATABASE, sockets=server.sockets, postgres=POSTGRES_PORT, port=self.port, accounts=accounts, size=SIZE
        )
        write_private(settings, text)
        for file in (accounts, settings):
            homes.give(file)
        with open(self.log_file, "ab") as log:
            self.process = subprocess.Popen(
                [program, settings], cwd="/", stdout=log, stderr=log, start_new_session=True, **homes.unprivileged()
            )
        deadline = time.monotonic() + 20
        while True:
            try:
                psycopg.connect(self.url, connect_timeout=2).close()
                return
            except psycopg.OperationalError:
                assert self.process.poll() is None, self.log_file.read_text()
                assert time.monotonic() < deadline, self.log_file.read_text()
                time.sleep(0.1)

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    @property
    def log_file(self) -> Path:
        return self.installation.var.log / "pgbouncer.log"

    def _password(self) -> str:
        return urlsplit(self.installation.var.stored("DATABASE_URL") or "").password or ""


def pooler(installation: Installation) -> Pooler:
    return Pooler(installation, free_port())
