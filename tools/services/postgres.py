"""The embedded PostgreSQL: one cluster, one database, two roles, reached over a unix socket with passwords.

`mentorcase_owner` owns the database and migrates; `mentorcase` is what web and worker sign in as: neither owner nor superuser.
The superuser has no password and is let in nowhere: roles are made by the server's single-user mode before the cluster gets its name,
so that a start that breaks off leaves nothing half-made.
"""

import secrets
import shutil
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

from tools.services import home as homes
from tools.services.binaries import postgres_folder
from tools.trouble import Trouble
from tools.var import Var

OWNER, PLAIN, DATABASE = "mentorcase_owner", "mentorcase", "mentorcase"
PORT = 5432  # only the name of the socket

SETTINGS = """\
# Written by tools/services/postgres.py at every start.
listen_addresses = ''
port = {port}
unix_socket_directories = '{sockets}'
unix_socket_permissions = 0700
password_encryption = 'scram-sha-256'
# Rows are about people: neither statements nor key values belong in a log.
log_min_error_statement = panic
log_error_verbosity = terse
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
log_line_prefix = '%m [%p] '
"""
THROW_AWAY = """\
# The cluster of a test run is thrown away: it need not survive a power cut.
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
max_connections = 60
"""


class Postgres:
    def __init__(self, var: Var, home: Path, *, throw_away: bool = False) -> None:
        self.var, self.throw_away = var, throw_away
        self.data = home / "postgres"
        self.home = home
        self.sockets = homes.socket_folder(home)
        self._bin: Path | None = None

    @property
    def bin(self) -> Path:
        if self._bin is None:
            installed = postgres_folder()
            self._bin = (
                installed
                if homes.reachable(installed / "postgres")
                else homes.reachable_copy(installed.parent, self.home, "postgresql") / "bin"
            )
        return self._bin

    def major(self) -> int:
        return int(self._call("postgres", "--version").split()[2].split(".")[0])

    def url(self, role: str, password: str) -> str:
        return f"postgresql://{role}:{password}@/{DATABASE}?host={self.sockets}"

    def running(self) -> bool:
        return self.pid() is not None

    def pid(self) -> int | None:
        """The server's process, if it lives."""
        try:
            pid = int((self.data / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return None
        return pid if homes.alive(pid, "postgres") else None

    def start(self) -> None:
        """Make the cluster if there is none, and start it. Leaves the two addresses in the env files."""
        if not self.data.exists():
            self._create()
        self._check_major()
        self._store_urls()
        self._write_settings(self.data)
        with open(self.var.log_file("postgres"), "a", encoding="utf-8") as log:
            done = subprocess.run(
                [self.bin / "pg_ctl", "start", "-D", self.data, "-w", "-t", "60", "-s"],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd="/",
                check=False,
                start_new_session=True,
                **homes.unprivileged(),
            )
        if done.returncode:
            raise Trouble(f"PostgreSQL did not start; its last words are in {self.var.log / 'postgres.log'}.")

    def stop(self) -> None:
        if self.running():
            self._call("pg_ctl", "stop", "-D", str(self.data), "-m", "fast", "-w", "-t", "60", "-s")

    def _call(self, program: str, *arguments: str, text: str | None = None) -> str:
        done: subprocess.CompletedProcess[str] = subprocess.run(
            [self.bin / program, *arguments], input=text, capture_output=True, text=True, cwd="/", check=False, **homes.unprivileged()
        )
        if done.returncode or "FATAL" in done.stderr or "ERROR" in done.stderr:
            if "No space left on device" in done.stderr:
                raise Trouble(f"The disk is full: no space left in {self.home}; make room and start again.")
            raise Trouble(f"PostgreSQL's {program} failed: {(done.stderr.strip() or done.stdout.strip()).splitlines()[-1]}")
        return done.stdout

    def _create(self) -> None:
        half = self.data.with_name("postgres.new")
        shutil.rmtree(half, ignore_errors=True)
        try:
            homes.private_folder(half)
            # C.UTF-8 is on every Debian and knows upper and lower case of ÆØÅ; the Danish order is an expression of the application.
            quick = ["--no-sync"] if self.throw_away else []
            self._call("initdb", "-D", str(half), "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "--auth=reject", *quick)
            with open(half / "postgresql.conf", "a", encoding="utf-8") as file:
                file.write("include 'mentorcase.conf'\n")
            (half / "pg_hba.conf").write_text("local all all scram-sha-256\n", encoding="utf-8")
            self._write_settings(half)
            passwords = {role: secrets.token_hex(24) for role in (OWNER, PLAIN)}
            sql = [
                f"CREATE ROLE {PLAIN} LOGIN PASSWORD '{passwords[PLAIN]}'",
                f"CREATE ROLE {OWNER} LOGIN CREATEDB PASSWORD '{passwords[OWNER]}' IN ROLE {PLAIN}",
                f"CREATE DATABASE {DATABASE} OWNER {OWNER}",
                f"REVOKE ALL ON DATABASE {DATABASE} FROM PUBLIC",
                f"GRANT CONNECT ON DATABASE {DATABASE} TO {PLAIN}",
            ]
            if self.throw_away:
                # Tests that commit empty the tables afterwards, the append-only ones too.
                sql.append(f"GRANT SET ON PARAMETER session_replication_role TO {OWNER}")
            self._call("postgres", "--single", "-D", str(half), "postgres", text="".join(f"{line};\n" for line in sql))
            self.var.store("DATABASE_URL", self.url(PLAIN, passwords[PLAIN]))
            self.var.store("DATABASE_OWNER_URL", self.url(OWNER, passwords[OWNER]))
            half.rename(self.data)
        except BaseException:
            shutil.rmtree(half, ignore_errors=True)
            raise

    def _check_major(self) -> None:
        try:
            made_by = int((self.data / "PG_VERSION").read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            raise Trouble(f"{self.data} is not the folder of a PostgreSQL database; move it away and start again.") from None
        if made_by != (here := self.major()):
            raise Trouble(
                f"The database in {self.data} was made by PostgreSQL {made_by}, but PostgreSQL {here} is installed here: "
                f"install {made_by} again, or move the data with pg_dump of {made_by}."
            )

    def _store_urls(self) -> None:
        """The addresses hold the socket's place, which changes when the folder is moved; the passwords stay."""
        for name, role in (("DATABASE_URL", PLAIN), ("DATABASE_OWNER_URL", OWNER)):
            if not (stored := self.var.stored(name)):
                raise Trouble(f"The database in {self.data} has lost its password: put back the file {self.var.env / name}.")
            self.var.store(name, self.url(role, urlsplit(stored).password or ""))

    def _write_settings(self, data: Path) -> None:
        file = data / "mentorcase.conf"
        text = SETTINGS.format(port=PORT, sockets=self.sockets) + (THROW_AWAY if self.throw_away else "")
        file.write_text(text, encoding="utf-8")
        homes.give(file)
