"""Every text of the code has a Danish translation, and the catalogue holds nothing else.

`.venv/bin/python -m tools.messages update` brings new texts into locale/da/LC_MESSAGES/django.po, where they wait for a translator.
"""

from tools import messages


def test_danish_is_complete() -> None:
    lacking = messages.missing("da")
    assert not lacking, f"{len(lacking)} texts without a Danish translation:\n" + "\n".join(lacking)


def test_danish_has_no_leftovers() -> None:
    leftovers = messages.obsolete("da")
    assert not leftovers, f"{len(leftovers)} texts that the code no longer has:\n" + "\n".join(leftovers)


def test_placeholders_survive_translation() -> None:
    """A lost `%(name)s` loses a fact; an invented one is a KeyError on somebody's screen."""
    catalogue = messages.read("da")
    faults = [
        f"{message.id!r}: {error}"
        for message in catalogue
        if message.id and messages.translated(message)
        for error in message.check(catalogue)
    ]
    assert not faults, "\n".join(faults)
