"""The rulebook is true: every rule of the scheme has a number, a source, code that cites it, and a test that exists."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROW = re.compile(r"^\|\s*(R\d{2,3})\s*\|(.+)\|\s*$", re.MULTILINE)
PLACE = re.compile(r"`([\w/.]+\.py)::?([\w.]+)`")


def rows() -> list[tuple[str, list[str]]]:
    text = (ROOT / "docs" / "rulebook.md").read_text(encoding="utf-8")
    return [(number, [cell.strip() for cell in rest.split("|")]) for number, rest in ROW.findall(text)]


def cited() -> dict[str, set[str]]:
    """Rule number -> files of ours that cite it."""
    found: dict[str, set[str]] = {}
    for app in ("core", "accounts", "mentors", "cases", "reports"):
        for path in (ROOT / app).rglob("*.py"):
            for number in re.findall(r"\bR\d{2,3}\b", path.read_text(encoding="utf-8")):
                found.setdefault(number, set()).add(str(path.relative_to(ROOT)))
    return found


def test_each_number_stands_once() -> None:
    numbers = [number for number, _cells in rows()]
    assert numbers == sorted(set(numbers), key=lambda number: int(number[1:]))


def test_each_rule_cited_in_code_stands_in_the_rulebook() -> None:
    assert set(cited()) - {number for number, _ in rows()} == set()


@pytest.mark.parametrize(("number", "cells"), rows(), ids=[number for number, _ in rows()])
def test_a_rule_has_a_source_and_its_code_and_test_exist(number: str, cells: list[str]) -> None:
    words, source, code, test = cells
    assert words
    assert re.search(r"\[(1|2|law|\+)\]", source), f"{number} has no source"
    for cell, where in ((code, "code"), (test, "test")):
        places = PLACE.findall(cell)
        assert places, f"{number} names no {where}"
        for file, name in places:
            path = ROOT / file
            assert path.exists(), f"{number}: {file} does not exist"
            assert re.search(rf"\b{re.escape(name.split('.')[-1])}\b", path.read_text(encoding="utf-8")), (
                f"{number}: {name} is not in {file}"
            )
