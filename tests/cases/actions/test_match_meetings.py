"""The meeting at which the client meets a mentor who is proposed (R285)."""

import datetime as dt
from typing import Any

import pytest
from django.utils.translation import override

from accounts.models import AuditEvent, User
from cases.actions.meetings import arrange_match_meeting, cancel_meeting, hold_meeting, move_meeting
from cases.actions.proposals import withdraw_proposal
from cases.enums import MeetingKind, State
from cases.models import Meeting, Proposal
from cases.phrases import event, sentence
from core.days import DAY, day_of
from core.verdicts import Refused
from tests.factories import AT, CaseFactory, DecisionFactory, MembershipFactory, ProposalFactory

pytestmark = pytest.mark.django_db
MONDAY = AT + 7 * DAY


@pytest.fixture
def proposed() -> tuple[Proposal, User]:
    member = MembershipFactory()
    case = CaseFactory(jobcentre=member.jobcentre, caseworker=member.user, state=State.MATCH, received_on=day_of(AT) - 7 * DAY)
    DecisionFactory(case=case)
    return ProposalFactory(case=case, proposed_at=AT), member.user


def arranged(proposal: Proposal, by: User, *, starts_at: dt.datetime = MONDAY) -> Meeting:
    return arrange_match_meeting(proposal_id=proposal.pk, starts_at=starts_at, place="Lokale 2", who_comes="Ida, Karin", by=by, at=AT)


def refused(code: str, field: str = "", **facts: Any) -> Any:
    def is_it(error: Refused) -> bool:
        return (error.code, error.field or "") == (code, field) and sentence(error.code, error.facts) != code

    return pytest.raises(Refused, check=is_it)


def test_is_arranged_moved_and_held_and_the_deadline_stays_the_awaited_answer_r285(proposed: Any) -> None:
    proposal, by = proposed
    case = proposal.case
    case.refresh_from_db()
    due = case.due_on
    meeting = arranged(proposal, by)
    assert (meeting.kind, meeting.assignment, meeting.case_id) == (MeetingKind.MATCH, None, case.pk)
    move_meeting(case_id=case.pk, meeting_id=meeting.pk, version=1, starts_at=MONDAY + DAY, place="Lokale 3", who_comes="", by=by, at=AT)
    later = MONDAY + 2 * DAY
    hold_meeting(case_id=case.pk, meeting_id=meeting.pk, version=2, held_on=day_of(MONDAY + DAY), by=by, at=later)
    meeting.refresh_from_db()
    case.refresh_from_db()
    assert (meeting.place, meeting.held_on, case.due_on, case.state) == ("Lokale 3", day_of(MONDAY + DAY), due, State.MATCH)
    with override("en"):
        told = [event(row.kind, row.facts) for row in AuditEvent.objects.filter(kind__startswith="case.meeting").order_by("id")]
    assert told == [
        f"Match meeting {words}" for words in ("arranged for 23 November 2026", "moved to 24 November 2026", "held on 24 November 2026")
    ]


def test_is_cancelled_and_then_over_r285(proposed: Any) -> None:
    proposal, by = proposed
    meeting = arranged(proposal, by)
    known: dict[str, Any] = {"case_id": proposal.case_id, "meeting_id": meeting.pk, "by": by, "at": AT}
    cancel_meeting(version=1, **known)
    with refused("meeting_over"):
        cancel_meeting(version=2, **known)


def test_not_for_a_proposal_that_is_closed_but_the_meeting_can_still_be_cancelled_r285(proposed: Any) -> None:
    proposal, by = proposed
    meeting = arranged(proposal, by)
    withdraw_proposal(proposal_id=proposal.pk, version=proposal.version, by=by, at=AT)
    with refused("proposal_closed"):
        arranged(proposal, by, starts_at=MONDAY + DAY)
    cancel_meeting(case_id=proposal.case_id, meeting_id=meeting.pk, version=1, by=by, at=AT)


def test_not_in_another_step_r285(proposed: Any) -> None:
    proposal, by = proposed
    proposal.case.state = State.STARTUP
    proposal.case.save()
    with refused("not_in_this_step"):
        arranged(proposal, by)


def test_not_before_a_mentor_was_proposed_and_not_twice_at_a_time_r285(proposed: Any) -> None:
    proposal, by = proposed
    with refused("meeting_before_proposal", "day"):
        arranged(proposal, by, starts_at=AT - DAY)
    meeting = arranged(proposal, by)
    with refused("meeting_same_time", "time"):
        arranged(proposal, by)
    other = arranged(proposal, by, starts_at=MONDAY + DAY)
    known: dict[str, Any] = {"case_id": proposal.case_id, "version": 1, "place": "Lokale 2", "who_comes": "", "by": by, "at": AT}
    with refused("meeting_same_time", "time"):
        move_meeting(meeting_id=other.pk, starts_at=meeting.at, **known)
    with refused("meeting_before_proposal", "day"):
        move_meeting(meeting_id=other.pk, starts_at=AT - DAY, **known)
    with refused("meeting_before_proposal", "held_on"):
        hold_meeting(case_id=proposal.case_id, meeting_id=other.pk, version=1, held_on=day_of(AT - DAY), by=by, at=AT)


def test_not_without_consent(proposed: Any) -> None:
    proposal, by = proposed
    proposal.case.consent_withdrawn_on = day_of(AT)
    proposal.case.save()
    with refused("consent_withdrawn"):
        arranged(proposal, by)
