"""A running course, its rematch, and a mentor who is to take over, as far as a test wants it."""

import datetime as dt
from typing import Any

from accounts.models import User
from cases.actions.periods import start_period
from cases.actions.rematches import raise_rematch
from cases.enums import MayRead, Party, ProposalState, RaisedBy, RematchReason
from cases.models import Assignment, Case, Proposal, Rematch
from core.days import DAY, day_of
from mentors.models import Mentor
from tests.cases.startup_scene import agreed, ready, signs
from tests.factories import AT, MentorFactory, ProposalFactory

RAISED: dict[str, Any] = {
    "raised_by": RaisedBy.CLIENT,
    "reason": RematchReason.TIMES,
    "words": "Mentoren kan kun om aftenen",
    "stops_on": None,
    "may_read": MayRead.NOTHING,
    "summary": "",
}


def running(*, at: dt.datetime = AT, **mentor: Any) -> tuple[Case, Assignment, User]:
    """A course of six months that began on the day of `at`, three hours a week, signed by client and mentor."""
    case, assignment, by = ready(at=at, **mentor)
    start_period(case_id=case.pk, version=1, by=by, at=at)
    case.refresh_from_db()
    assignment.refresh_from_db()
    return case, assignment, by


def raised(case: Case, by: User, *, at: dt.datetime = AT, **other: Any) -> Rematch:
    """The client says that the match does not work."""
    known = {**RAISED, "raised_on": day_of(at), **other}
    return raise_rematch(case_id=case.pk, version=None, by=by, at=at, **known)


def next_mentor(case: Case, *, at: dt.datetime = AT, **other: Any) -> Mentor:
    """A mentor of the jobcentre with room, whose declaration is valid."""
    today = day_of(at)
    valid = {"confidentiality_signed_on": today - 100 * DAY, "confidentiality_valid_until": today + 600 * DAY}
    return MentorFactory(jobcentre=case.jobcentre, **{**valid, **other})


def accepted(case: Case, mentor: Mentor, by: User, *, at: dt.datetime = AT) -> Proposal:
    """A proposal to which both have said yes."""
    today = day_of(at)
    return ProposalFactory(
        case=case,
        mentor=mentor,
        state=ProposalState.ACCEPTED,
        proposed_by=by,
        proposed_at=at,
        answer_by=today,
        client_answered_on=today,
        mentor_answered_on=today,
    )


def changed_and_signed(case: Case, by: User, *, version: int = 2, at: dt.datetime = AT, **other: Any) -> None:
    """A new version in the running course, signed by both."""
    agreed(case, by, at=at, based_on=version - 1, **other)
    signs(case, by, Party.CLIENT, version=version, at=at)
    signs(case, by, Party.MENTOR, version=version, at=at)
