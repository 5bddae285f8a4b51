"""Three letters on Mette's cases in the small demo: a partial grant and an end that were sent, and a receipt that waits to be sent.

The other cases have none: each letter is a PDF, and the larger sizes would be made of little else. Nothing is made where PDFs cannot be.
"""

import datetime as dt
import hashlib
import uuid
from dataclasses import asdict

from django.db.models import QuerySet

from accounts.enums import SubjectKind
from accounts.models import AuditEvent
from cases.enums import Channel, DecisionKind, DecisionOutcome, State
from cases.enums_letter import LetterKind as K
from cases.enums_letter import Recipient
from cases.letters.facts import Asked, last_day_to_complain, rows_of, scheme_of
from cases.letters.page import compose, pdf_of, stored
from cases.models import Case, Letter, LetterContent, LetterTemplate
from cases.rules.deadlines import counts_as_received
from core.days import COPENHAGEN
from core.db import jobcentre_transaction
from core.pdf import can_make_pdf


def write_letters() -> int:
    """Make them; returns how many there are."""
    if not can_make_pdf():
        return 0
    with jobcentre_transaction(None):
        mine = Case.objects.filter(caseworker__email="mette@demo.example").select_related("client", "jobcentre", "caseworker", "situation")
        partial = mine.filter(
            state=State.RUNNING,
            decisions__kind=DecisionKind.FIRST,
            decisions__outcome=DecisionOutcome.PARTIAL,
            client__address_protected=False,
        )
        wanted = (
            (K.PARTIAL, partial, True),
            (K.CLOSING, mine.filter(state=State.ENDED), True),
            (K.ACKNOWLEDGEMENT, mine.filter(state=State.CONTACT), False),
        )
        return sum(_write(kind, cases, sent=sent) for kind, cases, sent in wanted)


def _write(kind: K, cases: QuerySet[Case], *, sent: bool) -> int:
    case = cases.order_by("year", "number").first()
    if case is None:
        return 0
    rows = rows_of(case)
    decision = rows.decision_of(kind)
    on = decision.sent_on if decision else case.closed_on or case.received_on
    asked = Asked(kind=kind, recipient=Recipient.CLIENT, language="da", channel=Channel(case.client.channel), dated_on=on)
    template, scheme = LetterTemplate.objects.used(case.jobcentre_id, kind=kind, language="da"), scheme_of(rows, asked)
    if template is None or scheme is None:
        return 0
    composed = compose(rows, asked, template=template, signed_by=case.caseworker.name)
    data = pdf_of(composed, kind=kind, language="da")
    at = dt.datetime.combine(on, dt.time(14, 30), COPENHAGEN)
    key = uuid.uuid5(case.pk, f"letter {kind}")
    letter = Letter.objects.create(
        id=key,
        case=case,
        kind=kind,
        language="da",
        recipient=Recipient.CLIENT,
        template=template,
        decision=decision,
        texts=asdict(composed.texts),
        facts=stored(composed),
        dated_on=on,
        channel=asked.channel,
        sent_on=on if sent else None,
        received_on=counts_as_received(sent_on=on, channel=asked.channel, letter_working_days=scheme.letter_working_days) if sent else None,
        appeal_until=last_day_to_complain(rows, asked, scheme),
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        made_by=case.caseworker,
        made_at=at,
    )
    LetterContent.objects.create(letter=letter, data=data)
    told = {"letter": str(kind), "to": str(Recipient.CLIENT)}
    _tell(letter, "made", at, **told, dated_on=on.isoformat())
    if letter.received_on:
        days = {"sent_on": on.isoformat(), "received_on": letter.received_on.isoformat()}
        _tell(letter, "sent", at + dt.timedelta(minutes=5), **told, channel=str(asked.channel), **days)
    return 1


def _tell(told: Letter, what: str, at: dt.datetime, **facts: str) -> None:
    """The event that the action would have written, under a key that is the same each time."""
    AuditEvent.objects.create(
        id=uuid.uuid5(told.pk, what),
        at=at,
        jobcentre_id=told.case.jobcentre_id,
        by_id=told.made_by_id,
        by_name=told.made_by.name,
        kind=f"case.letter_{what}",
        subject_kind=SubjectKind.CASE,
        subject_id=told.case_id,
        facts=facts,
    )
