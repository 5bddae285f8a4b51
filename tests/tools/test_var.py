"""The folder of everything kept, and the sentences when it cannot be."""

import errno
import sys
from collections import namedtuple
from pathlib import Path

import pytest

from tools import environment, server, trouble
from tools.trouble import Trouble
from tools.var import MEGABYTE, Var, fingerprint, write_private

Usage = namedtuple("Usage", "total used free")


def test_a_full_disk_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda path: Usage(0, 0, 7 * MEGABYTE))
    with pytest.raises(Trouble, match=r"The disk is full: .* has 7 MB left and MentorCase needs 300 MB"):
        Var(tmp_path / "var").need_space(300, "MentorCase")
    assert not list(tmp_path.iterdir())


def test_a_disk_that_fills_up_is_one_sentence(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def fill(arguments: list[str]) -> int:
        raise OSError(errno.ENOSPC, "No space left on device", "/a/file")

    monkeypatch.setattr(sys, "argv", ["server"])
    with pytest.raises(SystemExit) as end:
        trouble.run(fill)
    assert end.value.code == 1
    assert capsys.readouterr().err == "The disk is full: no space left for /a/file; make room and start again.\n"


def test_a_private_file_is_whole_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(handle: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OSError):
        write_private(tmp_path / "key", "secret")
    assert not list(tmp_path.iterdir())


def test_a_file_in_the_way_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("")
    with pytest.raises(Trouble, match="cannot be written"):
        Var(tmp_path / "var").prepare()


def test_a_second_start_in_one_folder_is_refused(tmp_path: Path) -> None:
    var = Var(tmp_path)
    var.prepare()
    with var.locked("server", busy="no"), pytest.raises(Trouble, match="already"), var.locked("server", busy="runs already"):
        pass


def test_a_fingerprint_knows_names_and_contents(tmp_path: Path) -> None:
    one = tmp_path / "a"
    one.write_text("x")
    before = fingerprint([one])
    assert fingerprint([one]) == before
    one.write_text("y")
    assert fingerprint([one]) != before
    assert fingerprint([one], "more") != fingerprint([one])


def test_a_port_in_use_is_one_sentence_and_nothing_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    monkeypatch.setenv("MENTORCASE_VAR", str(tmp_path / "var"))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Trouble, match=f"Port {port} cannot be used"):
            server.main(["--port", str(port)])
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("port", [-1, 70000])
def test_a_port_that_is_none(port: int) -> None:
    with pytest.raises(Trouble, match="cannot be used"):
        server.check_port(port)


@pytest.mark.parametrize("sudo", [True, False])
def test_without_rights_the_line_to_type_is_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sudo: bool) -> None:
    var = Var(tmp_path / "var")
    var.prepare()
    if sudo:
        (tmp_path / "sudo").touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(environment, "missing_packages", lambda need_venv: ["python3-venv", "libpango-1.0-0"])
    monkeypatch.setattr(environment, "is_root", lambda: False)
    with pytest.raises(Trouble) as said:
        environment.make_environment(var)
    install = "apt-get install -y --no-install-recommends python3-venv libpango-1.0-0"
    if sudo:
        assert str(said.value) == f"Type this once and start again:\n    sudo apt-get update && sudo {install}"
    else:
        assert str(said.value) == f"Type this once as root and start again:\n    apt-get update && {install}"
