"""The whole way once: the pilot's cases, counted and printed, in both languages (R222); and what the command does when it cannot write."""

import datetime as dt
import io
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from core.verdicts import Refused
from reports.management.commands import evaluation
from tests.conftest import as_owner
from tests.factories import JobcentreFactory
from tests.limits import largest_file
from tests.pdf_rules import findings, words_of

pytestmark = pytest.mark.django_db
PRINTS = """
import os, sys
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorcase.settings_test")
import django
django.setup()
from django.core.management import CommandError
from django.utils import translation
from reports.management.commands.evaluation import write
try:
    with translation.override("en"):
        write(b"{}", "-")
except CommandError as error:
    print(error, file=sys.stderr)
"""
MONTHS = ("--from", "2019-01-01", "--to", "2030-12-31")


def written(folder: Path, format: str, *options: str) -> bytes:
    out = folder / f"evaluation.{format}"
    call_command("evaluation", *MONTHS, *options, "--format", format, "--out", str(out))
    return out.read_bytes()


def test_the_pilots_cases_print_the_pilots_numbers_in_both_languages_r222(db: None, tmp_path: Path) -> None:
    with as_owner():
        call_command("seed_demo", size="pilot", today=dt.date(2026, 11, 17))
    for language, said in {
        "da": ("71 af 142 (50 %)", "142 gennemført + 66 i gang + 0 afbrudt = 208."),
        "en": ("71 of 142 (50 %)", "142 completed + 66 under way + 0 broken off = 208."),
    }.items():
        data = written(tmp_path, "pdf", "--language", language)
        assert findings(data) == []
        words = words_of(data)
        assert said[0] in words
        assert said[1] in words
        for name, number in (("23", 16), ("4", 3), ("24", 17), ("20", 14)):
            assert f"{name} {number} %" in words
    book = openpyxl.load_workbook(io.BytesIO(written(tmp_path, "xlsx", "--language", "en")))
    rows = {row[0].value: row[1].value for row in book["From reached to result"].iter_rows()}
    assert [rows[name] for name in ("Reached", "Completed", "Under way on the data day", "Flexible job")] == [208, 142, 66, 4]


def test_an_empty_database_makes_a_report_too(tmp_path: Path) -> None:
    JobcentreFactory()
    data = written(tmp_path, "pdf", "--language", "en")
    assert findings(data) == []
    assert "No course belongs to these months" in words_of(data)


def test_a_pdf_can_be_printed_to_the_next_program(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    call_command("evaluation", *MONTHS, "--format", "xlsx", "--out", "-")
    assert capfdbinary.readouterr().out.startswith(b"PK")


@pytest.mark.parametrize(("language", "words"), [("da", "disken er fuld"), ("en", "the disk is full")])
def test_a_full_disk_is_said_and_leaves_no_half_file(tmp_path: Path, language: str, words: str) -> None:
    with largest_file(1000), pytest.raises(CommandError, match=words):
        call_command("evaluation", *MONTHS, "--language", language, "--format", "xlsx", "--out", str(tmp_path / "a.xlsx"))
    assert list(tmp_path.iterdir()) == []


def test_printed_to_where_nothing_can_be_written_it_says_so_in_one_sentence() -> None:
    """A process of its own, whose output is a device that is always full."""
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-c", PRINTS], stdout=full, stderr=subprocess.PIPE, cwd=Path(__file__).parents[2], check=False, text=True
        )
    assert done.stderr.splitlines() == ["It cannot be printed: the disk is full."]


def test_without_pango_the_command_says_so_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """That the library is missing is made in a process of its own in tests/core/test_pdf.py."""

    def missing(*args: object) -> bytes:
        raise Refused("pdf_not_possible")

    monkeypatch.setattr(evaluation, "content", missing)
    with pytest.raises(CommandError, match="Pango"):
        call_command("evaluation", *MONTHS, "--language", "en", "--format", "pdf", "--out", str(tmp_path / "a.pdf"))
    assert list(tmp_path.iterdir()) == []
