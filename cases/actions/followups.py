"""After the end: the client is asked again, answers are corrected, days are moved; and what the client lives on."""

import datetime as dt
import uuid

from django.db import transaction

from accounts.audit import last_change
from accounts.models import User
from cases.actions.base import locked_open_or_closed, record
from cases.actions.follow_up_rows import Lives, put_benefit, put_outcome
from cases.actions.renewing import renews
from cases.enums import Outcome, OutcomePoint, State
from cases.enums_course import BenefitKind
from cases.models import Benefit, Case, CourseOutcome, FollowUp
from cases.rules.closing import Became, as_asked, outcome_verdict
from cases.rules.followup import answer_verdict, asking_verdict, days_verdict
from core.days import day_of
from core.verdicts import Refused, Stale


@transaction.atomic
@renews
def answer_follow_up(
    *,
    case_id: uuid.UUID,
    point: OutcomePoint,
    version: int | None,
    reached: bool,
    became: Became | None,
    lives: Lives,
    words: str,
    by: User,
    at: dt.datetime,
) -> CourseOutcome:
    """Write down, or correct, what became of the client at a point (R127). An answer that is corrected is kept with its day.

    `version` is that of the answer on the page, 0 when there was none. Not reached is an answer: the outcome is then unknown. Refuses with
    `not_ended`, `follow_up_not_planned`, `follow_up_too_early`, `outcome_not_chosen`, as `outcome_verdict`, or with `stale`.
    """
    case, today = _locked_ended(case_id), day_of(at)
    due = None
    if point != OutcomePoint.END:
        due = _follow_up(case, point)
        Refused.unless(asking_verdict(due_on=due.due_on, today=today))
    before = CourseOutcome.objects.filter(case=case, point=point, replaced_on__isnull=True).first()
    if version is not None and version != (before.version if before else 0):
        raise Stale(**last_change(subject_id=case.pk))
    Refused.unless(answer_verdict(reached=reached, outcome=became.outcome if became else None), "outcome")
    found = as_asked(became) if reached and became is not None else Became(Outcome.UNKNOWN)
    problem = outcome_verdict(became=found, today=today)
    Refused.unless(problem, "since" if problem.code == "outcome_since_too_far" else "minutes_a_week")
    row = put_outcome(
        case, point=point, became=found, reached=reached, words=words, version=before.version + 1 if before else 1, by=by, at=at
    )
    put_benefit(case, point=point, lives=lives if reached else Lives(), by=by, at=at)
    if due is not None and due.answered_on is None:
        due.answered_on = today
        due.version += 1
        due.save(update_fields=["answered_on", "version"])
    kind = "case.follow_up_corrected" if before else "case.follow_up_answered"
    record(case, kind, by=by, at=at, point=str(point), reached=reached, outcome=str(found.outcome))
    return row


@transaction.atomic
@renews
def move_follow_up(*, case_id: uuid.UUID, point: OutcomePoint, version: int | None, due_on: dt.date, by: User, at: dt.datetime) -> FollowUp:
    """The client is asked on another day (R126), as long as there is no answer.

    Refuses with `not_ended`, `follow_up_not_planned`, `follow_up_answered`, as `days_verdict`, or with `stale`.
    """
    case = _locked_ended(case_id)
    row = _follow_up(case, point)
    if version is not None and version != row.version:
        raise Stale(**last_change(subject_id=case.pk))
    if row.answered_on is not None:
        raise Refused("follow_up_answered", day=row.answered_on.isoformat())
    planned = FollowUp.objects.filter(case=case, dropped_on__isnull=True).values_list("point", "due_on")
    days = {OutcomePoint(each): day for each, day in planned} | {point: due_on}
    _point, answer = days_verdict(closed_on=case.closed_on or day_of(at), days=days)
    Refused.unless(answer, "due_on")
    if row.due_on == due_on:
        return row
    before, row.due_on = row.due_on, due_on
    row.version += 1
    row.save(update_fields=["due_on", "version"])
    record(case, "case.follow_up_moved", by=by, at=at, point=str(point), old=before.isoformat(), day=due_on.isoformat())
    return row


@transaction.atomic
def save_benefit(
    *, case_id: uuid.UUID, seen: uuid.UUID | None, kind: BenefitKind, since: dt.date | None, by: User, at: dt.datetime
) -> Benefit | None:
    """What the client lived on at the start of the course, and since when (R129). A corrected answer keeps the one before.

    `seen` is the answer on the page. Refuses with `benefit_since_in_future` or `stale`.
    """
    case = locked_open_or_closed(case_id=case_id)
    before = Benefit.objects.filter(case=case, point="", replaced_on__isnull=True).first()
    if (before.pk if before else None) != seen:
        raise Stale(**last_change(subject_id=case.pk))
    if since is not None and since > day_of(at):
        raise Refused("benefit_since_in_future", "since")
    row = put_benefit(case, point=None, lives=Lives(kind, since), by=by, at=at)
    if row is not None and row != before:
        record(
            case,
            "case.benefit_recorded",
            by=by,
            at=at,
            kind_of=str(kind),
            since=since.isoformat() if since else "",
            again=before is not None,
        )
    return row


def _locked_ended(case_id: uuid.UUID) -> Case:
    case = locked_open_or_closed(case_id=case_id)
    if case.state != State.ENDED:
        raise Refused("not_ended")
    return case


def _follow_up(case: Case, point: OutcomePoint) -> FollowUp:
    row = FollowUp.objects.select_for_update().filter(case=case, point=point, dropped_on__isnull=True).first()
    if row is None:
        raise Refused("follow_up_not_planned")
    return row
