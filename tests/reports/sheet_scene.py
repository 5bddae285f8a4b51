"""Whole courses for inspection and statistics: granted, matched, logged."""

import datetime as dt
from typing import Any

from accounts.models import Membership
from cases.enums import State
from cases.models import Case
from tests.factories import AssignmentFactory, CaseFactory, DecisionFactory, PeriodFactory, ProposalFactory

FIRST = dt.date(2026, 6, 1)
LAST = dt.date(2026, 11, 30)


def course(member: Membership, *, first_day: dt.date = FIRST, last_day: dt.date = LAST, minutes: int = 180, **of_case: Any) -> Case:
    """A course under way in the member's jobcentre, with mentor."""
    case: Case = CaseFactory(jobcentre=member.jobcentre, caseworker=member.user, state=State.RUNNING, **of_case)
    decision = DecisionFactory(case=case, first_day=first_day, last_day=last_day, minutes_a_week=minutes)
    PeriodFactory(case=case, decision=decision, first_day=first_day, last_day=last_day, minutes_a_week=minutes)
    proposal = ProposalFactory(case=case, state="assigned")
    AssignmentFactory(case=case, mentor=proposal.mentor, proposal=proposal, first_day=first_day, minutes_a_week=minutes)
    return case
