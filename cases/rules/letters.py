"""Letters: which are possible when and for whom, what each may say, and what may not stand in it (rules R200-R207, R300)."""

import datetime as dt
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from cases.enums import DecisionKind, DecisionOutcome, State
from cases.enums_letter import LetterKind, Recipient
from cases.rules.decisions import LATEST_SENDING
from core.verdicts import YES, Answer, no

K, R = LetterKind, Recipient

# What a letter says and asks

_EVERYWHERE = ("client_name", "case_number", "jobcentre", "caseworker", "letter_day")
_GRANTED = ("decided_on", "first_day", "last_day", "length", "hours", "hours_in_all", "purpose", "tasks", "mentor_type")
_COMPLAINT = ("appeal_until", "complaint_guidance", "legal_basis")

FIELDS: dict[LetterKind, tuple[str, ...]] = {
    K.ACKNOWLEDGEMENT: (*_EVERYWHERE, "received_on", "answer_due", "situation"),
    K.DELAY: (*_EVERYWHERE, "received_on", "answer_due", "expected_on"),
    K.HEARING: (*_EVERYWHERE, "reply_by"),
    K.GRANT: (*_EVERYWHERE, *_GRANTED, *_COMPLAINT),
    K.PARTIAL: (*_EVERYWHERE, *_GRANTED, "reasons", *_COMPLAINT),
    K.REFUSAL: (*_EVERYWHERE, "decided_on", "what_asked", "reasons", "offered_instead", *_COMPLAINT),
    K.MATCH_MEETING: (*_EVERYWHERE, "meeting_when", "meeting_place", "mentor_name"),
    K.AGREEMENT: (*_EVERYWHERE, "mentor_name", "first_day", "last_day", "hours", "tasks"),
    K.CONFIDENTIALITY: ("case_number", "jobcentre", "caseworker", "letter_day", "mentor_name"),
    K.EXTENSION: (*_EVERYWHERE, *_GRANTED, "mentor_name", *_COMPLAINT),
    K.EXTENSION_PARTIAL: (*_EVERYWHERE, *_GRANTED, "mentor_name", "reasons", *_COMPLAINT),
    K.EXTENSION_REFUSED: (*_EVERYWHERE, "decided_on", "course_last_day", "reasons", "offered_instead", *_COMPLAINT),
    K.CHANGE: (*_EVERYWHERE, "decided_on", "first_day", "last_day", "hours", "mentor_name", *_COMPLAINT),
    K.STOP: (*_EVERYWHERE, "closed_on", *_COMPLAINT),
    K.CLOSING: (*_EVERYWHERE, "closed_on"),
    K.COMPLAINT: (*_EVERYWHERE, "complaint_received_on", "decided_on", "reassess_by"),
}
"""The fields that a template of a kind may use (R201). None names the client's address, phone, e-mail or CPR number (R203)."""

TYPED: dict[LetterKind, tuple[str, ...]] = {
    K.DELAY: ("expected_on",),
    K.HEARING: ("reply_by",),
    K.MATCH_MEETING: ("meeting_on", "meeting_time", "meeting_place"),
}
"""What the case does not know and is typed for the letter."""
FILLED_BY_TYPED = frozenset({"expected_on", "reply_by", "meeting_when", "meeting_place"})
"""The fields whose values are typed with the letter: until then a preview shows that they are to come."""

RECIPIENTS: dict[LetterKind, tuple[Recipient, ...]] = {K.AGREEMENT: (R.CLIENT, R.MENTOR, R.WORKPLACE), K.CONFIDENTIALITY: (R.MENTOR,)}


def recipients(kind: LetterKind) -> tuple[Recipient, ...]:
    """Whom a letter of the kind can be for; the client, where nothing else is said."""
    return RECIPIENTS.get(kind, (R.CLIENT,))


NEEDS_WHY = frozenset({K.DELAY, K.HEARING, K.PARTIAL, K.REFUSAL, K.EXTENSION_PARTIAL, K.EXTENSION_REFUSED, K.STOP})
"""Letters that give reasons always (R204) [law]."""
COMPLAINABLE = frozenset({K.GRANT, K.PARTIAL, K.REFUSAL, K.EXTENSION, K.EXTENSION_PARTIAL, K.EXTENSION_REFUSED, K.CHANGE, K.STOP})
"""Decisions: the letter says until which day one can complain (R206) [law]."""
SIGNED = frozenset({K.AGREEMENT, K.CONFIDENTIALITY})
"""Papers with lines for signatures instead of a greeting."""

# Which letter when

_FULL, _PART = frozenset({DecisionOutcome.GRANTED}), frozenset({DecisionOutcome.PARTIAL})
_NO = frozenset({DecisionOutcome.REFUSED, DecisionOutcome.OTHER_SCHEME})
_FIRST, _EXTENSION, _CHANGE = DecisionKind.FIRST, DecisionKind.EXTENSION, DecisionKind.CHANGE

DECIDED: dict[LetterKind, frozenset[tuple[str, str]]] = {
    kind: frozenset((str(of), str(outcome)) for of in kinds for outcome in outcomes)
    for kind, kinds, outcomes in (
        (K.GRANT, (_FIRST,), _FULL),
        (K.PARTIAL, (_FIRST,), _PART),
        (K.REFUSAL, (_FIRST, _CHANGE), _NO),
        (K.EXTENSION, (_EXTENSION,), _FULL),
        (K.EXTENSION_PARTIAL, (_EXTENSION,), _PART),
        (K.EXTENSION_REFUSED, (_EXTENSION,), _NO),
        (K.CHANGE, (_CHANGE,), _FULL | _PART),
    )
}
"""Which decisions a letter tells of: (kind, outcome)."""


def kind_of_decision(*, kind: str, outcome: str) -> LetterKind:
    """The letter that tells of a decision."""
    return next(letter for letter, decisions in DECIDED.items() if (str(kind), str(outcome)) in decisions)


@dataclass(frozen=True, slots=True)
class CaseNow:
    """What there is in a case to write about. `decisions` are (kind, outcome) of those that stand; `sent_on` the day on which the newest decision
    that a letter tells of went out, and `meets_on` the last day for which a meeting with a mentor is planned.
    """

    state: State
    decisions: frozenset[tuple[str, str]] = field(default_factory=frozenset)
    has_mentor: bool = False
    has_agreement: bool = False
    has_workplace: bool = False
    has_complaint: bool = False
    is_completed: bool = False
    has_proposal: bool = False
    answer_due_on: dt.date | None = None
    closed_on: dt.date | None = None
    meets_on: dt.date | None = None
    sent_on: Mapping[LetterKind, dt.date] = field(default_factory=dict)


_BEFORE_A_DECISION = (State.CONTACT, State.CHALLENGES, State.ASSESSMENT)
_ENDED = (State.ENDED, State.WITHDRAWN, State.NOT_RELEVANT)


def possible(kind: LetterKind, *, now: CaseNow) -> Answer:
    """Whether a letter of the kind can be written in the case as it is now (R200).

    Refuses with `letter_decided_already`, `letter_no_hearing_now`, `letter_not_decided`, `letter_no_match_now`, `letter_no_agreement`,
    `letter_no_mentor`, `letter_not_ended`, `letter_not_stopped` or `letter_no_complaint`.
    """
    if kind in (K.ACKNOWLEDGEMENT, K.DELAY):
        return YES if now.state in _BEFORE_A_DECISION else no("letter_decided_already")
    if kind == K.HEARING:
        return YES if now.state in (*_BEFORE_A_DECISION, State.RUNNING) else no("letter_no_hearing_now")
    if kind in DECIDED:
        return YES if DECIDED[kind] & now.decisions else no("letter_not_decided")
    if kind == K.MATCH_MEETING:
        return YES if now.state in (State.MATCH, State.STARTUP, State.RUNNING) else no("letter_no_match_now")
    if kind == K.AGREEMENT:
        return YES if now.has_agreement else no("letter_no_agreement")
    if kind == K.CONFIDENTIALITY:
        return YES if now.has_mentor else no("letter_no_mentor")
    if kind == K.STOP:
        if now.state != State.ENDED:
            return no("letter_not_ended")
        return no("letter_not_stopped") if now.is_completed else YES
    if kind == K.CLOSING:
        return YES if now.state in _ENDED else no("letter_not_ended")
    return YES if now.has_complaint else no("letter_no_complaint")


TOLD_FOR = dt.timedelta(weeks=4)
"""So long is a decision news: as long as one can complain about it. Later its letter would tell of days that are gone, as if they came."""
_OF_A_COURSE = (K.EXTENSION, K.EXTENSION_PARTIAL, K.EXTENSION_REFUSED, K.CHANGE)


def fits(kind: LetterKind, *, now: CaseNow, today: dt.date) -> Answer:
    """Whether a letter that is possible still says what is true (R300): what does not fit is not offered, and can be made all the same.

    Refuses with `letter_answer_day_past`, `letter_case_over`, `letter_told_long_ago` or `letter_nobody_to_meet`.
    """
    if kind == K.ACKNOWLEDGEMENT and now.answer_due_on and now.answer_due_on < today:
        return no("letter_answer_day_past", day=now.answer_due_on.isoformat())
    if kind in _OF_A_COURSE and now.state in _ENDED and now.closed_on:
        return no("letter_case_over", day=now.closed_on.isoformat())
    if kind in now.sent_on and now.sent_on[kind] + TOLD_FOR < today:
        return no("letter_told_long_ago", day=now.sent_on[kind].isoformat())
    if kind == K.MATCH_MEETING and not now.has_proposal and (now.meets_on is None or now.meets_on < today):
        return no("letter_nobody_to_meet")
    return YES


def recipient_verdict(kind: LetterKind, *, recipient: Recipient, now: CaseNow) -> Answer:
    """Whether the letter can be for this one. Refuses with `letter_other_recipient` or `letter_no_workplace`."""
    if recipient not in recipients(kind):
        return no("letter_other_recipient")
    return no("letter_no_workplace") if recipient == R.WORKPLACE and not now.has_workplace else YES


def end_kind(now: CaseNow) -> LetterKind:
    """The letter that tells of the end: that the mentor stops, where the course did not come to its end, else that the case is closed."""
    return K.STOP if possible(K.STOP, now=now) else K.CLOSING


def day_verdict(dated_on: dt.date, *, today: dt.date) -> Answer:
    """Whether a letter that is made today can go out on this day (R207). Refuses with `letter_day_past` or `letter_day_far`."""
    if dated_on < today:
        return no("letter_day_past")
    latest = today + LATEST_SENDING
    return YES if dated_on <= latest else no("letter_day_far", latest=latest.isoformat())


def sent_verdict(sent_on: dt.date, *, made_on: dt.date, today: dt.date) -> Answer:
    """Whether the letter can have been sent on this day (R207). Refuses with `letter_sent_in_future` or `letter_sent_before_made`."""
    if sent_on > today:
        return no("letter_sent_in_future")
    return YES if sent_on >= made_on else no("letter_sent_before_made", day=made_on.isoformat())


# What may not stand in it


@dataclass(frozen=True, slots=True)
class Private:
    """What only the client and the jobcentre know: it stands in no letter to anybody else, whatever was typed (R203)."""

    address: str = ""
    phone: str = ""
    email: str = ""


_SHORT = 6
"""Less than that is no address: it would be found anywhere."""


def private_in(text: str, *, private: Private, only: Collection[str] = ("address", "phone", "email")) -> list[str]:
    """Which of these stand in the text, however they are spaced: address, phone, email."""
    said = re.sub(r"[\s,.]+", " ", text.casefold())
    digits = re.sub(r"\D", "", text)
    found = []
    street = re.sub(r"[\s,.]+", " ", private.address.split(",")[0].casefold()).strip()
    if "address" in only and len(street) >= _SHORT and street in said:
        found.append("address")
    number = re.sub(r"\D", "", private.phone)[-8:]
    if "phone" in only and len(number) == 8 and number in digits:
        found.append("phone")
    if "email" in only and private.email and private.email.casefold() in text.casefold():
        found.append("email")
    return found


def shows_address(*, recipient: Recipient, is_protected: bool) -> bool:
    """Whether the client's address stands over the letter (R203): over the client's own, and nowhere when it is protected.

    Digital Post needs none. On paper it is written on the envelope by hand.
    """
    return recipient == R.CLIENT and not is_protected
