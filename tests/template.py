"""`python -m tests.template`: the database that every worker copies, because migrating takes half a minute and is the same for all.

Only `script/test` with more than one worker names a template; its server is thrown away, and the template with it. Whoever comes while it
is being made waits; whoever comes later finds it there.
"""

import gc
import os
import subprocess
import sys
from typing import Any

import django
from django.db import connection

from core.management.commands.migrate import one_at_a_time

NAMED = "MENTORCASE_TEST_TEMPLATE"


def command() -> list[str]:
    return [sys.executable, "-m", "tests.template"]


def named() -> str | None:
    return os.environ.get(NAMED)


def use(databases: Any) -> None:
    """Let Django copy the template instead of making an empty database; its `migrate` then finds nothing left to do."""
    subprocess.run(command(), check=True)
    for each in databases.all():
        each.settings_dict["TEST"]["TEMPLATE"] = named()


def make(name: str) -> None:
    gc.set_threshold(100_000)  # migrating makes classes by the ten thousand; looking for garbage all the time takes a third of it
    half = f"{name}_half"
    with connection._nodb_cursor() as cursor, one_at_a_time(cursor.db):
        cursor.execute("SELECT FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone() is not None:
            return
        connection.settings_dict["TEST"]["NAME"] = half
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        connection.close()
        cursor.execute(f'ALTER DATABASE "{half}" RENAME TO "{name}"')


if __name__ == "__main__":
    django.setup()
    make(os.environ[NAMED])
