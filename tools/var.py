"""The folder for everything that MentorCase keeps: `$MENTORCASE_VAR`, or `var/` beside the code.

env/        keys, mode and addresses, one file a setting, readable by the owner alone; mentorcase/settings.py reads them
log/        what the processes say
stamps/     what was done already, as a hash of what it was done from, so that a second start does nothing twice
run/        sockets, locks and signs of readiness
postgres/ valkey/ static/ mail/
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from tools.trouble import Trouble

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
MEGABYTE = 1024 * 1024
LOG_LIMIT = 20 * MEGABYTE


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read, whole or not at all."""
    half = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with open(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)


def fingerprint(paths: Iterable[Path], *more: str) -> str:
    """One hash of the names and contents of files, and of some texts."""
    total = hashlib.sha256("\0".join(more).encode())
    for path in sorted(paths):
        total.update(f"\0{path}\0".encode())
        total.update(path.read_bytes())
    return total.hexdigest()


class Var:
    def __init__(self, path: Path | None = None) -> None:
        self.path = (path or Path(os.environ.get("MENTORCASE_VAR") or ROOT / "var")).absolute()
        self.env = self.path / "env"
        self.log = self.path / "log"
        self.run = self.path / "run"
        self.stamps = self.path / "stamps"

    def prepare(self) -> None:
        """Make the folders. `run` can be passed through by others, because the database server runs as another user; the rest cannot."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            self.run.mkdir(exist_ok=True)
            for private in (self.env, self.log, self.stamps, self.path / "mail"):
                private.mkdir(mode=0o700, exist_ok=True)
        except (PermissionError, NotADirectoryError, FileExistsError) as error:
            raise Trouble(f"The folder {self.path} cannot be written ({error.strerror}); name another with MENTORCASE_VAR.") from error

    def need_space(self, megabytes: int, what: str) -> None:
        """Refuse before anything is made when the disk could not hold it."""
        folder = next(parent for parent in (self.path, *self.path.parents) if parent.exists())
        free = shutil.disk_usage(folder).free // MEGABYTE
        if free < megabytes:
            raise Trouble(f"The disk is full: {folder} has {free} MB left and {what} needs {megabytes} MB; make room and start again.")

    def setting(self, name: str) -> str | None:
        """As mentorcase/settings.py sees it: the environment, then the file."""
        return os.environ.get(name) or self.stored(name)

    def stored(self, name: str) -> str | None:
        try:
            return (self.env / name).read_text(encoding="utf-8").strip()
        except (FileNotFoundError, NotADirectoryError):
            return None

    def store(self, name: str, value: str) -> None:
        if self.stored(name) != value:
            write_private(self.env / name, value + "\n")

    def stamp(self, name: str) -> str:
        path = self.stamps / name
        return path.read_text(encoding="utf-8") if path.exists() else ""

    def set_stamp(self, name: str, value: str) -> None:
        write_private(self.stamps / name, value)

    def drop_stamp(self, name: str) -> None:
        (self.stamps / name).unlink(missing_ok=True)

    def log_file(self, name: str) -> Path:
        """The log of a process; one that has grown large is kept once as `.old`."""
        path = self.log / f"{name}.log"
        if path.exists() and path.stat().st_size > LOG_LIMIT:
            path.replace(path.with_suffix(".old"))
        return path

    @contextlib.contextmanager
    def locked(self, name: str, busy: str = "") -> Iterator[None]:
        """Hold a lock of this folder; with `busy`, do not wait but give up with that sentence."""
        with open(self.run / f"{name}.lock", "a", encoding="utf-8") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | (fcntl.LOCK_NB if busy else 0))
            except BlockingIOError as error:
                raise Trouble(busy) from error
            yield
