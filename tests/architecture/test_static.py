"""What the browser fetches is used: no rule of our style sheet and no symbol of the sprite is there for nobody."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [
    path
    for folder in ("templates", "core", "accounts", "mentors", "cases", "reports", "mentorcase", "static/js")
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in {".html", ".py", ".js"}
]
WORDS = frozenset(word for path in SOURCES for word in re.findall(r"[A-Za-z][\w-]*", path.read_text(encoding="utf-8")))
# Put together where they are used: components/due.html and tag.html, ui.bar, dkfds/layout/option_list.html.
PUT_TOGETHER = ("mc-due--", "mc-tag--", "mx-bar--", "form-group-")


def test_every_class_of_the_style_sheet_is_named_somewhere() -> None:
    sheet = re.sub(r"/\*.*?\*/", "", (ROOT / "static/css/mc.css").read_text(encoding="utf-8"), flags=re.DOTALL)
    classes = set(re.findall(r"\.([A-Za-z][\w-]*)", re.sub(r"\{[^{}]*\}", " ", sheet)))
    assert len(classes) > 100
    assert sorted(name for name in classes - WORDS if not name.startswith(PUT_TOGETHER)) == []


def test_every_symbol_of_the_sprite_is_named_somewhere() -> None:
    symbols = set(re.findall(r'<symbol id="([^"]+)"', (ROOT / "static/img/icons.svg").read_text(encoding="utf-8")))
    quoted = {name for path in SOURCES for name in re.findall(r'"([a-z-]+)"', path.read_text(encoding="utf-8"))}
    assert symbols
    assert sorted(symbols - quoted) == []
