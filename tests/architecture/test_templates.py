"""Templates hold no style, no script and no style attribute: the content security policy would drop them without a word."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
INLINE = re.compile(r"<style|\sstyle\s*=|<script(?![^>]*\ssrc=)|\son[a-z]+\s*=\s*[\"']|href=[\"']javascript:", re.IGNORECASE)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_template_has_nothing_inline(path: Path) -> None:
    assert not INLINE.search(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_template_can_be_read(path: Path) -> None:
    """Unknown tags, filters and missing includes with a fixed name are found here, not by a caseworker."""
    get_template(str(path.relative_to(ROOT / "templates")))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(ROOT)))
def test_what_is_marked_safe_is_not_what_people_type(path: Path) -> None:
    """`safe` and `autoescape off` would let a name become markup. Help texts of fields, in the crispy pack, are ours."""
    source = path.read_text(encoding="utf-8")
    if path.is_relative_to(ROOT / "templates" / "dkfds"):
        return
    assert "autoescape off" not in source
    assert re.findall(r"\{\{[^}]*\|\s*safe\b[^}]*\}\}", source) == []
