"""`manage.py evaluation`: bad input is one clear sentence, names are inert, and a file is written whole or not at all."""

import csv
import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from core.cells import inert
from reports.figures import figures
from reports.figures.outward import outward_figures
from reports.management.commands.evaluation import as_csv
from reports.models import ReportSettings
from reports.scope import Scope
from tests.factories import JobcentreFactory

pytestmark = pytest.mark.django_db


def evaluation(*options: str, first: str = "2026-01-01", last: str = "2026-06-30", out: str = "-", format: str = "json") -> None:
    call_command("evaluation", "--from", first, "--to", last, "--language", "en", "--format", format, "--out", out, *options)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"first": "2026-02-30"}, "“2026-02-30” is not a date. Write it as 2026-11-16."),
        ({"last": "soon"}, "“soon” is not a date. Write it as 2026-11-16."),
        ({"last": "2999-12-31"}, "“2999-12-31” lies outside of the years that are known. Choose a day from 1900 to 2199."),
        ({"first": "1-1-1899"}, "“1-1-1899” lies outside of the years that are known. Choose a day from 1900 to 2199."),
        ({"last": "2999-02-30"}, "“2999-02-30” is not a date. Write it as 2026-11-16."),
        ({"first": "2026-07-01"}, "The last day lies before the first day."),
    ],
)
def test_days_that_cannot_be_are_one_sentence(options: dict[str, str], words: str) -> None:
    with pytest.raises(CommandError) as found:
        evaluation(**options)  # type: ignore[arg-type]
    assert str(found.value) == words
    assert found.value.returncode == 1


def test_a_jobcentre_that_is_not_known_is_one_sentence() -> None:
    with pytest.raises(CommandError, match=r"^There is no jobcentre with the municipality code 999\.$"):
        evaluation("--jobcentre", "999")


def test_a_file_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be written: No such file or directory"):
        evaluation(out=str(tmp_path / "nowhere" / "file.json"))
    (tmp_path / "folder").mkdir()
    with pytest.raises(CommandError, match="cannot be written"):
        evaluation(out=str(tmp_path / "folder"))
    assert [each.name for each in tmp_path.iterdir()] == ["folder"]


def test_a_period_with_no_cases_is_zeros_and_whole_months_r180(tmp_path: Path) -> None:
    out = tmp_path / "evaluation.json"
    evaluation(first="2026-01-15", last="2026-06-02", out=str(out))
    found: dict[str, Any] = json.loads(out.read_text())
    assert found["scope"] == {"from": "2026-01-01", "to": "2026-06-30", "basis": "start", "jobcentres": []}
    assert found["reached"] == {"value": 0, "base": 0, "hidden": False}
    assert found["outcomes"]["ordinary_job"] == {"value": 0, "base": 0, "hidden": False}
    assert len(found["checksum"]) == 64


def test_a_file_that_is_written_is_named_and_what_is_printed_is_the_figures_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "evaluation.json"
    evaluation(out=str(out))
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", f"Written: {out}\n")
    evaluation()
    said = capsys.readouterr()
    assert (json.loads(said.out), said.err) == (json.loads(out.read_text()), "")


def test_csv_is_what_danish_spreadsheets_read() -> None:
    found = figures(scope=Scope.months(dt.date(2026, 1, 1), dt.date(2026, 6, 30)), on=dt.date(2026, 7, 1))
    data = as_csv(found)
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    assert {row[next(iter(row))] for row in rows} >= {"reached", "outcomes/kept_job", "waiting/whole/median", "later/m3/answered"}


@pytest.mark.parametrize("name", ["=1+1", "  @SUM(A1)", "+45", "\t=x", "-2"])
def test_names_that_look_like_formulas_are_plain_text(name: str) -> None:
    assert inert(name) == f"'{name}"


def test_the_most_careful_jobcentre_says_what_is_small_r190() -> None:
    careful, other = JobcentreFactory(), JobcentreFactory()
    ReportSettings.objects.create(jobcentre=careful, smallest_shown=5, least_base=20)
    from_both = outward_figures(
        scope=Scope.months(dt.date(2026, 1, 1), dt.date(2026, 6, 30), jobcentres=(other.pk,)), on=dt.date(2026, 7, 1)
    )
    assert from_both.outward
    assert not from_both.is_small
