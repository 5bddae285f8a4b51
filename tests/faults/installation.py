"""A whole installation for a drill: its own database and broker, gunicorn as script/server starts it, and people signed in without a browser.

What runs is what runs in production: `mentorcase.wsgi`, `mentorcase.settings`, the plain database role. Only the processes are killed.
"""

import datetime as dt
import http.client
import os
import re
import signal
import socket
import subprocess
import tempfile
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from tools.application import collect_static, compile_translations, migrate
from tools.environment import PYTHON
from tools.keys import make_keys
from tools.server import WEB
from tools.services.shared import Services
from tools.var import ROOT, Var

LIMIT = 5.0
"""Seconds in which every page answers, whatever is down."""


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: str
    seconds: float


@dataclass
class Installation:
    var: Var
    services: Services
    env: dict[str, str]
    port: int = field(default_factory=free_port)
    web: subprocess.Popen[bytes] | None = None
    others: list[subprocess.Popen[bytes]] = field(default_factory=list)

    # Its processes

    def start_web(self, **settings: str) -> None:
        command = [PYTHON, "-m", "gunicorn", "mentorcase.wsgi", "--bind", f"127.0.0.1:{self.port}", *WEB]
        self.web = self._start("web", command, settings)
        deadline = time.monotonic() + 90
        while time.monotonic() < deadline:
            try:
                if self.get("/healthz").status == 200:
                    return
            except OSError:
                time.sleep(0.1)
        raise AssertionError((self.var.path / "log" / "web.log").read_text())

    def start_worker(self, **settings: str) -> subprocess.Popen[bytes]:
        (self.var.run / "worker-ready").unlink(missing_ok=True)
        command = [PYTHON, "-m", "celery", "-A", "mentorcase", "worker", "-c", "1", "-l", "INFO", "--without-gossip", "--without-mingle"]
        worker = self._start("worker", command, settings)
        self.others.append(worker)
        deadline = time.monotonic() + 60
        while not (self.var.run / "worker-ready").exists():
            assert time.monotonic() < deadline, (self.var.path / "log" / "worker.log").read_text()
            time.sleep(0.1)
        return worker

    def start_beat(self, name: str = "beat", **settings: str) -> subprocess.Popen[bytes]:
        schedule = self.var.run / f"{name}-schedule"
        command = [PYTHON, "-m", "celery", "-A", "mentorcase", "beat", "-l", "INFO", "-s", schedule, "--pidfile="]
        beat = self._start(name, command, settings)
        self.others.append(beat)
        return beat

    def _start(self, name: str, command: list[object], settings: dict[str, str]) -> subprocess.Popen[bytes]:
        with open(self.var.log_file(name), "ab") as log:
            return subprocess.Popen(command, cwd=ROOT, env={**self.env, **settings}, stdout=log, stderr=log, start_new_session=True)  # type: ignore[arg-type]

    def stop(self, process: subprocess.Popen[bytes] | None) -> None:
        if process and process.poll() is None:
            process.terminate()
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def stop_all(self) -> None:
        for process in [self.web, *self.others]:
            self.stop(process)

    def web_workers(self) -> list[int]:
        assert self.web
        return [int(pid) for pid in Path(f"/proc/{self.web.pid}/task/{self.web.pid}/children").read_text().split()]

    def log(self, name: str) -> str:
        return (self.var.path / "log" / f"{name}.log").read_text()

    # What runs inside it

    def shell(self, code: str, **settings: str) -> str:
        """Run Python inside the installation and return what it printed."""
        command = [PYTHON, "manage.py", "shell", "-v", "0", "-c", code]
        done = subprocess.run(command, cwd=ROOT, env={**self.env, **settings}, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    # What people do

    def get(self, path: str, cookies: str = "") -> Answer:
        return self.ask("GET", path, cookies)

    def post(self, path: str, data: dict[str, str], cookies: str = "") -> Answer:
        """As a browser does it: with the token of the form, which the double-submit cookie needs."""
        token = "t" * 32
        body = urlencode({**data, "csrfmiddlewaretoken": token})
        return self.ask("POST", path, f"{cookies}; csrf={token}", body, {"Content-Type": "application/x-www-form-urlencoded"})

    def ask(
        self, method: str, path: str, cookies: str = "", body: str | bytes | None = None, headers: dict[str, str] | None = None
    ) -> Answer:
        begin = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=40)
        try:
            connection.request(method, path, body=body, headers={**(headers or {}), **({"Cookie": cookies} if cookies else {})})
            response = connection.getresponse()
            text = response.read().decode("utf-8", "replace")
        finally:
            connection.close()
        return Answer(response.status, response.headers, text, time.monotonic() - begin)

    def sign_in(self, email: str, language: str = "da") -> str:
        """The cookies of somebody who has signed in, made inside the installation."""
        code = f"""
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from accounts.models import User
user = User.objects.get(email={email!r})
user.language = {language!r}
user.save(update_fields=["language"])
session = import_module(settings.SESSION_ENGINE).SessionStore()
session[SESSION_KEY] = str(user.pk)
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.create()
print(session.session_key)
"""
        return f"session={self.shell(code).splitlines()[-1]}; language={language}"


def make_installation(folder: Path) -> Installation:
    """Everything of a first start but the processes that serve; a few people and one case."""
    var = Var(folder)
    var.prepare()
    services = Services(var, throw_away=True)
    services.join()
    env = {
        name: value
        for name, value in os.environ.items()
        if not re.match("DATABASE_|REDIS_|MENTORCASE_|SECRET_KEY|CPR_|DJANGO_|CELERY_", name)
    }
    env |= {"MENTORCASE_VAR": str(folder), "PYTHONUNBUFFERED": "1"}
    # The set-up's own steps read the environment of this process.
    kept = {name: os.environ.pop(name) for name in list(os.environ) if name not in env}
    try:
        make_keys(var, demo=True, database_exists=False)
        migrate(var, services)
        compile_translations(var)
        collect_static(var)
    except BaseException:
        services.leave()
        raise
    finally:
        os.environ.update(kept)
    return Installation(var, services, env)


def new_folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="mentorcase-faults-"))
    folder.chmod(0o711)
    return folder


def application(number: int) -> dict[str, str]:
    """What a caseworker types on the page of a new application; each number is another client."""
    today = dt.datetime.now(ZoneInfo("Europe/Copenhagen")).date()
    return {
        "given_name": "Ida",
        "family_name": "Skovgaard",
        "cpr": f"{61 + number % 28:02d}0375{1000 + number:04d}",
        "language": "da",
        "needs_interpreter": "no",
        "channel": "digital_post",
        "proposed_by": "client",
        "received_on": f"{today:%d-%m-%Y}",
        "arrived_by": "phone",
        "situation": "new_job",
        "situation_starts_on": f"{today + dt.timedelta(days=30):%d-%m-%Y}",
        "consent": "oral",
        "consent_on": f"{today:%d-%m-%Y}",
        "key": str(uuid.uuid4()),
    }
