"""Makes `.venv` from the hash-locked requirements, and what the system must lend: python3-venv and Pango (for PDFs).

Done again only when a requirements file has changed.
"""

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.services.home import is_root
from tools.trouble import Trouble
from tools.var import ROOT, VENV, Var, fingerprint

PYTHON = VENV / "bin" / "python"
RUNTIME = ROOT / "requirements.txt"
DEVELOPMENT = ROOT / "requirements-dev.txt"
PANGO = {
    "libpango-1.0-0": "libpango-1.0.so.0",
    "libpangoft2-1.0-0": "libpangoft2-1.0.so.0",
    "libharfbuzz-subset0": "libharfbuzz-subset.so.0",
}


def make_environment(var: Var, *, development: bool = False) -> None:
    """Everything that Python and PDFs need. Says what it does when it does something."""
    files = [RUNTIME, DEVELOPMENT] if development else [RUNTIME]
    stamp = VENV / f"installed-{'development' if development else 'runtime'}"
    wanted = fingerprint(files)
    with var.locked("environment"):
        uv = _uv()
        _lend_from_system(var, need_venv=not uv and not PYTHON.exists())
        if PYTHON.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
            return
        if shutil.disk_usage(ROOT).free < 1000 * 1024 * 1024:
            raise Trouble(f"The disk is full: {VENV} needs about 1000 MB; make room and start again.")
        print("Installing the packages of requirements.txt ...", flush=True)
        requirements = [word for file in files for word in ("-r", str(file))]
        if uv:
            if not PYTHON.exists():
                _run(var, [*uv, "venv", "--allow-existing", "--python", sys.executable, str(VENV)])
            _run(var, [*uv, "pip", "install", "--python", str(PYTHON), "--require-hashes", *requirements])
        else:
            if not (VENV / "bin" / "pip").exists():
                _run(var, [sys.executable, "-m", "venv", "--clear", str(VENV)])
            pip = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--require-hashes", *requirements]
            _run(var, pip)
        stamp.write_text(wanted, encoding="utf-8")


def _uv() -> list[str]:
    """How to call uv, if it is here."""
    if found := shutil.which("uv"):
        return [found]
    return [sys.executable, "-m", "uv"] if importlib.util.find_spec("uv") else []


def missing_packages(*, need_venv: bool) -> list[str]:
    """Debian's names for what is not on this machine."""
    missing = ["python3-venv"] if need_venv and not importlib.util.find_spec("ensurepip") else []
    for package, library in PANGO.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(package)
    return missing


def _lend_from_system(var: Var, *, need_venv: bool) -> None:
    missing = missing_packages(need_venv=need_venv)
    if not missing:
        return
    install = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    if not (is_root() and shutil.which("apt-get")):
        # A bare Debian has no sudo: there it is somebody who is root that types the line.
        who, sudo = ("", "sudo ") if shutil.which("sudo") else (" as root", "")
        raise Trouble(f"Type this once{who} and start again:\n    {sudo}apt-get update && {sudo}{' '.join(install)}")
    print(f"Installing {', '.join(missing)} with apt ...", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    _run(var, ["apt-get", "update"], env=quiet)
    _run(var, install, env=quiet)


def _run(var: Var, command: list[str], env: dict[str, str] | None = None) -> None:
    log = var.log_file("setup")
    with open(log, "a", encoding="utf-8") as file:
        print(f"$ {' '.join(command)}", file=file, flush=True)
        code = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=file, stderr=subprocess.STDOUT, env=env, check=False).returncode
    if code:
        raise Trouble(f"This failed: {' '.join(command[:5])} ...\n{last_words(log)}\nThe whole story is in {log}.")


def last_words(log: Path, lines: int = 3) -> str:
    """The last lines of a log, for the sentence that says what went wrong."""
    with open(log, encoding="utf-8", errors="replace") as file:
        said = [line.rstrip() for line in file if line.strip()]
    return "\n".join(f"    {line[:300]}" for line in said[-lines:])
