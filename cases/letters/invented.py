"""A letter about nobody: invented values for every field, so that a template can be looked at before a client gets it."""

import datetime as dt

from cases.enums import Channel
from cases.enums_letter import LetterKind as K
from cases.enums_letter import Recipient
from cases.letters.page import Composed, fill
from cases.letters.tables import GIVEN, Table
from cases.letters.words import CHANNELS, WORDS
from cases.rules.letter_texts import Texts
from cases.rules.letters import SIGNED, recipients
from core.templatetags.ui import written

DAY = dt.date(2026, 11, 20)
VALUES: dict[str, dict[str, str]] = {
    "da": {
        "situation": "nyt job",
        "length": "17 uger",
        "hours": "1 time og 30 minutter",
        "hours_in_all": "21 timer",
        "purpose": "At du kan holde møder med kunder alene",
        "tasks": "At gøre klar til møder og tale om dem bagefter",
        "mentor_type": "ekstern mentor",
        "reasons": "Du møder til tiden, og du styrer selv din uge. Du mangler at øve dig i møderne.",
        "offered_instead": "En samtale om tre måneder",
        "what_asked": "en mentor",
        "meeting_place": "Mølletorvet 3, lokale 2",
        "meeting_when": "mandag den 7. december 2026 kl. 10.30",
        "complaint_guidance": "Er du ikke enig, kan du klage til os. Så ser vi på sagen igen. Holder vi fast, sender vi klagen til Ankestyrelsen.",
        "legal_basis": "Her står reglerne, som de gælder på dagen.",
    },
    "en": {
        "situation": "new job",
        "length": "17 weeks",
        "hours": "1 hour and 30 minutes",
        "hours_in_all": "21 hours",
        "purpose": "That you can hold meetings with customers alone",
        "tasks": "Getting ready for meetings, and talking about them afterwards",
        "mentor_type": "external mentor",
        "reasons": "You come on time, and you plan your own week. You still need to practise the meetings.",
        "offered_instead": "A talk in three months",
        "what_asked": "a mentor",
        "meeting_place": "Mølletorvet 3, room 2",
        "meeting_when": "Monday 7 December 2026 at 10:30",
        "complaint_guidance": "If you do not agree, you can complain to us. We look at it again. If we keep to it, the appeals board does.",
        "legal_basis": "Here stand the rules as they are on the day.",
    },
}
_NAMES = {
    "client_name": "Camilla Østergaard",
    "mentor_name": "Henrik Bjerregaard",
    "caseworker": "Mette Lindegaard",
    "jobcentre": "Jobcenter Egebæk",
    "case_number": "2026-0312",
}
_DAYS = {
    "letter_day": DAY,
    "received_on": dt.date(2026, 11, 2),
    "answer_due": dt.date(2026, 11, 23),
    "expected_on": dt.date(2026, 12, 4),
    "reply_by": dt.date(2026, 11, 30),
    "decided_on": DAY,
    "first_day": dt.date(2026, 12, 7),
    "last_day": dt.date(2027, 4, 4),
    "course_last_day": dt.date(2026, 12, 6),
    "closed_on": DAY,
    "complaint_received_on": dt.date(2026, 11, 18),
    "reassess_by": dt.date(2026, 12, 16),
    "appeal_until": dt.date(2026, 12, 18),
}


def values_in(language: str) -> dict[str, str]:
    """A value for each field there is."""
    return {**VALUES[language], **_NAMES, **{name: written(day, "long", language) for name, day in _DAYS.items()}}


def invented(texts: Texts, *, kind: K, language: str) -> Composed:
    """The texts as a letter to somebody who does not exist."""
    values, words = values_in(language), WORDS[language]
    shown, missing = fill(texts, values=values)
    to = recipients(kind)[0]
    name = values["client_name"] if to == Recipient.CLIENT else values["mentor_name"]
    facts = {
        "jobcentre": values["jobcentre"],
        "sender": ["Egebæk Kommune"],
        "phone": "12 34 56 78",
        "email": "",
        "address": "Mølletorvet 3, 9999 Egebæk",
        "send_to": "",
        "ref": values["case_number"],
        "to": name,
        "to_lines": ["Kornblomstvej 14, 2. tv.", "9999 Egebæk"] if to == Recipient.CLIENT else [],
        "day": written(DAY, "date", language),
        "channel": CHANNELS[language][Channel.DIGITAL_POST],
        "caseworker": values["caseworker"],
        "caseworker_label": words["caseworker" if kind not in SIGNED else "caseworker_of_case"],
        "greeting": "" if kind in SIGNED else words["dear"].format(name=name.split()[0]),
        "signed_by": values["caseworker"],
        "approved": "",
        "signatures": [words["signature"].format(name=each) for each in _signers(kind, values)],
    }
    return Composed(texts=shown, values=values, missing=missing, table=_table(kind, language, values), facts=facts)


def _signers(kind: K, values: dict[str, str]) -> list[str]:
    both = [values["client_name"], values["mentor_name"]]
    return both if kind == K.AGREEMENT else both[1:]


def _table(kind: K, language: str, values: dict[str, str]) -> Table | None:
    words = WORDS[language]
    days = [(words["from"], written(_DAYS["first_day"], "date", language)), (words["to"], written(_DAYS["last_day"], "date", language))]
    rows = [*days, (words["hours_a_week"], values["hours"]), (words["mentor"], values["mentor_name"])]
    if kind in GIVEN:
        heads = (words["subject"], words["asked"], words["you_get"])
        return Table(words["given"], heads, tuple((head, ((value,), (value,))) for head, value in rows))
    if kind == K.AGREEMENT:
        return Table(words["the_agreement"], (), tuple((head, ((value,),)) for head, value in [*rows, (words["tasks"], values["tasks"])]))
    return None
