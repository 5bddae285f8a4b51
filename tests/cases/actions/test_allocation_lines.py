"""What becomes of the lines of an allocation: accepted, dropped, given the own first choice, and what has come between."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection

from accounts.models import AuditEvent
from cases.actions.allocation_lines import accept_lines, drop_lines, take_first_choice
from cases.enums import AskedHow, LineState, State
from cases.models import Allocation, AllocationLine, Proposal
from core.verdicts import Refused
from tests.cases.allocation_scene import ask, lines_of, member, waiting
from tests.factories import (
    AT,
    DAY,
    AssignmentFactory,
    JobcentreFactory,
    MembershipFactory,
    MentorFactory,
    WishesFactory,
)

__all__ = ["member"]
pytestmark = pytest.mark.django_db


def accept(allocation: Allocation, member: Any, lines: Any = None, **more: Any) -> dict[str, int]:
    seen = list(allocation.lines.all() if lines is None else lines)
    chosen = [line.pk for line in seen]
    given = {
        "allocation_id": allocation.pk,
        "chosen": chosen,
        "no_conflict": [(line.pk, line.mentor_id) for line in seen],
        "conflict_asked": AskedHow.PHONE,
        "reason": "Passer godt",
        "wish_reason": "",
        "asked_how": AskedHow.PHONE,
        "answer_by": DAY + dt.timedelta(days=3),
        "by": member.user,
        "at": AT,
    }
    return dict(accept_lines(**given | more))


def test_an_accepted_line_is_a_proposal_r77(member: Any) -> None:
    case = waiting(member)
    mentor = MentorFactory(jobcentre=member.jobcentre)
    allocation = ask(member)
    assert accept(allocation, member) == {"accepted": 1}
    proposal = Proposal.objects.get(case=case)
    assert (proposal.mentor, proposal.reason, proposal.conflict_asked, proposal.no_conflict) == (mentor, "Passer godt", "phone", True)
    line = lines_of(allocation)[case.pk]
    assert (line.state, line.proposal) == (LineState.ACCEPTED, proposal)
    assert accept(allocation, member) == {}
    assert Proposal.objects.count() == 1


def test_capacity_is_asked_again_and_the_other_lines_go_through_r77(member: Any) -> None:
    cases = [waiting(member) for _each in range(3)]
    full = MentorFactory(jobcentre=member.jobcentre, most_clients=1)
    MentorFactory(jobcentre=member.jobcentre, most_clients=1)
    gone = cases[2]
    allocation = ask(member)
    AssignmentFactory(mentor=full)
    gone.state = State.WITHDRAWN
    gone.closed_on = DAY
    gone.save()
    lines = [line for line in allocation.lines.all() if line.mentor]
    accept(allocation, member, lines)
    refused = AllocationLine.objects.get(mentor=full)
    assert (refused.state, refused.code, refused.facts) == (LineState.REFUSED, "mentor_full", {"taken": 1, "most": 1}) or (
        refused.code == "case_closed"
    )
    for line in allocation.lines.filter(mentor__isnull=False):
        assert (line.state == LineState.ACCEPTED) == Proposal.objects.filter(case=line.case).exists()


def test_nothing_is_proposed_before_conflicts_were_asked_about_for_each_chosen_line_r77(member: Any) -> None:
    waiting(member)
    waiting(member)
    MentorFactory(jobcentre=member.jobcentre)
    allocation = ask(member)
    first = allocation.lines.first()
    with pytest.raises(Refused) as refused:
        accept(allocation, member, no_conflict=[(first.pk, first.mentor_id)])
    assert (refused.value.code, refused.value.facts) == ("lines_conflict_not_asked", {"lines": 1})
    assert not Proposal.objects.exists()


def test_a_line_that_somebody_gave_another_mentor_meanwhile_is_asked_about_again_r77(member: Any) -> None:
    """Nobody proposes a mentor whom he has not seen, and a conflict of interest was asked about with somebody else."""
    for _each in range(2):
        waiting(member)
    for level in (2, 1):
        MentorFactory(jobcentre=member.jobcentre, support_areas={"practical": level}, most_clients=1)
    allocation = ask(member)
    seen = next(line for line in allocation.lines.all() if line.mentor_id != line.first_choice_id)
    take_first_choice(allocation_id=allocation.pk, chosen=[seen.pk], by=member.user, at=AT)
    with pytest.raises(Refused, match="lines_conflict_not_asked"):
        accept(allocation, member, [seen])
    assert not Proposal.objects.exists()


def test_an_unmet_wish_needs_a_reason_that_stands_on_each_proposal_r77(member: Any) -> None:
    WishesFactory(case=waiting(member), mentor_types=["professional"])
    MentorFactory(jobcentre=member.jobcentre)
    allocation = ask(member)
    with pytest.raises(Refused, match="lines_wish_reason_missing"):
        accept(allocation, member)
    assert accept(allocation, member, wish_reason="Den eneste ledige") == {"accepted": 1}
    assert Proposal.objects.get().unmet_wishes == {"type": "Den eneste ledige"}


@pytest.mark.parametrize(
    ("more", "code"), [({"chosen": []}, "no_line_chosen"), ({"answer_by": DAY - dt.timedelta(days=1)}, "answer_by_past")]
)
def test_what_is_missing_is_told_and_nothing_is_done(member: Any, more: dict[str, Any], code: str) -> None:
    waiting(member)
    MentorFactory(jobcentre=member.jobcentre)
    allocation = ask(member)
    with pytest.raises(Refused, match=code):
        accept(allocation, member, **more)
    assert not Proposal.objects.exists()


def test_a_line_is_dropped_or_takes_the_clients_own_first_choice_r78(member: Any) -> None:
    for _each in range(2):
        waiting(member)
    good = MentorFactory(jobcentre=member.jobcentre, support_areas={"practical": 2}, most_clients=1)
    MentorFactory(jobcentre=member.jobcentre, support_areas={"practical": 1}, most_clients=1)
    allocation = ask(member)
    lines = list(allocation.lines.order_by("mentor__name"))
    ids = [line.pk for line in lines]
    assert take_first_choice(allocation_id=allocation.pk, chosen=ids, by=member.user, at=AT) == 1
    assert {line.mentor for line in allocation.lines.all()} == {good}
    assert drop_lines(allocation_id=allocation.pk, chosen=ids[:1], by=member.user, at=AT) == 1
    assert drop_lines(allocation_id=allocation.pk, chosen=ids[:1], by=member.user, at=AT) == 0
    kinds = list(AuditEvent.objects.filter(kind__startswith="case.allocation").order_by("kind").values_list("kind", flat=True))
    assert kinds == ["case.allocation_dropped", "case.allocation_first_choice"]
    assert accept(allocation, member) == {"accepted": 1}
    assert Proposal.objects.get().mentor == good


def test_lines_of_another_allocation_are_left_alone(member: Any) -> None:
    waiting(member)
    MentorFactory(jobcentre=member.jobcentre)
    strange = MembershipFactory(jobcentre=JobcentreFactory())
    waiting(strange)
    MentorFactory(jobcentre=strange.jobcentre)
    mine, theirs = ask(member), ask(strange)
    assert drop_lines(allocation_id=mine.pk, chosen=[line.pk for line in theirs.lines.all()], by=member.user, at=AT) == 0
    assert connection.in_atomic_block
