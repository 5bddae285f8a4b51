"""Who may do what with a case. Every answer carries its reason; isolation by jobcentre is `visible_to`, before these are asked."""

from accounts.models import Membership
from accounts.permissions import can_read_cases, can_write_cases
from cases.models import Case
from core.verdicts import YES, Answer, no

__all__ = ["can_change", "can_read_cases", "can_write_cases"]


def can_change(member: Membership | None, case: Case) -> Answer:
    """Whether the member may write in this case now: a caseworker of its jobcentre, while it is open."""
    answer = can_write_cases(member)
    if not answer:
        return answer
    return YES if case.is_open else no("case_closed", state=case.state)
