"""A file that fits a screen or two is read; one of 500 lines is not."""

import os
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HARD_LIMIT = 500
SKIPPED = {".venv", "var", "migrations", "vendor", "locale", "node_modules", ".git"}


def files() -> Iterator[Path]:
    for folder, below, names in os.walk(ROOT):
        below[:] = set(below) - SKIPPED
        yield from (Path(folder, name) for name in names if name.endswith((".py", ".html", ".js")))


def test_no_file_is_longer_than_500_lines() -> None:
    lines = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in files()}
    assert len(lines) > 1000
    assert {name: count for name, count in lines.items() if count > HARD_LIMIT} == {}
