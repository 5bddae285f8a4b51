"""What the application needs done before it can serve: keys, tables, translations, static files, demo data. Each once."""

import os
import subprocess
import sys
from pathlib import Path

from tools.environment import PYTHON, RUNTIME, last_words
from tools.keys import is_demo
from tools.services.shared import Services
from tools.trouble import Trouble
from tools.var import ROOT, Var, fingerprint, write_private


def django_env(var: Var) -> dict[str, str]:
    """The environment of everything that runs Django."""
    return {**os.environ, "MENTORCASE_VAR": str(var.path), "PYTHONUNBUFFERED": "1"}


def name_address(var: Var, running: str = "") -> None:
    """Which address stands in the links of mails: the one given, or remembered, or that of the server that runs here or ran last.

    `running` is the server's own; it is kept for commands that are typed beside it.
    """
    last = var.run / "address"
    if running:
        write_private(last, running)
    elif last.exists():
        running = last.read_text(encoding="utf-8").strip()
    if address := var.stored("MENTORCASE_URL") or running:
        os.environ.setdefault("MENTORCASE_URL", address)


def django(var: Var, *arguments: str) -> None:
    """Run a manage.py command quietly; its words go to the log, and to the screen only when it fails."""
    _python(var, "manage.py", *arguments)


def _python(var: Var, *arguments: str) -> None:
    log = var.log_file("setup")
    with open(log, "a", encoding="utf-8") as file:
        print(f"$ {' '.join(arguments)}", file=file, flush=True)
        done = subprocess.run(
            [PYTHON, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            cwd=ROOT,
            env=django_env(var),
            check=False,
        )
    if done.returncode:
        raise Trouble(f"`{' '.join(arguments)}` failed:\n{last_words(log)}\nThe whole story is in {log}.")


def migrate(var: Var, services: Services) -> None:
    """Bring the tables up to date. Only the embedded database is known well enough to be left alone when nothing has changed."""
    wanted = fingerprint(
        [*ROOT.glob("*/migrations/*.py"), ROOT / "core/management/commands/migrate.py", RUNTIME], var.setting("DATABASE_URL") or ""
    )
    if services.postgres and var.stamp("migrated") == wanted:
        return
    print("Bringing the database up to date ...", flush=True)
    django(var, "migrate", "--no-input")
    var.set_stamp("migrated", wanted)


def compile_translations(var: Var) -> None:
    sources = list(ROOT.glob("locale/*/LC_MESSAGES/*.po"))
    if any(not (made := po.with_suffix(".mo")).exists() or made.stat().st_mtime_ns < po.stat().st_mtime_ns for po in sources):
        _python(var, "-m", "tools.messages", "compile")


def collect_static(var: Var) -> None:
    """Copy, name by content and compress the static files; the application serves only what lies in `$MENTORCASE_VAR/static`."""
    wanted = fingerprint([path for path in ROOT.glob("static/**/*") if path.is_file()] + [RUNTIME])
    if var.stamp("static") == wanted and (var.path / "static" / "staticfiles.json").exists():
        return
    print("Collecting the static files ...", flush=True)
    django(var, "collectstatic", "--no-input", "--clear", "-v", "0")
    var.set_stamp("static", wanted)


def load_demo(var: Var) -> None:
    """Load the small demo once, into a database that nobody uses yet: `seed_demo` empties what it finds."""
    if not is_demo(var) or not any(ROOT.glob("*/management/commands/seed_demo.py")):
        return
    wanted = fingerprint([], var.setting("DATABASE_URL") or "")
    if var.stamp("demo") == wanted:
        return
    if var.stamp("demo-begun") != wanted:
        if _has_users(var):
            print("The database has users already, so the demo data were not loaded; `script/manage seed_demo` replaces everything.")
            var.set_stamp("demo", wanted)
            return
        var.set_stamp("demo-begun", wanted)
    print("Loading the demo data ...", flush=True)
    django(var, "seed_demo", "--size", "small")
    var.set_stamp("demo", wanted)
    var.drop_stamp("demo-begun")


def _has_users(var: Var) -> bool:
    question = "import sys; from django.contrib.auth import get_user_model; sys.exit(3 if get_user_model()._base_manager.exists() else 0)"
    command: list[str | Path] = [PYTHON, "manage.py", "shell", "-v", "0", "-c", question]
    done = subprocess.run(command, cwd=ROOT, env=django_env(var), capture_output=True, text=True, check=False)
    if done.returncode not in (0, 3):
        print(done.stderr, file=sys.stderr)
        raise Trouble("The database could not be asked whether it has users.")
    return done.returncode == 3
