"""What a caseworker does with the lines of an allocation (R77, R78): propose, take the client's own first choice instead, drop.

Each accepted line becomes a proposal by the same action as on a board, which asks the rules again: capacity may be gone since.
"""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Collection

from django.db import transaction

from accounts.audit import record
from accounts.enums import SubjectKind
from accounts.models import User
from cases.actions.proposals import propose
from cases.enums import AllocationState, AskedHow, LineState
from cases.models import Allocation, AllocationLine
from cases.models.weights import OF_WISHES
from core.days import day_of
from core.verdicts import Refused

CHANGEABLE = (LineState.OPEN, LineState.REFUSED)


def _locked_lines(allocation_id: uuid.UUID, chosen: Collection[uuid.UUID]) -> list[AllocationLine]:
    """The chosen lines that can still be decided, in the order in which their cases are locked.

    Refuses with `allocation_not_done` or `no_line_chosen`. Lines that were decided since are left as they are.
    """
    allocation = Allocation.objects.select_for_update(of=("self",)).get(pk=allocation_id)
    if allocation.state != AllocationState.DONE:
        raise Refused("allocation_not_done")
    if not chosen:
        raise Refused("no_line_chosen", "lines")
    return list(
        AllocationLine.objects.filter(allocation=allocation, pk__in=chosen, state__in=CHANGEABLE)
        .select_related("allocation")
        .order_by("case_id")
    )


@transaction.atomic
def accept_lines(
    *,
    allocation_id: uuid.UUID,
    chosen: Collection[uuid.UUID],
    no_conflict: Collection[tuple[uuid.UUID, uuid.UUID]],
    conflict_asked: AskedHow | None,
    reason: str,
    wish_reason: str,
    asked_how: AskedHow,
    answer_by: dt.date,
    by: User,
    at: dt.datetime,
) -> Counter[str]:
    """Propose the mentor of each chosen line to its client. Returns how many lines became what.

    `no_conflict` are lines with the mentor about whom it was asked: a line that somebody gave another mentor meanwhile is asked about again.

    A line that the rules refuse is kept with the code of the refusal, and the others go through. Refuses as a whole, with nothing done,
    with `allocation_not_done`, `no_line_chosen`, `lines_conflict_not_asked`, `answer_by_past` or `lines_wish_reason_missing`.
    """
    lines = _locked_lines(allocation_id, chosen)
    unasked = [line for line in lines if (line.pk, line.mentor_id) not in no_conflict]
    if unasked:
        raise Refused("lines_conflict_not_asked", "asked", lines=len(unasked))
    if answer_by < day_of(at):
        raise Refused("answer_by_past", "answer_by")
    if not wish_reason.strip() and any(unmet_of(line) for line in lines):
        raise Refused("lines_wish_reason_missing", "wish_reason")
    for line in lines:
        if line.mentor_id is None:
            continue  # not in the database: a line that can be decided has a mentor
        try:
            line.proposal = propose(
                case_id=line.case_id,
                mentor_id=line.mentor_id,
                reason=reason,
                no_conflict=True,
                conflict_asked=conflict_asked,
                unmet_wishes=dict.fromkeys(OF_WISHES, wish_reason),
                asked_how=asked_how,
                answer_by=answer_by,
                by=by,
                at=at,
            )
        except Refused as refused:
            line.state, line.code, line.facts = LineState.REFUSED, refused.code, refused.facts
        else:
            line.state, line.code, line.facts = LineState.ACCEPTED, "", {}
        line.save()
    return Counter(str(line.state) for line in lines)


@transaction.atomic
def drop_lines(*, allocation_id: uuid.UUID, chosen: Collection[uuid.UUID], by: User, at: dt.datetime) -> int:
    """Leave the chosen lines out; their clients wait on. Refuses with `allocation_not_done` or `no_line_chosen`."""
    lines = _locked_lines(allocation_id, chosen)
    for line in lines:
        _tell("case.allocation_dropped", line, by=by, at=at)
    return AllocationLine.objects.filter(pk__in=[line.pk for line in lines]).update(state=LineState.DROPPED)


@transaction.atomic
def take_first_choice(*, allocation_id: uuid.UUID, chosen: Collection[uuid.UUID], by: User, at: dt.datetime) -> int:
    """Give the chosen lines the client's own first choice. Whether it still has room is asked when the line is accepted.

    Returns how many lines changed. Refuses with `allocation_not_done` or `no_line_chosen`.
    """
    changed = [line for line in _locked_lines(allocation_id, chosen) if line.first_choice_id != line.mentor_id]
    for line in changed:
        line.mentor_id, line.state, line.code, line.facts = line.first_choice_id, LineState.OPEN, "", {}
        line.save()
        _tell("case.allocation_first_choice", line, by=by, at=at)
    return len(changed)


def _tell(kind: str, line: AllocationLine, *, by: User, at: dt.datetime) -> None:
    """On the time line of the case: whom an allocation named for the client, and what a caseworker made of it."""
    record(
        kind=kind,
        subject=(SubjectKind.CASE, line.case_id),
        jobcentre_id=line.allocation.jobcentre_id,
        by=by,
        at=at,
        mentor=str(line.mentor_id),
    )


def unmet_of(line: AllocationLine) -> list[str]:
    """The wishes that the line's mentor did not meet when it was calculated; what holds now is asked again."""
    said = line.board.get("mentors", {}).get(str(line.mentor_id), {})
    found: list[str] = said.get("unmet", [])
    return found
