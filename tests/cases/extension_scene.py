"""A running course near its end, with a request for an extension, as far as a test wants it. The course of `running` ends on 15-05-2027."""

import datetime as dt
from typing import Any

from accounts.enums import Role
from accounts.models import Jobcentre, User
from cases.actions.decisions import proposed_json
from cases.actions.extension_requests import request_extension
from cases.actions.extensions import decide_extension
from cases.enums import DecisionKind, DecisionOutcome
from cases.enums_course import AskedBy, GivenHow, Limit
from cases.models import Approval, Assignment, Case, CourseSettings, Decision, Extension
from cases.rules import decisions
from cases.rules.extensions import Choice, Proposed
from cases.rules.hours import Step
from tests.cases.course_scene import running
from tests.factories import AT, MembershipFactory

LAST_DAY = dt.date(2027, 5, 15)
"""The last day of a course that began on the day of `AT`."""
LATER = dt.datetime(2027, 4, 12, 9, 0, tzinfo=dt.UTC)
"""A Monday within eight weeks of that day."""
TODAY = LATER.date()
FIRST = dt.date(2027, 5, 16)
LATEST = dt.date(2027, 11, 15)

ASKED: dict[str, Any] = {
    "asked_by": AskedBy.CLIENT,
    "asked_how": GivenHow.MEETING,
    "words": "Jeg vil gerne fortsætte et halvt år",
    "reached": "Møder til tiden",
    "why_still": "Kundemøderne er stadig svære",
    "minutes_a_week": 120,
    "last_day": LATEST,
}
TERMS: dict[str, Any] = {"purpose": "At blive i jobbet", "tasks": "Gennemgå ugen", "mentor_type": "external", "funding": "municipal"}


def asked(case: Case, by: User, *, at: dt.datetime = LATER, **other: Any) -> Extension:
    """The client asks for six months more, two hours a week."""
    known = {**ASKED, "asked_on": at.date(), **other}
    return request_extension(case_id=case.pk, by=by, at=at, **known)


def waiting(**mentor: Any) -> tuple[Case, Assignment, User, Extension]:
    """A running course with a request that waits."""
    case, assignment, by = running(at=AT, **mentor)
    extension = asked(case, by)
    case.refresh_from_db()
    return case, assignment, by, extension


def proposal(choice: Choice = Choice.AS_WISHED, **other: Any) -> Proposed:
    """A complete decision of the choice."""
    known: dict[str, Any] = {"choice": choice, "sent_on": TODAY}
    if choice in (Choice.AS_WISHED, Choice.LESS):
        known |= TERMS
    if choice == Choice.LESS:
        known |= {
            "last_day": dt.date(2027, 9, 11),
            "steps": (Step(FIRST, 90), Step(dt.date(2027, 7, 11), 60)),
            "reasons": "Behovet er blevet mindre",
        }
    if choice == Choice.REFUSE:
        known |= {"reasons": "Målene er nået", "offered_instead": "En samtale om tre måneder"}
    return Proposed(**{**known, **other})


def decided(
    case: Case, extension: Extension, by: User, proposed: Proposed | None = None, *, version: int | None = None, at: dt.datetime = LATER
) -> Decision | Approval:
    """Decide the request."""
    return decide_extension(case_id=case.pk, extension_id=extension.pk, version=version, proposed=proposed or proposal(), by=by, at=at)


def limited(jobcentre: Jobcentre, **limits: int) -> CourseSettings:
    """The jobcentre asks for a second person above these limits; without any, above one hour in all."""
    return CourseSettings.objects.create(jobcentre=jobcentre, **(limits or {"second_minutes": 60}))


def manager(jobcentre: Jobcentre) -> User:
    return MembershipFactory(jobcentre=jobcentre, role=Role.MANAGER).user


def prepared(case: Case) -> Approval:
    """A first grant of the case that waits for a second person, without what it would build on."""
    grant = decisions.Proposed(
        outcome=DecisionOutcome.GRANTED,
        minutes_a_week=180,
        first_day=AT.date(),
        last_day=LAST_DAY,
        mentor_type="external",
        purpose="At blive i jobbet",
        tasks="Gennemgå ugen",
        funding="municipal",
        sent_on=AT.date(),
    )
    return Approval.objects.create(
        case=case,
        kind=DecisionKind.FIRST,
        limits=[Limit.HOURS],
        figures={"minutes": 4680, "cost": None, "extensions": 0},
        proposed=proposed_json(grant),
        prepared_by=case.caseworker,
        prepared_at=AT,
    )
