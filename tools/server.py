"""`script/server [--port N] [--no-demo]`: everything from an empty machine to a page that answers; Ctrl-C or TERM stops all of it."""

import argparse
import http.client
import os
import socket
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

from tools.application import collect_static, compile_translations, django_env, load_demo, migrate, name_address
from tools.environment import PYTHON, make_environment
from tools.keys import is_demo, make_keys
from tools.processes import FileSign, Group, Sign
from tools.services.shared import Services
from tools.signals import Signals, Stopped
from tools.trouble import Trouble
from tools.var import Var

HOST = "127.0.0.1"
WEB = ["--workers", "2", "--threads", "8", "--timeout", "60", "--graceful-timeout", "20", "--no-control-socket"]
"""Threads, because browsers open connections that stay silent: a worker without them waits for one until it is killed."""
DEMO_ACCOUNTS = """\
Demo accounts, all with the password mentorcase-demo:
    mette@demo.example    caseworker in Egebæk
    soren@demo.example    caseworker in Egebæk: decides what Mette asks for
    anne@demo.example     manager in Egebæk
    viggo@demo.example    caseworker in the other jobcentre
    admin@demo.example    administrator
    tilsyn@demo.example   auditor"""


class WebSign(Sign):
    """The web answers 200 at /healthz, asked as a browser or the TLS proxy in front would."""

    def __init__(self, port: int, public: str) -> None:
        self.port = port
        self.headers = {"Host": urlsplit(public).netloc, "X-Forwarded-Proto": urlsplit(public).scheme}

    def seen(self) -> bool:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=5)
        try:
            connection.request("GET", "/healthz", headers=self.headers)
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="script/server", description="Start MentorCase and keep it running.")
    parser.add_argument("--port", type=int, default=8000, help="default: 8000")
    parser.add_argument("--no-demo", action="store_true", help="start empty, for real data; decided by the first start in a folder")
    options = parser.parse_args(arguments)
    check_port(options.port)
    var = Var()
    new = not (var.path / "env" / "SECRET_KEY").exists()
    var.need_space(300 if new else 50, "MentorCase")
    var.prepare()
    signals = Signals()
    try:
        with var.locked(
            "server", busy=f"MentorCase runs in {var.path} already; stop it first, or name another folder with MENTORCASE_VAR."
        ):
            serve(var, options.port, no_demo=options.no_demo, signals=signals)
    except Stopped:
        print("MentorCase has stopped.", flush=True)
    return 0


def check_port(port: int) -> None:
    """Before anything is made: is the door free?"""
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((HOST, port))
        except (OSError, OverflowError) as error:
            raise Trouble(
                f"Port {port} cannot be used ({getattr(error, 'strerror', None) or error}); choose another with --port."
            ) from error


def serve(var: Var, port: int, *, no_demo: bool, signals: Signals) -> None:
    make_environment(var)
    services = Services(var)
    make_keys(var, demo=not no_demo, database_exists=bool(services.postgres and services.postgres.data.exists()))
    if no_demo and is_demo(var):
        raise Trouble(f"{var.path} was made for demo data; name an empty folder with MENTORCASE_VAR for real data.")
    if given := os.environ.get("MENTORCASE_URL"):
        var.store("MENTORCASE_URL", given)  # so that script/manage writes the same links
    name_address(var, f"http://{HOST}:{port}")
    group = Group()
    try:
        with signals.held():
            services.join()
        migrate(var, services)
        compile_translations(var)
        collect_static(var)
        load_demo(var)
        start(group, var, port)
        print(ready_text(var, services, port), flush=True)
        watch(group, services)
    finally:
        with signals.held():
            group.stop()
            services.leave()


def start(group: Group, var: Var, port: int) -> None:
    env = django_env(var)
    python: list[str | Path] = [PYTHON, "-m"]
    signs: dict[str, Sign] = {
        "the web": WebSign(port, os.environ["MENTORCASE_URL"]),
        "the worker": FileSign(var.run / "worker-ready"),
        "the first tick of beat": FileSign(var.run / "beat-ticked"),
    }
    group.start(var, "web", [*python, "gunicorn", "mentorcase.wsgi", "--bind", f"{HOST}:{port}", *WEB], env)
    celery = [*python, "celery", "-A", "mentorcase"]
    group.start(var, "worker", [*celery, "worker", "-c", "2", "-l", "INFO", "--without-gossip", "--without-mingle"], env)
    group.start(var, "beat", [*celery, "beat", "-l", "INFO", "-s", var.run / "beat-schedule", "--pidfile="], env)
    group.wait_for(signs, 120)


def watch(group: Group, services: Services) -> None:
    """Until a signal comes; a process that ends by itself takes all others with it, so that nothing half-working looks alive."""
    while True:
        group.check_alive()
        if dead := services.dead():
            raise Trouble(f"{dead} has died; its last words are in the folder of logs. Everything else was stopped.")
        time.sleep(1)


def ready_text(var: Var, services: Services, port: int) -> str:
    lines = [f"MentorCase is ready at http://{HOST}:{port}/"]
    if is_demo(var):
        lines.append(DEMO_ACCOUNTS)
    else:
        lines.append(
            "It starts without accounts: `script/manage create_admin --email YOUR@ADDRESS` prints a one-time link for the first administrator."
        )
        if os.environ["MENTORCASE_URL"].startswith("https://"):
            lines.append(f"Its public address is {os.environ['MENTORCASE_URL']}: let the TLS proxy pass on Host and X-Forwarded-Proto.")
        else:
            lines.append(
                "It has no public address yet. Put a TLS proxy in front (passing on Host and X-Forwarded-Proto) and name the address once:\n"
                "    MENTORCASE_URL=https://mentor.example.dk script/server --no-demo"
            )
    lines.append(f"Everything it keeps is in {var.path}.")
    if services.home != var.path and services.all:
        lines.append(f"Database and broker are in {services.home}, because their account `nobody` cannot reach {var.path}.")
    lines.append("Ctrl-C stops it.")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
