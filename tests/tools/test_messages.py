"""The tool behind the translations: finds, keeps, drops, compiles."""

import gettext
from pathlib import Path

import pytest

from tools import messages

PYTHON = """
from django.utils.translation import gettext as _, ngettext, pgettext
_("Save"), ngettext("%(n)s day", "%(n)s days", 2), pgettext("month", "May")
"""
TEMPLATE = """{% load i18n %}{% translate "Case" %}
{% blocktranslate trimmed count n=n %}
  One mentor
{% plural %}
  {{ n }} mentors
{% endblocktranslate %}"""


@pytest.fixture
def code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small code base of one Python file and one template."""
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "views.py").write_text(PYTHON)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(TEMPLATE)
    return tmp_path


def translate(language: str, old: str, new: str) -> None:
    path = messages.po_file(language)
    text = path.read_text()
    assert old in text, text
    path.write_text(text.replace(old, new))


def test_every_kind_of_text_is_found(code: Path) -> None:
    found = {messages.key(message) for message in messages.extracted() if message.id}
    assert found == {("", "Save"), ("", "%(n)s day"), ("month", "May"), ("", "Case"), ("", "One mentor")}


def test_update_keeps_translations_and_drops_what_is_gone(code: Path) -> None:
    messages.update("da")
    assert len(messages.missing("da")) == 5
    translate("da", 'msgid "Save"\nmsgstr ""', 'msgid "Save"\nmsgstr "Gem"')
    translate("da", 'msgid "Case"\nmsgstr ""', 'msgid "Case"\nmsgstr "Sag"')
    (code / "templates" / "page.html").unlink()
    assert messages.obsolete("da") == ["'Case'", "'One mentor'"]
    messages.update("da")
    assert messages.obsolete("da") == []
    assert messages.missing("da") == ["cases/views.py: '%(n)s day'", "cases/views.py: 'May'"]
    before = messages.po_file("da").read_bytes()
    messages.update("da")
    assert messages.po_file("da").read_bytes() == before


def test_a_guess_counts_as_missing_and_is_not_compiled(code: Path) -> None:
    messages.update("da")
    translate("da", 'msgid "Save"\nmsgstr ""', '#, fuzzy\nmsgid "Save"\nmsgstr "Gem?"')
    translate("da", 'msgstr[0] ""\nmsgstr[1] ""', 'msgstr[0] "%(n)s dag"\nmsgstr[1] "%(n)s dage"')
    assert "cases/views.py: 'Save'" in messages.missing("da")
    messages.update("da")
    assert "Gem?" in messages.po_file("da").read_text()
    messages.compile_catalog("da")
    with open(messages.po_file("da").with_suffix(".mo"), "rb") as file:
        compiled = gettext.GNUTranslations(file)
    assert compiled.gettext("Save") == "Save"
    assert compiled.ngettext("%(n)s day", "%(n)s days", 2) == "%(n)s dage"
