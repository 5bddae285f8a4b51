"""The figures of a report on the database that DATABASE_URL names: CPU of Python and of PostgreSQL, and memory of both.

    .venv/bin/python -m bench.report [--years 5]

All jobcentres, one of them (the middle one by cases), and the same as they may leave the system: once with the counts of all jobcentres made
first, and once with them kept. Each is a process of its own. CPU of PostgreSQL is that of the connection; its memory is what belongs to it
alone, its peak. Goals: 30 s of CPU and 400 MB for a country, 1 s for one jobcentre. It only reads, apart from the cache. Nothing is asserted.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorcase.settings")

import django

django.setup()

from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import Count

from accounts.models import Jobcentre
from bench.pages import ROOT, cpu_seconds
from core import clock
from core.days import add_months
from reports.figures import figures
from reports.figures.links import Hiding, kept_as
from reports.figures.outward import hidden_from_others
from reports.scope import Scope

PARTS = ("country", "jobcentre", "country, outward", "jobcentre, outward, all counted first", "jobcentre, outward, all kept")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--years", type=int, default=5)
    parser.add_argument("--part", default="", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.part:
        print(json.dumps(measured(options.part, options.years)))
        return
    for part in PARTS:
        done = subprocess.run(
            [sys.executable, "-m", "bench.report", "--part", part, "--years", str(options.years)],
            cwd=ROOT, capture_output=True, text=True, check=True,
        )  # fmt: skip
        found = json.loads(done.stdout.splitlines()[-1])
        print(
            f"{part}: {found['reached']:,} courses, {found['python'] + found['server']:.2f} s of CPU ({found['python']:.2f} Python, "
            f"{found['server']:.2f} PostgreSQL), {found['seconds']:.1f} s, {found['statements']} statements; at most {found['memory']} MB of Python and "
            f"{found['server_memory']} MB of PostgreSQL"
        )


def measured(part: str, years: int) -> dict[str, Any]:
    """In a process of its own."""
    today = clock.today()
    middle = list(Jobcentre.objects.annotate(number=Count("cases")).order_by("number"))
    one = (middle[len(middle) // 2].pk,) if part.startswith("jobcentre") else ()
    scope = Scope.months(add_months(today.replace(day=1), 1 - 12 * years), today, jobcentres=one)
    if part.endswith("first"):
        all_of_them = kept_as(scope.without("jobcentres"), on=today)
        cache.delete_many([all_of_them, f"{all_of_them}-whole"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()
    statements = 0

    def count(execute: Any, *rest: Any) -> Any:
        nonlocal statements
        statements += 1
        return execute(*rest)

    peak = Peak(backend)
    begun, own, server = time.perf_counter(), time.process_time(), cpu_seconds([backend])
    with connection.execute_wrapper(count), peak, transaction.atomic():
        found = figures(scope=scope, on=today)
        if "outward" in part:
            found = hidden_from_others(found, Hiding())
    return {
        "reached": found.reached.value or 0,
        "seconds": time.perf_counter() - begun,
        "python": time.process_time() - own - peak.cpu,
        "server": cpu_seconds([backend]) - server,
        "statements": statements,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "server_memory": peak.most // 1024,
    }


class Peak:
    """Looks ten times a second at how much memory the server's process has of its own, in kB."""

    def __init__(self, pid: int) -> None:
        self.status = Path(f"/proc/{pid}/status")
        self.most = 0
        self.cpu = 0.0
        self.over = threading.Event()
        self.looking = threading.Thread(target=self.look)

    def __enter__(self) -> None:
        self.looking.start()

    def __exit__(self, *_error: object) -> None:
        self.over.set()
        self.looking.join()

    def look(self) -> None:
        while not self.over.wait(0.1):
            try:
                text = self.status.read_text()
            except OSError:
                return
            self.most = max(self.most, *(int(line.split()[1]) for line in text.splitlines() if line.startswith("RssAnon")))
        self.cpu = time.thread_time()


if __name__ == "__main__":
    main()
