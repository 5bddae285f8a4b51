"""The nightly run on the database that DATABASE_URL names: its CPU, memory and statements, and what pages notice of it.

    .venv/bin/python -m bench.nightly [--due 3000] [--requests 200] [--user mette@demo.example]

It tells reminders of days to come and keeps that: give it a copy (`createdb -T`). First what is due today is told, unmeasured. Then: a night with
nothing due, while what was told waits for a mail; a night with about `--due` reminders, alone, and the same again, when all is told and mailed;
another one while a person asks for pages; the same pages without a run; and a second run five days on, when all that nobody has seen has gone up.
Each night is a process of its own. CPU of PostgreSQL is that of the run's own connection and of the server's own processes (nothing where /proc is not that of
the server). Goals: 120 s of CPU and 300 MB for 3,000 reminders, 5 s for a night with nothing due, p95 of pages at most 1.5 times. Nothing is
asserted.
"""

import argparse
import datetime as dt
import json
import os
import re
import resource
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorcase.settings")

import django

django.setup()

from django.db import connection
from django.db.models import Count, F

from bench.pages import OURS, ROOT, children, cpu_seconds, get, serve
from cases.actions import nightly
from cases.enums_notice import NoticeState
from cases.models import Case, Notice, NoticeRecipient
from cases.night_rows import jobcentres_to_visit
from core import clock
from core.days import DAY

SERVERS_OWN = re.compile(r"checkpointer|background writer|walwriter|autovacuum|io worker")
Stepped = dict[str, list[int]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--due", type=int, default=3000)
    parser.add_argument("--requests", type=int, default=200)
    parser.add_argument("--user", default="mette@demo.example")
    parser.add_argument("--night", default="", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.night:
        print(json.dumps(measured(dt.date.fromisoformat(options.night))))
        return
    today = clock.today()
    print(f"{Case.objects.count():,} courses, {Case.objects.exclude(notices_on=None).count():,} with a day to be looked at")
    said("to begin with", night(today))
    waiting = NoticeRecipient.objects.filter(to_mail=True).count()
    said(f"nothing due, {waiting:,} wait for a mail", night(today))
    visits(today)
    day = day_with(options.due, after=today)
    plan(day)
    said(f"{day}: alone", night(day))
    said(f"{day}: again", night(day))
    day = day_with(options.due, after=day)
    beside_pages(day, options)
    day += 5 * DAY
    said(f"{day}: what nobody has seen goes up", night(day))
    said(f"{day}: again", night(day))
    visits(day)


def day_with(number: int, *, after: dt.date) -> dt.date:
    """The first day by which so many planned reminders are due."""
    waiting = Notice.objects.filter(state=NoticeState.PLANNED).order_by().values("due_on").annotate(number=Count("pk")).order_by("due_on")
    day, found = after, 0
    for row in waiting:
        day, found = max(after, row["due_on"]), found + row["number"]
        if found >= number:
            break
    return day


def night(day: dt.date) -> dict[str, Any]:
    """A run in a process of its own."""
    return told(started(day))


def started(day: dt.date) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "bench.nightly", "--night", day.isoformat()],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def told(process: subprocess.Popen[str]) -> dict[str, Any]:
    out, _nothing = process.communicate()
    if process.returncode:
        raise SystemExit("the run failed")
    found: dict[str, Any] = json.loads(out.splitlines()[-1])
    return found


def measured(day: dt.date) -> dict[str, Any]:
    """In the process of the run: what it did and what it cost."""
    steps: Stepped = defaultdict(list)
    run_step = nightly._Run.step

    def step(self: Any, jobcentre_id: Any, do: Any) -> None:
        number = 0

        def count(execute: Any, *rest: Any) -> Any:
            nonlocal number
            number += 1
            return execute(*rest)

        with connection.execute_wrapper(count):
            run_step(self, jobcentre_id, do)
        steps[do.func.__name__.strip("_")].append(number)
        peaks.append(peak())

    nightly._Run.step = step  # type: ignore[method-assign]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()
    servers_own = own_processes(backend)
    peaks = [peak()]
    begun, own, server = time.perf_counter(), own_cpu(), cpu_seconds([backend, *servers_own])
    done = nightly.run_nightly(on=day, now=clock.now)
    return {
        "night": [done.created, done.delivered, done.superseded, done.failed, done.escalated, done.mails, str(done.ended)],
        "seconds": time.perf_counter() - begun,
        "cpu": own_cpu() - own,
        "server": cpu_seconds([backend, *servers_own]) - server,
        "peaks": [peaks[0], peaks[len(peaks) // 2], peaks[-1]],
        "steps": {name: [len(found), min(found), round(statistics.median(found)), max(found)] for name, found in steps.items()},
    }


def own_cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def peak() -> int:
    """Most memory so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def own_processes(backend: int) -> list[int]:
    """Of the server that this connection belongs to: those that write, checkpoint and clean."""
    try:
        parent = int(Path(f"/proc/{backend}/stat").read_text().rsplit(")", 1)[1].split()[1])
        return [pid for pid in children(parent) if SERVERS_OWN.search(Path(f"/proc/{pid}/cmdline").read_text())]
    except OSError:
        return []


def said(name: str, found: dict[str, Any]) -> None:
    created, delivered, superseded, failed, escalated, mails, ended = found["night"]
    print(
        f"\n{name}: {created:,} made, {delivered:,} told, {superseded:,} superseded, {failed} failed, {escalated:,} up, {mails:,} mails ({ended})"
    )
    print(f"  {found['seconds']:.1f} s; CPU {found['cpu']:.1f} s of the run and {found['server']:.1f} s of PostgreSQL")
    print(f"  memory at most {found['peaks'][-1]} MB ({found['peaks'][0]} at its begin, {found['peaks'][1]} in the middle)")
    for step, (times, least, middle, most) in found["steps"].items():
        print(f"  {step:<12} {times:>5} times, {least} to {most} statements (median {middle}), BEGIN and COMMIT apart")


def plan(day: dt.date) -> None:
    """How the selection finds its rows, in the jobcentre with most cases."""
    most = Case.objects.order_by().values("jobcentre").annotate(number=Count("pk")).order_by(F("number").desc())[0]["jobcentre"]
    rows = Case.objects.filter(jobcentre_id=most, notices_on__lte=day).order_by("notices_on", "pk").values_list("pk", flat=True)
    print(f"\nthe selection of {day}, in the jobcentre with most cases:")
    print("  " + rows.explain(analyze=True).replace("\n", "\n  "))


def visits(day: dt.date) -> None:
    """How the statement that says where there is anything to do finds that: its scans, and those that read a whole table."""
    found = jobcentres_to_visit(on=day, since=day - DAY).explain(analyze=True).splitlines()
    whole = sorted({each.split(" on ")[1].split()[0] for each in found if "Seq Scan" in each and "never executed" not in each})
    indexes = sorted({each.split(" using ")[1].split()[0] for each in found if " using " in each})
    print(f"  where there is anything to do: {', '.join(each.strip() for each in found[-2:])}")
    print(f"  by {', '.join(indexes)}; whole: {', '.join(whole) or 'none'}")


def beside_pages(day: dt.date, options: argparse.Namespace) -> None:
    """One person who asks for pages all the time, with and without a run."""
    server = serve("mentorcase.wsgi", OURS, {})
    try:
        cookie, ref = signed_in(options.user)
        pages = ("/desk/", "/cases/", f"/cases/{ref}/")
        for _each in range(6):
            for page in pages:
                get(OURS, page, cookie)
        before = [get(OURS, pages[n % 3], cookie)[0] for n in range(options.requests)]
        process, during = started(day), list[float]()
        while process.poll() is None:
            during.append(get(OURS, pages[len(during) % 3], cookie)[0])
        said(f"{day}: beside pages", told(process))
        after = [get(OURS, pages[n % 3], cookie)[0] for n in range(options.requests)]
    finally:
        server.terminate()
    without = p95([*before, *after])
    print(
        f"\npages: p95 {without:.0f} ms without a run ({p95(before):.0f} before, {p95(after):.0f} after), {p95(during):.0f} ms during one"
    )
    print(f"  {p95(during) / without:.2f} times; {len(during)} pages during the run, its start and end included")


def p95(seconds: list[float]) -> float:
    return sorted(seconds)[int(len(seconds) * 0.95)] * 1000


def signed_in(email: str) -> tuple[str, str]:
    script = f"""
from importlib import import_module
from django.conf import settings
from django.contrib.auth import SESSION_KEY, BACKEND_SESSION_KEY, HASH_SESSION_KEY
from accounts.models import User
from cases.models import Case
user = User.objects.get(email={email!r})
store = import_module(settings.SESSION_ENGINE).SessionStore()
store[SESSION_KEY], store[BACKEND_SESSION_KEY], store[HASH_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0], user.get_session_auth_hash()
store.create()
print("SESSION", settings.SESSION_COOKIE_NAME, store.session_key, Case.objects.filter(caseworker=user, state="running").latest("created_at").ref)
"""
    found = subprocess.run([sys.executable, "manage.py", "shell", "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    _word, name, key, ref = next(line.split() for line in found.stdout.splitlines() if line.startswith("SESSION"))
    return f"{name}={key}", ref


if __name__ == "__main__":
    main()
