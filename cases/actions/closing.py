"""The end of a course: why, what became of the client, and when the client is asked again."""

import datetime as dt
import uuid
from collections.abc import Mapping

from django.db import transaction

from accounts.models import User
from cases.actions.base import locked_case, move, record, save_case
from cases.actions.follow_up_rows import Lives, plan_follow_ups, put_benefit, put_outcome
from cases.actions.letting_go import let_go, lock_mentors
from cases.actions.renewing import renews
from cases.course_ends import contacts_held, course_last_day, unsettled_of
from cases.enums import EndReason, OutcomePoint, State
from cases.models import Case
from cases.rules.closing import Became, Wanted, as_asked, closing_verdict, first_problem, is_completed
from cases.rules.followup import MONTHS
from cases.rules.lifecycle import Event
from core.days import day_of
from core.verdicts import Refused


@transaction.atomic
@renews
def close_course(
    *,
    case_id: uuid.UUID,
    version: int | None,
    reason: EndReason,
    words: str,
    became: Became,
    lives: Lives,
    days: Mapping[OutcomePoint, dt.date],
    by: User,
    at: dt.datetime,
) -> Case:
    """End a running course today (R122-R126): before its last granted day or after it ran out.

    What is under way ends as `let_go` says, the outcome and the benefit at the end are kept, and the client is asked again on `days` (all
    three). A course that the client withdraws from withdraws the consent, too. Refuses as `closing_verdict`, `reason_verdict`,
    `outcome_verdict` and `days_verdict`, and with `words_missing`, `case_closed` or `stale`.
    """
    today = day_of(at)
    mentors = lock_mentors(case_id=case_id, on=today)
    case = locked_case(case_id=case_id, version=version)
    answer = closing_verdict(state=State(case.state), unsettled=unsettled_of(case), reason=reason)
    Refused.unless(answer, "reason" if answer.code == "closing_rematch" else "")
    wanted = Wanted(reason=reason, words=words, became=became, days=days)
    field, problem = first_problem(wanted=wanted, last_day=course_last_day(case), today=today)
    Refused.unless(problem, field)
    if set(days) != set(MONTHS):
        raise Refused("follow_up_days_missing")
    held = contacts_held(case)
    move(case, Event.ENDED, at=at)
    ended = let_go(case, mentors=mentors, by=by, at=at)
    end_case(case, reason=reason, words=words, on=today)
    put_outcome(case, point=OutcomePoint.END, became=as_asked(became), reached=True, words="", version=1, by=by, at=at)
    put_benefit(case, point=OutcomePoint.END, lives=lives, by=by, at=at)
    plan_follow_ups(case, days=days)
    save_case(case)
    facts = {"reason": str(reason), "outcome": str(became.outcome), "completed": is_completed(reason=reason, contacts=held)}
    record(case, "case.ended", by=by, at=at, contacts=held, **facts, **ended)
    return case


def end_case(case: Case, *, reason: EndReason, words: str, on: dt.date) -> None:
    """The locked course has ended: its day, why, and nothing is due any more. A withdrawal withdraws the consent. The caller saves."""
    case.closed_on, case.end_reason, case.closing_words, case.due_on = on, reason, words.strip(), None
    if reason == EndReason.WITHDRAWN:
        case.consent_withdrawn_on = on
