"""A letter put together: its filled parts with everything that stands around them, as plain data, and the page that becomes its PDF."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from accounts.models import Jobcentre
from cases.enums import Channel
from cases.enums_letter import LetterKind as K
from cases.enums_letter import Recipient
from cases.letters.facts import Asked, Rows, scheme_of, sender_lines, values_of
from cases.letters.tables import Table, table_of
from cases.letters.words import CHANNELS, WORDS, why_heading
from cases.models import LetterTemplate
from cases.rules.letter_texts import PARTS, Texts, blocks, filled, missing_fields, plain
from cases.rules.letters import FILLED_BY_TYPED, SIGNED, Private, shows_address
from core.pdf import make_pdf
from core.templatetags.ui import date_long

_IN_A_DATE = re.compile(r"(?<=\d) (?=[a-zæøå]+ \d{4}\b)|(?<=\d\.) (?=[a-zæøå]+ \d{4}\b)", re.IGNORECASE)
_BEFORE_THE_TOWN = re.compile(r",\s*(?=\d{4}\s)")


@dataclass(frozen=True)
class Composed:
    """A letter before it becomes a page. `missing` are fields without a value, by part; `values` what the fields were filled with."""

    texts: Texts
    values: Mapping[str, str]
    missing: Mapping[str, list[str]]
    table: Table | None
    facts: Mapping[str, Any]

    def everything(self) -> str:
        """Every word of it that is not the jobcentre's, to look for what may not stand there."""
        cells = [line for _head, row in self.table.rows for cell in row for line in cell] if self.table else []
        return "\n".join([*(getattr(self.texts, name) for name in PARTS), *cells])


def texts_of(template: LetterTemplate) -> Texts:
    return Texts(**{name: getattr(template, name) for name in PARTS})


def fill(texts: Texts, *, values: Mapping[str, str]) -> tuple[Texts, dict[str, list[str]]]:
    """The parts with their fields filled, and the fields without a value by part. What is still to be typed shows as to come."""
    missing, parts = {}, {}
    for name in PARTS:
        text = getattr(texts, name)
        if found := missing_fields(text, values=values):
            missing[name] = found
        shown = {field: values.get(field) or "___" for field in _fields_in(text)}
        parts[name] = plain(filled(text, values=shown))
    return Texts(**parts), missing


def _fields_in(text: str) -> list[str]:
    return re.findall(r"\{([a-z_]+)\}", text)


def compose(rows: Rows, asked: Asked, *, template: LetterTemplate, signed_by: str, own: Mapping[str, str] | None = None) -> Composed:
    """The letter as it would be made now. `own` are the parts that the caseworker has written: they stand as they are."""
    scheme = scheme_of(rows, asked)
    values = values_of(rows, asked, scheme)
    texts, missing = fill(texts_of(template), values=values)
    if not texts.why.strip() and values.get("reasons") and asked.kind == K.CHANGE:
        texts = replace(texts, why=plain(values["reasons"]))  # only some changes have reasons, so that the template cannot name them
    if missing.get("why") and set(missing["why"]) - FILLED_BY_TYPED:
        texts = replace(texts, why="")  # it is written by hand then
        missing.pop("why")
    for name, text in (own or {}).items():
        texts = replace(texts, **{name: plain(text)})
        missing.pop(name, None)
    table = _seen(table_of(rows, asked))
    return Composed(texts=texts, values=values, missing=missing, table=table, facts=_around(rows, asked, signed_by))


def _seen(table: Table | None) -> Table | None:
    """The table without signs that cannot be seen, and with days that no end of a line parts."""
    if table is None:
        return None
    return replace(
        table, rows=tuple((head, tuple(tuple(_whole_days(plain(line)) for line in cell) for cell in cells)) for head, cells in table.rows)
    )


def private_of(rows: Rows) -> Private:
    client = rows.case.client
    return Private(address=client.address, phone=client.phone, email=client.email)


def html_of(composed: Composed, *, kind: K, language: str) -> str:
    """The page, for `core.pdf.make_pdf`. Whatever was typed is escaped text in it."""
    words = WORDS[language]
    context = {
        "language": language,
        "words": words,
        "texts": composed.texts,
        "table": composed.table,
        "why_heading": why_heading(kind, language),
        "is_signed": kind in SIGNED,
        **composed.facts,
        **{f"{name}_blocks": shown(getattr(composed.texts, name), strong=_strong(name, composed)) for name in PARTS},
    }
    with translation.override(language):
        return render_to_string("pdf/letter.html", context)


def pdf_of(composed: Composed, *, kind: K, language: str) -> bytes:
    """Refuses with `pdf_not_possible` where the machine lacks Pango."""
    return make_pdf(html=html_of(composed, kind=kind, language=language), style="letter")


def stored(composed: Composed) -> dict[str, Any]:
    """What filled the letter, to be kept with it: the fields that its texts use, its table, and what stands around them."""
    table = asdict(composed.table) if composed.table else None
    return {"values": dict(composed.values), "table": table, "around": dict(composed.facts)}


def _strong(name: str, composed: Composed) -> str:
    """The day by which one can complain stands out; nothing else in a text does."""
    return composed.values.get("appeal_until", "") if name == "complaint" else ""


def shown(text: str, *, strong: str = "") -> list[dict[str, Any]]:
    """A part as its template takes it: paragraphs and lists, every line as (before, what stands out, after)."""
    return [{"is_list": block.is_list, "lines": [_kept_together(_parted(line, strong)) for line in block.lines]} for block in blocks(text)]


def _kept_together(parts: tuple[str, str, str]) -> tuple[str, str, str]:
    before, strong, after = (_whole_days(part) for part in parts)
    return before, strong, after


def _whole_days(text: str) -> str:
    """The number of a day is not parted from its month by the end of a line."""
    return _IN_A_DATE.sub("\u00a0", text)


def _parted(line: str, strong: str) -> tuple[str, str, str]:
    return line.partition(strong) if strong and strong in line else (line, "", "")


def address_lines(address: str) -> list[str]:
    """An address in one line as an envelope has it: the postcode begins the last line."""
    return [line.strip() for line in _BEFORE_THE_TOWN.split(address, maxsplit=1) if line.strip()]


def _to(rows: Rows, asked: Asked) -> tuple[str, list[str]]:
    """Whom the letter is for, and the lines of the address."""
    case = rows.case
    if asked.recipient == Recipient.CLIENT:
        shown = shows_address(recipient=asked.recipient, is_protected=case.client.address_protected)
        return case.client.name, address_lines(case.client.address) if shown else []
    if asked.recipient == Recipient.WORKPLACE and case.workplace is not None:
        place = case.workplace
        return place.contact or place.name, [*([place.name] if place.contact else []), *address_lines(place.address)]
    mentor = rows.assignment.mentor if rows.assignment else None
    if mentor is None:
        return "", []
    at = mentor.organisation or mentor.workplace
    return mentor.name, [at.name, *address_lines(at.address)] if at else []


def _head(jobcentre: Jobcentre) -> dict[str, Any]:
    return {
        "jobcentre": plain(jobcentre.name),
        "sender": [plain(line) for line in sender_lines(jobcentre)],
        "phone": jobcentre.phone,
        "email": jobcentre.email,
        "address": jobcentre.address.strip(),
        "send_to": jobcentre.complaint_address.strip(),
    }


def _around(rows: Rows, asked: Asked, signed_by: str) -> dict[str, Any]:
    """What stands around the text: sender, recipient, facts of the head, greeting, and who signs."""
    case, words = rows.case, WORDS[asked.language]
    name, address = _to(rows, asked)
    given = case.client.given_name if asked.recipient == Recipient.CLIENT else name
    approval = getattr(rows.decision_of(asked.kind), "approval", None) if asked.kind != K.COMPLAINT else None
    approver = approval.closed_by.name if approval is not None and approval.closed_by else ""
    with translation.override(asked.language):
        day = date_long(asked.dated_on)
    return {
        **_head(case.jobcentre),
        "ref": case.ref,
        "to": plain(name),
        "to_lines": [plain(line) for line in address],
        "day": day,
        "channel": CHANNELS[asked.language][Channel(asked.channel)],
        "caseworker": plain(case.caseworker.name),
        "caseworker_label": words[
            "caseworker" if asked.recipient == Recipient.CLIENT and asked.kind not in SIGNED else "caseworker_of_case"
        ],
        "greeting": "" if asked.kind in SIGNED else words["dear"].format(name=plain(given)),
        "signed_by": plain(signed_by),
        "approved": words["approved"].format(name=plain(approver)) if approver and asked.kind not in SIGNED else "",
        "signatures": [words["signature"].format(name=plain(each)) for each in _signers(rows, asked.kind)],
    }


def _signers(rows: Rows, kind: K) -> list[str]:
    if kind == K.AGREEMENT and rows.agreement is not None:
        return [rows.case.client.name, rows.agreement.mentor_name]
    return [rows.assignment.mentor.name] if kind == K.CONFIDENTIALITY and rows.assignment else []
