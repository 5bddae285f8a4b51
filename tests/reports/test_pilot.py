"""The numbers of the practice sheet [1], counted from the pilot's cases: 208, 142, 66; 23, 4, 24, 20, and 71 of 142."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from reports.figures import share
from reports.figures.shapes import Figure
from tests.conftest import as_owner

pytestmark = pytest.mark.django_db


def evaluation(folder: Path, *options: str) -> dict[str, Any]:
    out = folder / "evaluation.json"
    call_command("evaluation", "--from", "2019-01-01", "--to", "2030-12-31", *options, "--format", "json", "--out", str(out))
    found: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return found


@pytest.fixture(params=[None, dt.date(2026, 11, 17)], ids=["today", "another day"])
def seeded(request: pytest.FixtureRequest, db: None) -> None:
    with as_owner():
        call_command("seed_demo", size="pilot", today=request.param)


def test_the_pilots_numbers_are_counted_from_its_cases(seeded: None, tmp_path: Path) -> None:
    found = evaluation(tmp_path)
    assert [found[name] for name in ("reached", "completed", "ongoing", "dropped_out")] == [
        {"value": 208, "base": 208, "hidden": False},
        {"value": 142, "base": 208, "hidden": False},
        {"value": 66, "base": 208, "hidden": False},
        {"value": 0, "base": 208, "hidden": False},
    ]
    expected = {"ordinary_job": 23, "flexible_job": 4, "ordinary_education": 24, "kept_job": 20}
    assert {name: found["outcomes"][name] for name in expected} == {
        name: {"value": value, "base": 142, "hidden": False} for name, value in expected.items()
    }
    assert found["in_work"] == {"value": 71, "base": 142, "hidden": False}
    assert share(Figure(**found["in_work"])) == 50
    rows = found["tables"]["jobcentre"]["rows"]
    assert {row["name"] for row in rows} == {"Jobcenter Odense", "Jobcenter Herlev", "Jobcenter Viborg"}
    split = [row["outcomes"]["flexible_job"] for row in rows]
    assert any(each["hidden"] for each in split)
    assert all(each["value"] not in (1, 2) for each in split)
    apart = [evaluation(tmp_path, "--jobcentre", code) for code in ("461", "163", "791")]
    assert sum(each["reached"]["value"] for each in apart) == 208
    assert not any(each["outcomes"]["flexible_job"]["value"] in (1, 2) for each in apart)
    for each in apart:
        assert told_by_difference(found, each) == []


def told_by_difference(whole: Any, part: Any, path: str = "") -> list[tuple[str, int, int]]:
    """Numbers of courses of which a jobcentre's report has one or two fewer than that of all (R295); sums and medians count no courses."""
    if path.startswith(("/costs", "/scope")) or path in ("/hours/used/value", "/hours/granted/value"):
        return []
    if isinstance(whole, dict) and isinstance(part, dict):
        return [found for key in whole.keys() & part.keys() for found in told_by_difference(whole[key], part[key], f"{path}/{key}")]
    if isinstance(whole, list) and isinstance(part, list):
        rows = [{tuple(row.get(name) for name in ("key", "wish", "mentor_type")): row for row in each} for each in (whole, part)]
        return [
            found for key in rows[0].keys() & rows[1].keys() for found in told_by_difference(rows[0][key], rows[1][key], f"{path}/{key}")
        ]
    counted = type(whole) is int and type(part) is int and not path.endswith(("lower", "median", "upper"))
    return [(path, whole, part)] if counted and whole - part in (1, 2) else []
