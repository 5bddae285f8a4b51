"""All waiting clients at once, in the database: who is in it, and the job with its faults."""

import datetime as dt
import threading
import time
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from accounts.models import AuditEvent
from cases.actions import allocations
from cases.actions.allocations import run_allocation, sweep_allocations
from cases.actions.base import locked_case
from cases.board import board_of
from cases.enums import AllocationState, ConflictKind, LineState, ProposalState, State
from cases.loads import first_grant
from cases.models import Allocation, AllocationLine, Conflict, MatchWeights
from core.verdicts import Refused
from mentors.models import PlaceGrant
from tests.cases.allocation_scene import ask, lines_of, member, waiting
from tests.factories import (
    AT,
    DAY,
    AssignmentFactory,
    CaseFactory,
    MembershipFactory,
    MentorFactory,
    ProposalFactory,
    WishesFactory,
)
from tests.races import race
from tests.statements import statements

__all__ = ["member"]
pytestmark = pytest.mark.django_db


def test_each_waiting_client_has_a_line_with_a_mentor_and_the_own_first_choice_r76(member: Any) -> None:
    """Both fit the good one best, who has one place: one gets it, the other the second best, so that both have a mentor."""
    first, second = waiting(member), waiting(member)
    good = MentorFactory(jobcentre=member.jobcentre, support_areas={"practical": 2}, most_clients=1)
    other = MentorFactory(jobcentre=member.jobcentre, support_areas={"practical": 1}, most_clients=1)
    MentorFactory()
    allocation = ask(member)
    assert (allocation.state, allocation.clients, allocation.done) == (AllocationState.DONE, 2, 2)
    found = lines_of(allocation)
    assert {found[case.pk].mentor for case in (first, second)} == {good, other}
    assert {found[case.pk].first_choice for case in (first, second)} == {good}
    assert {found[case.pk].state for case in (first, second)} == {LineState.OPEN}
    assert found[first.pk].board["mentors"][str(good.pk)]["reason"][0] == "needs_covered"
    assert allocation.weights == MatchWeights.objects.get(jobcentre__isnull=True)
    assert AuditEvent.objects.get(kind="jobcentre.allocation_asked").by_id == member.user.pk


def test_who_was_asked_already_or_has_no_grant_in_force_is_left_out_and_counted(member: Any) -> None:
    one = waiting(member)
    ProposalFactory(case=waiting(member), state=ProposalState.ACCEPTED)
    ProposalFactory(case=one, state=ProposalState.CLIENT_DECLINED)
    waiting(member, first_day=DAY - dt.timedelta(days=100), last_day=DAY - dt.timedelta(days=1))
    CaseFactory(jobcentre=member.jobcentre, state=State.STARTUP)
    waiting(MembershipFactory())
    allocation = ask(member)
    assert (allocation.clients, allocation.asked_already, allocation.run_out) == (1, 1, 1)
    assert list(lines_of(allocation)) == [one.pk]


def test_a_client_whom_nobody_can_help_has_a_line_that_says_why(member: Any) -> None:
    case = waiting(member)
    for _each in range(2):
        AssignmentFactory(mentor=MentorFactory(jobcentre=member.jobcentre, most_clients=1))
    MentorFactory(jobcentre=member.jobcentre, confidentiality_signed_on=None, confidentiality_valid_until=None)
    line = lines_of(ask(member))[case.pk]
    assert (line.state, line.mentor, line.first_choice) == (LineState.NOBODY, None, None)
    assert dict(map(tuple, line.board["stops"])) == {"mentor_full": 2, "mentor_no_declaration": 1}


def test_the_first_choice_is_the_first_of_the_boards_of_the_clients_pages_r76(member: Any) -> None:
    """The facts of all clients read at once are those that each board reads for itself."""
    here = MentorFactory(jobcentre=member.jobcentre, name="Karin Toft", support_areas={"practical": 2})
    days = [DAY + dt.timedelta(days=20 * n) for n in range(4)]
    cases = [waiting(member, first_day=day, last_day=day + dt.timedelta(days=90)) for day in days]
    mentors = [MentorFactory(jobcentre=member.jobcentre, most_clients=1 + n % 2, most_minutes=200 * (1 + n)) for n in range(4)]
    AssignmentFactory(mentor=mentors[0], ended_on=DAY + dt.timedelta(days=30))
    WishesFactory(case=cases[0], not_these="Ikke Karin Toft", mentor_types=["professional"])
    WishesFactory(case=cases[1], ways_of_meeting=["phone"], times=["1_morning"])
    Conflict.objects.create(client=cases[1].client, mentor=here, kind=ConflictKind.FAMILY, recorded_by=member.user, recorded_at=AT)
    PlaceGrant.objects.create(
        mentor=mentors[1],
        workplace=cases[2].workplace,
        minutes_a_week=180,
        most_clients=1,
        first_day=DAY,
        reasons="Fem borgere",
        granted_by=member.user,
        granted_at=AT,
    )
    ProposalFactory(case=cases[3], mentor=here, state=ProposalState.MENTOR_DECLINED)
    found = lines_of(ask(member))
    for case in cases:
        own = first_of_the_board(case)
        assert found[case.pk].first_choice_id == own, case.ref
    assert {line.first_choice_id for line in found.values()} != {here.pk}


def first_of_the_board(case: Any) -> uuid.UUID | None:
    decision = first_grant(case)
    assert decision
    own = board_of(case, decision=decision, proposals=list(case.proposals.all()), today=DAY)
    return own.candidates[0].mentor.pk if own.candidates else None


def test_the_statements_do_not_grow_with_the_clients_r76(member: Any) -> None:
    counts = []
    for _round in range(2):
        for _each in range(3):
            WishesFactory(case=waiting(member))
            MentorFactory(jobcentre=member.jobcentre)
        with statements() as found:
            ask(member)
        counts.append(len(found))
    assert counts[0] == counts[1] <= 24


def test_without_weights_the_refusal_says_so(member: Any, owner: Any) -> None:
    MatchWeights.objects.all().delete()
    with pytest.raises(Refused, match="weights_missing"):
        ask(member)


# The job


@pytest.fixture
def of_three(monkeypatch: pytest.MonkeyPatch) -> None:
    """More than two clients are a job here: the limit is too large to reach in a test of this kind."""
    monkeypatch.setattr(allocations, "AT_ONCE", 2)


def clock(start: dt.datetime = AT) -> Callable[[], dt.datetime]:
    return lambda: start


@pytest.mark.django_db(transaction=True)
def test_a_job_is_asked_for_once_and_run_once(member: Any, of_three: None) -> None:
    cases = [waiting(member) for _each in range(3)]
    MentorFactory(jobcentre=member.jobcentre)
    allocation = ask(member)
    assert allocation.state == AllocationState.WAITING
    assert ask(member) == allocation
    assert run_allocation(allocation_id=allocation.pk, now=clock()) == "done"
    assert run_allocation(allocation_id=allocation.pk, now=clock()) == "not mine"
    allocation.refresh_from_db()
    assert (allocation.state, allocation.done, allocation.attempts) == (AllocationState.DONE, 3, 1)
    assert set(lines_of(allocation)) == {case.pk for case in cases}
    assert ask(member) != allocation


@pytest.mark.django_db(transaction=True)
def test_a_job_that_nobody_begins_is_asked_for_again_and_one_that_falls_silent_once(member: Any, of_three: None) -> None:
    for _each in range(3):
        waiting(member)
    allocation = ask(member)
    minute = dt.timedelta(seconds=61)
    assert sweep_allocations(at=AT) == {"asked again": 0, "given up": 0}
    assert sweep_allocations(at=AT + minute) == {"asked again": 1, "given up": 0}
    Allocation.objects.update(state=AllocationState.RUNNING, attempts=1, beat_at=AT)
    assert run_allocation(allocation_id=allocation.pk, now=clock()) == "not mine"
    assert sweep_allocations(at=AT + minute) == {"asked again": 1, "given up": 0}
    assert run_allocation(allocation_id=allocation.pk, now=clock(AT + minute)) == "done"
    Allocation.objects.update(state=AllocationState.RUNNING, attempts=2, beat_at=AT)
    assert sweep_allocations(at=AT + minute) == {"asked again": 0, "given up": 1}
    allocation.refresh_from_db()
    assert allocation.state == AllocationState.FAILED
    assert ask(member) != allocation


@pytest.mark.django_db(transaction=True)
def test_an_attempt_that_was_given_up_stores_nothing_when_it_wakes_up(member: Any, of_three: None) -> None:
    for _each in range(3):
        waiting(member)
    MentorFactory(jobcentre=member.jobcentre)
    allocation = ask(member)

    def slow() -> dt.datetime:
        if Allocation.objects.filter(attempts=1).exists():
            Allocation.objects.update(attempts=2)  # another worker has taken over
        return AT

    assert run_allocation(allocation_id=allocation.pk, now=slow) == "superseded"
    assert not AllocationLine.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_presses_in_the_same_second_are_one_allocation(of_three: None) -> None:
    member = MembershipFactory()
    for _each in range(3):
        waiting(member)
    assert race([lambda: ask(member)] * 4) == {"won": 4}
    assert Allocation.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_allocation_that_is_stored_while_another_is_accepted_waits_and_does_not_deadlock() -> None:
    """Lines refer to their cases, and so lock them a little: in the order in which accepting lines locks cases."""
    member = MembershipFactory()
    late, early = (uuid.UUID(int=2), uuid.UUID(int=1))
    for pk in (late, early):  # by case number the other way round
        waiting(member, pk=pk)
    MentorFactory(jobcentre=member.jobcentre)
    gate = threading.Barrier(2)

    def accepting() -> None:
        with transaction.atomic():
            locked_case(case_id=early)
            gate.wait(timeout=30)
            with connection.cursor() as cursor:
                for _each in range(200):
                    cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
                    if cursor.fetchone()[0]:
                        break
                    time.sleep(0.05)
            locked_case(case_id=late)

    def storing() -> None:
        gate.wait(timeout=30)
        ask(member)

    assert race([accepting, storing]) == {"won": 2}
    assert Allocation.objects.get().state == AllocationState.DONE
