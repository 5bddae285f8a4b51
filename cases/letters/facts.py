"""What a letter says of its case: the rows it stands on, and the values of its fields in the letter's own language."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import translation

from accounts.models import Jobcentre
from cases.enums import GRANTS, OPEN_PROPOSALS, Channel, DecisionKind, MeetingKind, ProposalState, State
from cases.enums_course import LessReason
from cases.enums_letter import LetterKind as K
from cases.enums_letter import Recipient
from cases.letters.words import LESS, WHAT_ASKED, WORDS
from cases.models import Agreement, Appeal, Assignment, Case, Decision, Meeting, Period, Proposal, SchemeRules
from cases.rules.closing import COMPLETED
from cases.rules.deadlines import appeal_until, counts_as_received
from cases.rules.hours import Step, minutes_between
from cases.rules.letters import COMPLAINABLE, DECIDED, CaseNow
from cases.startup_rows import NEWEST_MENTOR
from core.days import DaySpan, day_of
from core.templatetags.ui import clock as time_of
from core.templatetags.ui import date_long, day_long, hours, minutes_words
from mentors.enums import MentorType

CLIENT_SAID_YES = (ProposalState.MENTOR_ASKED, ProposalState.ACCEPTED)
"""Open proposals that the client has said yes to."""
INVITED_TO = (MeetingKind.MATCH, MeetingKind.STARTUP)
"""Meetings with a mentor."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which letter: whom it is for, in which language, by which way, with which day in it, and what was typed for it alone."""

    kind: K
    recipient: Recipient
    language: str
    channel: Channel
    dated_on: dt.date
    typed: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Rows:
    """The rows of a case that letters are about; decisions are those that stand, proposals those that are open, the newest first."""

    case: Case
    decisions: tuple[Decision, ...]
    assignment: Assignment | None
    proposals: tuple[Proposal, ...]
    agreement: Agreement | None
    appeal: Appeal | None
    last_day: dt.date | None
    meets_on: dt.date | None

    @property
    def now(self) -> CaseNow:
        """The same as facts for the rules."""
        case = self.case
        return CaseNow(
            state=State(case.state),
            decisions=frozenset((each.kind, each.outcome) for each in self.decisions),
            has_mentor=self.assignment is not None,
            has_agreement=self.agreement is not None,
            has_workplace=case.workplace is not None,
            has_complaint=self.appeal is not None,
            is_completed=case.end_reason in COMPLETED,
            has_proposal=bool(self.proposals),
            answer_due_on=case.answer_due_on,
            closed_on=case.closed_on,
            meets_on=self.meets_on,
            sent_on={kind: decision.sent_on for kind in DECIDED if (decision := self.decision_of(kind)) is not None},
        )

    def decision_of(self, kind: K) -> Decision | None:
        """The newest decision that a letter of the kind tells of; of a complaint the one it is about."""
        if kind == K.COMPLAINT:
            return self.appeal.decision if self.appeal else None
        told = DECIDED.get(kind, frozenset())
        return next((each for each in self.decisions if (each.kind, each.outcome) in told), None)


def rows_of(case: Case) -> Rows:
    """Eight statements, whatever the letter."""
    decisions = (
        Decision.objects.standing()
        .filter(case=case)
        .select_related("rules", "decided_by", "extension", "approval__closed_by")
        .prefetch_related("steps")
        .order_by("-created_at", "-pk")
    )
    mentor = Assignment.objects.filter(case=case).select_related("mentor__organisation", "mentor__workplace").order_by(*NEWEST_MENTOR)
    proposals = Proposal.objects.filter(case=case, state__in=OPEN_PROPOSALS).select_related("mentor").order_by("-proposed_at", "-pk")
    agreement = Agreement.objects.filter(case=case).prefetch_related("goals").order_by("-number")
    appeal = Appeal.objects.filter(case=case).select_related("decision").order_by("-received_on", "-recorded_at")
    last_days = Period.objects.filter(case=case).order_by("-first_day").values_list("last_day", "ended_on")
    held = last_days.first()
    planned = Meeting.objects.filter(case=case, kind__in=INVITED_TO, held_on__isnull=True, cancelled_on__isnull=True)
    meets_at = planned.order_by("-at").values_list("at", flat=True).first()
    return Rows(
        case=case,
        decisions=tuple(decisions),
        assignment=mentor.first(),
        proposals=tuple(proposals),
        agreement=agreement.first(),
        appeal=appeal.first(),
        last_day=(held[1] or held[0]) if held else None,
        meets_on=day_of(meets_at) if meets_at else None,
    )


def scheme_of(rows: Rows, asked: Asked) -> SchemeRules | None:
    """The dated rules of the letter: those of its decision, else those of its day. None where none are in force."""
    decision = rows.decision_of(asked.kind)
    if decision is not None and asked.kind != K.COMPLAINT:
        return decision.rules
    try:
        found: SchemeRules = SchemeRules.objects.for_jobcentre(rows.case.jobcentre_id, on=asked.dated_on)
    except SchemeRules.DoesNotExist:
        return None
    return found


def last_day_to_complain(rows: Rows, asked: Asked, scheme: SchemeRules | None) -> dt.date | None:
    """Until when one can complain about what the letter decides (R206): as the decision has it, or later where the letter goes out later."""
    if asked.kind not in COMPLAINABLE or scheme is None:
        return None
    received_on = counts_as_received(sent_on=asked.dated_on, channel=asked.channel, letter_working_days=scheme.letter_working_days)
    until = appeal_until(received_on=received_on, weeks=scheme.appeal_weeks)
    decision = rows.decision_of(asked.kind)
    return max(until, decision.appeal_until) if decision is not None else until


def values_of(rows: Rows, asked: Asked, scheme: SchemeRules | None) -> dict[str, str]:
    """The value of every field that the case has one for, in the letter's language."""
    case, kind, language = rows.case, asked.kind, asked.language
    with translation.override(language):
        found: dict[str, str] = {
            "client_name": case.client.name,
            "case_number": case.ref,
            "jobcentre": case.jobcentre.name,
            "caseworker": case.caseworker.name,
            "letter_day": day_long(asked.dated_on),
            "received_on": day_long(case.received_on),
            "answer_due": day_long(case.answer_due_on),
            "situation": str(case.situation),
            "closed_on": day_long(case.closed_on),
            "course_last_day": day_long(rows.last_day),
            "mentor_name": mentor_named(rows, asked),
            **{name: day_long(asked.typed.get(name)) for name in ("expected_on", "reply_by")},
            "meeting_when": meeting_when(asked),
            "meeting_place": str(asked.typed.get("meeting_place") or "").strip(),
            "appeal_until": day_long(last_day_to_complain(rows, asked, scheme)),
        }
        if scheme is not None:
            found |= {"complaint_guidance": scheme.complaint, "legal_basis": scheme.legal_basis}
        if (decision := rows.decision_of(kind)) is not None:
            found |= _of_decision(decision, language)
        if kind == K.AGREEMENT and rows.agreement is not None:
            found |= _of_agreement(rows.agreement)
        if rows.appeal is not None:
            found |= {
                "complaint_received_on": day_long(rows.appeal.received_on),
                "reassess_by": day_long(rows.appeal.reassess_by),
            }
    return found


def mentor_named(rows: Rows, asked: Asked) -> str:
    """The mentor's name. An invitation is to meet a mentor who is proposed to the client: the newest of those to whom the client has said yes,
    else the only one whom the client is asked about, else the one of the course; "" where that is not clear."""
    given = rows.assignment
    if asked.kind == K.MATCH_MEETING:
        wanted = [each for each in rows.proposals if each.state in CLIENT_SAID_YES]
        if wanted or len(rows.proposals) == 1:
            return (wanted or rows.proposals)[0].mentor.name
        if rows.proposals:
            return ""
        if given and given.ended_on and given.ended_on < asked.dated_on:
            return ""
    return given.mentor.name if given else ""


def meeting_when(asked: Asked) -> str:
    """Monday 7 December 2026 at 10:30; "" until both are typed."""
    on, time = asked.typed.get("meeting_on"), asked.typed.get("meeting_time")
    if on is None or time is None:
        return ""
    with translation.override(asked.language):
        return WORDS[asked.language]["at"].format(day=day_long(on), time=time_of(time))


def length_words(span: DaySpan, language: str) -> str:
    """17 weeks; days where it is less than one."""
    weeks = round(span.days() / 7)
    one, many = {"da": (("dag", "dage"), ("uge", "uger")), "en": (("day", "days"), ("week", "weeks"))}[language]
    number, words = (weeks, many) if weeks else (span.days(), one)
    return f"{number} {words[0] if number == 1 else words[1]}"


def steps_of(decision: Decision) -> list[Step]:
    """The granted hours, a step for each time they change."""
    steps = sorted(Step(each.first_day, each.minutes_a_week) for each in decision.steps.all())
    return steps or ([Step(decision.first_day, decision.minutes_a_week)] if decision.first_day and decision.minutes_a_week else [])


def hours_words(steps: list[Step], language: str) -> str:
    """1 hour and 30 minutes until 31 January 2027, then 1 hour."""
    words, said = WORDS[language], []
    with translation.override(language):
        for number, step in enumerate(steps):
            text = minutes_words(step.minutes_a_week)
            if number:
                text = words["then"].format(hours=text)
            if number + 1 < len(steps):
                text = words["a_week_until"].format(hours=text, day=date_long(steps[number + 1].first_day - dt.timedelta(days=1)))
            said.append(text)
    return ", ".join(said)


def in_all(steps: list[Step], span: DaySpan, language: str) -> str:
    """78 hours"""
    with translation.override(language):
        return WORDS[language]["hours"].format(number=hours(minutes_between(steps, span=span)))


def reasons_of(decision: Decision, language: str) -> str:
    """Every reason that the decision gives, a paragraph each; the one that is kept as a code first, in the letter's language."""
    coded = LESS[language][LessReason(decision.less_reason)] if decision.less_reason else ""
    given = (coded, decision.why_later, decision.why_fewer_hours, decision.why_shorter, decision.why_other_mentor, decision.reasons)
    return "\n\n".join(text.strip() for text in given if text.strip())


def _of_decision(decision: Decision, language: str) -> dict[str, str]:
    found = {
        "decided_on": day_long(decision.decided_on),
        "reasons": reasons_of(decision, language),
        "offered_instead": decision.offered_instead.strip(),
        "what_asked": WHAT_ASKED[language][DecisionKind(decision.kind)],
    }
    if decision.outcome in GRANTS and decision.first_day and decision.last_day:
        span, steps = DaySpan(decision.first_day, decision.last_day), steps_of(decision)
        found |= {
            "first_day": day_long(span.first_day),
            "last_day": day_long(span.last_day),
            "length": length_words(span, language),
            "hours": hours_words(steps, language),
            "hours_in_all": in_all(steps, span, language),
            "purpose": decision.purpose.strip(),
            "tasks": decision.tasks.strip(),
            "mentor_type": str(MentorType(decision.mentor_type).label).lower(),
        }
    return found


def _of_agreement(agreement: Agreement) -> dict[str, str]:
    return {
        "first_day": day_long(agreement.first_day),
        "last_day": day_long(agreement.last_day),
        "hours": minutes_words(agreement.minutes_a_week),
        "tasks": agreement.tasks.strip(),
        "mentor_name": agreement.mentor_name,
    }


def sender_lines(jobcentre: Jobcentre) -> list[str]:
    """The lines under the jobcentre's name: its letterhead, else the municipality."""
    lines = [line.strip() for line in jobcentre.letterhead.splitlines() if line.strip()]
    return lines or [jobcentre.municipality]
