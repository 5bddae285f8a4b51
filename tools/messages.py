"""The translations: finds every text in Python and templates, keeps locale/da complete, compiles it without gettext.

    .venv/bin/python -m tools.messages update     new texts into django.po, texts that are gone out of it
    .venv/bin/python -m tools.messages missing    what still lacks a translation
    .venv/bin/python -m tools.messages compile    django.po -> django.mo (the set-up calls this)

The texts in the code are English and need no catalogue of their own.
"""

import os
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tools.trouble import Trouble, run
from tools.var import ROOT

LANGUAGES = ("da",)
APPLICATION = ("accounts", "cases", "core", "mentors", "mentorcase", "reports", "templates")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
Key = tuple[str, str]  # context (or empty) and the English text, for plurals the singular


def po_file(language: str) -> Path:
    return ROOT / "locale" / language / "LC_MESSAGES" / "django.po"


def sources() -> Iterator[tuple[Path, bytes]]:
    """Every file that may hold texts, templates turned into Python-like calls by Django itself."""
    from django.utils.translation import templatize

    for folder in APPLICATION:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix == ".py" and "migrations" not in path.parts:
                yield path, path.read_bytes()
            elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
                yield path, templatize(path.read_text(encoding="utf-8"), origin=str(path)).encode()


def extracted() -> Catalog:
    """What the code says today."""
    catalog = Catalog(project="MentorCase", charset="utf-8")
    for path, content in sources():
        place = str(path.relative_to(ROOT))
        for _line, text, comments, context in extract("python", BytesIO(content), KEYWORDS, ["Translators:"]):
            catalog.add(text, locations=[(place, 0)], auto_comments=comments, context=context, flags=_flags(text))
    return catalog


def _flags(text: str | tuple[str, ...]) -> list[str]:
    first = text if isinstance(text, str) else text[0]
    return ["python-format"] if "%(" in first or "%s" in first else []


def read(language: str) -> Catalog:
    path = po_file(language)
    if not path.exists():
        return Catalog(locale=language, project="MentorCase", charset="utf-8")
    with open(path, "rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def key(message: Message) -> Key:
    return (message.context or "", message.id if isinstance(message.id, str) else message.id[0])


def translated(message: Message | None) -> bool:
    if message is None or message.fuzzy:
        return False
    texts: Sequence[str] = (message.string,) if isinstance(message.string, str) else message.string or ()
    plurals = not isinstance(message.id, str)
    return bool(texts) and all(texts) and (not plurals or len(texts) == 2)


def missing(language: str = "da") -> list[str]:
    """The texts of the code that have no sure translation, each with one place where it stands."""
    known = {key(message): message for message in read(language) if message.id}
    wanted = (message for message in extracted() if message.id)
    return [f"{message.locations[0][0]}: {key(message)[1]!r}" for message in wanted if not translated(known.get(key(message)))]


def obsolete(language: str = "da") -> list[str]:
    """Texts in the catalogue that the code no longer says."""
    wanted = {key(message) for message in extracted() if message.id}
    return [repr(text) for context, text in (key(message) for message in read(language) if message.id) if (context, text) not in wanted]


def update(language: str) -> None:
    """Write the catalogue anew: today's texts in their order, with the translations that exist. Guesses nothing (no fuzzy matching)."""
    known = {key(message): message for message in read(language) if message.id}
    catalog = Catalog(locale=language, charset="utf-8", fuzzy=False, project="MentorCase", version="1", language_team="MentorCase")
    catalog.header_comment = (
        "# The texts of MentorCase in another language. `tools/messages.py update` keeps this file in step with the code."
    )
    catalog.last_translator = catalog.msgid_bugs_address = "MentorCase"
    # A fixed date: the file changes only when a text does.
    catalog.creation_date = catalog.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    for message in sorted((message for message in extracted() if message.id), key=lambda each: (min(each.locations), key(each))):
        old = known.get(key(message))
        flags = set(message.flags) | ({"fuzzy"} if old is not None and old.fuzzy else set())
        places = sorted({(place, 0) for place, _ in message.locations})
        string = old.string if old is not None and isinstance(old.id, str) == isinstance(message.id, str) else None
        catalog.add(message.id, string, locations=places, flags=flags, auto_comments=message.auto_comments, context=message.context)
    path = po_file(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(".po.new")
    with open(half, "wb") as file:
        write_po(file, catalog, width=120, omit_header=False, include_lineno=False)
    half.replace(path)


def compile_catalog(language: str) -> None:
    """Write the .mo beside the .po. Fuzzy translations are left out: better English than a guess."""
    path = po_file(language).with_suffix(".mo")
    half = path.with_suffix(f".{os.getpid()}")
    with open(half, "wb") as file:
        write_mo(file, read(language), use_fuzzy=False)
    half.replace(path)


def main(arguments: list[str]) -> int:
    for language in LANGUAGES:
        if arguments == ["update"]:
            update(language)
        elif arguments == ["compile"]:
            compile_catalog(language)
        elif arguments != ["missing"]:
            raise Trouble("Say one of: update, missing, compile.")
        if arguments != ["compile"]:
            lacking = missing(language)
            print("\n".join(lacking))
            print(f"{language}: {len(lacking)} texts without translation")
    return 0


if __name__ == "__main__":
    run(main)
    sys.exit()
