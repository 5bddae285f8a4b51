"""Letters: made once, kept as they were made, and marked with the day and the way they were sent, or set aside (R200-R207, R210).

Open and closed cases.
"""

import datetime as dt
import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.db import transaction

from accounts.audit import last_change
from accounts.models import User
from cases.actions.base import locked_open_or_closed, record, save_case
from cases.actions.notes import refuse_cpr
from cases.actions.renewing import renews
from cases.enums import Channel
from cases.enums_letter import LetterKind, Recipient
from cases.letters.facts import Asked, Rows, last_day_to_complain, rows_of, scheme_of
from cases.letters.page import Composed, compose, pdf_of, private_of, stored
from cases.models import Case, Letter, LetterContent, LetterTemplate, SchemeRules
from cases.rules import letters as rules
from cases.rules.deadlines import appeal_until, counts_as_received
from cases.rules.letter_texts import EDITED, LONGEST
from core.days import day_of
from core.verdicts import Refused, Stale


def template_for(*, jobcentre_id: uuid.UUID, kind: LetterKind, language: str) -> LetterTemplate:
    """The texts that a letter of the jobcentre is made from. Refuses with `letter_no_template`."""
    found: LetterTemplate | None = LetterTemplate.objects.used(jobcentre_id, kind=kind, language=language)
    if found is None:
        raise Refused("letter_no_template")
    return found


def what_was_seen(*, composed: Composed, template: LetterTemplate, case: Case, kind: LetterKind) -> str:
    """A sign of what the writer of a letter read before making it: the texts' version and what the case says, without the day and the way, and
    how many letters of the kind there were."""
    values = {name: value for name, value in composed.values.items() if name not in ("letter_day", "appeal_until", *rules.FILLED_BY_TYPED)}
    table = asdict(composed.table) if composed.table else None
    told = repr((template.pk, sorted(values.items()), table))
    return f"{hashlib.sha256(told.encode()).hexdigest()[:32]}.{Letter.objects.filter(case=case, kind=kind).count()}"


def _refuse_unseen(seen: str, *, now: str, case: Case, kind: LetterKind) -> None:
    """What is made is what was read; and two people do not make the same letter without knowing it."""
    if seen == now:
        return
    made = Letter.objects.filter(case=case, kind=kind).select_related("made_by").order_by("-made_at", "-pk").first()
    if made is not None and seen.partition(".")[0] == now.partition(".")[0]:
        raise Refused("letter_made_meanwhile", who=made.made_by.name, at=made.made_at.isoformat())
    raise Refused("letter_changed")


def _refuse_private(composed: Composed, *, asked: Asked, rows: Rows) -> None:
    """Nothing that only the client and the jobcentre know goes to others, and a protected address goes nowhere (R203)."""
    text, private = composed.everything(), private_of(rows)
    if asked.recipient != Recipient.CLIENT:
        found = rules.private_in(text, private=private)
    else:
        found = rules.private_in(text, private=private, only=("address",)) if rows.case.client.address_protected else []
    if found:
        raise Refused("letter_private", what=found, to=str(asked.recipient))


def checked(
    *, rows: Rows, asked: Asked, template: LetterTemplate, signed_by: str, own: Mapping[str, str], today: dt.date, seen: str | None = None
) -> Composed:
    """The letter, when it can be made as it is written; refuses as `make_letter` does. `seen` None asks nothing about what was read."""
    Refused.unless(rules.possible(asked.kind, now=rows.now))
    Refused.unless(rules.recipient_verdict(asked.kind, recipient=asked.recipient, now=rows.now), "recipient")
    Refused.unless(rules.day_verdict(asked.dated_on, today=today), "dated_on")
    composed = compose(rows, asked, template=template, signed_by=signed_by, own=own)
    if seen is not None:
        now = what_was_seen(composed=composed, template=template, case=rows.case, kind=asked.kind)
        _refuse_unseen(seen, now=now, case=rows.case, kind=asked.kind)
    for name in rules.TYPED.get(asked.kind, ()):
        if not asked.typed.get(name):
            raise Refused("letter_typed_missing", name, what=name)
        if isinstance(asked.typed[name], dt.date) and asked.typed[name] < asked.dated_on:
            raise Refused("letter_typed_past", name)
    if composed.missing:
        raise Refused("letter_field_missing", fields=sorted({each for found in composed.missing.values() for each in found}))
    if not composed.texts.why.strip() and needs_why(rows=rows, kind=asked.kind):
        raise Refused("letter_why_missing", "why")
    for name in EDITED:
        if len(getattr(composed.texts, name)) > LONGEST[name]:
            raise Refused("letter_part_long", name, most=LONGEST[name], length=len(getattr(composed.texts, name)))
    refuse_cpr(**{name: getattr(composed.texts, name) for name in EDITED})
    refuse_cpr(letter=composed.everything())
    _refuse_private(composed, asked=asked, rows=rows)
    return composed


def needs_why(*, rows: Rows, kind: LetterKind) -> bool:
    """Whether the letter gives reasons (R204): a change of hours does when it grants less than was wished."""
    decision = rows.decision_of(kind)
    return kind in rules.NEEDS_WHY or (kind == LetterKind.CHANGE and decision is not None and decision.outcome == "partial")


@transaction.atomic
def make_letter(
    *,
    case_id: uuid.UUID,
    kind: LetterKind,
    recipient: Recipient = Recipient.CLIENT,
    language: str,
    channel: Channel,
    dated_on: dt.date,
    typed: Mapping[str, Any] | None = None,
    own: Mapping[str, str] | None = None,
    seen: str | None = None,
    by: User,
    at: dt.datetime,
) -> Letter:
    """Make a letter and keep its PDF with it. `own` are the parts that were written by hand, `typed` what the case does not know.

    Refuses with `letter_no_template`, as `possible`, `recipient_verdict` and `day_verdict` do, with `letter_changed` (the case or the texts are
    no longer what was `seen`), `letter_made_meanwhile` (somebody has made one since), `letter_typed_missing`, `letter_typed_past`, `letter_field_missing`, `letter_why_missing`, `letter_part_long`,
    `cpr_in_text`, `letter_private`, or `pdf_not_possible`.
    """
    case = locked_open_or_closed(case_id=case_id)
    rows = rows_of(case)
    asked = Asked(kind=kind, recipient=recipient, language=language, channel=channel, dated_on=dated_on, typed=typed or {})
    template = template_for(jobcentre_id=case.jobcentre_id, kind=kind, language=language)
    composed = checked(rows=rows, asked=asked, template=template, signed_by=by.name, own=own or {}, today=day_of(at), seen=seen)
    data = pdf_of(composed, kind=kind, language=language)
    letter = Letter.objects.create(
        case=case,
        kind=kind,
        language=language,
        recipient=recipient,
        template=template,
        decision=rows.decision_of(kind),
        texts=asdict(composed.texts),
        facts=stored(composed),
        dated_on=dated_on,
        channel=channel,
        appeal_until=last_day_to_complain(rows, asked, scheme_of(rows, asked)),
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        made_by=by,
        made_at=at,
    )
    LetterContent.objects.create(letter=letter, data=data)
    record(case, "case.letter_made", by=by, at=at, letter=str(kind), to=str(recipient), dated_on=dated_on.isoformat())
    return letter


@transaction.atomic
@renews
def mark_sent(
    *, case_id: uuid.UUID, letter_id: uuid.UUID, version: int | None, channel: Channel, sent_on: dt.date, by: User, at: dt.datetime
) -> Letter:
    """Say by which way and on which day the letter went out; the day it counts as received follows (R12, R207). A slip can be put right.

    What one can complain about can be complained about until the later of the day in the letter and the day that follows from the sending.
    That the receipt of an application was sent is written on the case. Refuses as `sent_verdict`, with `letter_is_aside`, `stale` or
    `no_rules_in_force`.
    """
    case = locked_open_or_closed(case_id=case_id)
    letter = _locked(letter_id, case=case)
    if (letter.sent_on, letter.channel) == (sent_on, channel):
        return letter  # pressed twice
    _refuse_aside(letter)
    if version is not None and version != letter.version:
        raise Stale(**last_change(subject_id=case.pk))
    Refused.unless(rules.sent_verdict(sent_on, made_on=day_of(letter.made_at), today=day_of(at)), "sent_on")
    scheme = _scheme(letter, jobcentre_id=case.jobcentre_id, on=sent_on)
    letter.channel, letter.sent_on = channel, sent_on
    letter.received_on = counts_as_received(sent_on=sent_on, channel=channel, letter_working_days=scheme.letter_working_days)
    if letter.appeal_until is not None:
        letter.appeal_until = max(letter.appeal_until, appeal_until(received_on=letter.received_on, weeks=scheme.appeal_weeks))
    letter.version += 1
    letter.save(update_fields=["channel", "sent_on", "received_on", "appeal_until", "version"])
    if letter.kind == LetterKind.ACKNOWLEDGEMENT and case.is_open and case.acknowledged_on is None:
        case.acknowledged_on = sent_on
        save_case(case)
    record(
        case,
        "case.letter_sent",
        by=by,
        at=at,
        letter=str(letter.kind),
        to=str(letter.recipient),
        channel=str(channel),
        sent_on=sent_on.isoformat(),
        received_on=letter.received_on.isoformat(),
    )
    return letter


@transaction.atomic
def set_letter_aside(*, case_id: uuid.UUID, letter_id: uuid.UUID, version: int | None, why: str, by: User, at: dt.datetime) -> Letter:
    """Say of a letter that is not sent that it was a mistake, and why (R210). It stays as it was made and can be read.

    Refuses with `letter_is_sent`, `words_missing`, `cpr_in_text`, `letter_is_aside` (with another reason) or `stale`.
    """
    case = locked_open_or_closed(case_id=case_id)
    letter, why = _locked(letter_id, case=case), why.strip()
    if letter.sent_on is not None:
        raise Refused("letter_is_sent", day=letter.sent_on.isoformat())
    if letter.aside_on is not None and letter.aside_why == why:
        return letter  # pressed twice
    _refuse_aside(letter)
    if version is not None and version != letter.version:
        raise Stale(**last_change(subject_id=case.pk))
    if not why:
        raise Refused("words_missing", "why")
    refuse_cpr(why=why)
    letter.aside_on, letter.aside_why, letter.aside_by = day_of(at), why, by
    letter.version += 1
    letter.save(update_fields=["aside_on", "aside_why", "aside_by", "version"])
    told = {"letter": str(letter.kind), "to": str(letter.recipient), "dated_on": letter.dated_on.isoformat()}
    record(case, "case.letter_set_aside", by=by, at=at, **told)
    return letter


def _locked(letter_id: uuid.UUID, *, case: Case) -> Letter:
    rows = Letter.objects.select_for_update(of=("self",)).select_related("decision__rules", "aside_by")
    return rows.get(pk=letter_id, case_id=case.pk)


def _refuse_aside(letter: Letter) -> None:
    if letter.aside_on is not None and letter.aside_by is not None:
        raise Refused("letter_is_aside", day=letter.aside_on.isoformat(), who=letter.aside_by.name)


def _scheme(letter: Letter, *, jobcentre_id: uuid.UUID, on: dt.date) -> SchemeRules:
    """The rules under which the letter's decision was made, else those of the day."""
    if letter.decision is not None:
        return letter.decision.rules
    try:
        found: SchemeRules = SchemeRules.objects.for_jobcentre(jobcentre_id, on=on)
    except SchemeRules.DoesNotExist:
        raise Refused("no_rules_in_force") from None
    return found
