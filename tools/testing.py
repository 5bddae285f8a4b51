"""`script/test [pytest arguments]`: pytest on two workers against a database and a broker of its own, thrown away afterwards."""

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from tools.application import compile_translations
from tools.environment import make_environment
from tools.services.shared import Services
from tools.signals import Signals, Stopped
from tools.var import ROOT, VENV, Var

# A worker that has nothing left takes half of what the other still has: the walks through pages stand together and take half of the time.
WORKERS = ["-n", "2", "--dist", "worksteal"]  # a later -n on the command line wins
PREFIX = "mentorcase-test-"


def main(arguments: list[str]) -> int:
    return run_pytest([*WORKERS, *arguments])


def run_pytest(arguments: list[str], keep: Callable[[str], object] | None = None) -> int:
    """Run pytest in a throw-away installation and return its exit code; `keep` is given every line that it says."""
    var = Var()
    var.need_space(500, "a test run")
    var.prepare()
    make_environment(var, development=True)
    compile_translations(var)
    signals = Signals()
    remove_left_behind()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    folder.chmod(0o711)  # the database server, which is another user when we are root, must get through
    throw_away = Var(folder)
    throw_away.prepare()
    services = Services(throw_away, throw_away=True)
    try:
        try:
            with signals.held():
                services.join()
            return _pytest(arguments, throw_away, var.path / "bytecode", keep)
        finally:
            with signals.held():
                services.leave()
                shutil.rmtree(folder, ignore_errors=True)
                if services.home != folder:
                    shutil.rmtree(services.home, ignore_errors=True)
    except Stopped:
        return 130


def remove_left_behind() -> None:
    """A run that was killed could not stop its servers; nobody holds their lock any more, so `leave` finds itself the last."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with contextlib.suppress(FileNotFoundError):  # another run that ended just now has removed its own
            if folder.stat().st_uid != os.geteuid() or not (folder / "run" / "services.users").exists():
                continue
            services = Services(Var(folder), throw_away=True)
            if services.last_one():
                shutil.rmtree(folder, ignore_errors=True)


def _pytest(arguments: list[str], var: Var, bytecode: Path, keep: Callable[[str], object] | None) -> int:
    env = {**os.environ, "MENTORCASE_VAR": str(var.path), "DJANGO_SETTINGS_MODULE": "mentorcase.settings_test"}
    env |= {name: var.stored(name) or "" for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL")}
    env["MENTORCASE_TEST_TEMPLATE"] = "test_template"
    # Compiling all that is imported and rewriting its asserts takes a worker half a minute, so it is kept; elsewhere than beside the
    # sources, and therefore also where the environment wants nothing there.
    env["PYTHONPYCACHEPREFIX"] = str(bytecode)
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    command: list[str | Path] = [VENV / "bin" / "python", "-m", "pytest", *arguments]
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE if keep else None, text=True)
    try:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            if keep:
                keep(line)
        return process.wait()
    except Stopped:
        process.terminate()
        process.wait(timeout=30)
        raise
