"""A case in step 5 with its mentor and grant, as far as a test wants it."""

import datetime as dt
from typing import Any

from accounts.models import User
from cases.actions.agreements import save_agreement, sign
from cases.actions.meetings import arrange_startup_meeting, hold_meeting
from cases.enums import DecisionOutcome, Party, SignedHow, State
from cases.models import Agreement, Assignment, Case, Meeting
from core.days import DAY, day_of, last_day_of_months
from mentors.enums import WayOfMeeting
from tests.factories import AT, AssignmentFactory, CaseFactory, DecisionFactory, MembershipFactory, MentorFactory

TERMS: dict[str, Any] = {
    "goals": [("Møder til tiden mindst 4 af 5 dage", "Aftales hver mandag")],
    "tasks": "Gennemgå vagtplanen om mandagen",
    "minutes_a_week": 180,
    "ways_of_meeting": [WayOfMeeting.AT_THE_PLACE],
    "when_where": "Mandag kl. 9",
    "cancelling": "Sms senest kl. 8",
    "may_write_down": "Dag, minutter og emne",
    "with_workplace": "",
}


def assigned(*, at: dt.datetime = AT, **mentor: Any) -> tuple[Case, Assignment, User]:
    """A case in the start-up: granted from the day of `at`, six months, three hours a week; a mentor; a caseworker of the jobcentre."""
    today = day_of(at)
    member = MembershipFactory()
    case = CaseFactory(
        jobcentre=member.jobcentre,
        caseworker=member.user,
        state=State.STARTUP,
        received_on=today - 20 * DAY,
        consent_on=today,
        due_on=today,
    )
    DecisionFactory(
        case=case,
        outcome=DecisionOutcome.GRANTED,
        first_day=today,
        last_day=last_day_of_months(today, 6),
        sent_on=today,
        received_on=today,
        decided_on=today,
        appeal_until=today + 28 * DAY,
    )
    valid = {"confidentiality_signed_on": today - 100 * DAY, "confidentiality_valid_until": today + 600 * DAY}
    helper = MentorFactory(jobcentre=case.jobcentre, **{**valid, **mentor})
    assignment = AssignmentFactory(case=case, mentor=helper, first_day=today, assigned_by=member.user, assigned_at=at)
    return case, assignment, member.user


def met(case: Case, by: User, *, at: dt.datetime = AT, held_on: dt.date | None = None) -> Meeting:
    """The start-up meeting arranged and held."""
    meeting = arrange_startup_meeting(case_id=case.pk, starts_at=at, place="Lokale 2", who_comes="Alle", by=by, at=at)
    return hold_meeting(case_id=case.pk, meeting_id=meeting.pk, version=1, held_on=held_on or day_of(at), by=by, at=at)


def agreed(case: Case, by: User, *, at: dt.datetime = AT, based_on: int = 0, **other: Any) -> Agreement:
    known = {**TERMS, "first_day": day_of(at), **other}
    return save_agreement(case_id=case.pk, based_on=based_on, by=by, at=at, **known)


def signs(case: Case, by: User, party: Party, *, version: int = 1, at: dt.datetime = AT, **other: Any) -> None:
    known = {"signed_on": day_of(at), "how": SignedHow.PAPER, "on_behalf_by": "", "on_behalf_reason": "", **other}
    sign(case_id=case.pk, version=version, party=party, by=by, at=at, **known)


def ready(*, at: dt.datetime = AT, **mentor: Any) -> tuple[Case, Assignment, User]:
    """Everything there but the start itself."""
    case, assignment, by = assigned(at=at, **mentor)
    met(case, by, at=at)
    agreed(case, by, at=at)
    signs(case, by, Party.CLIENT, at=at)
    signs(case, by, Party.MENTOR, at=at)
    return case, assignment, by
