"""What the client wishes instead of what is granted: recorded on its day, taken back, or answered by a decision (R110)."""

import datetime as dt
import uuid

from django.db import transaction

from accounts.models import User
from cases.actions.base import locked_case, record, save_case
from cases.course_rows import course_days
from cases.enums import DecisionKind, DecisionOutcome, State
from cases.hour_rows import open_wish
from cases.hours import granted_periods
from cases.models import Case, ChangedWish, Decision
from cases.rules.pauses import answers_wish, wish_verdict
from cases.rules.plan import minutes_on
from core.constraints import refusing
from core.days import day_of
from core.verdicts import Refused


@transaction.atomic
def record_wish(
    *,
    case_id: uuid.UUID,
    version: int | None,
    day: dt.date,
    minutes_a_week: int | None,
    last_day: dt.date | None,
    words: str,
    by: User,
    at: dt.datetime,
) -> ChangedWish:
    """Write down what the client wishes changed, beside the grant, which stays as it is (R110).

    Refuses with `case_closed`, `stale`, and as `wish_verdict`.
    """
    case = locked_case(case_id=case_id, version=version)
    today = day_of(at)
    field, answer = wish_verdict(
        state=State(case.state),
        has_open=open_wish(case) is not None,
        day=day,
        minutes_a_week=minutes_a_week,
        last_day=last_day,
        granted_minutes=granted_on(case, day=today),
        course=course_days(case),
        received_on=case.received_on,
        today=today,
    )
    Refused.unless(answer, field)
    with refusing(changedwish_one_open_a_case=("wish_open_already", "")):
        wish = ChangedWish.objects.create(
            case=case, day=day, minutes_a_week=minutes_a_week, last_day=last_day, words=words.strip(), recorded_by=by, recorded_at=at
        )
    save_case(case)
    record(
        case,
        "case.wish_changed",
        by=by,
        at=at,
        day=day.isoformat(),
        minutes=minutes_a_week,
        last_day=last_day.isoformat() if last_day else "",
    )
    return wish


@transaction.atomic
def take_back_wish(*, case_id: uuid.UUID, wish_id: uuid.UUID, by: User, at: dt.datetime) -> ChangedWish:
    """The client takes the wish back; it stays readable. Refuses with `wish_not_open` when it was answered or taken back already."""
    case = locked_case(case_id=case_id)
    wish = open_wish(case)
    if wish is None or wish.pk != wish_id:
        raise Refused("wish_not_open")
    wish.withdrawn_on = day_of(at)
    wish.save(update_fields=["withdrawn_on"])
    save_case(case)
    record(case, "case.wish_taken_back", by=by, at=at, day=wish.day.isoformat())
    return wish


def answer_wish(*, case: Case, decision: Decision) -> ChangedWish | None:
    """Within an action on the locked case: the open wish that this decision answers, if there is one (R110).

    A change of hours answers a wish for hours alone, an extension (or a no to it) one that names a last day, and a no in a running course any.
    """
    wish = open_wish(case)
    if wish is None:
        return None
    kind, is_no = DecisionKind(decision.kind), decision.outcome == DecisionOutcome.REFUSED
    if not answers_wish(kind=kind, minutes_a_week=wish.minutes_a_week, last_day=wish.last_day, is_no=is_no):
        return None
    wish.decision = decision
    wish.save(update_fields=["decision"])
    return wish


def granted_on(case: Case, *, day: dt.date) -> int:
    """The minutes a week that are granted on the day; outside every period those of the nearest one."""
    periods = [each for each in granted_periods(case)[0] if each.days is not None]
    if not periods:
        return 0
    near = next((each for each in periods if each.days is not None and day in each.days), None)
    if near is None:
        near = next((each for each in periods if each.first_day > day), periods[-1])
        day = max(min(day, near.last_day), near.first_day)
    return minutes_on(near.granted, day=day)
