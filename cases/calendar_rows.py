"""What a member's calendar is made of (R172): own open cases with what is next, reminders that one is told of, meetings. One statement each."""

import datetime as dt
import uuid
from dataclasses import dataclass

from accounts.enums import CASE_READERS
from accounts.models import CalendarFeed, Membership
from cases.enums import State
from cases.enums_notice import NoticeKind
from cases.inbox_rows import Pile, piles, told_to
from cases.models import Case, Meeting
from cases.next_rows import course_facts, next_task, with_next
from cases.notice_phrases import notice_ref
from cases.rules.desk import Next
from cases.rules.inbox import act_by

MOST = 500
SHOWN_AFTER = dt.timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day of a case: what is next by then, or (`what` None) the last day to decide what comes after the period."""

    case_id: uuid.UUID
    ref: str
    day: dt.date
    what: Next | None


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder that waits for the member; `ref` is empty where it is about a mentor."""

    id: uuid.UUID
    ref: str
    day: dt.date
    kind: NoticeKind


def feed_behind(*, secret_hash: str) -> CalendarFeed | None:
    """The address whose secret has this hash, while it is not revoked and its owner is active and reads cases of the jobcentre."""
    rows = CalendarFeed.objects.select_related("member__user", "member__jobcentre")
    return rows.filter(
        secret_hash=secret_hash, revoked_at__isnull=True, member__user__is_active=True, member__role__in=CASE_READERS
    ).first()


def deadlines_of(*, member: Membership, on: dt.date) -> list[Deadline]:
    """The next deadline of each open case of the member's own, and the day to decide by where that is another."""
    mine = Case.objects.visible_to(member).open().filter(caseworker_id=member.user_id)
    found: list[Deadline] = []
    for row in with_next(mine).order_by("due_on", "pk").values("pk", "state", "due_on", "year", "number", "next_facts")[:MOST]:
        ref = f"{row['year']}-{row['number']:04d}"
        task = next_task(state=State(row["state"]), facts=row["next_facts"], due_on=row["due_on"], today=on)
        if task is not None and task.due_on is not None:
            found.append(Deadline(row["pk"], ref, task.due_on, task.code))
        by = course_facts(row["next_facts"]).decide_by if row["state"] == State.RUNNING and row["next_facts"] else None
        if by is not None and (task is None or task.due_on != by):
            found.append(Deadline(row["pk"], ref, by, None))
    return found


def reminders_of(*, member: Membership, at: dt.datetime) -> list[Reminder]:
    """What waits in the member's inbox."""
    rows = told_to(member=member, user=member.user).filter(piles(at=at)[Pile.TODO]).select_related("notice__case")
    return [
        Reminder(
            id=row.notice_id,
            ref=notice_ref(row.notice),
            day=act_by(kind=NoticeKind(row.notice.kind), due_on=row.notice.due_on, facts=row.notice.facts),
            kind=NoticeKind(row.notice.kind),
        )
        for row in rows.order_by("told_at", "pk")[:MOST]
    ]


def meetings_of(*, member: Membership, at: dt.datetime) -> list[Meeting]:
    """Meetings of the member's own cases, from two months ago on; not those that were cancelled."""
    mine = Case.objects.visible_to(member).filter(caseworker_id=member.user_id)
    rows = Meeting.objects.filter(case__in=mine, cancelled_on__isnull=True, at__gte=at - SHOWN_AFTER)
    return list(rows.select_related("case").order_by("at", "pk")[:MOST])
