"""Files that people send: the scanner of the installation, and how they are read. The scanner here is a real program, a small script."""

import stat
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import RequestFactory

from core import scan as scanning
from core.scan import scan

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR"


@pytest.fixture
def scanner(tmp_path: Path, settings):
    """A scanner of the shape of clamdscan: it reads standard input, ends with 1 for what it knows, with 2 when it is ill."""
    script = tmp_path / "scanner with a space.sh"
    script.write_text(
        '#!/bin/sh\nread -r line\ncase "$line" in *EICAR*) echo found; exit 1;; *ILL*) exit 2;; *SLOW*) sleep 5;; esac\ncat >/dev/null\nexit 0\n'
    )
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    settings.MENTORCASE_SCAN_COMMAND = f"'{script}' --no-summary -"
    return script


def test_without_a_command_nothing_is_asked(settings):
    settings.MENTORCASE_SCAN_COMMAND = ""
    assert scan(EICAR)


def test_the_exit_code_decides(scanner):
    assert scan(b"a harmless file\n")
    assert scan(EICAR + b"\n").code == "file_infected"
    assert scan(b"ILL\n").code == "scan_failed"


def test_ten_megabytes_reach_it_though_it_may_stop_reading(scanner):
    assert scan(b"x\n" * 5 * 1024 * 1024)
    assert scan(EICAR + b"\n" + b"x" * 10 * 1024 * 1024).code == "file_infected"


def test_what_cannot_be_asked_or_takes_too_long_is_not_kept(scanner, settings, monkeypatch):
    monkeypatch.setattr(scanning, "PATIENCE_SECONDS", 0.3)
    assert scan(b"SLOW\n").code == "scan_failed"
    settings.MENTORCASE_SCAN_COMMAND = str(scanner.with_name("is not there"))
    assert scan(b"x").code == "scan_failed"
    settings.MENTORCASE_SCAN_COMMAND = "an 'open quote"
    assert scan(b"x").code == "scan_failed"


def sent(content: bytes) -> HttpRequest:
    return RequestFactory().post("/", {"before": "a", "file": SimpleUploadedFile("f.pdf", content), "words": "b"})


def test_a_file_is_kept_in_memory_up_to_the_limit(settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1000
    request = sent(b"x" * 1000)
    assert request.FILES["file"].size == 1000
    assert request.FILES["file"].read() == b"x" * 1000
    assert not hasattr(request.FILES["file"], "temporary_file_path")


def test_of_a_larger_file_only_the_size_is_kept_and_the_words_are_not_lost(settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1000
    request = sent(b"x" * 300_000)
    assert request.FILES["file"].size == 300_000
    assert request.FILES["file"].read() == b""
    assert (request.POST["before"], request.POST["words"]) == ("a", "b")
