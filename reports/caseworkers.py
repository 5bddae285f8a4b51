"""What each caseworker of a jobcentre has: open cases, those over their deadline, extensions that wait for a second person. Counted when asked."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.models import Membership
from cases.enums_course import ApprovalKind, ApprovalState
from cases.models import Approval, Case

KINDS = ("open", "over", "extensions")
"""The columns, each of which names its cases."""


@dataclass(frozen=True, slots=True)
class Load:
    caseworker: uuid.UUID
    name: str
    open: int
    over: int
    extensions: int


def _conditions(today: dt.date) -> dict[str, Q]:
    waiting = Approval.objects.filter(case=OuterRef("pk"), kind=ApprovalKind.EXTENSION, state=ApprovalState.WAITING)
    return {"open": Q(), "over": Q(due_on__lt=today), "extensions": Q(Exists(waiting))}


def loads(*, member: Membership, team: uuid.UUID | None, today: dt.date) -> list[Load]:
    """Whoever has an open case, by name. One statement."""
    conditions = _conditions(today)
    rows = _open(member, team).order_by().values("caseworker_id", "caseworker__name")
    counted = rows.annotate(
        n_open=Count("pk"),
        n_over=Count("pk", filter=conditions["over"]),
        n_extensions=Count("pk", filter=conditions["extensions"]),
    )
    return [
        Load(row["caseworker_id"], row["caseworker__name"], row["n_open"], row["n_over"], row["n_extensions"])
        for row in counted.order_by("caseworker__name", "caseworker_id")
    ]


def cases_of_caseworker(*, member: Membership, caseworker: uuid.UUID, kind: str, team: uuid.UUID | None, today: dt.date) -> QuerySet[Case]:
    """The cases that a number of `loads` counts."""
    return _open(member, team).filter(_conditions(today)[kind], caseworker=caseworker)


def _open(member: Membership, team: uuid.UUID | None) -> QuerySet[Case]:
    cases = Case.objects.visible_to(member).open()
    return cases.filter(team=team) if team else cases
