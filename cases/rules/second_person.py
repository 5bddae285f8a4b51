"""Four eyes (R118, R119): when a jobcentre's limits ask for a second person, and who that can be. Minutes, øre, numbers."""

import uuid
from dataclasses import dataclass

from cases.enums_course import ApprovalState, Limit
from core.verdicts import YES, Answer, no


@dataclass(frozen=True, slots=True)
class Limits:
    """What may be decided by one person alone; None: as much as you like."""

    minutes: int | None = None
    cost: int | None = None
    extensions: int | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """The case with the decision: granted minutes of all its periods, what they cost in øre (None: not known), how often it was extended.

    A first grant has no mentor yet: its cost is that of the dearest mentor of the granted type.
    """

    minutes: int
    cost: int | None = None
    extensions: int = 0


def cost_of(*, minutes: int, cost_an_hour: int | None) -> int | None:
    """Whole øre of so many minutes, rounded up: a limit is passed when it is passed. None where the mentor's cost is not known."""
    return None if cost_an_hour is None else -(-minutes * cost_an_hour // 60)


def limits_passed(*, limits: Limits, figures: Figures) -> tuple[Limit, ...]:
    """The limits that the decision passes (R118), in their order; a cost that is not known passes none."""
    found = {
        Limit.HOURS: (limits.minutes, figures.minutes),
        Limit.COST: (limits.cost, figures.cost),
        Limit.EXTENSIONS: (limits.extensions, figures.extensions),
    }
    return tuple(limit for limit, (most, value) in found.items() if most is not None and value is not None and value > most)


def cost_with(*, minutes_before: int, cost_before: int | None, minutes_left: int, cost_an_hour: int | None) -> int | None:
    """Whole øre of a course that changes its mentor: what was granted until then at the price of the mentor before (nothing, where that is not
    known), and what is left at the price of the new one. None where the new mentor's cost is not known."""
    left = cost_of(minutes=minutes_left, cost_an_hour=cost_an_hour)
    return None if left is None else left + (cost_of(minutes=minutes_before, cost_an_hour=cost_before) or 0)


def price_verdict(*, limit: int | None, cost: int | None, approved: int | None, takeover: bool = False) -> Answer:
    """Whether a mentor with whom the case costs so much can be assigned (R118): up to the limit, or what a second person approved.

    Øre. `approved` is the cost that a second person has read, None where nobody was asked about cost. `takeover`: in a running course, where a
    second person is asked about this mentor. Refuses with `cost_not_approved`.
    """
    if limit is None or cost is None or cost <= max(limit, approved or 0):
        return YES
    return no("cost_not_approved", cost=cost, limit=limit, takeover=takeover)


def approver_verdict(*, prepared_by: uuid.UUID, asked_by: uuid.UUID | None, approver: uuid.UUID) -> Answer:
    """Whether this person can be the second one (R119): never who prepared the decision, and never who asked for it (`asked_by`).

    Refuses with `second_is_first` or `decided_by_requester`.
    """
    if approver == prepared_by:
        return no("second_is_first")
    return no("decided_by_requester") if asked_by is not None and approver == asked_by else YES


def still_waiting(*, state: ApprovalState) -> Answer:
    """Whether it can still be approved, sent back or taken back: once only (R119). Refuses with `approval_over`."""
    return YES if state == ApprovalState.WAITING else no("approval_over", state=str(state))
