"""The board of a case beside bare Django, against registers of 800 and 5,000 mentors; and the rules of the match alone.

    .venv/bin/python -m bench.matching [--requests 40] [--rounds 5] [--keep]

Makes a database of its own on the server that `DATABASE_OWNER_URL` names, fills it (`bench/register.py`), and drops it at the end. The page is
served by gunicorn with two workers, as in `bench/pages.py`, whose bare list is the baseline. Rounds are interleaved; each figure is the
median of the rounds. Goals: at most 14 statements; at most 2.5 times the bare list's CPU with 800 mentors, 8 times with 5,000. Nothing is
asserted. All waiting clients at once: `bench/allocation.py`.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg

from bench.pages import BARE, OURS, ROOT, bare_database, env_value, measure, serve

SIZES = {800: 2.5, 5000: 8.0}
"""Mentors in the register, and so many times the bare list's CPU the board may cost."""
SCRATCH = "mentorcase_bench_match"


def scratch_database() -> dict[str, str]:
    """A new database, made and migrated by the owner: the settings under which ours runs on it."""
    owner, plain = urlsplit(env_value("DATABASE_OWNER_URL")), urlsplit(env_value("DATABASE_URL"))
    with psycopg.connect(urlunsplit(owner), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {SCRATCH} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {SCRATCH}")
    path = "/" + quote(SCRATCH)
    env = {"DATABASE_OWNER_URL": urlunsplit(owner._replace(path=path)), "DATABASE_URL": urlunsplit(plain._replace(path=path))}
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env={**os.environ, **env}, check=True)
    return env


def drop_scratch() -> None:
    with psycopg.connect(env_value("DATABASE_OWNER_URL"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {SCRATCH} WITH (FORCE)")


def filled(env: dict[str, str]) -> dict[int, tuple[str, str, int]]:
    """By the size of the register: the board's address, the cookie of a caseworker, the page's statements."""
    command = [sys.executable, "-m", "bench.register", *map(str, SIZES)]
    found = subprocess.run(command, cwd=ROOT, env={**os.environ, **env}, stdout=subprocess.PIPE, text=True, check=True)
    boards = [line.split() for line in found.stdout.splitlines() if line.startswith("BOARD")]
    return {int(size): (f"/cases/{ref}/match/", cookie, int(number)) for _word, size, ref, cookie, number in boards}


def the_page(env: dict[str, str], *, requests: int, rounds: int) -> None:
    bare_env = {"BENCH_BARE_DATABASE_URL": bare_database(), "DJANGO_SETTINGS_MODULE": "bench.bare.settings"}
    command = [sys.executable, "-m", "bench.bare.prepare"]
    bare = subprocess.run(command, cwd=ROOT, env={**os.environ, **bare_env}, capture_output=True, text=True, check=True)
    boards = filled(env)
    servers = [serve("mentorcase.wsgi", OURS, env), serve("django.core.wsgi:get_wsgi_application()", BARE, bare_env)]
    pages = [("bare list", servers[1], BARE, "/list/", "sessionid=" + bare.stdout.split()[-1])]
    pages += [(f"board of {size}", servers[0], OURS, path, cookie) for size, (path, cookie, _number) in boards.items()]
    try:
        found = [{name: measure(*rest, requests) for name, *rest in pages} for _round in range(rounds)]
    finally:
        for server in servers:
            server.terminate()
            server.wait()
    print(f"{'page':<15}{'web CPU ms':>11}{'x bare':>8}{'goal':>6}{'PG CPU ms':>11}{'p50 ms':>8}{'p95 ms':>8}{'kB':>7}{'statements':>12}")
    for name, *_rest in pages:
        middle = {key: statistics.median(each[name][key] for each in found) for key in found[0][name]}
        ratio = statistics.median(each[name]["web"] / each["bare list"]["web"] for each in found)
        size = next((size for size in boards if name == f"board of {size}"), None)
        print(
            f"{name:<15}{middle['web']:>11.1f}{ratio:>8.2f}{SIZES.get(size, ''):>6}{middle['pg']:>11.1f}{middle['p50']:>8.1f}"
            f"{middle['p95']:>8.1f}{middle['kb']:>7.1f}{boards[size][2] if size else '':>12}"
        )


RULES = """
import gc, statistics, time
from cases.board import board_of
from cases.loads import client_of, first_grant, mentor_facts, mentors_with_load, weights_of, with_spans_away
from cases.models import Case
from cases.rules.matching import Scorer, board, fit, hard_stops
from core import clock

def middle(work):
    times = []
    for _each in range(7):
        begun = time.process_time()
        work()
        times.append((time.process_time() - begun) * 1000)
    return statistics.median(times)

for case in Case.objects.filter(state="match").order_by("number"):
    today, decision = clock.today(), first_grant(case)
    client = client_of(case=case, decision=decision, proposals=[], today=today)
    weights = weights_of(case.jobcentre_id, today)
    rows = with_spans_away(mentors_with_load(jobcentre_id=case.jobcentre_id, on=client.first_day), since=today)
    mentors = [mentor_facts(row) for row in rows]
    def scored():
        score = Scorer(client=client, weights=weights)
        return [score(mentor) for mentor in mentors]
    print(
        "RULES", len(mentors), middle(lambda: [hard_stops(client=client, mentor=m) for m in mentors]), middle(scored),
        middle(lambda: board(client=client, mentors=mentors, weights=weights)),
        middle(lambda: board_of(case, decision=decision, proposals=[], today=today)),
    )
"""


def the_rules(env: dict[str, str]) -> None:
    """CPU of the rules over facts that are read already, and of the board as data, which reads them."""
    command = [sys.executable, "manage.py", "shell", "-c", RULES]
    found = subprocess.run(command, cwd=ROOT, env={**os.environ, **env}, stdout=subprocess.PIPE, text=True, check=True)
    print(f"\n{'rules alone':<15}{'hard stops ms':>14}{'scores ms':>11}{'board with all reasons ms':>27}{'board_of with reading ms':>26}")
    for line in found.stdout.splitlines():
        if line.startswith("RULES"):
            number, stops, scores, everything, data = map(float, line.split()[1:])
            print(f"{number:<15,.0f}{stops:>14.1f}{scores:>11.1f}{everything:>27.1f}{data:>26.1f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--keep", action="store_true", help="leave the database for a look at it")
    options = parser.parse_args()
    begun = time.monotonic()
    env = scratch_database()
    try:
        the_page(env, requests=options.requests, rounds=options.rounds)
        the_rules(env)
    finally:
        if not options.keep:
            drop_scratch()
    print(f"\n{time.monotonic() - begun:.0f} s in all")


if __name__ == "__main__":
    main()
