"""A jobcentre with courses that a report counts: made quickly, without their stories."""

import datetime as dt
from typing import Any

from accounts.models import Membership
from cases.enums import State
from core import clock
from reports.actions.asking import Choices, ordered
from reports.scope import Scope
from tests.factories import CaseFactory, PeriodFactory

NOW = dt.datetime(2026, 11, 22, 10, 0, tzinfo=dt.UTC)


def courses(member: Membership, number: int = 12, *, first_day: dt.date | None = None) -> None:
    """So many courses that are under way."""
    first = first_day or clock.today() - dt.timedelta(days=20)
    for _n in range(number):
        case = CaseFactory(jobcentre=member.jobcentre, caseworker=member.user, state=State.RUNNING)
        PeriodFactory(case=case, first_day=first, last_day=first + dt.timedelta(days=150))


def choices(member: Membership | None, **changes: Any) -> Choices:
    """The last year of the member's jobcentre; of all, without a member."""
    today = clock.today()
    jobcentres = (member.jobcentre_id,) if member else ()
    wanted: dict[str, Any] = {
        "scope": Scope.months(today - dt.timedelta(days=365), today, jobcentres=jobcentres),
        "on": today,
        "sections": ["reached"],
        "language": "en",
        "formats": ["csv"],
    }
    return ordered(**{**wanted, **changes})
