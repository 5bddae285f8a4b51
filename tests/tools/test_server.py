"""The launcher as a newcomer meets it: real processes in a folder of its own. Slow, so a drill."""

import http.client
import os
import re
import signal
import socket
import stat
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tools.conftest import processes_of
from tools.var import ROOT

pytestmark = pytest.mark.drill


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


class Launcher:
    def __init__(self, var: Path) -> None:
        self.var, self.port, self.process = var, free_port(), None

    def start(self, *arguments: str) -> None:
        self.out = self.var.parent / "out.txt"
        with self.out.open("w") as out:
            env = {**os.environ, "MENTORCASE_VAR": str(self.var)}
            command = [ROOT / "script" / "server", "--port", str(self.port), *arguments]
            self.process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, env=env)

    def wait_ready(self, seconds: float = 180) -> float:
        begin = time.monotonic()
        while "Ctrl-C stops it" not in self.said():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() - begin < seconds, self.said()
            time.sleep(0.05)
        return time.monotonic() - begin

    def said(self) -> str:
        return self.out.read_text()

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(timeout=60)

    def get(self, path: str) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", path)
        return connection.getresponse().status


@pytest.fixture
def launcher(open_folder: Path) -> Iterator[Launcher]:
    launcher = Launcher(open_folder / "var")
    yield launcher
    if launcher.process and launcher.process.poll() is None:
        launcher.stop()


def nothing_runs(var: Path) -> bool:
    """Processes that were sent KILL take a moment to go."""
    deadline = time.monotonic() + 5
    while (left := processes_of(var)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not left, left
    return True


def test_first_start_second_start_and_end(launcher: Launcher) -> None:
    launcher.start()
    first = launcher.wait_ready()
    assert f"MentorCase is ready at http://127.0.0.1:{launcher.port}/" in launcher.said()
    assert "mette@demo.example" in launcher.said()
    assert launcher.get("/healthz") == 200
    assert {stat.S_IMODE(file.stat().st_mode) for file in (launcher.var / "env").iterdir()} == {0o600}
    assert launcher.stop() == 0
    assert nothing_runs(launcher.var)

    launcher.start()
    second = launcher.wait_ready()
    assert launcher.said().startswith("MentorCase is ready"), "the second start did something again"
    assert launcher.stop(signal.SIGINT) == 0
    assert nothing_runs(launcher.var)
    print(f"first start (environment there) {first:.1f} s, second start {second:.1f} s")


@pytest.mark.parametrize("name", ["gunicorn", "celery -A mentorcase worker", "celery -A mentorcase beat", "postgres -D", "valkey-server"])
def test_one_dead_process_ends_all(launcher: Launcher, name: str) -> None:
    launcher.start("--no-demo")
    launcher.wait_ready()
    # The oldest of them is the parent of the others.
    pids = [int(pid) for pid in os.listdir("/proc") if pid.isdigit()]
    mine = [pid for pid in sorted(pids) if name in command(pid) and (str(launcher.var) in command(pid) + environment(pid))]
    os.kill(mine[0], signal.SIGKILL)
    assert launcher.process.wait(timeout=60) == 1
    assert re.search(r"was ended by signal 9|has died", launcher.said()), launcher.said()
    assert nothing_runs(launcher.var)


def command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def environment(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/environ").read_bytes().decode(errors="replace")
    except OSError:
        return ""


def test_term_at_any_moment_leaves_nothing(launcher: Launcher) -> None:
    """Half a second, one second ... into the start: never a process left, and the next start works."""
    for tenths in range(2, 60, 6):
        launcher.start("--no-demo")
        time.sleep(tenths / 10)
        launcher.stop()
        assert nothing_runs(launcher.var)
    launcher.start("--no-demo")
    launcher.wait_ready()


def test_a_killed_launcher_takes_web_and_worker_with_it(launcher: Launcher) -> None:
    launcher.start("--no-demo")
    launcher.wait_ready()
    launcher.stop(signal.SIGKILL)
    time.sleep(15)
    assert not [line for line in processes_of(launcher.var) if "mentorcase" in line and ("gunicorn" in line or "celery" in line)]
    launcher.start("--no-demo")  # and the next start takes over database and broker
    launcher.wait_ready()
    assert launcher.stop() == 0
    assert nothing_runs(launcher.var)


def test_two_starts_in_one_folder(launcher: Launcher) -> None:
    launcher.start("--no-demo")
    launcher.wait_ready()
    env = {**os.environ, "MENTORCASE_VAR": str(launcher.var)}
    second = subprocess.run([ROOT / "script" / "server", "--port", str(free_port())], env=env, capture_output=True, text=True, check=False)
    assert (second.returncode, second.stderr.count("\n")) == (1, 1)
    assert "already" in second.stderr
    assert launcher.get("/healthz") == 200


def test_without_demo(launcher: Launcher) -> None:
    launcher.start("--no-demo")
    launcher.wait_ready()
    assert "create_admin --email" in launcher.said()
    assert "MENTORCASE_URL=https://" in launcher.said()
    assert "demo.example" not in launcher.said()
    assert (launcher.var / "env" / "MENTORCASE_DEMO").read_text().strip() == "0"


def test_demo_data_are_not_mixed_with_real_ones(launcher: Launcher) -> None:
    (launcher.var / "env").mkdir(parents=True)
    (launcher.var / "env" / "MENTORCASE_DEMO").write_text("1\n")
    launcher.start("--no-demo")
    assert launcher.process.wait(timeout=60) == 1
    assert "was made for demo data" in launcher.said()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a small disk")
@pytest.mark.parametrize("size", ["30m", "200m"])
def test_a_small_disk(open_folder: Path, size: str) -> None:
    disk = open_folder / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size},mode=0755", "tmpfs", disk], check=True)
    try:
        launcher = Launcher(disk / "var")
        launcher.out = open_folder / "out.txt"
        env = {**os.environ, "MENTORCASE_VAR": str(launcher.var)}
        done = subprocess.run(
            [ROOT / "script" / "server", "--port", str(launcher.port)], env=env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 1
        assert done.stderr.startswith("The disk is full"), done.stderr
        assert done.stderr.count("\n") == 1
        assert not list(disk.iterdir())
    finally:
        subprocess.run(["umount", disk], check=True)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a small disk")
def test_a_disk_that_fills_up_while_the_database_is_made(open_folder: Path) -> None:
    disk = open_folder / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=30m,mode=0755", "tmpfs", disk], check=True)
    try:
        script = "from tools.services.shared import Services; from tools.var import Var; from tools.trouble import run\n"
        script += "def main(a):\n    var = Var(); var.prepare(); Services(var).join(); return 0\nrun(main)"
        env = {**os.environ, "MENTORCASE_VAR": str(disk)}
        done = subprocess.run(["python3", "-c", script], cwd=ROOT, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert done.stderr.startswith("The disk is full"), done.stderr
        assert not list(disk.glob("postgres*"))
    finally:
        subprocess.run(["umount", disk], check=True)
