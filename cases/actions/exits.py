"""Exits: the client withdraws, or the application is no longer relevant. Nothing is deleted; the mentor's place is free at once."""

import datetime as dt
import uuid

from django.db import transaction

from accounts.models import User
from cases.actions.base import locked_case, move, record, save_case
from cases.actions.closing import end_case
from cases.actions.follow_up_rows import plan_follow_ups
from cases.actions.letting_go import let_go, lock_mentors
from cases.actions.renewing import renews
from cases.enums import EndReason, State
from cases.models import Case
from cases.rules.followup import follow_up_days
from cases.rules.lifecycle import Event
from core.days import day_of
from core.verdicts import Refused


@transaction.atomic
@renews
def close_case(*, case_id: uuid.UUID, version: int | None, event: Event, words: str, by: User, at: dt.datetime) -> Case:
    """Leave the steps (`WITHDRAWN`, `NOT_RELEVANT`) or end a running course that the client withdraws from (R02, R03, R08).

    What is under way ends as `let_go` says. A withdrawal withdraws the consent from today on, and of a course that has begun the client is
    asked again 3, 6 and 12 months after (R126). Refuses with `not_in_this_step`, `case_closed` or `stale`.
    """
    today = day_of(at)
    if event not in (Event.WITHDRAWN, Event.NOT_RELEVANT):
        raise Refused("not_in_this_step", "event", event=str(event))
    mentors = lock_mentors(case_id=case_id, on=today)
    case = locked_case(case_id=case_id, version=version)
    before = State(case.state)
    move(case, event, at=at)
    ended = let_go(case, mentors=mentors, by=by, at=at)
    if case.state == State.ENDED:
        end_case(case, reason=EndReason.WITHDRAWN, words=words, on=today)
        plan_follow_ups(case, days=follow_up_days(closed_on=today))
    else:
        case.closed_on, case.closing_words, case.due_on = today, words, None
        if event == Event.WITHDRAWN and case.consent_on is not None:
            case.consent_withdrawn_on = today
    save_case(case)
    record(case, f"case.{event}", by=by, at=at, state=str(before), **ended)
    return case
