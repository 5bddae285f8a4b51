"""Who may do what with a case. Every answer carries its reason; isolation by jobcentre is `visible_to`, before these are asked."""

from accounts.enums import Role
from accounts.models import Membership
from accounts.permissions import can_read_cases, can_write_cases
from cases.models import Case
from core.verdicts import YES, Answer, no

__all__ = ["can_add", "can_approve", "can_change", "can_read_cases", "can_write_cases"]


def can_change(member: Membership | None, case: Case) -> Answer:
    """Whether the member may write in this case now: a caseworker of its jobcentre, while it is open."""
    answer = can_write_cases(member)
    if not answer:
        return answer
    return YES if case.is_open else no("case_closed", state=case.state)


def can_add(member: Membership | None, case: Case) -> Answer:
    """Whether the member may add what belongs to a case whether it is open or closed: notes, documents, complaints, follow-up."""
    return can_write_cases(member)


def can_approve(member: Membership | None) -> Answer:
    """Whether the member may be the second person of a decision: a manager, who writes in no case (B4)."""
    return YES if member and member.role == Role.MANAGER else no("role_approves_nothing")
