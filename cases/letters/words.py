"""The words around the text of a letter, in the letter's own language, which need not be that of whoever makes it. Data, like the texts."""

from cases.enums import Channel, DecisionKind
from cases.enums_course import LessReason
from cases.enums_letter import LetterKind as K
from cases.enums_letter import Recipient

WORDS: dict[str, dict[str, str]] = {
    "da": {
        "date": "Dato",
        "case": "Sag",
        "sent_with": "Sendt med",
        "caseworker": "Din sagsbehandler",
        "caseworker_of_case": "Sagsbehandler",
        "phone": "Telefon",
        "email": "Mail",
        "address": "Adresse",
        "page": "Side",
        "of": "af",
        "dear": "Kære {name}",
        "regards": "Venlig hilsen",
        "role": "Sagsbehandler",
        "approved": "Godkendt af {name}, leder",
        "why": "Hvorfor?",
        "what_now": "Hvad sker der nu?",
        "complaint": "Er du uenig? Sådan klager du",
        "rules": "Reglerne bag brevet",
        "send_to": "Vil du klage skriftligt, så send klagen til:",
        "subject": "Emne",
        "asked": "Du bad om",
        "asked_by_other": "Der blev bedt om",
        "given": "Det får du",
        "you_get": "Du får",
        "from": "Fra",
        "to": "Til",
        "hours_a_week": "Timer om ugen",
        "hours_in_all": "Timer i alt",
        "mentor": "Mentor",
        "not_said": "Ikke nævnt",
        "a_week_until": "{hours} til {day}",
        "then": "derefter {hours}",
        "hours": "{number} timer",
        "the_agreement": "Aftalen",
        "goals": "Mål",
        "tasks": "Mentor hjælper med",
        "ways": "I mødes",
        "when_where": "Hvornår og hvor",
        "cancelling": "Afbud",
        "may_write": "Mentor må skrive ned",
        "with_workplace": "Aftalt med arbejdspladsen eller skolen",
        "signature": "Dato og underskrift: {name}",
        "at": "{day} kl. {time}",
    },
    "en": {
        "date": "Date",
        "case": "Case",
        "sent_with": "Sent by",
        "caseworker": "Your caseworker",
        "caseworker_of_case": "Caseworker",
        "phone": "Phone",
        "email": "E-mail",
        "address": "Address",
        "page": "Page",
        "of": "of",
        "dear": "Dear {name}",
        "regards": "Yours sincerely",
        "role": "Caseworker",
        "approved": "Approved by {name}, manager",
        "why": "Why?",
        "what_now": "What happens now?",
        "complaint": "If you do not agree: how to complain",
        "rules": "The rules behind this letter",
        "send_to": "If you complain in writing, send it to:",
        "subject": "Subject",
        "asked": "You asked for",
        "asked_by_other": "Asked for",
        "given": "What you get",
        "you_get": "You get",
        "from": "From",
        "to": "Until",
        "hours_a_week": "Hours a week",
        "hours_in_all": "Hours in all",
        "mentor": "Mentor",
        "not_said": "Not said",
        "a_week_until": "{hours} until {day}",
        "then": "then {hours}",
        "hours": "{number} hours",
        "the_agreement": "The agreement",
        "goals": "Goals",
        "tasks": "The mentor helps with",
        "ways": "You meet",
        "when_where": "When and where",
        "cancelling": "If you cannot come",
        "may_write": "The mentor may write down",
        "with_workplace": "Agreed with the workplace or school",
        "signature": "Date and signature: {name}",
        "at": "{day} at {time}",
    },
}

WHY: dict[str, dict[K, str]] = {
    "da": {
        K.GRANT: "Hvad skal mentor hjælpe med?",
        K.EXTENSION: "Hvad skal mentor hjælpe med?",
        K.PARTIAL: "Hvorfor får du ikke det hele?",
        K.EXTENSION_PARTIAL: "Hvorfor får du ikke det hele?",
        K.REFUSAL: "Hvorfor siger vi nej?",
        K.EXTENSION_REFUSED: "Hvorfor siger vi nej?",
        K.HEARING: "Det bygger vi på",
        K.COMPLAINT: "Hvad klager du over?",
        K.CONFIDENTIALITY: "Det lover du",
    },
    "en": {
        K.GRANT: "What will the mentor help with?",
        K.EXTENSION: "What will the mentor help with?",
        K.PARTIAL: "Why not all of it?",
        K.EXTENSION_PARTIAL: "Why not all of it?",
        K.REFUSAL: "Why do we say no?",
        K.EXTENSION_REFUSED: "Why do we say no?",
        K.HEARING: "What we base this on",
        K.COMPLAINT: "What is your complaint about?",
        K.CONFIDENTIALITY: "What you promise",
    },
}
"""Headings of the second part that say more than "Why?"."""

CHANNELS: dict[str, dict[Channel, str]] = {
    "da": {Channel.DIGITAL_POST: "Digital Post", Channel.PAPER: "Brev"},
    "en": {Channel.DIGITAL_POST: "Digital Post", Channel.PAPER: "Letter"},
}
WHAT_ASKED: dict[str, dict[DecisionKind, str]] = {
    "da": {
        DecisionKind.FIRST: "en mentor",
        DecisionKind.CHANGE: "at få ændret din tid med din mentor",
        DecisionKind.EXTENSION: "en ny periode med din mentor",
    },
    "en": {
        DecisionKind.FIRST: "a mentor",
        DecisionKind.CHANGE: "a change of your time with your mentor",
        DecisionKind.EXTENSION: "a new period with your mentor",
    },
}
LESS: dict[str, dict[LessReason, str]] = {
    "da": {
        LessReason.NEED: "Du har mindre brug for en mentor end før.",
        LessReason.OTHER_HELP: "Anden hjælp kan tage over.",
        LessReason.PART: "Du har kun brug for en mentor til en del af dit mål.",
    },
    "en": {
        LessReason.NEED: "You need a mentor less than before.",
        LessReason.OTHER_HELP: "Other help can take over.",
        LessReason.PART: "You need a mentor for only a part of your goal.",
    },
}
"""Why less is granted than was wished, as the decision has it as a code: the first sentence of the reasons."""
MENTOR_CAN_BE_REACHED: dict[str, dict[Recipient, str]] = {
    "da": {Recipient.CLIENT: "Kontakt til din mentor", Recipient.MENTOR: "Kontakt til mentor", Recipient.WORKPLACE: ""},
    "en": {Recipient.CLIENT: "How to reach your mentor", Recipient.MENTOR: "How to reach the mentor", Recipient.WORKPLACE: ""},
}


def why_heading(kind: K, language: str) -> str:
    return WHY[language].get(kind, WORDS[language]["why"])
