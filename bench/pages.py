"""CPU, time and statements of our pages beside bare Django, both served by gunicorn with two workers on this machine.

    .venv/bin/python -m bench.pages [--requests 60] [--rounds 5] [--user mette@demo.example] [--pages desk "case list"]

Prints CPU of the web processes per request, PostgreSQL's CPU apart, p50 and p95, statements, kB, and the ratio to the bare list.
Rounds are interleaved; each figure is the median of the rounds. Nothing is asserted. The long course (`bench/long_course.py`: ten periods,
500 entries of the log) is made for the measurement and taken away again. Goals: at most 14 statements, 3 times the bare list's CPU; of the
overview, whose figures are prepared, 2.5 times. `--manager` is who opens the overview; "counted now" is the same page with figures of its own.
"""

import argparse
import http.client
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parents[1]
TICK = os.sysconf("SC_CLK_TCK")
OURS, BARE = 8391, 8392
OVERVIEW, COUNTED_NOW = "/overview/", "/overview/?fresh=1"


def env_value(name: str) -> str:
    if name in os.environ:
        return os.environ[name]
    return (Path(os.environ.get("MENTORCASE_VAR") or ROOT / "var") / "env" / name).read_text().strip()


def cpu_seconds(pids: list[int]) -> float:
    """User and system time of these processes so far."""
    total = 0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        except FileNotFoundError:
            continue
        total += int(fields[11]) + int(fields[12])
    return total / TICK


def children(pid: int) -> list[int]:
    return [int(x) for x in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def postgres_pids() -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*/comm"):
        try:
            if path.read_text().strip() == "postgres":
                found.append(int(path.parent.name))
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found


def serve(app: str, port: int, env: dict[str, str]) -> subprocess.Popen:
    command = [sys.executable, "-m", "gunicorn", app, "-b", f"127.0.0.1:{port}", "-w", "2", "--threads", "8", "--log-level", "error"]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **env})
    for _ in range(200):
        time.sleep(0.1)
        try:
            http.client.HTTPConnection("127.0.0.1", port, timeout=5).connect()
            return process
        except OSError:
            continue
    raise SystemExit(f"{app} does not start")


def get(port: int, path: str, cookie: str) -> tuple[float, int, int]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    begun = time.perf_counter()
    connection.request("GET", path, headers={"Cookie": cookie})
    response = connection.getresponse()
    size = len(response.read())
    connection.close()
    return time.perf_counter() - begun, response.status, size


def measure(server: subprocess.Popen, port: int, path: str, cookie: str, number: int) -> dict[str, float]:
    for _ in range(6):
        _taken, status, size = get(port, path, cookie)
    if status != 200:
        raise SystemExit(f"{path} answers {status}")
    web, database = children(server.pid), postgres_pids()
    before = cpu_seconds(web), cpu_seconds(database)
    times = sorted(get(port, path, cookie)[0] for _ in range(number))
    after = cpu_seconds(web), cpu_seconds(database)
    return {
        "web": (after[0] - before[0]) / number * 1000,
        "pg": (after[1] - before[1]) / number * 1000,
        "p50": times[number // 2] * 1000,
        "p95": times[int(number * 0.95)] * 1000,
        "kb": size / 1000,
    }


def manager_signed_in(email: str) -> tuple[str, dict[str, int]]:
    """(cookie, statements by page) of a manager, with the figures of the overview prepared."""
    script = f"""
from importlib import import_module
from django.conf import settings
from django.contrib.auth import SESSION_KEY, BACKEND_SESSION_KEY, HASH_SESSION_KEY
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from accounts.models import User
from core import clock
from reports.actions.preparing import prepare_figures
prepare_figures(now=clock.now)
user = User.objects.get(email={email!r})
store = import_module(settings.SESSION_ENGINE).SessionStore()
store[SESSION_KEY], store[BACKEND_SESSION_KEY], store[HASH_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0], user.get_session_auth_hash()
store.create()
print("SESSION", settings.SESSION_COOKIE_NAME, store.session_key)
client = Client(headers={{"host": "127.0.0.1"}})
client.cookies[settings.SESSION_COOKIE_NAME] = store.session_key
for path in ("{OVERVIEW}", "{COUNTED_NOW}"):
    client.get(path)
    with CaptureQueriesContext(connection) as found:
        client.get(path)
    print("STATEMENTS", path, len([q for q in found if q["sql"] not in ("BEGIN", "COMMIT") and "SAVEPOINT" not in q["sql"]]))
"""
    found = subprocess.run([sys.executable, "manage.py", "shell", "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    lines = [line.split() for line in found.stdout.splitlines()]
    _word, name, key = next(line for line in lines if line and line[0] == "SESSION")
    return f"{name}={key}", {line[1]: int(line[2]) for line in lines if line and line[0] == "STATEMENTS"}


def signed_in(email: str) -> tuple[str, str, str, dict[str, int]]:
    """(cookie, a running case's number, that of the long course, statements by page), asked of a process with our settings."""
    script = f"""
from importlib import import_module
from django.conf import settings
from django.contrib.auth import SESSION_KEY, BACKEND_SESSION_KEY, HASH_SESSION_KEY
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from accounts.models import User
from bench import long_course
from cases.models import Case
from core import clock
user = User.objects.get(email={email!r})
member = user.memberships.get()
store = import_module(settings.SESSION_ENGINE).SessionStore()
store[SESSION_KEY], store[BACKEND_SESSION_KEY], store[HASH_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0], user.get_session_auth_hash()
store.create()
ref = Case.objects.filter(caseworker=user, state="running").exclude(year=long_course.YEAR).order_by("-year", "-number").first().ref
print("SESSION", settings.SESSION_COOKIE_NAME, store.session_key, ref, member.jobcentre.cases.count())
client = Client(headers={{"host": "127.0.0.1"}})
client.cookies[settings.SESSION_COOKIE_NAME] = store.session_key
long = long_course.make(user=user, at=clock.now())
print("LONG", long.ref)
for path in ("/desk/", "/cases/", f"/cases/{{ref}}/", f"/cases/{{long.ref}}/"):
    client.get(path)
    with CaptureQueriesContext(connection) as found:
        client.get(path)
    print("STATEMENTS", path, len([q for q in found if q["sql"] not in ("BEGIN", "COMMIT") and "SAVEPOINT" not in q["sql"]]))
"""
    found = subprocess.run([sys.executable, "manage.py", "shell", "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    lines = [line.split() for line in found.stdout.splitlines()]
    _word, name, key, ref, courses = next(line for line in lines if line and line[0] == "SESSION")
    print(f"jobcentre of {email}: {courses} courses")
    long_ref = next(line[1] for line in lines if line and line[0] == "LONG")
    return f"{name}={key}", ref, long_ref, {line[1]: int(line[2]) for line in lines if line and line[0] == "STATEMENTS"}


def take_away() -> None:
    """The long course, from the database that was measured."""
    script = "from bench import long_course; from cases.models import Case; "
    script += "long_course.remove(case=Case.objects.get(year=long_course.YEAR, number=long_course.NUMBER))"
    subprocess.run([sys.executable, "manage.py", "shell", "-c", script], cwd=ROOT, capture_output=True, check=True)


def bare_database() -> str:
    """A database of its own beside ours, made once by the owner."""
    owner = urlsplit(env_value("DATABASE_OWNER_URL"))
    name = "mentorcase_bench_bare"
    make = f"import psycopg; c = psycopg.connect({urlunsplit(owner)!r}, autocommit=True); c.execute('CREATE DATABASE {name}')"
    subprocess.run([sys.executable, "-c", make], capture_output=True, check=False)
    return urlunsplit(owner._replace(path="/" + quote(name)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--user", default="mette@demo.example")
    parser.add_argument("--manager", default="anne@demo.example")
    parser.add_argument("--pages", nargs="*", help="only these, by their names in the table; the bare list is always measured")
    options = parser.parse_args()

    bare_env = {"BENCH_BARE_DATABASE_URL": bare_database(), "DJANGO_SETTINGS_MODULE": "bench.bare.settings"}
    bare = subprocess.run(
        [sys.executable, "-m", "bench.bare.prepare"], cwd=ROOT, env={**os.environ, **bare_env}, capture_output=True, text=True, check=True
    )
    bare_cookie = "sessionid=" + bare.stdout.split()[-1]
    cookie, ref, long_ref, statements = signed_in(options.user)
    manager_cookie, of_overview = "", {}
    if options.pages is None or {"overview", "counted now"} & set(options.pages):
        manager_cookie, of_overview = manager_signed_in(options.manager)
    statements |= of_overview
    servers = [serve("mentorcase.wsgi", OURS, {}), serve("django.core.wsgi:get_wsgi_application()", BARE, bare_env)]
    pages = [
        ("bare list", servers[1], BARE, "/list/", bare_cookie),
        ("desk", servers[0], OURS, "/desk/", cookie),
        ("case list", servers[0], OURS, "/cases/", cookie),
        ("case page", servers[0], OURS, f"/cases/{ref}/", cookie),
        ("long course", servers[0], OURS, f"/cases/{long_ref}/", cookie),
        ("overview", servers[0], OURS, OVERVIEW, manager_cookie),
        ("counted now", servers[0], OURS, COUNTED_NOW, manager_cookie),
    ]
    if options.pages is not None:
        pages = [each for each in pages if each[0] in ("bare list", *options.pages)]
    try:
        rounds = [{name: measure(*rest, options.requests) for name, *rest in pages} for _ in range(options.rounds)]
    finally:
        for server in servers:
            server.terminate()
        take_away()
    print(f"{'page':<12}{'web CPU ms':>11}{'x bare':>8}{'PG CPU ms':>11}{'p50 ms':>8}{'p95 ms':>8}{'kB':>7}{'statements':>12}")
    for name, _server, _port, path, _cookie in pages:
        middle = {key: statistics.median(each[name][key] for each in rounds) for key in rounds[0][name]}
        ratio = statistics.median(each[name]["web"] / each["bare list"]["web"] for each in rounds)
        print(
            f"{name:<12}{middle['web']:>11.1f}{ratio:>8.2f}{middle['pg']:>11.1f}{middle['p50']:>8.1f}{middle['p95']:>8.1f}{middle['kb']:>7.1f}"
            f"{statements.get(path, ''):>12}"
        )


if __name__ == "__main__":
    main()
