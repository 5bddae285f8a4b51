"""Cases about which letters are written: one for each kind, made by the application's own actions."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from accounts.models import User
from cases.actions.appeals import ComplaintFacts, receive_appeal
from cases.actions.hour_changes import change_hours
from cases.actions.letters import make_letter
from cases.enums import Channel, DecisionOutcome, EndReason, State
from cases.enums_course import GivenHow
from cases.enums_letter import LetterKind as K
from cases.enums_letter import Recipient
from cases.models import Case, Decision, Letter, LetterContent, LetterTemplate
from cases.rules.extensions import Choice
from cases.rules.hour_changes import Change
from core.days import DAY, day_of
from tests.cases import closing_scene, extension_scene, startup_scene
from tests.cases.course_scene import running
from tests.factories import AT, CaseFactory, DecisionFactory, MembershipFactory

Scene = tuple[Case, User, dt.datetime]
"""A case, somebody who writes in it, and the instant at which the letter is made."""
ADDRESS = "Kornblomstvej 14, 2. tv., 9999 Egebæk"
PHONE, EMAIL = "31 24 57 68", "ida.skovgaard@example.org"
WHY = "Du møder til tiden. Du mangler at øve dig i at holde møder."
TYPED: dict[str, Any] = {
    "expected_on": dt.date(2027, 6, 14),
    "reply_by": dt.date(2027, 6, 14),
    "meeting_on": dt.date(2027, 6, 14),
    "meeting_time": dt.time(10, 30),
    "meeting_place": "Mølletorvet 3, lokale 2",
}


def _known(case: Case) -> Case:
    """The client and the jobcentre have addresses and phones."""
    client, jobcentre = case.client, case.jobcentre
    client.given_name, client.address, client.phone, client.email = "Ida", ADDRESS, PHONE, EMAIL
    client.save()
    jobcentre.name, jobcentre.municipality = f"Jobcenter Egebæk {jobcentre.municipality_code}", "Egebæk Kommune"
    jobcentre.phone, jobcentre.address = "12 34 56 78", "Mølletorvet 3, 9999 Egebæk"
    jobcentre.save()
    case.caseworker.name = "Mette Lindegaard"
    case.caseworker.save()
    case.refresh_from_db()
    return case


def step(state: State = State.ASSESSMENT, **other: Any) -> Scene:
    """A case in one of the steps."""
    member = MembershipFactory()
    case = CaseFactory(jobcentre=member.jobcentre, caseworker=member.user, state=state, **other)
    return _known(case), member.user, AT


def granted(**decision: Any) -> Scene:
    """A case with a first decision."""
    case, by, at = step(State.MATCH)
    DecisionFactory(case=case, wished_minutes_a_week=240, wished_months=6, wished_mentor_types=["external"], **decision)
    return case, by, at


def partly() -> Scene:
    return granted(outcome=DecisionOutcome.PARTIAL, why_fewer_hours=WHY)


def refused() -> Scene:
    case, by, at = step(State.REFUSED)
    nothing: dict[str, Any] = dict.fromkeys(("minutes_a_week", "first_day", "last_day"))
    empty = dict.fromkeys(("mentor_type", "purpose", "tasks", "funding"), "")
    DecisionFactory(
        case=case, outcome=DecisionOutcome.REFUSED, reasons=WHY, offered_instead="En samtale om tre måneder", **nothing, **empty
    )
    return case, by, at


def course(**mentor: Any) -> Scene:
    """A running course."""
    case, _assignment, by = running(at=AT, **mentor)
    return _known(case), by, AT


def starting(**mentor: Any) -> Scene:
    """Step 5 with an agreement."""
    case, _assignment, by = startup_scene.ready(**mentor)
    return _known(case), by, AT


def extended(choice: Choice) -> Scene:
    case, _assignment, by, extension = extension_scene.waiting()
    extension_scene.decided(case, extension, by, extension_scene.proposal(choice))
    return _known(case), by, extension_scene.LATER


def fewer_hours() -> Scene:
    """A change of hours: two a week instead of three."""
    case, by, at = course()
    on = day_of(at)
    change = Change(keeps=False, first_day=on + 7 * DAY, minutes_a_week=120, reasons=WHY, offered_instead="", sent_on=on)
    change_hours(case_id=case.pk, version=None, change=change, by=by, at=at)
    case.refresh_from_db()
    return case, by, at


def stopped(reason: EndReason = EndReason.HEALTH) -> Scene:
    case, _assignment, by = closing_scene.ended(reason=reason)
    return _known(case), by, AT + 30 * DAY


def complained() -> Scene:
    case, by, at = partly()
    decision = Decision.objects.get(case=case)
    facts = ComplaintFacts(received_on=day_of(at), how=GivenHow.PHONE, by_whom="Ida", words="Jeg er uenig")
    receive_appeal(case_id=case.pk, decision_id=decision.pk, facts=facts, by=by, at=at)
    return case, by, at


SCENES: dict[K, Callable[[], Scene]] = {
    K.ACKNOWLEDGEMENT: step,
    K.DELAY: step,
    K.HEARING: step,
    K.GRANT: granted,
    K.PARTIAL: partly,
    K.REFUSAL: refused,
    K.MATCH_MEETING: granted,
    K.AGREEMENT: starting,
    K.CONFIDENTIALITY: starting,
    K.EXTENSION: lambda: extended(Choice.AS_WISHED),
    K.EXTENSION_PARTIAL: lambda: extended(Choice.LESS),
    K.EXTENSION_REFUSED: lambda: extended(Choice.REFUSE),
    K.CHANGE: fewer_hours,
    K.STOP: stopped,
    K.CLOSING: lambda: stopped(EndReason.MANAGES_WITHOUT),
    K.COMPLAINT: complained,
}
"""A case in which a letter of the kind can be written."""


def made(scene: Scene, kind: K, **other: Any) -> Letter:
    """A letter of the kind to the first who can get it, in Danish; what it asks to be written is written."""
    case, by, at = scene
    known: dict[str, Any] = {
        "recipient": Recipient.MENTOR if kind == K.CONFIDENTIALITY else Recipient.CLIENT,
        "language": "da",
        "channel": Channel.DIGITAL_POST,
        "dated_on": day_of(at),
        "typed": TYPED,
        "own": {"why": WHY} if kind in (K.HEARING, K.STOP) else {},
    }
    return make_letter(case_id=case.pk, kind=kind, by=by, at=at, **{**known, **other})


def data(letter: Letter) -> bytes:
    """The PDF."""
    return bytes(letter.content.data)


def kept(case: Case, by: User, *, at: dt.datetime = AT, **other: Any) -> Letter:
    """A row of a letter whose PDF nobody needs to read."""
    template = LetterTemplate.objects.used(case.jobcentre_id, kind=K.GRANT, language="da")
    texts = {"title": "Du får en mentor", "decision": "Ja", "why": "", "what_now": "", "complaint": "", "rules": ""}
    known: dict[str, Any] = {"kind": K.GRANT, "language": "da", "recipient": Recipient.CLIENT, "channel": Channel.DIGITAL_POST}
    letter = Letter.objects.create(
        case=case,
        template=template,
        texts=texts,
        facts={},
        dated_on=day_of(at),
        size=9,
        sha256="0" * 64,
        made_by=by,
        made_at=at,
        **{**known, **other},
    )
    LetterContent.objects.create(letter=letter, data=b"%PDF-1.7\n")
    return letter
