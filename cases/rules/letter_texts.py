"""The texts of letters: how a template becomes text, and how easy it is to read (rules R201, R202, R206, R208).

A template is plain text with named fields like `{first_day}`, and nothing else: no conditions, no markup, no way to anything but these names.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from cases.enums_letter import LetterKind
from cases.rules.assessment import Gap
from cases.rules.letters import COMPLAINABLE, FIELDS


@dataclass(frozen=True, slots=True)
class Texts:
    """The parts of a letter in the order in which they are read. A part that a kind does not need is empty."""

    title: str
    decision: str
    why: str = ""
    what_now: str = ""
    complaint: str = ""
    rules: str = ""


PARTS: tuple[str, ...] = ("title", "decision", "why", "what_now", "complaint", "rules")
EDITED: tuple[str, ...] = ("why", "what_now")
"""The parts that a caseworker may change in a letter (R205)."""
LONGEST: dict[str, int] = {"title": 120, "decision": 1000, "why": 6000, "what_now": 4000, "complaint": 2000, "rules": 2000}


# From template to text

_FIELD = re.compile(r"\{([a-z_]+)\}")
_BRACES = re.compile(r"\{[^{}]*\}|[{}]")
# Signs that turn the direction of what follows, and control characters: a name shows nothing by them, and a page can be read wrongly.
_UNSEEN = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff\u0000-\u0008\u000b-\u001f\u007f-\u009f]")


def unknown_fields(text: str, *, kind: LetterKind) -> list[str]:
    """What stands in braces in the text and is no field of the kind (R201), once each; a brace alone is one, too."""
    known = FIELDS[kind]
    found = [each for each in _BRACES.findall(text) if each[1:-1] not in known]
    return list(dict.fromkeys(found))


def template_gaps(texts: Texts, *, kind: LetterKind) -> list[Gap]:
    """What is wrong with a template (R201, R206): the part with `letter_part_missing`, `letter_part_long`, `letter_field_unknown` or
    `letter_no_last_day`."""
    found = [Gap(name, "letter_part_missing") for name in ("title", "decision") if not getattr(texts, name).strip()]
    for name in PARTS:
        text = getattr(texts, name)
        if len(text) > LONGEST[name]:
            found.append(Gap(name, "letter_part_long", {"most": LONGEST[name], "length": len(text)}))
        if unknown := unknown_fields(text, kind=kind):
            found.append(Gap(name, "letter_field_unknown", {"unknown": unknown, "known": list(FIELDS[kind])}))
    if kind in COMPLAINABLE and "{appeal_until}" not in texts.complaint:
        found.append(Gap("complaint", "letter_no_last_day"))
    return found


def missing_fields(text: str, *, values: Mapping[str, str]) -> list[str]:
    """The fields of the text that have no value (R202)."""
    return [name for name in dict.fromkeys(_FIELD.findall(text)) if not values.get(name, "").strip()]


def filled(text: str, *, values: Mapping[str, str]) -> str:
    """The text with its fields filled, in one pass: what looks like a field in a value stays as it is (R202). A field without a value is a
    KeyError: ask `missing_fields` first."""
    return _FIELD.sub(lambda found: values[found[1]], text)


def plain(text: str) -> str:
    """Text as it may stand in a letter: lines with one kind of end, without signs that cannot be seen (R202)."""
    lines = _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a list with its points; a paragraph keeps its lines."""

    lines: tuple[str, ...]
    is_list: bool = False


def blocks(text: str) -> list[Block]:
    """Paragraphs by blank lines; lines that begin with "- " are a list. Nothing else in the text means anything."""
    found: list[Block] = []
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        lines: list[str] = []
        is_list = False
        for line in paragraph.splitlines():
            if line.startswith("- ") != is_list:
                if lines:
                    found.append(Block(tuple(lines), is_list))
                lines, is_list = [], not is_list
            lines.append(line.removeprefix("- ").strip() if is_list else line.strip())
        if any(lines):
            found.append(Block(tuple(lines), is_list))
    return found


# How easy it is


def lix(text: str) -> int:
    """LIX of a text: words a sentence, and the share of words longer than six letters (R208). A point of a list is a sentence."""
    words = re.findall(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|\d[\d.,]*", text)
    if not words:
        return 0
    # "16. november" and "kl. 10" end no sentence: what follows begins with a capital, or there is nothing more in the line.
    ends = re.findall(r"[.!?:](?=\s*$|\s*\n|\s+[A-ZÆØÅ])|(?<![.!?:\s])\s*\n", text.strip() + "\n")
    long = sum(len(word) > 6 for word in words)
    return round(len(words) / max(len(ends), 1) + 100 * long / len(words))
