"""All waiting clients at once, in the database: who is in it, the job and its faults, and what becomes of the lines."""

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
from cases.actions.allocation_lines import accept_lines, drop_lines, take_first_choice
from cases.actions.allocations import ask_allocation, run_allocation, sweep_allocations
from cases.actions.base import locked_case
from cases.board import board_of
from cases.enums import AllocationState, AskedHow, ConflictKind, LineState, ProposalState, State
from cases.loads import first_grant
from cases.models import Allocation, AllocationLine, Conflict, MatchWeights, Proposal
from core.verdicts import Refused
from mentors.models import PlaceGrant
from tests.factories import (
    AT,
    DAY,
    AssignmentFactory,
    CaseFactory,
    DecisionFactory,
    JobcentreFactory,
    MembershipFactory,
    MentorFactory,
    NeedFactory,
    ProposalFactory,
    WishesFactory,
)
from tests.races import race
from tests.statements import statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def member() -> Any:
    return MembershipFactory()


def waiting(member: Any, **more: Any) -> Any:
    """A client with a grant of three hours a week, one need, and no mentor."""
    grant = {name: more.pop(name) for name in ("minutes_a_week", "first_day", "last_day") if name in more}
    case = CaseFactory(jobcentre=member.jobcentre, caseworker=member.user, state=State.MATCH, **more)
    DecisionFactory(case=case, **grant)
    NeedFactory(case=case)
    return case


def ask(member: Any, at: dt.datetime = AT) -> Allocation:
    return ask_allocation(jobcentre_id=member.jobcentre_id, by=member.user, at=at)


def lines_of(allocation: Allocation) -> dict[Any, AllocationLine]:
    return {line.case_id: line for line in allocation.lines.all()}


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


# The lines


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
