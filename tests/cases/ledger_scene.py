"""A running course, and what the ledger of reminders says of it on a day."""

import datetime as dt
from typing import Any

from cases.actions.notices import Renewed, renew
from cases.enums import State
from cases.enums_notice import NoticeKind
from cases.models import Case, Notice
from core.days import DAY
from tests.factories import CaseFactory, MembershipFactory, PeriodFactory

LAST = dt.date(2027, 5, 31)
"""The last day of the factory's period."""


def at(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(5), dt.UTC)


def case_of(*, state: State = State.RUNNING, **other: Any) -> Case:
    """A case whose caseworker works here; a running one has a period to LAST."""
    member = MembershipFactory()
    case = CaseFactory(jobcentre=member.jobcentre, caseworker=member.user, state=state, **other)
    if state == State.RUNNING:
        PeriodFactory(case=case)
    return case


def looked(case: Case, on: dt.date, **other: Any) -> Renewed:
    return renew(case_ids=[case.pk], on=on, at=at(on), **other)


def ledger(case: Case, kind: NoticeKind) -> list[tuple[int, str, str]]:
    rows = Notice.objects.filter(case=case, kind=kind).order_by("due_on", "-level")
    return [(row.level, row.due_on.isoformat(), row.state) for row in rows]


def told(case: Case) -> Notice:
    """The case is told of the end of its period, four weeks before."""
    looked(case, LAST - 28 * DAY)
    return Notice.objects.get(case=case, kind=NoticeKind.EXTENSION, level=4)
