"""A proposed allocation of mentors to all waiting clients (R76): asked for, calculated at once or by a worker, and begun again when that fell silent.

It assigns nobody. What becomes of its lines is in `allocation_lines.py`.
"""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from accounts.audit import record
from accounts.enums import SubjectKind
from accounts.models import User
from cases.allocation.facts import Line, Register
from cases.enums import AllocationState, LineState
from cases.loads import weights_in
from cases.models import Allocation, AllocationLine, MatchWeights
from cases.rules.matching import Fit, MentorFacts, Side, Weights, fit
from cases.waiting import Clients, count_waiting, register_of, waiting_clients
from core.days import day_of
from core.db import jobcentre_transaction
from core.queue import enqueue
from core.verdicts import Refused

TASK = "cases.allocate"
AT_ONCE = 100
"""Up to so many clients are calculated while the page waits; more are a job."""
SILENT_FOR = dt.timedelta(seconds=60)
MOST_ATTEMPTS = 2
UNDER_WAY = (AllocationState.WAITING, AllocationState.RUNNING)


class Superseded(Exception):
    """Another attempt has taken over, so this one stops without a word."""


@transaction.atomic
def ask_allocation(*, jobcentre_id: uuid.UUID, by: User, at: dt.datetime) -> Allocation:
    """Calculate an allocation, at once or as a job; one that is under way in the jobcentre is returned instead.

    Refuses with `weights_missing`.
    """
    mine = Allocation.objects.filter(jobcentre_id=jobcentre_id)
    if running := mine.filter(state__in=UNDER_WAY).first():
        return running
    _weights(jobcentre_id, day_of(at))
    try:
        with transaction.atomic():
            allocation = Allocation.objects.create(
                jobcentre_id=jobcentre_id, clients=count_waiting(jobcentre_id=jobcentre_id), asked_by=by, asked_at=at
            )
    except IntegrityError:  # somebody in the jobcentre pressed in the same second
        return mine.order_by("-asked_at")[0]
    subject = (SubjectKind.JOBCENTRE, jobcentre_id)
    record(kind="jobcentre.allocation_asked", subject=subject, jobcentre_id=jobcentre_id, by=by, at=at, allocation=str(allocation.pk))
    if allocation.clients > AT_ONCE:
        enqueue(TASK, allocation_id=str(allocation.pk))
        return allocation
    _store(allocation, *_calculated(allocation, today=day_of(at), beat=lambda done: None), at=at)
    return allocation


def run_allocation(*, allocation_id: uuid.UUID, now: Callable[[], dt.datetime]) -> str:
    """The job: each step in a transaction of its own, so that its progress can be seen. May be asked for twice; returns what it did.

    Called outside of a transaction. `now` is the clock, because a sign of life has its own time.
    """
    claimed = _claim(allocation_id, at=now())
    if claimed is None:
        return "not mine"
    attempt = Allocation.objects.filter(pk=claimed.pk, state=AllocationState.RUNNING, attempts=claimed.attempts)

    def beat(done: int) -> None:
        with jobcentre_transaction(None):
            if not attempt.update(done=done, beat_at=now()):
                raise Superseded

    try:
        lines, row, left_out = _calculated(claimed, today=day_of(now()), beat=beat, apart=True)
        with jobcentre_transaction(None):
            allocation = attempt.select_for_update(of=("self",)).first()
            if allocation is None:
                raise Superseded
            _store(allocation, lines, row, left_out, at=now())
    except Superseded:
        return "superseded"
    except Refused:
        with jobcentre_transaction(None):
            attempt.update(state=AllocationState.FAILED, finished_at=now())
        return "failed"
    return "done"


def sweep_allocations(*, at: dt.datetime) -> dict[str, int]:
    """Ask again for what nobody has begun, and once for what fell silent; give up what fell silent twice."""
    silent = at - SILENT_FOR
    with jobcentre_transaction(None):
        given_up = Allocation.objects.filter(state=AllocationState.RUNNING, attempts__gte=MOST_ATTEMPTS, beat_at__lt=silent).update(
            state=AllocationState.FAILED, finished_at=at
        )
        due = Allocation.objects.filter(
            Q(state=AllocationState.WAITING, asked_at__lt=silent) | Q(state=AllocationState.RUNNING, beat_at__lt=silent)
        )
        again = list(due.values_list("pk", flat=True))
        for allocation_id in again:
            enqueue(TASK, allocation_id=str(allocation_id))
    return {"asked again": len(again), "given up": given_up}


def _claim(allocation_id: uuid.UUID, *, at: dt.datetime) -> Allocation | None:
    """The allocation as mine to calculate, or None: done, given up, or in the hands of somebody who lives."""
    free = Q(state=AllocationState.WAITING) | Q(state=AllocationState.RUNNING, beat_at__lt=at - SILENT_FOR, attempts__lt=MOST_ATTEMPTS)
    with jobcentre_transaction(None):
        claimed = Allocation.objects.filter(free, pk=allocation_id).update(
            state=AllocationState.RUNNING, attempts=F("attempts") + 1, beat_at=at, done=0
        )
        return Allocation.objects.get(pk=allocation_id) if claimed else None


LeftOut = dict[str, int]
Calculated = tuple[list[AllocationLine], MatchWeights, LeftOut]


def _calculated(allocation: Allocation, *, today: dt.date, beat: Callable[[int], None], apart: bool = False) -> Calculated:
    """The lines, not stored, with the weights they were made by. `apart`: the facts are read in a transaction of its own."""
    if apart:
        with jobcentre_transaction(None):
            row, clients, register = _read(allocation, today)
    else:
        row, clients, register = _read(allocation, today)
    weights = weights_in(row)
    lines = _allocate(waiting=clients.waiting, register=register, weights=weights, beat=beat)
    left_out = {"clients": len(clients.waiting), "asked_already": clients.asked_already, "run_out": clients.run_out}
    return [_line(allocation, line, weights) for line in lines], row, left_out


def _allocate(**facts: Any) -> list[Line]:
    """NumPy and SciPy are loaded with the first allocation, and by no web worker at its start: they take a second and 75 MB."""
    from cases.allocation.calculation import allocate

    return allocate(**facts)


def _weights(jobcentre_id: uuid.UUID, today: dt.date) -> MatchWeights:
    try:
        found: MatchWeights = MatchWeights.objects.for_jobcentre(jobcentre_id, on=today)
    except MatchWeights.DoesNotExist:
        raise Refused("weights_missing") from None
    return found


def _read(allocation: Allocation, today: dt.date) -> tuple[MatchWeights, Clients, Register]:
    where = allocation.jobcentre_id
    return _weights(where, today), waiting_clients(jobcentre_id=where, today=today), register_of(jobcentre_id=where, today=today)


def _line(allocation: Allocation, line: Line, weights: Weights) -> AllocationLine:
    """The row of a line, with what its page says of the two mentors."""
    pairs = {mentor.id: mentor for mentor in (line.mentor, line.first_choice) if mentor is not None}
    return AllocationLine(
        allocation=allocation,
        case_id=line.waiting.case_id,
        mentor_id=line.mentor.id if line.mentor else None,
        first_choice_id=line.first_choice.id if line.first_choice else None,
        state=LineState.OPEN if line.mentor else LineState.NOBODY,
        board={
            "candidates": line.candidates,
            "stops": [list(each) for each in line.stops],
            "mentors": {str(key): _said(line, mentor, weights) for key, mentor in pairs.items()},
        },
    )


def _said(line: Line, mentor: MentorFacts, weights: Weights) -> dict[str, Any]:
    """The main reason for a mentor, the wishes that are not met, and whether all are."""
    found: Fit = fit(client=line.waiting.facts, mentor=mentor, weights=weights)
    main = max((r for r in found.reasons if r.side is Side.FOR), key=lambda r: (r.code == "needs_covered", r.counts), default=None)
    return {
        "reason": [main.code, main.facts] if main else None,
        "unmet": list(found.unmet),
        "meets_all": found.meets_all,
    }


def _store(allocation: Allocation, lines: list[AllocationLine], row: MatchWeights, left_out: LeftOut, *, at: dt.datetime) -> None:
    # A new line locks its case a little: in the order in which `accept_lines` locks cases, or the two wait for each other.
    AllocationLine.objects.bulk_create(sorted(lines, key=lambda line: line.case_id), batch_size=500)
    for name, number in left_out.items():
        setattr(allocation, name, number)
    allocation.state, allocation.weights, allocation.done = AllocationState.DONE, row, len(lines)
    allocation.beat_at = allocation.finished_at = at
    allocation.save()
