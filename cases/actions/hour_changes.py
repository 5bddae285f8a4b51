"""A change of hours in a running course (R109): a new decision beside the granted period, which keeps its days and its own decision."""

import datetime as dt
import uuid
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.db import transaction

from accounts.models import User
from cases.actions.agreement_versions import check_room, set_hours
from cases.actions.approvals import needs_second, prepare, refuse_waiting
from cases.actions.base import record, save_case
from cases.actions.changed_wishes import answer_wish
from cases.actions.decisions import letter_days, rules_in_force
from cases.actions.plans import follow_grant
from cases.actions.renewing import renews
from cases.actions.startup import locked_mentor_and_case
from cases.course_rows import due_of_course
from cases.enums import Channel, DecisionKind, DecisionOutcome, State
from cases.extension_rows import earlier_parts, figures_with
from cases.hour_rows import open_wish, period_to_plan, periods_of, span_of, spans_of
from cases.hours import granted_periods
from cases.models import Approval, Assignment, Case, Decision, Period, SchemeRules
from cases.rules import hour_changes as rules
from cases.rules.assessment import Gap
from cases.rules.extension_sums import Part
from cases.rules.hour_changes import Change, Now
from cases.rules.pauses import answers_wish
from cases.rules.second_person import Figures
from cases.startup_rows import current_assignment
from core.constraints import refusing
from core.days import day_of
from core.verdicts import Refused


@dataclass(frozen=True, slots=True)
class Meets:
    """The rows that a change meets: its period, and the hours and the wish of now."""

    period: Period | None
    now: Now | None
    periods: tuple[Period, ...]


def what_it_meets(case: Case, *, change: Change, on: dt.date) -> Meets:
    """The period that holds on the first day of the change; of a no to a wish the period of today. Three statements."""
    periods = periods_of(case)
    if change.keeps:
        period = period_to_plan(periods, today=on)
    else:
        day = change.first_day
        period = next((each for each in periods if day is not None and (span := span_of(each)) is not None and day in span), None)
    span = span_of(period) if period is not None else None
    if period is None or span is None:
        return Meets(None, None, tuple(periods))
    wish = open_wish(case)
    wished, is_wished = None, False
    if wish is not None:
        is_wished = answers_wish(kind=DecisionKind.CHANGE, is_no=change.keeps, minutes_a_week=wish.minutes_a_week, last_day=wish.last_day)
        wished = wish.minutes_a_week if is_wished else None
    granted = next(each.granted for each in granted_periods(case)[0] if each.number == period.number)
    return Meets(period, Now(period=span, granted=granted, wished=wished, is_wished=is_wished), tuple(periods))


def gaps_of(case: Case, *, change: Change, meets: Meets, on: dt.date) -> list[Gap]:
    """What the change lacks, for the page and for the action."""
    return rules.gaps(change=change, now=meets.now, periods=spans_of(list(meets.periods)), on=on)


@transaction.atomic
@renews
def change_hours(*, case_id: uuid.UUID, version: int | None, change: Change, by: User, at: dt.datetime) -> Decision | Approval:
    """Decide the hours anew from a day on, or say no to the client's wish for other hours or another last day (R109, R110).

    More hours that pass a limit of the jobcentre are prepared instead and wait for a second person (R118). Locks the mentor, then the case.
    Refuses with `case_closed`, `stale`, `no_mentor`, `approval_waiting`, `no_rules_in_force`, `mentor_no_more_hours`, as `change_possible`, or with
    the code and field of the first thing that is missing.
    """
    case, assignment = locked_mentor_and_case(case_id=case_id, version=version)
    refuse_waiting(case)
    meets, scheme = _checked(case, change, assignment, on=day_of(at))
    figures = figures_of(case, change=change, meets=meets)
    limits = needs_second(case=case, figures=figures) if figures is not None else ()
    if figures is not None and limits:
        kept = change_json(change)
        prepared = prepare(case=case, kind=DecisionKind.CHANGE, limits=limits, figures=figures, proposed=kept, by=by, at=at)
        save_case(case)
        return prepared
    return _issue(case, assignment, change, meets, scheme, decided_by=by, by=by, at=at)


def issue_change(*, case: Case, approval: Approval, by: User, at: dt.datetime) -> Decision:
    """Within `approve`, with mentor and case locked: the prepared change is issued as without a second person, under the rules of this day.

    It holds from the day of the approval at the earliest, and the letter is sent then.
    """
    on, change = day_of(at), change_from_json(approval.proposed)
    change = replace(change, first_day=max(change.first_day or on, on), sent_on=max(change.sent_on or on, on))
    assignment = current_assignment(case)
    if assignment is None:
        raise Refused("no_mentor")
    meets, scheme = _checked(case, change, assignment, on=on)
    return _issue(case, assignment, change, meets, scheme, decided_by=approval.prepared_by, by=by, at=at)


def figures_of(case: Case, *, change: Change, meets: Meets) -> Figures | None:
    """What the case comes to with the change (R118); None for what gives no more than now, which asks nobody."""
    if change.keeps or meets.now is None or meets.period is None:
        return None
    more = rules.more_minutes(change=change, now=meets.now)
    if more <= 0:
        return None
    assignment = current_assignment(case)
    new = Part(meets.now.period, more)
    return figures_with(case, parts=earlier_parts(case), new=new, mentor=assignment.mentor if assignment else None, extensions=0)


def change_json(change: Change) -> dict[str, Any]:
    """A prepared change as it is kept until it is approved."""
    return {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in asdict(change).items()}


def change_from_json(stored: dict[str, Any]) -> Change:
    """What `change_json` kept."""
    days = {name: dt.date.fromisoformat(stored[name]) if stored[name] else None for name in ("first_day", "sent_on")}
    return Change(**{**stored, **days})


def _checked(case: Case, change: Change, assignment: Assignment, *, on: dt.date) -> tuple[Meets, SchemeRules]:
    meets = what_it_meets(case, change=change, on=on)
    has_days = any((each.ended_on or each.last_day) >= on for each in meets.periods)
    Refused.unless(
        rules.change_possible(
            state=State(case.state), consent_withdrawn_on=case.consent_withdrawn_on, has_days=has_days, keeps=change.keeps
        )
    )
    scheme = rules_in_force(case=case, on=on)
    missing = gaps_of(case, change=change, meets=meets, on=on)
    if missing:
        raise Refused(missing[0].code, missing[0].field, **missing[0].facts)
    if not change.keeps and not _has_stopped(assignment, on):
        check_room(assignment=assignment, minutes_a_week=change.minutes_a_week or 0, today=on)
    return meets, scheme


def _issue(
    case: Case,
    assignment: Assignment,
    change: Change,
    meets: Meets,
    scheme: SchemeRules,
    *,
    decided_by: User,
    by: User,
    at: dt.datetime,
) -> Decision:
    period, now, on = meets.period, meets.now, day_of(at)
    if period is None or now is None or now.period.last_day is None:
        raise Refused("change_no_days_left")
    sent_on, channel = change.sent_on or on, Channel(case.client.channel)
    received_on, complain_until = letter_days(sent_on=sent_on, channel=channel, scheme=scheme)
    before, outcome = period.decision, rules.outcome_of(change=change, now=now)
    reasons, grants = change.reasons.strip(), not change.keeps
    with refusing(decision_at_most_six_months=("period_longer_than_law", "first_day")):
        decision = Decision.objects.create(
            case=case,
            kind=DecisionKind.CHANGE,
            changes=period,
            outcome=outcome,
            minutes_a_week=change.minutes_a_week if grants else None,
            first_day=change.first_day if grants else None,
            last_day=now.period.last_day if grants else None,
            mentor_type=before.mentor_type if grants else "",
            purpose=before.purpose if grants else "",
            tasks=before.tasks if grants else "",
            funding=before.funding if grants else "",
            also_assistance=before.also_assistance,
            wished_minutes_a_week=now.wished if now.wished is not None else before.wished_minutes_a_week,
            wished_months=before.wished_months,
            wished_first_day=before.wished_first_day,
            wished_mentor_types=before.wished_mentor_types,
            why_fewer_hours=reasons if outcome == DecisionOutcome.PARTIAL else "",
            reasons=reasons if change.keeps else "",
            offered_instead=change.offered_instead.strip() if change.keeps else "",
            rules=scheme,
            channel=channel,
            sent_on=sent_on,
            received_on=received_on,
            appeal_until=complain_until,
            decided_on=on,
            decided_by=decided_by,
            created_at=at,
        )
    record(
        case,
        "case.hours_decided",
        by=by,
        at=at,
        outcome=str(outcome),
        period=period.number,
        before=now.before(change.first_day or on),
        minutes_a_week=decision.minutes_a_week,
        first_day=decision.first_day.isoformat() if decision.first_day else None,
        last_day=decision.last_day.isoformat() if decision.last_day else None,
        wished=now.wished,
        sent_on=sent_on.isoformat(),
        received_on=received_on.isoformat(),
        appeal_until=complain_until.isoformat(),
        rules=scheme.pk,
    )
    if grants:
        if rules.more_minutes(change=change, now=now) < 0:
            follow_grant(case=case, period=period, by=by, at=at)
        _hours_of_mentor(case, assignment, change, by=by, at=at)
    if now.is_wished:
        answer_wish(case=case, decision=decision)
    case.due_on = due_of_course(case)
    save_case(case)
    return decision


def _hours_of_mentor(case: Case, assignment: Assignment, change: Change, *, by: User, at: dt.datetime) -> None:
    """The mentor's place has the new hours: more of them at once, fewer when they hold from today. What is agreed follows with the next version (R75)."""
    on, minutes = day_of(at), change.minutes_a_week or 0
    before = assignment.minutes_a_week
    is_later = change.first_day is not None and change.first_day > on
    if minutes == before or _has_stopped(assignment, on) or (minutes < before and is_later):
        return
    set_hours(assignment=assignment, case=case, minutes=minutes, by=by, at=at)


def _has_stopped(assignment: Assignment, on: dt.date) -> bool:
    return assignment.ended_on is not None and assignment.ended_on < on
