"""A var folder of its own for every test of the launcher, and an environment that names no server and no key."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.services import home as homes
from tools.var import Var

OURS = (
    "SECRET_KEY CPR_KEYS CPR_INDEX_KEY MENTORCASE_DEMO MENTORCASE_VAR MENTORCASE_URL MENTORCASE_AS_OWNER "
    "DATABASE_URL DATABASE_OWNER_URL REDIS_URL DJANGO_SETTINGS_MODULE"
).split()


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in OURS:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def open_folder(no_settings: None) -> Iterator[Path]:
    """A folder that `nobody` can reach, which pytest's own tmp_path is not when root runs the tests."""
    folder = Path(tempfile.mkdtemp(prefix="mentorcase-tools-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def elsewhere(open_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stands for /var/lib/mentorcase."""
    monkeypatch.setattr(homes, "ELSEWHERE", open_folder / "elsewhere")
    return open_folder / "elsewhere"


@pytest.fixture
def var(open_folder: Path) -> Var:
    var = Var(open_folder / "var")
    var.prepare()
    return var


def processes_of(var: Path) -> list[str]:
    """Command lines of every process that was started for this var folder."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            environment = (entry / "environ").read_bytes().decode(errors="replace")
        except OSError:
            continue
        if command and (str(var) in command or f"MENTORCASE_VAR={var}\0" in environment):
            found.append(command)
    return found
