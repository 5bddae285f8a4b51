"""A file that fits a screen or two is read; one of 500 lines is not."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HARD_LIMIT = 500
SKIPPED = {".venv", "var", "migrations", "vendor", "locale", "node_modules", ".git"}


def files() -> list[Path]:
    return [p for p in sorted(ROOT.rglob("*")) if p.suffix in {".py", ".html", ".js"} and not SKIPPED & set(p.relative_to(ROOT).parts)]


@pytest.mark.parametrize("path", files(), ids=lambda p: str(p.relative_to(ROOT)))
def test_no_file_is_longer_than_500_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= HARD_LIMIT
