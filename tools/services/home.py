"""Where database and broker live, and as whom they run.

PostgreSQL refuses to run as root, so a root start runs it as `nobody` (no account is made, no folder is opened up). Where `nobody`
cannot reach the var folder (below /root, say), the data lie in a folder of their own under /var/lib/mentorcase/.
"""

import contextlib
import hashlib
import os
import pwd
import secrets
import shutil
import subprocess
from pathlib import Path
from typing import Any

from tools.trouble import Trouble
from tools.var import Var

ELSEWHERE = Path("/var/lib/mentorcase")
# The path of a unix socket fits into 108 bytes; the longest name that is put into the folder is `.s.PGSQL.5432.lock`.
LONGEST_SOCKET_FOLDER = 85


def is_root() -> bool:
    return os.geteuid() == 0


def unprivileged() -> dict[str, Any]:
    """Arguments for `subprocess` that run a program without rights when we are root."""
    if not is_root():
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def give(path: Path) -> None:
    """Hand a file or folder to the account that the servers run as."""
    if is_root():
        nobody = pwd.getpwnam("nobody")
        os.chown(path, nobody.pw_uid, nobody.pw_gid)


def private_folder(path: Path) -> Path:
    """A folder that only the servers' account may enter."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    give(path)
    return path


def alive(pid: int, program: str) -> bool:
    """Whether that process runs and is that program: after a power cut a number in a file may be somebody else's."""
    try:
        name, state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").split("(", 1)[1].rsplit(")", 1)
    except (FileNotFoundError, ProcessLookupError):
        return False
    return program in name and state.split()[0] != "Z"


def reachable(path: Path) -> bool:
    """Whether the servers' account can enter the folder or run the program at `path`."""
    return subprocess.run(["/usr/bin/test", "-x", str(path)], cwd="/", check=False, **unprivileged()).returncode == 0


def home(var: Var) -> Path:
    """The folder of database and broker: the var folder, or, remembered in it, one of its own under /var/lib/mentorcase/."""
    note = var.path / "services-are-in"
    if note.exists():
        return Path(note.read_text(encoding="utf-8").strip())
    if reachable(var.path):
        return var.path
    if (var.path / "postgres").exists():
        raise Trouble(f"The database lies in {var.path / 'postgres'}, which the account `nobody` can no longer reach; open that way again.")
    ELSEWHERE.mkdir(mode=0o755, parents=True, exist_ok=True)
    folder = ELSEWHERE / secrets.token_hex(4)
    folder.mkdir(mode=0o755)
    note.write_text(f"{folder}\n", encoding="utf-8")
    return folder


def socket_folder(home: Path) -> Path:
    """A short folder for the sockets, 0700 and ours."""
    folder = home / "run" / "sockets"
    if len(os.fsencode(folder)) > LONGEST_SOCKET_FOLDER:
        name = hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
        folder = Path("/tmp") / f"mentorcase-{os.geteuid()}-{name}"  # noqa: S108 - its owner and mode are checked below
    folder.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
        give(folder)
    state = folder.lstat()
    owner = unprivileged().get("user", os.geteuid())
    if folder.is_symlink() or state.st_uid != owner or state.st_mode & 0o077:
        raise Trouble(f"The folder {folder} belongs to somebody else; remove it and start again.")
    return folder


def reachable_copy(installed: Path, home: Path, name: str) -> Path:
    """`installed`, or a copy of it in `home` when the servers' account cannot reach it (an environment below /root)."""
    if reachable(installed):
        return installed
    copy = home / f"{name}-{installed.stat().st_mtime_ns}"  # another version is another copy
    if not copy.exists():
        for old in home.glob(f"{name}-*"):
            shutil.rmtree(old) if old.is_dir() else old.unlink()
        half = home / f"{name}-half"
        if installed.is_dir():
            shutil.copytree(installed, half, symlinks=True)
        else:
            shutil.copy2(installed, half)
        for path in (half, *half.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
        half.rename(copy)
    return copy
