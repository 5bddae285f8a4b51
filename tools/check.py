"""`script/check`: what a machine can say about the code without running it. Runs everything and fails if anything did."""

import subprocess
from pathlib import Path

from tools.application import django_env
from tools.environment import make_environment
from tools.keys import make_keys
from tools.services.shared import Services
from tools.signals import Signals, Stopped
from tools.var import ROOT, VENV, Var

APPS = ("accounts", "cases", "core", "mentors", "mentorcase", "reports")


def commands() -> list[list[str | Path]]:
    bin = VENV / "bin"
    manage: list[str | Path] = [bin / "python", "manage.py"]
    # One template a call argument: djade wants files.
    templates: list[str | Path] = [path for folder in ("templates", *APPS) for path in sorted((ROOT / folder).rglob("*.html"))]
    checks: list[list[str | Path]] = [
        [bin / "ruff", "check", "."],
        [bin / "ruff", "format", "--check", "."],
        [bin / "mypy", *typed()],
        [*manage, "check", "--fail-level", "WARNING"],
        [*manage, "makemigrations", "--check", "--dry-run"],
    ]
    if templates:
        checks.insert(3, [bin / "djade", "--check", "--target-version", "5.2", *templates])
    return checks


def typed() -> list[str | Path]:
    """What decides, what writes, and what starts it all: fully typed (pyproject.toml says how strictly)."""
    patterns = ("*/rules", "*/actions", "*/actions.py", "core/days.py", "core/verdicts.py", "core/management", "tools")
    found = [path for pattern in patterns for path in sorted(ROOT.glob(pattern))]
    return [path for path in found if path.parts[len(ROOT.parts)] in (*APPS, "tools")]


def main(arguments: list[str]) -> int:
    var = Var()
    var.prepare()
    make_environment(var, development=True)
    signals = Signals()
    services = Services(var)
    make_keys(var, demo=True, database_exists=bool(services.postgres and services.postgres.data.exists()))
    try:
        try:
            with signals.held():
                services.join()
            failed = [name(command) for command in commands() if not passes(command, var)]
        finally:
            with signals.held():
                services.leave()
    except Stopped:
        return 130
    print(f"Failed: {', '.join(failed)}" if failed else "All checks passed.")
    return 1 if failed else 0


def name(command: list[str | Path]) -> str:
    words = [Path(word).name for word in command if Path(word).name not in {"python", "manage.py"}]
    return " ".join(words[:2]) if words[0] == "ruff" else words[0]


def passes(command: list[str | Path], var: Var) -> bool:
    print(f"--- {name(command)}", flush=True)
    return subprocess.run(command, cwd=ROOT, env=django_env(var), check=False).returncode == 0
